/**
 * Matches a text against a glob: `*` is any run of characters but `/` and `@`, `**` any run but `@`; everything else
 * means itself. `@` separates a path from its ref in `workflow_ref` and `job_workflow_ref`, so no wildcard may cross it:
 * a pattern says explicitly which ref it admits.
 *
 * Keeps the set of positions in the pattern that the text so far can have reached, as an NFA does, so the time is at
 * most pattern length × text length whatever the pattern; there is no backtracking.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = readGlob(pattern);
  let reached = new Uint8Array(parts.length + 1);
  reached[0] = 1;
  skipWildcards(parts, reached);
  for (const character of text) {
    const next = new Uint8Array(parts.length + 1);
    for (const [position, part] of parts.entries()) {
      if (reached[position] === 0) continue;
      if (part === character && !isWildcard(part)) next[position + 1] = 1;
      else if (isWildcard(part) && crosses(part, character)) next[position] = 1;
    }
    skipWildcards(parts, next);
    reached = next;
  }
  return reached[parts.length] === 1;
}

/** Whether a text holds a wildcard at all. */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*');
}

function readGlob(pattern: string): readonly string[] {
  return pattern.match(/\*\*|[^]/gu) ?? [];
}

function isWildcard(part: string): boolean {
  return part === '*' || part === '**';
}

function crosses(wildcard: string, character: string): boolean {
  return character !== '@' && (wildcard === '**' || character !== '/');
}

/** A wildcard matches nothing too: whatever stands before it also stands after it. */
function skipWildcards(parts: readonly string[], reached: Uint8Array): void {
  for (const [position, part] of parts.entries()) {
    if (reached[position] === 1 && isWildcard(part)) reached[position + 1] = 1;
  }
}
