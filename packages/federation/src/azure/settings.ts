import { failure, plainText } from '@sallyport/errors';
import type { InputSource } from '../provider.ts';
import { type AzureCloud, cloudNamed, cloudNames, cloudOfScope } from './clouds.ts';

export interface AzureSettings {
  /** GUIDs, lower case. */
  readonly clientId: string;
  readonly tenantId: string;
  readonly subscriptionId: string | undefined;
  readonly cloud: AzureCloud;
  /** `https://host`, without a trailing slash. */
  readonly authority: string;
  readonly audience: string;
  /** At least one; each comes to one access token. */
  readonly scopes: readonly string[];
}

/** Names in `action.yml`; `environment` is what azure/login calls the cloud. */
export const azureInputs = [
  'client-id',
  'tenant-id',
  'subscription-id',
  'azure-cloud',
  'azure-authority-host',
  'azure-scopes',
  'environment',
] as const;

/** Everything about Azure that can be wrong before a request. @throws CodedError `inputs/*` */
export function readAzureSettings(inputs: InputSource): AzureSettings {
  const cloud = readCloud(inputs);
  return {
    clientId: readGuid(inputs, 'client-id'),
    tenantId: readGuid(inputs, 'tenant-id'),
    subscriptionId:
      inputs.optional('subscription-id') === undefined ? undefined : readGuid(inputs, 'subscription-id'),
    cloud,
    authority: readAuthority(inputs, cloud),
    audience: inputs.text('audience', { default: cloud.audience }),
    scopes: readScopes(inputs, cloud),
  };
}

function readCloud(inputs: InputSource): AzureCloud {
  const name = inputs.text('azure-cloud', { aliases: ['environment'], default: 'public' });
  const cloud = cloudNamed(name);
  if (cloud !== undefined) return cloud;
  throw failure('inputs/invalid', {
    what: `The input \`azure-cloud\` does not allow "${plainText(name, 60)}".`,
    remedy: `Use one of: ${cloudNames.join(', ')}; for an authority of your own add \`azure-authority-host\`.`,
  });
}

/** Entra compares GUIDs without case; names of tenants are refused, since Terraform takes GUIDs only. */
function readGuid(inputs: InputSource, name: string): string {
  const text = inputs.text(name, { required: true });
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  const braced = /^[{(].*[)}]$/.test(text);
  throw failure('inputs/invalid', {
    what: `The input \`${name}\` is not a GUID.`,
    remedy: braced
      ? 'Leave out the braces.'
      : 'Write it as in `00000000-0000-0000-0000-000000000000`; names and domains are not accepted.',
  });
}

function readAuthority(inputs: InputSource, cloud: AzureCloud): string {
  const text = inputs.text('azure-authority-host', { default: cloud.authority });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw failure('inputs/invalid', {
      what: 'The input `azure-authority-host` is not the address of an authority.',
      remedy:
        'Write scheme and host only, as in `https://login.microsoftonline.com`; the tenant has its own input.',
    });
  }
  return url.origin;
}

/** The client credentials grant knows no other form than `<resource>/.default` (AADSTS1002012), one resource a token. */
function readScopes(inputs: InputSource, cloud: AzureCloud): string[] {
  const scopes = [...new Set(inputs.list('azure-scopes', { commas: true }))];
  for (const scope of scopes) {
    if (!/^[\w.+-]+:\/\/[\w.:/-]+\/\.default$|^[0-9a-f-]{36}\/\.default$/i.test(scope)) {
      throw failure('inputs/invalid', {
        what: `The input \`azure-scopes\` does not allow "${plainText(scope, 80)}".`,
        remedy:
          'Write one scope a line, each as the resource and `/.default`, as in `https://vault.azure.net/.default`.',
      });
    }
    const other = cloudOfScope(scope);
    if (other !== undefined && other !== cloud) {
      throw failure('inputs/conflict', {
        what: `The scope "${scope}" belongs to the cloud \`${other.name}\`, but \`azure-cloud\` is \`${cloud.name}\`.`,
        remedy: 'Use a scope and a cloud that belong together.',
      });
    }
  }
  return scopes.length === 0 ? [cloud.scope] : scopes;
}
