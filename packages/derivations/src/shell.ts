import type { Form } from './form.ts';

/** The inside of a quoted word, as shells print it back: tracing, `printf %q`, `${x@Q}`, quoting libraries. */
export function shellForms(text: string): Form[] {
  const forms: [string, string][] = [
    ['single quotes: bash -x, ${x@Q}', text.replaceAll("'", "'\\''")],
    ['single quotes: Python shlex', text.replaceAll("'", `'"'"'`)],
    ['double quotes', text.replace(/[$`"\\]/g, '\\$&')],
    ['backslashes: printf %q', escapeWord(text)],
    ["$'…': bash for control characters", escapeAnsi(text)],
    ['PowerShell', text.replaceAll("'", "''")],
  ];
  return forms.map(([name, quoted]) => ({ family: 'shell', name: `shell, ${name}`, text: quoted }));
}

/** Bash's `sh_backslash_quote` (`lib/sh/shquote.c`): `#` and `~` only where they would have a meaning. */
function escapeWord(text: string): string {
  return text
    .replace(/[\t !"$&'()*,;<>?[\\\]^`{|}]/g, '\\$&')
    .replace(/^[#~]/, '\\$&')
    .replace(/([:=])~/g, '$1\\~');
}

const ansiNames: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\u001b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
};

/** Bash's `ansic_quote` (`lib/sh/strtrans.c`) in a UTF-8 locale. */
function escapeAnsi(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f\\']/g,
    (character) => ansiNames[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}
