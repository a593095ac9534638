import { digits, lower, upper, lowerAlnum, base62, base64url, base64 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { marks, oneOf, run, secret, type Shape } from '../shape.ts';
import { token } from '../token.ts';

const identifiable = 'https://github.com/microsoft/security-utilities';
const secretCharacters = `${base62}-_.~`;

interface Service {
  readonly id: string;
  readonly title: string;
  readonly shape: Shape;
  readonly where: string;
}

/** 64 random bytes in base64 of which the last ten hold the service's mark and a checksum. */
function longKey(mark: string): Shape {
  return [run(base64, 76), mark, run(base64, 5), oneOf('A', 'Q', 'g', 'w'), '=='];
}

/** 32 bytes in base64, likewise. */
function shortKey(...marks: readonly string[]): Shape {
  return [run(base64, 33), oneOf(...marks), run('ABCDEFGHIJKLMNOP', 1), run(base64, 5), '='];
}

const services: readonly Service[] = [
  {
    id: 'storage',
    title: 'Storage account',
    shape: longKey('+ASt'),
    where: 'the storage account > Access keys',
  },
  { id: 'cosmos', title: 'Cosmos DB', shape: longKey('ACDb'), where: 'the Cosmos DB account > Keys' },
  { id: 'batch', title: 'Batch', shape: longKey('+ABa'), where: 'the Batch account > Keys' },
  {
    id: 'api-management',
    title: 'API Management',
    shape: longKey('APIM'),
    where: 'the API Management service',
  },
  {
    id: 'messaging',
    title: 'Service Bus, Event Hubs, Relay or IoT',
    shape: shortKey('+ASb', '+AEh', '+ARm', 'AIoT'),
    where: 'the namespace > Shared access policies',
  },
  {
    id: 'redis',
    title: 'Cache for Redis',
    shape: shortKey('AzCa'),
    where: 'the cache > Authentication > Access keys',
  },
  {
    id: 'functions',
    title: 'Functions',
    shape: [run(base64url, 44), 'AzFu', run(base64url, 5), oneOf('A', 'Q', 'g', 'w'), '=='],
    where: 'the function app > App keys',
  },
  {
    id: 'search',
    title: 'AI Search',
    shape: [run(base62, 42), 'AzSe', run('ABCD', 1), run(base62, 5)],
    where: 'the search service > Keys',
  },
  {
    id: 'container-registry',
    title: 'Container Registry',
    shape: [run(base64, 42), '+ACR', run('ABCD', 1), run(base64, 5)],
    where: 'the registry > Access keys or Tokens',
  },
];

const serviceRules = services.map(({ id, title, shape, where }) =>
  token({
    id: `azure-${id}-key`,
    title: `Azure ${title} key`,
    severity: 'critical',
    shape,
    remedy: `Regenerate both keys in the Azure portal under ${where}, the leaked one first.`,
    source: identifiable,
  }),
);

export const rules: readonly Rule[] = [
  ...serviceRules,
  token({
    id: 'azure-client-secret',
    title: 'Microsoft Entra application secret',
    severity: 'critical',
    shape: [run(secretCharacters, 3), marks('', digits, 'Q~'), run(secretCharacters, 31, 34)],
    remedy:
      'Delete it under Entra ID > App registrations > Certificates & secrets, and review the sign-in logs.',
    source: identifiable,
  }),
  token({
    id: 'azure-annotated-key',
    title: 'Azure key in the common annotated format',
    severity: 'critical',
    shape: [
      run(base62, 52),
      oneOf('JQQJ99', 'JQQJ9D', 'JQQJ9H'),
      run(base62, 1),
      run('ABCDEFGHIJKL', 1),
      run(base62, 16),
      run(upper + lower, 1),
      run(base62, 7),
      oneOf([run(base62, 2), '=='], ''),
    ],
    remedy:
      'Regenerate it in the Azure portal at the resource it belongs to (Keys and Endpoint, or Access keys).',
    source: identifiable,
  }),
  token({
    id: 'azure-storage-connection',
    title: 'Azure Storage connection string',
    severity: 'critical',
    shape: ['AccountKey=', secret(run(base64, 86), '==')],
    remedy:
      'Regenerate both keys in the Azure portal under the storage account > Access keys, the leaked one first.',
    source: 'https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string',
  }),
  token({
    id: 'azure-messaging-connection',
    title: 'Azure Service Bus or Event Hubs connection string',
    severity: 'critical',
    shape: [
      'Endpoint=sb://',
      run(`${lowerAlnum}-`, 3, 60),
      '.servicebus.windows.net/;SharedAccessKeyName=',
      run(`${base64url}.`, 1, 80),
      ';SharedAccessKey=',
      secret(run(base64, 43), '='),
    ],
    remedy: 'Regenerate the key in the Azure portal under the namespace > Shared access policies.',
    source: 'https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas',
  }),
  token({
    id: 'azure-app-configuration-connection',
    title: 'Azure App Configuration connection string',
    severity: 'high',
    shape: [
      'Endpoint=https://',
      run(`${base62}-`, 3, 60),
      '.azconfig.io;Id=',
      run(`${base64}-=:`, 4, 60),
      ';Secret=',
      secret(run(base64, 36, 100), oneOf('==', '=', '')),
    ],
    remedy: 'Regenerate the key in the Azure portal under the configuration store > Access settings.',
  }),
  assigned({
    id: 'azure-devops-pat',
    title: 'Azure DevOps personal access token',
    severity: 'critical',
    names: [
      'azure_devops_pat',
      'azure_devops_ext_pat',
      'azure_devops_token',
      'vsts_pat',
      'vsts_token',
      'ado_pat',
    ],
    shape: [run(`${lower}234567`, 52)],
    remedy: 'Revoke it in Azure DevOps under User settings > Personal access tokens.',
    source:
      'https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate',
  }),
];
