import type { CatalogueArea } from './entry.ts';

export const exchangeErrors = {
  'exchange/denied': {
    what: 'The provider does not let this job assume the role.',
    why: 'The token is genuine, but the trust policy at the provider does not admit it, or the role does not exist.',
    remedy:
      'Compare the claims above with the trust policy; `mode: explain` prints the one that admits exactly this run.',
  },
  'exchange/token-rejected': {
    what: 'The provider does not accept the token.',
    why: 'The provider could not verify it: it does not know the issuer or the audience, or the token has expired.',
    remedy: 'Check that the identity provider for this issuer and audience is registered at the provider.',
  },
  'exchange/request-invalid': {
    what: 'The provider does not accept the request.',
    why: 'One of the inputs has a value that the provider refuses.',
    remedy: 'Correct the input that the provider names.',
  },
  'exchange/unavailable': {
    what: 'The provider could not answer.',
    why: 'It answered with a fault of its own until the deadline of this step.',
    remedy: 'Run the job again; raise `timeout-seconds` if the provider is slow.',
  },
  'exchange/bad-answer': {
    what: 'The answer of the provider is not what its protocol says.',
    why: 'Something else may have answered in its place, such as a proxy or a wrong endpoint.',
    remedy: 'Check the endpoint inputs and the network between the runner and the provider.',
  },
  'exchange/account-not-allowed': {
    what: 'The credentials belong to an account that is not allowed.',
    why: 'The input `allowed-account-ids` does not list it; the credentials were thrown away.',
    remedy: 'Correct the role, or add the account to `allowed-account-ids`.',
  },
  'exchange/probe-accepted': {
    what: 'The provider accepted a token that was minted for somebody else.',
    why: 'Its trust policy does not check the audience, so a token for any other service opens this role as well.',
    remedy: 'Bind the audience at the provider; `mode: explain` prints how.',
  },
  'exchange/not-revoked': {
    what: 'The login could not be revoked.',
    why: 'The provider did not take the request, so the credentials live until they end by themselves.',
    remedy: 'Revoke them at the provider if they may have been seen; the audit trail names the session.',
  },
} as const satisfies CatalogueArea;
