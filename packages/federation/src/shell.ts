/** One word of a POSIX shell, whatever is in it (POSIX.1-2024, Shell Command Language, 2.2.2 "Single-Quotes"). */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
