import { type AzureTokens, requestAzureTokens } from '../azure/exchange.ts';
import { explainForAzure } from '../azure/explain.ts';
import { type AzureSettings, azureInputs, readAzureSettings } from '../azure/settings.ts';
import type { Grant, Provider } from '../provider.ts';

/** Azure: a client assertion at Entra, without `az`. There is no revocation: the tokens end by themselves. */
export const provider: Provider<AzureSettings> = {
  id: 'azure',
  title: 'Entra',
  inputs: azureInputs,
  infersFrom: ['client-id', 'tenant-id', 'subscription-id'],
  clears: [
    'AZURE_CLIENT_ID',
    'AZURE_TENANT_ID',
    'AZURE_SUBSCRIPTION_ID',
    'AZURE_CLIENT_SECRET',
    'AZURE_CLIENT_CERTIFICATE_PATH',
    'AZURE_CLIENT_CERTIFICATE_PASSWORD',
    'AZURE_USERNAME',
    'AZURE_PASSWORD',
    'AZURE_AUTHORITY_HOST',
    'AZURE_FEDERATED_TOKEN_FILE',
    'ARM_CLIENT_ID',
    'ARM_TENANT_ID',
    'ARM_SUBSCRIPTION_ID',
    'ARM_CLIENT_SECRET',
    'ARM_CLIENT_SECRET_FILE_PATH',
    'ARM_CLIENT_CERTIFICATE',
    'ARM_CLIENT_CERTIFICATE_PATH',
    'ARM_CLIENT_CERTIFICATE_PASSWORD',
    'ARM_USE_OIDC',
    'ARM_USE_MSI',
    'ARM_OIDC_TOKEN',
    'ARM_OIDC_TOKEN_FILE_PATH',
    'ARM_OIDC_REQUEST_URL',
    'ARM_OIDC_REQUEST_TOKEN',
    'ARM_ACCESS_KEY',
  ],
  readSettings: readAzureSettings,
  audience: (settings) => settings.audience,
  role: (settings) => settings.clientId,
  exchange: async (token, settings, context) =>
    grantOf(await requestAzureTokens(token, settings, context), settings),
  explain: explainForAzure,
};

function grantOf({ assertion, accessTokens, expiresAt }: AzureTokens, settings: AzureSettings): Grant {
  const variables = variablesOf(settings);
  const [first = ''] = Object.values(accessTokens);
  return {
    role: settings.clientId,
    session: undefined,
    expiresAt,
    environment: variables,
    outputs: {},
    secretOutputs: { 'azure-access-token': first, 'azure-access-tokens': JSON.stringify(accessTokens) },
    files: { 'azure-federated-token': assertion },
    fileEnvironment: (paths) => ({
      ...variables,
      AZURE_FEDERATED_TOKEN_FILE: paths['azure-federated-token'] ?? '',
    }),
    toolsReadFiles: true,
  };
}

/**
 * What the Azure SDKs (Microsoft Learn, "EnvironmentCredential", "WorkloadIdentityCredential"), Terraform's azurerm,
 * azapi and azuread (their "Authenticating using OpenID Connect": the job's own token is theirs to mint, so ids are
 * enough), azcopy and kubelogin read.
 */
function variablesOf({
  clientId,
  tenantId,
  subscriptionId,
  authority,
  cloud,
}: AzureSettings): Record<string, string> {
  return {
    AZURE_CLIENT_ID: clientId,
    AZURE_TENANT_ID: tenantId,
    AZURE_AUTHORITY_HOST: `${authority}/`,
    ARM_CLIENT_ID: clientId,
    ARM_TENANT_ID: tenantId,
    ARM_ENVIRONMENT: cloud.name,
    ARM_USE_OIDC: 'true',
    AZCOPY_AUTO_LOGIN_TYPE: 'WORKLOAD',
    AAD_LOGIN_METHOD: 'workloadidentity',
    ...(subscriptionId === undefined
      ? {}
      : { AZURE_SUBSCRIPTION_ID: subscriptionId, ARM_SUBSCRIPTION_ID: subscriptionId }),
  };
}
