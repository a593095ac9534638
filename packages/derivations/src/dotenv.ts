import type { Tree } from './structure.ts';

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*$/;

/**
 * The values of a dotenv file: every line an assignment, blank or a comment, and at least one assignment.
 * @returns undefined for anything else.
 */
export function dotenvLeaves(text: string): Tree | undefined {
  const leaves: Record<string, string> = {};
  for (const line of text.split(/\r\n|[\n\r]/)) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, name, value] = assignment.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    leaves[name] = unquote(value);
  }
  return Object.keys(leaves).length === 0 ? undefined : leaves;
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  if (quoted === null) return value;
  const inside = quoted[2]!;
  return quoted[1] === "'" ? inside : inside.replaceAll('\\n', '\n').replace(/\\(["\\$])/g, '$1');
}
