import { parseDocument } from 'yaml';

/** A parsed document, with only as much type as its walker needs. */
export type Tree =
  string | number | bigint | boolean | null | readonly Tree[] | { readonly [key: string]: Tree };

/** Beyond this a value is not taken apart: no credential file is larger. */
const largest = 256 * 1024;

/** @returns undefined for what is no JSON object or array. */
export function parseJson(text: string): Tree | undefined {
  if (text.length > largest || !/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Tree;
  } catch {
    return undefined;
  }
}

/** @returns undefined for what is no YAML mapping or sequence of several lines. Aliases are followed in bounds. */
export function parseYaml(text: string): Tree | undefined {
  if (text.length > largest || !/[\n\r]/.test(text.trim()) || !/^\s*(?:- |[^\s:]+\s*:(?:\s|$))/m.test(text)) {
    return undefined;
  }
  try {
    const document = parseDocument(text, { logLevel: 'silent', schema: 'core', uniqueKeys: false });
    if (document.errors.length > 0) return undefined;
    const tree = document.toJS({ maxAliasCount: 100 }) as Tree;
    return typeof tree === 'object' && tree !== null ? tree : undefined;
  } catch {
    return undefined;
  }
}
