import type { JsonWebKey } from 'node:crypto';
import { type EntraTwin, startEntraTwin } from '../twins/entra/index.ts';
import { type GcpTwin, startGcpTwin } from '../twins/gcp/index.ts';
import { startStsTwin, type StsTwin } from '../twins/sts/index.ts';
import type { JobTokens } from './github.ts';

const account = 'arn:aws:iam::000000000000';
const clientId = '11111111-2222-3333-4444-555555555555';
const tenantId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const pool = 'projects/123456789012/locations/global/workloadIdentityPools/ci-pool';
const serviceAccount = 'deploy@my-project.iam.gserviceaccount.com';

/** Who may log in, as the clouds of the examples see it. */
export interface TrustedRepository {
  readonly name: string;
  readonly id: string;
}

/** Twins of three clouds, and the variables that lead to them. */
export interface Clouds {
  readonly sts: StsTwin;
  readonly entra: EntraTwin;
  readonly gcp: GcpTwin;
  readonly vars: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/**
 * Starts them. Their trust is broad on purpose: it knows the repository and the audience, or the subject of an environment,
 * and none of them the branch, as so often.
 */
export async function startClouds(github: JobTokens, repository: TrustedRepository): Promise<Clouds> {
  const subject = `repo:${repository.name}:environment:production`;
  const readKeys = (): Promise<readonly JsonWebKey[]> => fetchKeys(github.keySetUrl);
  const [sts, entra, gcp] = await Promise.all([
    startSts(github, repository, readKeys),
    startEntraTwin({
      tenantId,
      applications: [
        {
          clientId,
          federatedCredentials: [{ issuer: github.issuer, subject, audience: 'api://AzureADTokenExchange' }],
        },
      ],
      resources: ['https://management.azure.com'],
      readKeys,
    }),
    startGcpTwin({
      providers: [{ name: `${pool}/providers/github`, issuer: github.issuer, readKeys }],
      serviceAccounts: [
        { email: serviceAccount, members: [`principal://iam.googleapis.com/${pool}/subject/${subject}`] },
      ],
    }),
  ]);
  return {
    sts,
    entra,
    gcp,
    vars: {
      AWS_ROLE_ARN: `${account}:role/deploy`,
      AWS_PLAN_ROLE_ARN: `${account}:role/plan`,
      AWS_APPLY_ROLE_ARN: `${account}:role/apply`,
      AWS_STS_ENDPOINT: `${sts.origin}/`,
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: tenantId,
      AZURE_AUTHORITY_HOST: entra.origin,
      GCP_PROVIDER: `${pool}/providers/github`,
      GCP_SERVICE_ACCOUNT: serviceAccount,
      GCP_STS_ENDPOINT: gcp.origin,
      GCP_IAM_ENDPOINT: gcp.origin,
    },
    close: async () => {
      await Promise.all([sts.close(), entra.close(), gcp.close()]);
    },
  };
}

function startSts(
  github: JobTokens,
  repository: TrustedRepository,
  readKeys: () => Promise<readonly JsonWebKey[]>,
): Promise<StsTwin> {
  const issuer = github.issuer.replace(/^https?:\/\//, '');
  return startStsTwin({
    issuers: [{ issuer: github.issuer, audiences: ['sts.amazonaws.com'], readKeys }],
    roles: ['deploy', 'plan', 'apply'].map((name) => ({
      arn: `${account}:role/${name}`,
      trustPolicy: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Federated: `${account}:oidc-provider/${issuer}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: 'sts.amazonaws.com',
              [`${issuer}:repository_id`]: repository.id,
            },
          },
        },
      },
    })),
  });
}

async function fetchKeys(url: string): Promise<readonly JsonWebKey[]> {
  const response = await fetch(url);
  return ((await response.json()) as { keys: JsonWebKey[] }).keys;
}
