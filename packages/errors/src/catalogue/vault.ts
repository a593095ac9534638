import type { CatalogueArea } from './entry.ts';

export const vaultErrors = {
  'vault/invalid-path': {
    what: 'A path cannot be asked for.',
    why: 'It is empty or has a segment `.` or `..`, which would lead to another path than the one written.',
    remedy: 'Write the path from the mount to the secret, such as `secret/data/ci`.',
  },
  'vault/https-expected': {
    what: 'Vault speaks https at this address, and was asked by http.',
    why: 'The listener behind that port has TLS.',
    remedy: 'Begin the address of the server with `https://`.',
  },
  'vault/not-vault': {
    what: 'The answer is not one of Vault.',
    why: 'Something else answers at this address, such as a proxy with a login page, or the answer broke off.',
    remedy: 'Check the address of the server, and what stands between the runner and Vault.',
  },
  'vault/redirected': {
    what: 'Vault points to another address.',
    why: 'A redirect is never followed with a credential, since whoever answers could point anywhere.',
    remedy: 'Give the address of the active server.',
  },
  'vault/sealed': {
    what: 'Vault is sealed.',
    why: 'After a start or an incident Vault answers nothing until its operators unseal it.',
    remedy: 'Ask the operators of Vault to unseal it; a repeated run does not help before that.',
  },
  'vault/namespace-locked': {
    what: 'The namespace is locked.',
    why: "An operator has locked the namespace's API.",
    remedy: 'Ask the operators of Vault when it will be unlocked.',
  },
  'vault/namespace-unknown': {
    what: 'Vault does not know the namespace.',
    why: 'The name is misspelt, is relative to another namespace, or the server has no namespaces.',
    remedy: 'Check the namespace of the login and that of the secrets, each the whole path from the root.',
  },
  'vault/rate-limited': {
    what: 'Vault refuses more requests for now.',
    why: 'A rate limit or a quota of leases is exhausted.',
    remedy: 'Run the job again later, or have the quota for this mount or namespace raised.',
  },
  'vault/replica-behind': {
    what: 'The replica that answered has not caught up with the login.',
    why: 'A performance standby learns of a new token a moment later; it stayed behind for longer than was waited.',
    remedy: 'Run the job again, or give the address of the active cluster.',
  },
  'vault/server-error': {
    what: 'Vault failed.',
    why: 'The server, its storage or the system behind an engine has a fault of its own.',
    remedy: 'Look at the log of the Vault server; run the job again when it is healthy.',
  },
  'vault/login-refused': {
    what: 'Vault refused the login.',
    why: 'The server gave a reason that this version does not know.',
    remedy: "Read the server's words below, and the role's settings.",
  },
  'vault/mount-unknown': {
    what: 'There is no such login at that mount.',
    why: 'No auth method is mounted there in that namespace, or it is of another type; Vault says "permission denied" for both.',
    remedy: 'Give the mount (without `auth/`) and the namespace of the login where the method is mounted.',
  },
  'vault/method-mismatch': {
    what: 'The auth method at that mount is of another type.',
    why: 'It asks for other fields than this login has.',
    remedy: 'Log in by the method that is mounted there, or at a mount of the method you mean.',
  },
  'vault/method-unconfigured': {
    what: 'The auth method is mounted but not configured.',
    why: 'It does not know yet whose tokens to trust.',
    remedy: "Write the method's `config`, for GitHub with `oidc_discovery_url` and `bound_issuer`.",
  },
  'vault/role-unknown': {
    what: 'Vault has no such role.',
    why: 'The name is misspelt, or the role belongs to another mount or namespace.',
    remedy: 'Correct the role, or the mount and the namespace of the login.',
  },
  'vault/role-missing': {
    what: 'The login names no role, and the mount has no default role.',
    why: 'Vault needs to know which rules to hold the token against.',
    remedy: 'Name a role.',
  },
  'vault/role-type': {
    what: 'The role is made for logins in a browser.',
    why: 'Its `role_type` is `oidc`; a pipeline needs `jwt`.',
    remedy: 'Make a role with `role_type=jwt` and log in as that.',
  },
  'vault/audience-refused': {
    what: 'The role does not admit the audience of the token.',
    why: 'The `aud` claim of the token is none of the `bound_audiences` of the role.',
    remedy: 'Set `audience` to one of the bound audiences of the role.',
  },
  'vault/audience-unbound': {
    what: 'The role binds no audience.',
    why: 'Vault refuses a token with an `aud` claim if the role does not say which audiences it admits.',
    remedy: "Set `bound_audiences` on the role to this run's audience.",
  },
  'vault/issuer-refused': {
    what: 'Vault trusts another issuer.',
    why: 'The `iss` claim of the token is not the `bound_issuer` of the mount.',
    remedy: "Correct `bound_issuer` in the mount's configuration, or use the mount that trusts this issuer.",
  },
  'vault/claim-refused': {
    what: 'The role does not admit a claim of the token.',
    why: 'The value is none of those that the role binds; Vault says which claim, but not which value it wants.',
    remedy:
      "Compare the claim below with the role's `bound_claims`, `bound_subject` and `bound_claims_type`.",
  },
  'vault/claim-missing': {
    what: 'The token lacks a claim that the role binds.',
    why: 'GitHub sets some claims only for some runs, such as `environment` only in a job that names one.',
    remedy: 'Give the job what makes the claim appear, or have the role bind a claim that is always there.',
  },
  'vault/token-time': {
    what: 'The token is not valid at this time by the clock of Vault.',
    why: "It has expired, or the clocks of the issuer and of the Vault server differ by more than the role's leeway.",
    remedy: 'Check the clock of the Vault server; log in directly after the token was minted.',
  },
  'vault/signature-refused': {
    what: 'Vault could not verify the signature of the token.',
    why: 'The keys it knows are those of another issuer, or old ones.',
    remedy:
      "Check `oidc_discovery_url`, `jwks_url` or `jwt_validation_pubkeys` in the mount's configuration.",
  },
  'vault/token-malformed': {
    what: 'The JWT to log in with is none.',
    why: 'It is not three parts in base64url, joined by dots; nothing was sent.',
    remedy: 'Give the whole token in three parts, without line breaks.',
  },
  'vault/credentials-refused': {
    what: 'Vault does not accept the credentials.',
    why: 'One of them is wrong, has expired or was used up; Vault does not say which.',
    remedy:
      'Renew the credentials that this login uses, and check that they belong to this mount and namespace.',
  },
  'vault/certificate-refused': {
    what: 'Vault does not accept the client certificate.',
    why: 'None arrived, or none of the roles at this mount trusts it; a proxy that ends TLS on the way drops it.',
    remedy: 'Give `client-certificate` and `client-key`, and register the authority at the mount.',
  },
  'vault/service-account-refused': {
    what: 'Vault does not accept the service account.',
    why: 'The role does not bind its name and namespace, or the cluster did not confirm its token.',
    remedy: "Check the role's `bound_service_account_names` and `_namespaces`.",
  },
  'vault/address-refused': {
    what: 'Vault does not accept logins from the address of this runner.',
    why: 'The role or the secret id is bound to networks (CIDR) that this runner is not in.',
    remedy: 'Use a runner in those networks, or have its network added.',
  },
  'vault/mfa-required': {
    what: 'Vault asks for a second factor.',
    why: 'A login enforcement covers this method; a pipeline has no second factor.',
    remedy: 'Have this mount or role exempted from the enforcement.',
  },
  'vault/token-refused': {
    what: 'Vault does not accept the token that was handed in.',
    why: 'It has expired, was revoked, or belongs to another server or namespace.',
    remedy: 'Hand in a token that is alive, or use a login that obtains its own.',
  },
  'vault/wrapping-spent': {
    what: 'The wrapping token is not valid.',
    why: 'It has expired or was unwrapped before: by an earlier step, or by somebody who should not have it.',
    remedy: 'If nobody of yours has unwrapped it, treat what it held as stolen; then have a new one made.',
  },
  'vault/wrapping-origin': {
    what: 'The wrapping token does not come from where it should.',
    why: 'Whoever intercepts a wrapping token can wrap something else in its place, but not from the same path.',
    remedy:
      'Treat what it should have held as stolen, unless it was made by another mount or path on purpose.',
  },
  'vault/revoke-failed': {
    what: 'Something that Vault handed out was not revoked.',
    why: 'The server refused; the default policy lets a token revoke itself, but not single leases.',
    remedy: 'It ends with its lifetime; revoke it by hand if that is too late, by its accessor or lease id.',
  },
  'vault/renew-failed': {
    what: 'A lease was not renewed.',
    why: 'It has ended, cannot be renewed, or has reached its longest lifetime.',
    remedy: 'Obtain new credentials instead.',
  },
  'vault/denied': {
    what: 'Vault denies a path.',
    why: 'No policy of the token grants what was asked there.',
    remedy: 'Have a policy of the token grant it, or correct the path or the namespace.',
  },
  'vault/path-missing': {
    what: 'There is nothing at a path.',
    why: 'It is misspelt, or the secret was never written, or lies in another namespace.',
    remedy: 'Correct the path, or mark the secret as optional.',
  },
  'vault/version-deleted': {
    what: 'The version of a secret was deleted.',
    why: 'KV version 2 keeps a deleted version until it is destroyed, but does not hand it out.',
    remedy: 'Ask for another version, or have this one undeleted.',
  },
  'vault/version-destroyed': {
    what: 'The version of a secret was destroyed.',
    why: 'A destroyed version cannot be brought back.',
    remedy: 'Ask for another version.',
  },
  'vault/version-unknown': {
    what: 'A version was asked for where there are none.',
    why: 'Only secrets of KV version 2 have versions.',
    remedy: 'Leave `version` out, or move the secret to a mount of KV version 2.',
  },
  'vault/kv-version': {
    what: 'The path is written for another version of the KV engine.',
    why: 'In KV version 2 the secrets are below `data/`, in version 1 they are not.',
    remedy: 'Write the path as the version of the mount has it.',
  },
  'vault/engine-unknown': {
    what: 'No engine is mounted at a path.',
    why: 'The name of the mount is misspelt, or it is mounted in another namespace.',
    remedy: 'Correct the path or the namespace; `vault secrets list` shows what is mounted.',
  },
  'vault/operation-unsupported': {
    what: 'A path does not take this kind of request.',
    why: 'Some engines create by POST, others by GET.',
    remedy: 'Set `method` of that secret to what the API page of the engine says.',
  },
  'vault/request-refused': {
    what: 'Vault refused a request.',
    why: 'The engine does not accept what was asked for, and says why.',
    remedy: "Correct the request by the server's words.",
  },
  'vault/not-attempted': {
    what: 'A credential was not created.',
    why: 'Another secret of this step could not be read, and nothing is created that would not be used.',
    remedy: 'Look at the other error.',
  },
  'vault/uses-exhausted': {
    what: 'The token is good for too few requests.',
    why: 'Each path takes one, each mount one to learn its version, and the revocation the last.',
    remedy: 'Raise `token_num_uses` of the role, or set it to 0 and keep the lifetime short.',
  },
  'vault/too-many-keys': {
    what: 'There are too many secrets below a folder.',
    why: 'A job that needs thousands of secrets is more likely one with a wrong path.',
    remedy: 'Name a folder further down.',
  },
} as const satisfies CatalogueArea;
