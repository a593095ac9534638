import type { CatalogueArea } from './entry.ts';

export const oidcErrors = {
  'oidc/permission-missing': {
    what: 'This job has no token endpoint.',
    why: 'GitHub gives a job an identity token only where its permissions include `id-token: write`.',
    remedy:
      'Add `permissions: { id-token: write, contents: read }` to the job; a reusable workflow needs it from its caller too.',
  },
  'oidc/fork': {
    what: 'This run belongs to a pull request from a fork, which gets no identity token.',
    why: 'GitHub withholds the token from code that strangers wrote, whatever `permissions` say.',
    remedy:
      'Log in after the merge, or set `when-unavailable: skip` so that the step ends well without a login.',
  },
  'oidc/dependabot': {
    what: 'This run was started by Dependabot and has no identity token.',
    why: 'GitHub starts the runs of Dependabot with read-only permissions, as it does for forks.',
    remedy:
      'Set `when-unavailable: skip`, or grant `id-token: write` to a job that Dependabot may run with credentials.',
  },
  'oidc/facts-missing': {
    what: 'The runner did not say which run this is.',
    why: 'The token is bound to the run by variables that every runner of GitHub Actions sets.',
    remedy: 'Run this as a step of a job, on a runner that GitHub still supports.',
  },
  'oidc/endpoint-invalid': {
    what: 'The address of the token endpoint is not a URL.',
    why: 'The runner sets it for every step; what is there now was put there by something else.',
    remedy: 'Look for an earlier step that writes `ACTIONS_ID_TOKEN_REQUEST_URL`, and remove it.',
  },
  'oidc/endpoint-untrusted': {
    what: 'The token endpoint of this job does not belong to GitHub.',
    why: 'Without `id-token: write` the variable is free, and an earlier step of this job planted one of its own.',
    remedy: 'Find the step that writes `ACTIONS_ID_TOKEN_REQUEST_URL`, and treat this job as compromised.',
  },
  'oidc/request-refused': {
    what: "GitHub's token endpoint refused to issue a token.",
    why: 'The endpoint answers only while the job runs, to the bearer that the runner gave to this job.',
    remedy: 'Run the job again; if it stays, check that `id-token: write` is granted to this very job.',
  },
  'oidc/service-unavailable': {
    what: "GitHub's token endpoint is not available.",
    why: 'It kept answering with a server error until the tries were used up.',
    remedy: 'Check https://www.githubstatus.com and run the job again.',
  },
  'oidc/answer-invalid': {
    what: "GitHub's token endpoint answered with something that is not a token.",
    why: 'The answer must be a JSON object with the token as `value`; a proxy may have answered instead.',
    remedy: 'Check what stands between the runner and GitHub, and run the job again.',
  },
  'oidc/keys-unavailable': {
    what: 'The signing keys of the issuer could not be read.',
    why: 'A token is believed only after its signature was checked against the keys its issuer publishes.',
    remedy: 'Check that the runner reaches the issuer, and run the job again.',
  },
  'oidc/keys-invalid': {
    what: 'The issuer published no key that can be used.',
    why: 'The key set must be a JSON object with at least one RSA signing key of 2048 bits or more.',
    remedy: 'Check the issuer, and what stands between the runner and it.',
  },
  'oidc/issuer-invalid': {
    what: 'The issuer is not one that a token can be checked against.',
    why: 'It must be an https URL without query, fragment, credentials or trailing slash, exactly as in `iss`.',
    remedy: 'Correct the input `issuer`, or leave it out to have it derived from the server of this job.',
  },
  'oidc/token-malformed': {
    what: 'The token is not a well-formed JSON Web Token.',
    why: 'It must have three base64url parts, a JSON header and payload without duplicate names, and a sane size.',
    remedy: 'Check what answers in the name of the token endpoint.',
  },
  'oidc/algorithm': {
    what: 'The token is not signed with RS256.',
    why: 'GitHub signs with RS256 only; anything else is a forgery or a confusion of keys.',
    remedy: 'Check what answers in the name of the token endpoint.',
  },
  'oidc/unknown-key': {
    what: 'The token is signed with a key that its issuer does not publish.',
    why: 'The key set was read twice and has no key with the id that the token names.',
    remedy: 'Check what answers in the name of the token endpoint, and run the job again.',
  },
  'oidc/signature': {
    what: 'The signature of the token is wrong.',
    why: 'The token was not signed by its issuer, or was changed after it was signed.',
    remedy: 'Find out what answered in the name of the token endpoint, and treat this job as compromised.',
  },
  'oidc/issuer': {
    what: 'The token comes from another issuer than this job must have.',
    why: 'The issuer follows from the GitHub server that runs the job, so that no other server can vouch for it.',
    remedy: 'If your enterprise has an issuer of its own, give it in the input `issuer`.',
  },
  'oidc/audience': {
    what: 'The token is for another audience than was asked for.',
    why: 'A token for one service must not be used at another.',
    remedy: 'Check what answers in the name of the token endpoint.',
  },
  'oidc/expired': {
    what: 'The token has expired.',
    why: 'It was issued a moment ago for five minutes, so the clock of this runner is ahead, or the token is an old one.',
    remedy: 'Set the clock of the runner right, and run the job again.',
  },
  'oidc/not-yet-valid': {
    what: 'The token is not valid yet.',
    why: 'It begins more than a minute in the future by the clock of this runner.',
    remedy: 'Set the clock of the runner right, and run the job again.',
  },
  'oidc/claim-type': {
    what: 'A claim of the token has the wrong type.',
    why: 'GitHub writes every claim as text and every time as a number; anything else is not compared.',
    remedy: 'Check what answers in the name of the token endpoint.',
  },
  'oidc/other-run': {
    what: 'The token belongs to another run than this one.',
    why: 'A token that was minted elsewhere must not log in here, even if its signature is right.',
    remedy: 'Find out what answered in the name of the token endpoint, and treat this job as compromised.',
  },
  'oidc/claim-mismatch': {
    what: 'The token does not satisfy the claim policy.',
    why: 'At least one claim is not what the policy says.',
    remedy:
      'Read the table: correct the policy if this run should be admitted, or run the job from where it is.',
  },
  'oidc/claim-unverifiable': {
    what: 'The claim policy cannot be checked here.',
    why: 'This GitHub server does not put every claim of the policy into its tokens.',
    remedy: 'Assert claims that this server knows, or upgrade it.',
  },
  'oidc/event-denied': {
    what: 'This event is not admitted unless the claim policy names it.',
    why: 'The event runs with the identity of the default branch while strangers can influence what it does.',
    remedy:
      'Use another event, or name this one in `event_name` once you know what untrusted input the job reads.',
  },
} as const satisfies CatalogueArea;
