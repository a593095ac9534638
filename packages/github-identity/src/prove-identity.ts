import { failure, isCoded, plainText, type CodedError } from '@sallyport/errors';
import { bindToRun } from './binding.ts';
import type { Identity, IdentityIo, IdentityRequest } from './identity.ts';
import { evaluatePolicy } from './policy/evaluate.ts';
import { renderComparison } from './policy/render.ts';
import { expectIssuer, type ExpectedIssuer } from './token/issuer.ts';
import { fetchKeys } from './token/keys.ts';
import { hostOf, mintToken } from './token/mint.ts';
import { verifyToken } from './token/verify.ts';
import { explainUnavailability } from './unavailability.ts';

/**
 * Proves who the running job is: asks for its token and for the issuer's keys at the same time, verifies the token,
 * binds it to this run, and says what the claim policy makes of it.
 *
 * A policy that does not hold is returned as the decision, not thrown, so that the caller can record it before it calls
 * `enforceDecision`. Everything else that is wrong is thrown.
 * @throws CodedError `oidc/*`, `http/*`. No text holds the token or the bearer.
 */
export async function proveIdentity(request: IdentityRequest, io: IdentityIo): Promise<Identity> {
  const { endpoint, facts, audience } = request;
  const issuer = expectIssuer(facts.serverUrl, request.issuer);
  if (endpoint === undefined) throw explainUnavailability(facts);
  const keys = fetchKeys(issuer.base, io.http);
  // Whichever of the two fails first is reported; the other must not become an unhandled rejection.
  keys.catch(() => undefined);
  try {
    const token = await mintToken(endpoint, audience, io);
    request.onToken(token);
    const claims = await verifyToken(token, { issuer, audience, keys }, io);
    const binding = bindToRun(claims, facts);
    if (binding.verdict === 'violated') {
      throw failure('oidc/other-run', { details: renderComparison(binding.rows) });
    }
    const decision = request.policy && evaluatePolicy(request.policy, claims);
    return { token, claims, issuer: claims.iss, audience, expiresAt: claims.exp * 1000, binding, decision };
  } catch (error) {
    throw withoutBearer(blamePlantedEndpoint(error, hostOf(endpoint), issuer), endpoint.bearer);
  }
}

/** Codes that a planted endpoint causes when it answers, as opposed to what any network can cause. */
const forgeries: readonly string[] = [
  'http/too-large',
  'oidc/answer-invalid',
  'oidc/request-refused',
  'oidc/token-malformed',
  'oidc/algorithm',
  'oidc/unknown-key',
  'oidc/signature',
  'oidc/issuer',
  'oidc/audience',
  'oidc/claim-type',
  'oidc/other-run',
];

/**
 * A token that fails and came from a host that is not GitHub's was forged by whoever planted the address: without the
 * permission an earlier step can set the variables, with it the runner overwrites them.
 */
function blamePlantedEndpoint(error: unknown, host: string | undefined, issuer: ExpectedIssuer): unknown {
  if (!isCoded(error) || !forgeries.includes(error.code)) return error;
  if (host === undefined || issuer.isOwnEndpoint(host)) return error;
  return planted(error, host);
}

function planted(error: CodedError, host: string): CodedError {
  return failure('oidc/endpoint-untrusted', {
    what: `The token endpoint of this job, ${plainText(host)}, is not GitHub's, and its token is not genuine: ${lowerFirst(error.what)}`,
    ...(error.details === undefined ? {} : { details: error.details }),
    cause: error,
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Whoever answers has seen the bearer, and could have it printed as the issuer of a forged token. */
function withoutBearer(error: unknown, bearer: string): unknown {
  if (!isCoded(error) || bearer === '') return error;
  const { code, what, details = '' } = error;
  if (!what.includes(bearer) && !details.includes(bearer)) return error;
  return failure(code, { what: what.replaceAll(bearer, '***'), details: details.replaceAll(bearer, '***') });
}
