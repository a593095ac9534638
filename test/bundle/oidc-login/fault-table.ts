import type { TwinAnswer } from '../../twins/loopback-server.ts';
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
  ['clock-behind', 'oidc/expired'],

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

/** Refusals of a real OpenBao: what is wrong, the code, the inputs that cause it, and what the message must show. */
export const vaultRefusals: readonly (readonly [
  what: string,
  code: string,
  inputs: Readonly<Record<string, string>>,
  shown: string,
])[] = [
  ['another audience', 'vault/audience-refused', { 'vault-role': 'other-audience' }, 'vault'],
  ['another branch', 'vault/claim-refused', { 'vault-role': 'other-branch' }, 'refs/heads/main'],
  ['a claim that the token lacks', 'vault/claim-missing', { 'vault-role': 'missing-claim' }, 'team'],
  [
    'another subject',
    'vault/claim-refused',
    { 'vault-role': 'other-subject' },
    'repo:my-org/app:ref:refs/heads/main',
  ],
  ['a role that does not exist', 'vault/role-unknown', { 'vault-role': 'nobody' }, 'nobody'],
  ['a mount that does not exist', 'vault/mount-unknown', { 'vault-auth-mount': 'nowhere' }, 'nowhere'],
  ['another issuer and key', 'vault/signature-refused', { 'vault-auth-mount': 'strange' }, 'strange'],
  ['a namespace that does not exist', 'vault/namespace-unknown', { 'vault-namespace': 'nowhere' }, 'nowhere'],
];

function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): TwinAnswer {
  return { kind: 'answer', status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** Faults of a Vault that is there but does not do its work. A login is never repeated once it may have happened. */
export const vaultFaults: readonly (readonly [
  what: string,
  code: string,
  requests: 'one request' | 'several requests',
  answer: TwinAnswer,
])[] = [
  ['sealed', 'vault/sealed', 'one request', answer(503, '{"errors":["Vault is sealed"]}')],
  ['a standby that lags behind', 'vault/replica-behind', 'several requests', answer(412, '{"errors":[]}')],
  [
    'a rate limit beyond the deadline',
    'http/retry-after',
    'one request',
    answer(429, '{"errors":[]}', { 'retry-after': '60' }),
  ],
  ['an internal error', 'vault/server-error', 'one request', answer(500, '{"errors":["internal error"]}')],
  [
    'a page instead of an answer',
    'vault/not-vault',
    'one request',
    answer(200, '<html></html>', { 'content-type': 'text/html' }),
  ],
  ['an answer without a token', 'vault/not-vault', 'one request', answer(200, '{"auth":null}')],
  ['an answer that breaks off', 'http/truncated', 'one request', { kind: 'truncated', body: '{"auth":' }],
  ['a reset connection', 'http/reset', 'one request', { kind: 'reset' }],
  ['silence', 'http/deadline', 'one request', { kind: 'silent' }],
  [
    'a redirect',
    'vault/redirected',
    'one request',
    answer(307, '', { location: 'https://elsewhere.example/' }),
  ],
  ['10 MB of nothing', 'vault/not-vault', 'one request', answer(200, ' '.repeat(10 * 1024 * 1024))],
];
