import type { KeyFault, TokenFault } from '../../twins/github/index.ts';
import type { StsFault } from '../../twins/sts/index.ts';

/**
 * What each fault of a server comes to. The tests run every row on the bundle; `npm run docs` writes the rows into the
 * README of the action.
 */
export const tokenEndpointFaults: readonly (readonly [fault: TokenFault, code: string])[] = [
  ['forbidden', 'oidc/request-refused'],
  ['server-error', 'oidc/service-unavailable'],
  ['unavailable', 'oidc/service-unavailable'],
  ['rate-limited', 'http/retry-after'],
  ['reset', 'http/reset'],
  ['silent', 'http/deadline'],
  ['slow-drip', 'http/deadline'],
  ['huge', 'http/too-large'],
  ['truncated', 'http/truncated'],
  ['html', 'oidc/answer-invalid'],
  ['no-value', 'oidc/answer-invalid'],
  ['redirect', 'oidc/request-refused'],
  ['malformed-jwt', 'oidc/token-malformed'],
  ['alg-none', 'oidc/algorithm'],
  ['hs256-with-public-key', 'oidc/algorithm'],
  ['unknown-kid', 'oidc/unknown-key'],
  ['foreign-signature', 'oidc/signature'],
  ['tampered-payload', 'oidc/signature'],
  ['wrong-issuer', 'oidc/issuer'],
  ['wrong-audience', 'oidc/audience'],
  ['other-run', 'oidc/other-run'],
  ['other-repository', 'oidc/other-run'],
  ['other-attempt', 'oidc/other-run'],
  ['expired', 'oidc/expired'],
  ['not-yet-valid', 'oidc/not-yet-valid'],
  ['clock-ahead', 'oidc/not-yet-valid'],

  ['duplicate-claim', 'oidc/token-malformed'],
  ['wrong-type', 'oidc/claim-type'],
];

export const keySetFaults: readonly (readonly [fault: KeyFault, code: string])[] = [
  ['not-found', 'oidc/keys-unavailable'],
  ['server-error', 'oidc/keys-unavailable'],
  ['reset', 'http/reset'],
  ['silent', 'http/deadline'],
  ['slow-drip', 'http/deadline'],
  ['huge', 'http/too-large'],
  ['html', 'oidc/keys-invalid'],
  ['empty', 'oidc/keys-invalid'],
  ['non-rsa', 'oidc/keys-invalid'],
  ['small-key', 'oidc/keys-invalid'],
  ['doubled-kid', 'oidc/keys-invalid'],
  ['redirect', 'oidc/keys-unavailable'],
];

/** With the number of calls after which the step gives up. */
export const permanentStsFaults: readonly (readonly [fault: StsFault, code: string, calls: number])[] = [
  ['AccessDenied', 'exchange/denied', 1],
  ['ExpiredTokenException', 'exchange/token-rejected', 2],
  ['InvalidIdentityToken', 'exchange/token-rejected', 2],
  ['IDPRejectedClaim', 'exchange/token-rejected', 2],
  ['MalformedPolicyDocument', 'exchange/request-invalid', 1],
  ['PackedPolicyTooLarge', 'exchange/request-invalid', 1],
  ['RegionDisabledException', 'exchange/request-invalid', 1],
  ['ValidationError', 'exchange/request-invalid', 1],
  ['malformed', 'exchange/bad-answer', 1],
  ['html', 'exchange/bad-answer', 1],
  ['empty', 'exchange/bad-answer', 1],
  ['keys-missing', 'exchange/bad-answer', 1],
  ['already-expired', 'exchange/bad-answer', 1],
  ['wrong-account', 'exchange/account-not-allowed', 1],
  ['redirect', 'exchange/bad-answer', 1],
  ['huge', 'http/too-large', 1],
];

/** Overcome when they pass; told within the deadline when they do not. */
export const transientStsFaults: readonly StsFault[] = [
  'IDPCommunicationError',
  'Throttling',
  'InternalFailure',
  'ServiceUnavailable',
  'reset',
];
