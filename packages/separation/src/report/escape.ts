/** Names in workflow files are foreign text: nothing of them may act in a log, a summary or a picture. */

/** One line without control characters, ANSI sequences and marks that turn the direction of text. */
export function printable(text: string): string {
  return text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g, ' ')
    .trim();
}

/** For a cell of a Markdown table; texts between backquotes stay code, all else is escaped. */
export function markdown(text: string): string {
  return printable(text)
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? part.replaceAll('|', '\\|') : escapeOutside(part)))
    .join('');
}

function escapeOutside(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]|#!~$]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/:\/\//g, ':\u200b//');
}

/** For a quoted Mermaid label: letters, digits and a few signs; everything else becomes an underscore. */
export function mermaidLabel(text: string): string {
  const flat = printable(text).replace(/[^\p{L}\p{N} ._/:,+=-]/gu, '_');
  return flat.length > 60 ? `${flat.slice(0, 57)}...` : flat;
}
