/**
 * Text that others chose (branch names, job names, server messages, log lines) on its way into our own output.
 * Rules: actions/runner `ActionCommand.cs` (a command starts a line with `::`, the legacy form `##[` stands anywhere
 * in a line), ECMA-48 (control characters move a terminal's cursor), GitHub Flavored Markdown (entities are inert).
 */

// C0, DEL and C1 controls; zero-width and bidirectional controls; line and paragraph separators; the BOM; tags.
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

function escapeInvisible(character: string): string {
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return named[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/**
 * One line that is safe to print in a log: control characters become visible escapes, workflow commands are defused,
 * and what is longer than `limit` characters is cut with the number of characters left out.
 */
export function plainText(foreign: string, limit = 200): string {
  const characters = Array.from(foreign.slice(0, limit * 4));
  const shown = characters.length > limit ? characters.slice(0, limit).join('') : foreign.slice(0, limit * 4);
  const left = foreign.length - shown.length;
  const line = shown
    .replace(invisible, escapeInvisible)
    .replaceAll('##[', '#\\#[')
    .replace(/^(\s*)::/, '$1\\::');
  return left > 0 ? `${line}… (${left} more characters)` : line;
}

/** The same text as inert inline code for a job summary, also inside a table cell. */
export function markdownCode(foreign: string, limit = 200): string {
  return `<code>${markdownText(foreign, limit)}</code>`;
}

/** The same text as inert prose for a job summary: every character with a meaning in Markdown or HTML is an entity. */
export function markdownText(foreign: string, limit = 200): string {
  return plainText(foreign, limit).replace(
    /[^\p{L}\p{N} .,;/…=-]/gu,
    (character) => `&#${character.codePointAt(0)!};`,
  );
}
