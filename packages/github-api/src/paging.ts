import { failure } from '@sallyport/errors';

/**
 * Where the next page begins, from a `Link` header (RFC 8288) as GitHub writes it: the query of the link, `{ page: '2' }` or
 * `{ after: '…' }`. Only the query: the token does not follow the link, whatever host it names.
 */
export function readNextPage(link: string | undefined): Readonly<Record<string, string>> | undefined {
  const url = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  if (url === undefined) return undefined;
  // A list that goes on, but nobody knows where, must not pass for one that ends.
  if (!URL.canParse(url))
    throw failure('github-api/unexpected', { what: 'The next page of a list has no valid address.' });
  return Object.fromEntries(new URL(url).searchParams);
}

/** What a list holds: the answer itself, or the one array beside counts, as in `{ total_count, workflow_runs: [] }`. */
export type ItemOf<Data> = Data extends readonly (infer Item)[]
  ? Item
  : { [Key in keyof Data]: Data[Key] extends readonly (infer Item)[] ? Item : never }[keyof Data];

/** @returns undefined where the answer is no list. */
export function readItems(data: unknown): readonly unknown[] | undefined {
  if (Array.isArray(data)) return data;
  if (typeof data !== 'object' || data === null) return undefined;
  const lists = Object.values(data).filter((value): value is unknown[] => Array.isArray(value));
  return lists.length === 1 ? lists[0] : undefined;
}
