import { failure, isCoded, type CodedError, plainText } from '@sallyport/errors';
import type { ReadOutcome, ReadRequest, ReadResult, VaultSession } from '@sallyport/vault-client';
import { type NamedSecret, resolveDefault, resolveEntry, type ResolveOptions } from './resolve.ts';
import type { SecretEntry } from './secret-entry.ts';

/** What was read, and what has to be taken back whether or not the rest succeeded. */
export interface Readings {
  readonly results: readonly ReadResult[];
  /** Ids of leases, each with its namespace. */
  readonly leases: readonly Lease[];
  readonly errors: readonly CodedError[];
  /** Resolves the named values; only to be called if there are no errors. */
  resolve(options: ResolveOptions): Promise<NamedSecret[]>;
}

export interface Lease {
  readonly id: string;
  readonly namespace: string | undefined;
  readonly seconds: number;
  readonly path: string;
}

interface Planned {
  readonly entry: SecretEntry;
  readonly request: ReadRequest;
  /** Path below the folder of a tree. */
  readonly relative: string;
}

/** Codes that say: it is not there. */
const missing = /^vault\/(?:path-missing|version-deleted|version-destroyed)$/;

/**
 * Reads what the entries need, each path once, and never rejects: leases that were obtained must stay known.
 * @param ignoreMissing what is not there is left out.
 */
export async function readSecrets(
  session: VaultSession,
  entries: readonly SecretEntry[],
  ignoreMissing: boolean,
): Promise<Readings> {
  const errors: CodedError[] = [];
  const planned = await plan(session, entries, ignoreMissing, errors);
  const outcomes = errors.length > 0 ? [] : await session.readAll(planned.map(({ request }) => request));
  const results = [...new Set(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.result] : [])))];
  for (const [index, outcome] of outcomes.entries()) {
    const { entry } = planned[index]!;
    if (!outcome.ok && !mayLack(entry, ignoreMissing, outcome.error)) errors.push(outcome.error);
  }
  return {
    results,
    leases: leasesOf(planned, outcomes),
    errors: [...new Set(errors)],
    resolve: (options) => resolveAll(planned, outcomes, options),
  };
}

async function plan(
  session: VaultSession,
  entries: readonly SecretEntry[],
  ignoreMissing: boolean,
  errors: CodedError[],
): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const entry of entries) {
    if (!entry.tree) {
      planned.push({ entry, request: requestOf(entry, entry.path, ignoreMissing), relative: '' });
      continue;
    }
    try {
      const paths = await session.listTree(entry.path, entry.namespace);
      const folder = `${entry.path.replace(/^\/+|\/+$/g, '')}/`;
      for (const path of paths) {
        const relative = path.slice(folder.length).replaceAll('/', '_');
        planned.push({ entry, request: requestOf(entry, path, ignoreMissing), relative });
      }
      if (paths.length === 0 && !entry.optional && !ignoreMissing) {
        errors.push(
          failure('secrets/empty', {
            what: `There is no secret below \`${plainText(entry.path)}\` (${entry.place}).`,
          }),
        );
      }
    } catch (error) {
      if (!isCoded(error)) throw error;
      errors.push(error);
    }
  }
  return planned;
}

function requestOf(entry: SecretEntry, path: string, ignoreMissing: boolean): ReadRequest {
  return {
    path,
    namespace: entry.namespace,
    version: entry.version,
    method: entry.method,
    body: entry.body,
    optional: entry.optional || ignoreMissing,
  };
}

function mayLack(entry: SecretEntry, ignoreMissing: boolean, error: CodedError): boolean {
  return (entry.optional || ignoreMissing) && missing.test(error.code);
}

function leasesOf(planned: readonly Planned[], outcomes: readonly ReadOutcome[]): Lease[] {
  const leases = new Map<string, Lease>();
  for (const [index, outcome] of outcomes.entries()) {
    if (!outcome.ok || outcome.result.leaseId === '') continue;
    const { leaseId: id, leaseSeconds: seconds, path } = outcome.result;
    leases.set(id, { id, seconds, path, namespace: planned[index]!.request.namespace });
  }
  return [...leases.values()];
}

async function resolveAll(
  planned: readonly Planned[],
  outcomes: readonly ReadOutcome[],
  options: ResolveOptions,
): Promise<NamedSecret[]> {
  const secrets: NamedSecret[] = [];
  for (const [index, { entry, relative }] of planned.entries()) {
    const outcome = outcomes[index]!;
    const found = outcome.ok ? await resolveEntry(entry, outcome.result, relative, options) : [];
    if (!outcome.ok) options.onMissing(outcome.error.what);
    secrets.push(...(found.length === 0 ? resolveDefault(entry, options.prefix) : found));
  }
  return secrets;
}

/** Several failures as one error that explains each; a single one as itself. */
export function joinErrors(errors: readonly CodedError[], asked: number): CodedError {
  const causes = errors.filter(({ code }) => code !== 'vault/not-attempted');
  const [first] = causes.length === 0 ? errors : causes;
  if (first === undefined) return failure('secrets/not-read');
  if (causes.length <= 1) return first;
  const isSame = causes.every(({ code }) => code === first.code);
  return failure(isSame ? first.code : 'secrets/not-read', {
    what: `${first.what.replace(/\.$/, '')}, and ${causes.length - 1} more of ${asked} could not be read.`,
    ...(isSame ? { why: first.why, remedy: first.remedy } : {}),
    details: causes
      .slice(0, 50)
      .map(({ code, what, remedy, details }) =>
        [
          `${code}: ${what}`,
          `  ${remedy}`,
          ...(details === undefined ? [] : details.split('\n').map((line) => `  ${line}`)),
        ].join('\n'),
      )
      .join('\n'),
  });
}
