import { type Dirent, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { failure, plainText } from '@sallyport/errors';
import type { Unread } from './gathered.ts';
import { compileSegment, isGlob } from './glob.ts';

/** One file to scan. */
export interface FoundFile {
  /** As it is shown: relative to the workspace where it lies inside. */
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly unread: readonly Unread[];
}

/** Folders that are entered below one pattern or folder; a tree deeper or wider than that is not somebody's logs. */
const mostFolders = 100_000;
const mostDepth = 64;

/**
 * Finds what `paths` names. A name that exists is taken as it is, whatever characters it has; a folder means every file below it;
 * what does not exist is a pattern if it has `*`, `?` or `[`, and else unread. Links to folders are not followed below a pattern or
 * folder, so no loop is entered; each is named.
 * @throws CodedError `logs/no-match`
 */
export function findFiles(paths: readonly string[], workspace: string): FoundFiles {
  const search = new Search(workspace);
  for (const path of paths) search.add(path);
  return { files: search.files, unread: search.unread };
}

class Search {
  readonly files: FoundFile[] = [];
  readonly unread: Unread[] = [];
  readonly #workspace: string;
  readonly #seen = new Set<string>();
  #folders = 0;
  /** Whether the pattern at hand has named anything. */
  #matched = false;

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  add(path: string): void {
    const absolute = resolve(this.#workspace, path);
    const facts = this.#look(absolute, !isGlob(path));
    if (facts !== undefined) {
      this.#take(absolute, facts);
    } else if (isGlob(path)) {
      this.#matched = false;
      this.#expand(path);
      if (!this.#matched) {
        throw failure('logs/no-match', {
          what: `The pattern ${plainText(path)} of \`paths\` matches no file.`,
        });
      }
    }
  }

  #take(path: string, facts: Stats): void {
    if (facts.isDirectory()) this.#walk(path, 0);
    else this.#takeFile(path, facts);
  }

  #takeFile(path: string, facts: Stats): void {
    this.#matched = true;
    if (!facts.isFile()) return this.#miss(path, 'It is no regular file.');
    const real = realpathSync(path);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    this.files.push({ name: this.#show(path), path, size: facts.size });
  }

  #walk(folder: string, depth: number): void {
    for (const entry of this.#list(folder, depth)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) this.#walk(path, depth + 1);
      else this.#takeEntry(path);
    }
  }

  /** A file, or a link to one, below a folder. */
  #takeEntry(path: string): void {
    const facts = this.#look(path, true);
    if (facts === undefined) return;
    if (facts.isDirectory()) this.#miss(path, 'It is a link to a folder, which is not followed.');
    else this.#takeFile(path, facts);
  }

  #expand(pattern: string): void {
    const absolute = isAbsolute(pattern) ? pattern : `${this.#workspace}${sep}${pattern}`;
    const segments = absolute
      .split(sep === '\\' ? /[\\/]+/ : /\/+/)
      .filter((part) => part !== '' && part !== '.');
    const first = segments.findIndex(isGlob);
    // The workspace's own name may hold brackets: what exists is entered as it is.
    const fixed = isAbsolute(pattern)
      ? first
      : Math.max(first, this.#workspace.split(sep).filter(Boolean).length);
    const base = (sep === '\\' ? '' : sep) + segments.slice(0, fixed).join(sep);
    this.#match(base === '' ? sep : base, segments.slice(fixed), 0);
  }

  #match(folder: string, segments: readonly string[], depth: number): void {
    const [segment, ...rest] = segments;
    if (segment === undefined) return;
    if (segment === '..') return this.#match(resolve(folder, '..'), rest, depth);
    if (segment === '**') {
      this.#match(folder, rest.length === 0 ? ['*'] : rest, depth);
      for (const entry of this.#list(folder, depth))
        if (entry.isDirectory()) this.#match(join(folder, entry.name), segments, depth + 1);
      return;
    }
    const expression = compileSegment(segment);
    const hidden = segment.startsWith('.');
    for (const entry of this.#list(folder, depth)) {
      const matches = expression.test(entry.name) && (hidden || !entry.name.startsWith('.'));
      if (!matches && entry.name !== segment) continue;
      const path = join(folder, entry.name);
      if (rest.length > 0) {
        if (entry.isDirectory()) this.#match(path, rest, depth + 1);
      } else if (!entry.isDirectory()) this.#takeEntry(path);
    }
  }

  #list(folder: string, depth: number): Dirent[] {
    this.#folders += 1;
    if (depth > mostDepth || this.#folders > mostFolders) {
      this.#miss(folder, 'There are more folders than are entered.');
      return [];
    }
    try {
      return readdirSync(folder, { withFileTypes: true }).sort((left, right) =>
        left.name < right.name ? -1 : 1,
      );
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A fixed part of a pattern that does not exist matches nothing, which is its own error.
      if (code !== 'ENOENT' && code !== 'ENOTDIR')
        this.#miss(folder, `It cannot be listed (${code ?? 'unknown'}).`);
      return [];
    }
  }

  /** @param named whether that it is missing counts. */
  #look(path: string, named: boolean): Stats | undefined {
    try {
      return statSync(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const missing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
      if (!missing || named) {
        this.#miss(path, missing ? 'It does not exist.' : `It cannot be read (${code ?? 'unknown'}).`);
      }
      return undefined;
    }
  }

  #miss(path: string, reason: string): void {
    this.#matched = true;
    this.unread.push({ file: this.#show(path), reason });
  }

  #show(path: string): string {
    const inside = relative(this.#workspace, path);
    return inside === '' || inside.startsWith('..') || isAbsolute(inside)
      ? path
      : inside.split(sep).join('/');
  }
}
