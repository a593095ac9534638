import { dotenvLeaves } from './dotenv.ts';
import { parseJson, parseYaml, type Tree } from './structure.ts';

/** Something inside a value that is printed on its own. */
export interface Part {
  readonly kind: 'line' | 'leaf';
  /** Where it is: `line 3`, `.database.password`. Names keys, never values. */
  readonly name: string;
  readonly text: string;
  /** A sibling that tells the user whose secret this leaf is, for `user:value` pairs. */
  readonly user?: string;
}

/** Nested documents (JSON in a dotenv file in a YAML file …) are followed this deep. */
const deepest = 3;

/** The lines of a text of several; PEM's first and last lines are public and left out. Blanks around are dropped. */
export function linesOf(value: string): Part[] {
  const lines = value.split(/\r\n|[\n\r]/);
  if (lines.length < 2) return [];
  return lines
    .map((line, index): Part => ({ kind: 'line', name: `line ${index + 1}`, text: line.trim() }))
    .filter(({ text }) => text !== '' && !isPemBoundary(text));
}

/** RFC 7468 section 2. */
export function isPemBoundary(line: string): boolean {
  return /^-----(?:BEGIN|END) [A-Z0-9 ]+-----$/.test(line);
}

/**
 * The strings inside a JSON, YAML or dotenv document, and inside documents in it. Numbers, booleans and null are not
 * secrets of their own; keys are not either.
 */
export function leavesOf(value: string): Part[] {
  return leavesAt(value, '', deepest);
}

function leavesAt(value: string, at: string, depth: number): Part[] {
  if (depth === 0) return [];
  const tree = parseJson(value) ?? dotenvLeaves(value) ?? parseYaml(value);
  return tree === undefined ? [] : walk(tree, at, depth, undefined);
}

function walk(tree: Tree, at: string, depth: number, user: string | undefined): Part[] {
  if (typeof tree === 'string') {
    const leaf: Part = { kind: 'leaf', name: at, text: tree, ...(user === undefined ? {} : { user }) };
    return [leaf, ...leavesAt(tree, at, depth - 1)];
  }
  if (Array.isArray(tree))
    return tree.flatMap((item, index) => walk(item as Tree, `${at}[${index}]`, depth, undefined));
  if (typeof tree !== 'object' || tree === null) return [];
  const owner = userOf(tree as Readonly<Record<string, Tree>>);
  return Object.entries(tree as Readonly<Record<string, Tree>>).flatMap(([key, item]) =>
    walk(item, `${at}.${key}`, depth, item === owner ? undefined : owner),
  );
}

const userKeys = /^(?:user|username|user_name|login|client_id|access_key|db_user)$/i;

function userOf(fields: Readonly<Record<string, Tree>>): string | undefined {
  const found = Object.entries(fields).find(([key, item]) => userKeys.test(key) && typeof item === 'string');
  return found?.[1] as string | undefined;
}
