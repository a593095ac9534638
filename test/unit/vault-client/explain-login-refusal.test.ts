import { describe, expect, test } from '@jest/globals';
import { explainLoginRefusal, type LoginFacts } from '@sallyport/vault-client';

const facts: LoginFacts = {
  method: 'jwt',
  mount: 'jwt',
  role: 'deploy',
  namespace: undefined,
  claims: { aud: ['https://one.example', 'two'], ref: 'refs/heads/x', nested: { 'a/b': 'deep' }, iat: 5 },
};

/** The texts that a running OpenBao does not give: Vault's own, and those of methods that need another system. */
const rows: readonly {
  name: string;
  status: number;
  errors: readonly string[];
  facts?: Partial<LoginFacts>;
  code: string;
  says: RegExp;
}[] = [
  {
    name: 'a claim without our claims at hand',
    status: 400,
    errors: ['error validating claims: claim "ref" does not match any associated bound claim values'],
    facts: { claims: undefined },
    code: 'vault/claim-refused',
    says: /Vault's answer: 400 error validating claims/,
  },
  {
    name: 'a claim by JSON pointer',
    status: 400,
    errors: [
      'error validating claims: claim "/nested/a~1b" does not match any associated bound claim values',
    ],
    code: 'vault/claim-refused',
    says: /whose `\/nested\/a~1b` is `deep`/,
  },
  {
    name: 'several audiences',
    status: 400,
    errors: [
      'error validating token: invalid audience (aud) claim: audience claim does not match any bound audience',
    ],
    code: 'vault/audience-refused',
    says: /the audience `\["https:\/\/one\.example","two"\]`/,
  },
  {
    name: 'a claim that the token has not',
    status: 400,
    errors: ['claim "environment" not found in token'],
    code: 'vault/claim-missing',
    says: /no claim `environment`[^]*Our token's environment: absent/,
  },
  {
    name: 'a name of Object.prototype is no claim',
    status: 400,
    errors: ['error validating claims: claim "constructor" is missing'],
    code: 'vault/claim-missing',
    says: /Our token's constructor: absent/,
  },
  {
    name: 'issued in the future',
    status: 400,
    errors: ['error validating token: invalid issued at (iat) claim: token issued in the future'],
    code: 'vault/token-time',
    says: /Our token's iat: `5`/,
  },
  {
    name: 'a role for browsers',
    status: 400,
    errors: ['role with oidc role_type is not allowed'],
    code: 'vault/role-type',
    says: /role_type=jwt/,
  },
  {
    name: 'Vault: no such mount',
    status: 404,
    errors: ['no handler for route "auth/github/login". route entry not found.'],
    facts: { mount: 'github', namespace: 'team' },
    code: 'vault/mount-unknown',
    says: /no login by `jwt` at `auth\/github` in namespace `team`/,
  },
  {
    name: 'Vault: approle',
    status: 400,
    errors: ['invalid role ID'],
    facts: { method: 'approle' },
    code: 'vault/credentials-refused',
    says: /invalid role ID/,
  },
  {
    name: 'Vault: a spent secret id',
    status: 400,
    errors: ['invalid secret id'],
    facts: { method: 'approle' },
    code: 'vault/credentials-refused',
    says: /used up/,
  },
  {
    name: 'ldap',
    status: 400,
    errors: ['ldap operation failed: failed to bind as user'],
    facts: { method: 'ldap', mount: 'ldap' },
    code: 'vault/credentials-refused',
    says: /failed to bind/,
  },
  {
    name: 'kubernetes',
    status: 403,
    errors: ['service account name not authorized'],
    facts: { method: 'kubernetes', mount: 'kubernetes' },
    code: 'vault/service-account-refused',
    says: /bound_service_account_names/,
  },
  {
    name: 'cert',
    status: 400,
    errors: ['invalid certificate or no client certificate supplied'],
    facts: { method: 'cert', mount: 'cert' },
    code: 'vault/certificate-refused',
    says: /client-certificate/,
  },
  {
    name: 'a denial without a reason',
    status: 403,
    errors: [],
    code: 'vault/mount-unknown',
    says: /403, without a reason/,
  },
  {
    name: 'a text that nobody knew',
    status: 400,
    errors: ['the moon is not right'],
    code: 'vault/login-refused',
    says: /refused the login at `auth\/jwt` with status 400[^]*the moon is not right/,
  },
  {
    name: 'a role name that would break out of its line',
    status: 400,
    errors: ['role "x" could not be found'],
    facts: { role: 'x\n::error::y' },
    code: 'vault/role-unknown',
    says: /`x\\n::error::y`/,
  },
];

describe('why a login was refused', () => {
  for (const { name, status, errors, facts: other, code, says } of rows) {
    test(name, () => {
      const error = explainLoginRefusal(status, errors, { ...facts, ...other });
      expect(error.code).toBe(code);
      expect([error.what, error.why, error.remedy, error.details].join('\n')).toMatch(says);
    });
  }
});
