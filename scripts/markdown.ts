/** What the checks need to know of a Markdown text: headings, links and fenced blocks, code left out. */

export interface Heading {
  readonly level: number;
  readonly text: string;
  /** Index of the heading's line. */
  readonly line: number;
}

export interface FencedBlock {
  readonly language: string;
  readonly text: string;
  /** Index of the line that opens the block. */
  readonly line: number;
}

export interface Link {
  readonly target: string;
  readonly line: number;
}

interface Parts {
  /** The lines outside fenced blocks; the others are empty, so that indices stay. */
  readonly prose: readonly string[];
  readonly blocks: readonly FencedBlock[];
}

const fence = /^\s*(`{3,}|~{3,})\s*([\w-]*)/;

function split(markdown: string): Parts {
  const prose: string[] = [];
  const blocks: FencedBlock[] = [];
  let open: { mark: string; language: string; line: number; indent: number; text: string[] } | undefined;
  for (const [index, line] of markdown.split(/\r?\n/).entries()) {
    const mark = fence.exec(line)?.[1];
    if (open === undefined && mark !== undefined) {
      const language = fence.exec(line)?.[2] ?? '';
      open = { mark, language, line: index, indent: line.search(/\S/), text: [] };
    } else if (open !== undefined && mark !== undefined && mark.startsWith(open.mark)) {
      blocks.push({ language: open.language, text: `${open.text.join('\n')}\n`, line: open.line });
      open = undefined;
    } else if (open !== undefined) {
      open.text.push(line.slice(Math.min(open.indent, Math.max(line.search(/\S/), 0))));
    }
    prose.push(open === undefined && mark === undefined ? line : '');
  }
  return { prose, blocks };
}

export function headings(markdown: string): Heading[] {
  return split(markdown).prose.flatMap((line, index) => {
    const match = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    return match === null ? [] : [{ level: match[1]?.length ?? 0, text: match[2] ?? '', line: index }];
  });
}

export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  return split(markdown).blocks;
}

/** The text under the first heading with this name, down to the next heading of its level or above. */
export function section(markdown: string, name: string): string | undefined {
  const all = headings(markdown);
  const start = all.findIndex(({ text }) => text === name);
  const heading = all[start];
  if (heading === undefined) return undefined;
  const end = all.slice(start + 1).find(({ level }) => level <= heading.level);
  return markdown
    .split(/\r?\n/)
    .slice(heading.line + 1, end?.line)
    .join('\n');
}

/** Targets of links, pictures and reference definitions, as written; those inside code are text, not links. */
export function links(markdown: string): Link[] {
  return split(markdown).prose.flatMap((line, index) => {
    const text = line.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length));
    const inline = [...text.matchAll(/\]\(\s*<?([^()\s>]+(?:\([^()\s]*\))?)>?(?:\s+"[^"]*")?\s*\)/g)];
    const definition = /^\s{0,3}\[[^\]]+\]:\s+<?([^\s>]+)>?/.exec(text);
    return [...inline, ...(definition === null ? [] : [definition])].map((match) => ({
      target: match[1] ?? '',
      line: index,
    }));
  });
}

/**
 * The anchors that GitHub gives to the headings of a file, plus those set by hand (`<a id="…">`, `<a name="…">`).
 * Its rule: the visible text in lower case, spaces to hyphens, everything dropped but letters, digits, marks,
 * connectors and hyphens; a repeated anchor gets `-1`, `-2`, ….
 */
export function anchors(markdown: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text } of headings(markdown)) {
    const slug = slugOf(text);
    let anchor = slug;
    for (let count = 1; found.has(anchor); count += 1) anchor = `${slug}-${count}`;
    found.add(anchor);
  }
  for (const line of split(markdown).prose) {
    for (const match of line.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) found.add(match[1] ?? '');
  }
  return found;
}

export function slugOf(heading: string): string {
  return heading
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
