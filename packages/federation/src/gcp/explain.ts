import { type Claims, claimText } from '@sallyport/github-identity';
import { hclString } from '../hcl.ts';
import type { Explanation } from '../provider.ts';
import { shellWord } from '../shell.ts';
import type { GcpSettings } from './settings.ts';

/** In the order in which they should be read; a condition can see every claim. */
export const gcpClaims = [
  'repository_id',
  'repository_owner_id',
  'ref',
  'environment',
  'event_name',
  'job_workflow_ref',
  'runner_environment',
] as const;

export function poolOf(providerName: string): string {
  return providerName.replace(/\/providers\/.*$/, '');
}

/** The provider's condition (CEL) and the binding that admit exactly the runs of this token. */
export function explainForGcp(
  settings: GcpSettings,
  claims: Claims,
  asserted: readonly string[],
): Explanation {
  const names = new Set<string>([...gcpClaims, ...asserted]);
  for (const name of ['iss', 'aud', 'exp', 'iat', 'nbf', 'jti']) names.delete(name);
  const condition = [...names]
    .flatMap((name) => {
      const value = claimText(claims, name);
      // A CEL string takes the escapes of JSON (CEL specification, "String and Bytes Values").
      return value === undefined ? [] : [`assertion.${name} == ${JSON.stringify(value)}`];
    })
    .join(' && ');
  const issuer = claimText(claims, 'iss') ?? '';
  const [, project = '', , , , pool = '', , provider = ''] = settings.providerName.split('/');
  const member = `principalSet://iam.googleapis.com/${poolOf(settings.providerName)}/attribute.repository_id/${claimText(claims, 'repository_id') ?? ''}`;
  const binding =
    settings.serviceAccount === undefined
      ? []
      : [
          `gcloud iam service-accounts add-iam-policy-binding ${settings.serviceAccount} \\`,
          `  --role=roles/iam.workloadIdentityUser --member=${shellWord(member)}`,
        ];
  return {
    drafts: [
      {
        title: 'Provider condition and binding (gcloud)',
        language: 'sh',
        text: [
          `gcloud iam workload-identity-pools providers update-oidc ${provider} \\`,
          `  --project=${project} --location=global --workload-identity-pool=${pool} \\`,
          `  --issuer-uri=${shellWord(issuer)} --allowed-audiences=${shellWord(settings.audience)} \\`,
          '  --attribute-mapping=google.subject=assertion.sub,attribute.repository_id=assertion.repository_id \\',
          `  --attribute-condition=${shellWord(condition)}`,
          ...binding,
        ].join('\n'),
      },
      {
        title: 'Provider condition (Terraform)',
        language: 'hcl',
        text: [
          'resource "google_iam_workload_identity_pool_provider" "github_actions" {',
          `  project                            = ${hclString(project)}`,
          `  workload_identity_pool_id          = ${hclString(pool)}`,
          `  workload_identity_pool_provider_id = ${hclString(provider)}`,
          `  attribute_condition                = ${hclString(condition)}`,
          '  attribute_mapping = {',
          '    "google.subject"          = "assertion.sub"',
          '    "attribute.repository_id" = "assertion.repository_id"',
          '  }',
          '  oidc {',
          `    issuer_uri        = ${hclString(issuer)}`,
          `    allowed_audiences = [${hclString(settings.audience)}]`,
          '  }',
          '}',
        ].join('\n'),
      },
    ],
    uncheckable: [],
    notes: [
      'Without a condition, every repository on GitHub passes the provider; it compares exactly, also the case.',
      '`google.subject` holds at most 127 bytes: a longer `sub` is refused at every login.',
    ],
  };
}
