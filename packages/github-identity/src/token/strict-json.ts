/**
 * JSON as a security decision may read it: an object whose names are unique at every depth. RFC 8259 section 4 leaves
 * duplicate names open, so two readers of one token could see two different claims.
 * @returns undefined for anything else. Names such as `__proto__` are plain properties, as JSON.parse makes them.
 */
export function parseStrictObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return hasDuplicateNames(text) ? undefined : (value as Record<string, unknown>);
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** Walks the tokens of a text that is known to be JSON: a text before a colon is a name of the innermost object. */
function hasDuplicateNames(json: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of json.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const names = open.at(-1);
      const name = String(JSON.parse(last));
      if (names?.has(name)) return true;
      names?.add(name);
    }
    last = token;
  }
  return false;
}
