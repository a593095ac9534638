import { failure, isCoded, type CodedError } from '@sallyport/errors';
import { explainDenials, type Denial } from './explain-denials.ts';
import { mapInFlight } from './in-flight.ts';
import { stringifyJson, type JsonObject, type JsonValue } from './json.ts';
import type { FindMount, Mount } from './mounts.ts';
import { planRead, type ReadPlan, type ReadRequest } from './plan-read.ts';
import { readAnswer, type ReadResult } from './read-answer.ts';
import { encodePath, trimSlashes, type Send } from './send.ts';

/** `error` is a `vault/*` or `http/*` error. */
export type ReadOutcome =
  { readonly ok: true; readonly result: ReadResult } | { readonly ok: false; readonly error: CodedError };

export interface ReadContext {
  readonly send: Send;
  readonly token: string;
  readonly findMount: FindMount;
  /** For a request that names none. */
  readonly namespace: string | undefined;
  /** Of the token, to name them in a denial. */
  readonly policies: readonly string[];
}

interface Planned {
  readonly request: ReadRequest;
  readonly namespace: string | undefined;
  readonly mount: Mount | undefined;
  readonly plan: ReadPlan;
}

type Attempt =
  (ReadOutcome & { readonly planned?: Planned }) | { readonly ok: 'planned'; readonly planned: Planned };

/** Codes of what concerns one path alone; anything else would befall the next path as well. */
const ofOnePath =
  /^vault\/(?:denied|path-missing|version-|namespace-|kv-version|engine-unknown|operation-|request-refused|invalid-path)/;

/**
 * Reads every path once, `limit` at a time, and answers in the order of the requests. It never rejects: a lease that
 * one request obtained must stay known when another fails. Requests that only read come first; those that create
 * something follow if no required one has failed. All denials are explained by one `capabilities-self` per namespace.
 */
export async function readAll(
  context: ReadContext,
  requests: readonly ReadRequest[],
  limit: number,
): Promise<ReadOutcome[]> {
  const unique = new Map<string, ReadRequest>();
  for (const request of requests) {
    const key = keyOf(request, context);
    const earlier = unique.get(key);
    if (earlier === undefined || (earlier.optional === true && request.optional !== true))
      unique.set(key, request);
  }
  const attempts = await attemptAll(context, [...unique.values()], limit);
  const outcomes = await explain(context, attempts);
  const byKey = new Map([...unique.keys()].map((key, index) => [key, outcomes[index]!]));
  return requests.map((request) => byKey.get(keyOf(request, context))!);
}

async function attemptAll(
  context: ReadContext,
  requests: readonly ReadRequest[],
  limit: number,
): Promise<Attempt[]> {
  let failed = false;
  let fatal: CodedError | undefined;
  const guard = async (
    request: ReadRequest,
    work: () => Promise<Attempt>,
    planned?: Planned,
  ): Promise<Attempt> => {
    if (fatal !== undefined) return { ok: false, error: fatal };
    try {
      return await work();
    } catch (error) {
      if (!isCoded(error)) throw error;
      failed ||= request.optional !== true;
      if (!ofOnePath.test(error.code)) fatal ??= error;
      return { ok: false, error, ...(planned === undefined ? {} : { planned }) };
    }
  };
  // `secret/ci` and `secret/data/ci` are one secret, which only the mount tells.
  const sent = new Map<string, Promise<Attempt>>();
  const sendOnce = async (request: ReadRequest, planned: Planned): Promise<Attempt> => {
    const { path, query } = planned.plan;
    const key = JSON.stringify([planned.namespace, path, query, request.wrapSeconds]);
    const sending = sent.get(key) ?? guard(request, () => sendOne(context, planned), planned);
    sent.set(key, sending);
    const attempt = await sending;
    failed ||= attempt.ok === false && request.optional !== true;
    return attempt;
  };
  const first = await mapInFlight(requests, limit, (request) =>
    guard(request, async () => {
      const planned = await planOne(context, request);
      return planned.plan.repeat === 'always' ? sendOnce(request, planned) : { ok: 'planned', planned };
    }),
  );
  return mapInFlight(first, limit, async (attempt) => {
    if (attempt.ok !== 'planned') return attempt;
    const { planned } = attempt;
    if (failed) return { ok: false, error: fatal ?? failure('vault/not-attempted') };
    return guard(planned.request, () => sendOne(context, planned), planned);
  });
}

async function planOne(context: ReadContext, request: ReadRequest): Promise<Planned> {
  const namespace = request.namespace ?? context.namespace;
  encodePath(trimSlashes(request.path));
  // With a method of its own a request goes out as it is written.
  const asks = request.method === undefined || request.method === 'GET';
  const mount = asks ? await context.findMount(trimSlashes(request.path), namespace) : undefined;
  return { request, namespace, mount, plan: planRead(request, mount) };
}

async function sendOne(context: ReadContext, planned: Planned): Promise<Attempt> {
  const { request, namespace, mount, plan } = planned;
  const answer = await context.send({
    method: plan.method,
    path: plan.path,
    token: context.token,
    namespace,
    repeat: plan.repeat,
    ...(plan.query === undefined ? {} : { query: plan.query }),
    ...(request.body === undefined ? {} : { body: request.body, secrets: longTexts(request.body) }),
    ...(request.wrapSeconds === undefined ? {} : { wrapSeconds: request.wrapSeconds }),
  });
  return { ok: true, result: readAnswer(answer, request, plan, mount), planned };
}

/** What a body holds may be secret (a plaintext to encrypt, a password to set), so that no error repeats it. */
function longTexts(value: JsonValue): string[] {
  if (typeof value === 'string') return value.length >= 8 ? [value] : [];
  return typeof value === 'object' && value !== null
    ? Object.values(value as JsonObject).flatMap(longTexts)
    : [];
}

function keyOf(request: ReadRequest, context: ReadContext): string {
  return JSON.stringify([
    trimSlashes(request.path),
    trimSlashes(request.namespace ?? context.namespace ?? ''),
    request.version ?? null,
    request.method ?? null,
    request.body === undefined ? null : stringifyJson(request.body),
    request.wrapSeconds ?? null,
    request.kvVersion ?? null,
  ]);
}

async function explain(context: ReadContext, attempts: readonly Attempt[]): Promise<ReadOutcome[]> {
  const denials = attempts.map((attempt): Denial | undefined =>
    attempt.ok === false && attempt.error.code === 'vault/denied' && attempt.planned !== undefined
      ? { ...attempt.planned, asWritten: trimSlashes(attempt.planned.request.path), error: attempt.error }
      : undefined,
  );
  const explained = await explainDenials(
    context,
    denials.filter((denial) => denial !== undefined),
  );
  return attempts.map((attempt, index): ReadOutcome => {
    if (attempt.ok === true) return { ok: true, result: attempt.result };
    const denial = denials[index];
    if (denial !== undefined) return { ok: false, error: explained.get(denial) ?? denial.error };
    return { ok: false, error: attempt.ok === false ? attempt.error : failure('vault/not-attempted') };
  });
}
