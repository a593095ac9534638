import { failure, type CodedError } from '@sallyport/errors';
import type { HttpResponse } from '@sallyport/http';
import type { IdentityIo, TokenEndpoint } from '../identity.ts';
import { parseStrictObject } from './strict-json.ts';

const largestAnswer = 64 * 1024;
/** The runner waits at most a second for the job to be marked as started (actions/runner, JobRunner.cs). */
const startedDelay = 500;

/**
 * Asks the job's token endpoint for a token of one audience.
 * An early 4xx can mean that the server has not yet marked the job as started, so it gets one short second try.
 * @throws CodedError `oidc/endpoint-invalid`, `oidc/request-refused`, `oidc/service-unavailable`,
 *   `oidc/answer-invalid`, or `http/*`.
 */
export async function mintToken(endpoint: TokenEndpoint, audience: string, io: IdentityIo): Promise<string> {
  const url = addressFor(endpoint, audience);
  let response = await ask(url, endpoint.bearer, io);
  if (mayBeTooEarly(response.status)) {
    await io.clock.sleep(startedDelay);
    response = await ask(url, endpoint.bearer, io);
  }
  if (response.status !== 200) throw refusal(response.status);
  return readAnswer(response);
}

/** The host that is asked, for messages; the rest of the address stays unprinted. */
export function hostOf(endpoint: TokenEndpoint): string | undefined {
  return URL.canParse(endpoint.url) ? new URL(endpoint.url).hostname : undefined;
}

/** The address already has a query; a second `audience` in it would be ambiguous, so it is replaced. */
function addressFor(endpoint: TokenEndpoint, audience: string): string {
  if (!URL.canParse(endpoint.url)) throw failure('oidc/endpoint-invalid');
  const url = new URL(endpoint.url);
  url.searchParams.set('audience', audience);
  return url.href;
}

function ask(url: string, bearer: string, io: IdentityIo): Promise<HttpResponse> {
  return io.http.send({
    method: 'GET',
    url,
    headers: { accept: 'application/json', authorization: `Bearer ${bearer}` },
    repeat: 'always',
    peer: "GitHub's token endpoint",
    maxBytes: largestAnswer,
  });
}

/** A wrong bearer (401) stays wrong, and the client has already repeated what asks for patience (429). */
function mayBeTooEarly(status: number): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 429;
}

function refusal(status: number): CodedError {
  if (status === 429 || status >= 500) {
    return failure('oidc/service-unavailable', { what: `GitHub's token endpoint kept answering ${status}.` });
  }
  return failure('oidc/request-refused', {
    what: `GitHub's token endpoint refused to issue a token: it answered ${status}.`,
  });
}

function readAnswer(response: HttpResponse): string {
  const answer = parseStrictObject(Buffer.from(response.body).toString('utf8'));
  const value = answer?.['value'];
  if (typeof value === 'string' && value !== '') return value;
  throw failure('oidc/answer-invalid', {
    what:
      answer === undefined
        ? "GitHub's token endpoint did not answer with a JSON object."
        : "GitHub's token endpoint answered without a token.",
  });
}
