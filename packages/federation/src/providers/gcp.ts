import { type GcpTokens, impersonationUrl, requestGcpTokens, stsAudience } from '../gcp/exchange.ts';
import { explainForGcp } from '../gcp/explain.ts';
import { gcpInputs, type GcpSettings, readGcpSettings } from '../gcp/settings.ts';
import type { Grant, Provider } from '../provider.ts';

const projectVariables = [
  'CLOUDSDK_CORE_PROJECT',
  'GOOGLE_CLOUD_PROJECT',
  'GCLOUD_PROJECT',
  'GCP_PROJECT',
] as const;

/** Google Cloud: workload identity federation, direct or by impersonation. The tokens end by themselves. */
export const provider: Provider<GcpSettings> = {
  id: 'gcp',
  title: 'Google Cloud',
  inputs: gcpInputs,
  infersFrom: ['workload-identity-provider', 'workload_identity_provider'],
  clears: [
    'GOOGLE_APPLICATION_CREDENTIALS',
    'GOOGLE_GHA_CREDS_PATH',
    'GOOGLE_CREDENTIALS',
    'GOOGLE_CLOUD_KEYFILE_JSON',
    'GCLOUD_KEYFILE_JSON',
    'GOOGLE_OAUTH_ACCESS_TOKEN',
    'GOOGLE_IMPERSONATE_SERVICE_ACCOUNT',
    'GOOGLE_CLOUD_UNIVERSE_DOMAIN',
    'CLOUDSDK_AUTH_ACCESS_TOKEN',
    'CLOUDSDK_AUTH_ACCESS_TOKEN_FILE',
    'CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE',
    'CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT',
    'CLOUDSDK_CORE_UNIVERSE_DOMAIN',
    'CLOUDSDK_PROJECT',
    ...projectVariables,
  ],
  readSettings: readGcpSettings,
  audience: (settings) => settings.audience,
  role: roleOf,
  exchange: async (token, settings, context) =>
    grantOf(await requestGcpTokens(token, settings, context), settings),
  explain: explainForGcp,
};

function roleOf({ serviceAccount, providerName }: GcpSettings): string {
  return serviceAccount ?? providerName;
}

function grantOf({ token, expiresAt, subjectToken }: GcpTokens, settings: GcpSettings): Grant {
  const { projectId, universe } = settings;
  const variables = {
    ...(projectId === undefined ? {} : Object.fromEntries(projectVariables.map((name) => [name, projectId]))),
    ...(universe === 'googleapis.com'
      ? {}
      : { CLOUDSDK_CORE_UNIVERSE_DOMAIN: universe, GOOGLE_CLOUD_UNIVERSE_DOMAIN: universe }),
  };
  return {
    role: roleOf(settings),
    session: undefined,
    expiresAt,
    environment: variables,
    outputs: projectId === undefined ? {} : { 'project-id': projectId, project_id: projectId },
    // Under the name that google-github-actions/auth has for it, too.
    secretOutputs:
      settings.tokenFormat === 'id_token'
        ? { 'id-token': token, id_token: token }
        : { 'access-token': token, access_token: token },
    files: {
      'google-subject-token': subjectToken,
      'google-credentials': (paths) => externalAccount(settings, paths['google-subject-token'] ?? ''),
    },
    fileEnvironment: (paths) => {
      const path = paths['google-credentials'] ?? '';
      return {
        ...variables,
        GOOGLE_APPLICATION_CREDENTIALS: path,
        GOOGLE_GHA_CREDS_PATH: path,
        CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: path,
      };
    },
    toolsReadFiles: true,
  };
}

/**
 * The credentials file that Google's libraries and tools read (google.aip.dev/auth/4117). It names a file with the
 * token rather than GitHub's endpoint and the bearer for it, which could mint tokens for anybody.
 */
function externalAccount(settings: GcpSettings, tokenPath: string): string {
  const { serviceAccount, lifetimeSeconds, stsEndpoint, universe } = settings;
  return JSON.stringify({
    type: 'external_account',
    universe_domain: universe,
    audience: stsAudience(settings),
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${stsEndpoint}/v1/token`,
    credential_source: { file: tokenPath },
    ...(serviceAccount === undefined
      ? {}
      : {
          service_account_impersonation_url: impersonationUrl(
            settings,
            serviceAccount,
            'generateAccessToken',
          ),
          service_account_impersonation: { token_lifetime_seconds: lifetimeSeconds },
        }),
  });
}
