import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Translates one glob of `hashFiles` or of an artifact's path: `*`, `**`, `?` and `[…]`. */
export function globToRegExp(glob: string): RegExp {
  let source = '';
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at] as string;
    if (glob.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '[' && glob.includes(']', at)) {
      const end = glob.indexOf(']', at);
      source += glob.slice(at, end + 1);
      at = end;
    } else source += char.replace(/[.+^${}()|\\\]]/g, '\\$&');
  }
  return new RegExp(`^${source}$`);
}

/**
 * Files below `folder` that the patterns select, sorted, as paths relative to it. A pattern that names a folder selects
 * all below it; one that begins with `!` takes away. Hidden files are included.
 */
export function findFiles(folder: string, patterns: readonly string[]): string[] {
  const selected = new Set<string>();
  const files = listFiles(folder);
  for (const pattern of patterns) {
    const taken = pattern.startsWith('!');
    const glob = normalise(taken ? pattern.slice(1) : pattern, folder);
    const below = globToRegExp(glob === '' ? '**' : `${glob}/**`);
    const exact = globToRegExp(glob);
    for (const file of files.filter((file) => exact.test(file) || below.test(file))) {
      if (taken) selected.delete(file);
      else selected.add(file);
    }
  }
  return [...selected].sort();
}

function normalise(pattern: string, folder: string): string {
  const relative = pattern.startsWith(`${folder}/`) ? pattern.slice(folder.length + 1) : pattern;
  return relative.replace(/^\.\//, '').replace(/\/+$/, '').replace(/^\.$/, '');
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
