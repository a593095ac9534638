import { type Claims, claimText, parseSubject } from '@sallyport/github-identity';
import { hclString } from '../hcl.ts';
import type { Explanation } from '../provider.ts';
import { shellWord } from '../shell.ts';
import type { AzureSettings } from './settings.ts';

/** The federated credential that admits exactly the runs with this subject: Entra compares issuer, subject, audience. */
export function explainForAzure(
  settings: AzureSettings,
  claims: Claims,
  asserted: readonly string[],
): Explanation {
  const credential = {
    name: 'github-actions',
    issuer: claimText(claims, 'iss') ?? '',
    subject: claims.sub,
    audiences: [settings.audience],
  };
  const checked = checkedThroughSubject(claims.sub);
  return {
    drafts: [
      {
        title: 'Federated credential (az)',
        language: 'sh',
        text: `az ad app federated-credential create --id ${settings.clientId} --parameters ${shellWord(JSON.stringify(credential, null, 2))}`,
      },
      { title: 'Federated credential (Terraform)', language: 'hcl', text: terraform(credential) },
    ],
    uncheckable: asserted
      .filter((claim) => !checked.includes(claim))
      .map((claim) => ({
        claim,
        reason: 'Entra compares issuer, subject and audience only, so only this step checks it.',
      })),
    notes: [
      'Entra compares the subject exactly, also its case, as the token writes it. An application holds at most 20 federated credentials.',
    ],
  };
}

/** What the subject says, Entra checks with it; the ids are in it in the immutable form only. */
function checkedThroughSubject(sub: string): string[] {
  const subject = parseSubject(sub);
  const keys = subject?.parts.map(({ key }) => key) ?? [];
  return [
    'iss',
    'aud',
    'sub',
    ...keys,
    ...(keys.includes('repo') ? ['repository', 'repository_owner'] : []),
    ...(subject?.form === 'immutable' ? ['repository_id', 'repository_owner_id'] : []),
  ];
}

function terraform(credential: {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}): string {
  return [
    'resource "azuread_application_federated_identity_credential" "github_actions" {',
    '  application_id = azuread_application.deploy.id',
    `  display_name   = ${hclString(credential.name)}`,
    `  issuer         = ${hclString(credential.issuer)}`,
    `  subject        = ${hclString(credential.subject)}`,
    `  audiences      = [${credential.audiences.map(hclString).join(', ')}]`,
    '}',
  ].join('\n');
}
