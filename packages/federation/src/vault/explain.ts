import { type Claims, claimText } from '@sallyport/github-identity';
import { hclString } from '../hcl.ts';
import type { Explanation } from '../provider.ts';
import type { VaultSettings } from '../providers/vault.ts';

/** In the order in which they should be read; Vault can bind any claim. */
const tightest = [
  'repository_id',
  'repository_owner_id',
  'ref',
  'environment',
  'event_name',
  'job_workflow_ref',
  'runner_environment',
] as const;

/** The role that admits exactly the runs of this token. Vault checks every claim, so nothing is left to the belt. */
export function explainForVault(
  settings: VaultSettings,
  claims: Claims,
  asserted: readonly string[],
): Explanation {
  const names = [
    ...new Set([...tightest, ...asserted.filter((claim) => !['iss', 'aud', 'sub'].includes(claim))]),
  ];
  const bound = Object.fromEntries(
    names.flatMap((name) => {
      const value = claimText(claims, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const role = {
    role_type: 'jwt',
    user_claim: 'repository_id',
    bound_audiences: [settings.audience],
    bound_subject: claimText(claims, 'sub') ?? '',
    bound_claims_type: 'string',
    bound_claims: bound,
    token_policies: ['<the policies of this role>'],
    token_ttl: '15m',
    token_max_ttl: '15m',
  };
  const path = `auth/${settings.mount}/role/${settings.role}`;
  return {
    drafts: [
      {
        title: `Role (JSON for \`vault write ${path} @role.json\`)`,
        language: 'json',
        text: JSON.stringify(role, null, 2),
      },
      { title: 'Role (Terraform)', language: 'hcl', text: terraform(settings, role) },
    ],
    uncheckable: [],
    notes: ['`bound_claims_type` is `string`: with `glob`, a `*` also matches `/` and `@`.'],
  };
}

function terraform(
  settings: VaultSettings,
  role: { bound_subject: string; bound_claims: Record<string, string> },
): string {
  const claims = Object.entries(role.bound_claims).map(
    ([name, value]) => `    ${name} = ${hclString(value)}`,
  );
  return [
    `resource "vault_jwt_auth_backend_role" "ci" {`,
    `  backend           = ${hclString(settings.mount)}`,
    `  role_name         = ${hclString(settings.role)}`,
    '  role_type         = "jwt"',
    '  user_claim        = "repository_id"',
    `  bound_audiences   = [${hclString(settings.audience)}]`,
    `  bound_subject     = ${hclString(role.bound_subject)}`,
    '  bound_claims_type = "string"',
    '  bound_claims = {',
    ...claims,
    '  }',
    '  token_ttl      = 900',
    '  token_max_ttl  = 900',
    '  token_policies = ["<the policies of this role>"]',
    '}',
  ].join('\n');
}
