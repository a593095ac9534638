/** A file that a generator owns, wholly or between markers. */
export interface GeneratedFile {
  /** Relative to the repository's root. */
  readonly path: string;
  /** The whole new text of the file. */
  readonly text: string;
}

/**
 * What each `scripts/*-docs.ts` exports as `generate`; they are found by that name, so a new generator is a new file.
 * It reads the repository at `root` and writes nothing.
 */
export type DocsGenerator = (root: string) => readonly GeneratedFile[] | Promise<readonly GeneratedFile[]>;

/**
 * Replaces what stands between `<!-- name:start -->` and `<!-- name:end -->`.
 * @throws Error if `markdown`, the text of `path`, does not have each marker once, in this order.
 */
export function replaceBetween(markdown: string, name: string, text: string, path: string): string {
  const start = `<!-- ${name}:start -->`;
  const end = `<!-- ${name}:end -->`;
  const [before, rest, ...more] = markdown.split(start);
  const [, after, ...others] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || others.length > 0) {
    throw new Error(`${path} needs ${start} and ${end}, each once, in this order`);
  }
  return `${before}${start}\n\n${text.trim()}\n\n${end}${after}`;
}

/** One Markdown table; cells are made safe for it: no line breaks, no open columns. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`);
}
