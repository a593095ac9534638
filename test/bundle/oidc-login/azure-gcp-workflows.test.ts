import type { JsonWebKey } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { provideNode24 } from '../../peers/node24.ts';
import { type JobResult, runWorkflow } from '../../runner/index.ts';
import { type JobTokens, startJobTokens } from '../../services/github.ts';
import { type EntraTwin, startEntraTwin } from '../../twins/entra/index.ts';
import { type GcpTwin, startGcpTwin } from '../../twins/gcp/index.ts';
import { clientId, tenantId } from './azure-scene.ts';
import { deployer, providerName } from './gcp-scene.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
const repository = { name: 'octo/demo', id: '424242', ownerId: '4242' };
const subject = 'repo:octo/demo:environment:production';
const node = await provideNode24();

let github: JobTokens;
let entra: EntraTwin;
let gcp: GcpTwin;

beforeAll(async () => {
  github = await startJobTokens();
  const { issuer } = github;
  const readKeys = async (): Promise<readonly JsonWebKey[]> => {
    const response = await fetch(github.keySetUrl);
    return ((await response.json()) as { keys: JsonWebKey[] }).keys;
  };
  entra = await startEntraTwin({
    tenantId,
    applications: [
      { clientId, federatedCredentials: [{ issuer, subject, audience: 'api://AzureADTokenExchange' }] },
    ],
    resources: ['https://management.azure.com'],
    readKeys,
  });
  const pool = providerName.replace(/\/providers\/.*$/, '');
  gcp = await startGcpTwin({
    providers: [{ name: providerName, issuer, readKeys }],
    serviceAccounts: [
      { email: deployer, members: [`principal://iam.googleapis.com/${pool}/subject/${subject}`] },
    ],
  });
});
afterAll(() => Promise.all([entra.close(), gcp.close(), github.close()]));

async function run(workflow: string, branch = 'main'): Promise<JobResult> {
  const result = await runWorkflow({
    workflow,
    workflowPath: '.github/workflows/deploy.yml',
    root,
    repository,
    repositories: { 'OWNER/sallyport': root },
    serverUrl: github.serverUrl,
    services: github.services,
    event: { name: 'push', ref: `refs/heads/${branch}` },
    ...('path' in node ? { node: node.path } : {}),
    vars: {
      REPOSITORY_ID: repository.id,
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: tenantId,
      AZURE_AUTHORITY_HOST: entra.origin,
      GCP_PROVIDER: providerName,
      GCP_SERVICE_ACCOUNT: deployer,
      GCP_STS_ENDPOINT: gcp.origin,
      GCP_IAM_ENDPOINT: gcp.origin,
    },
  });
  result.dispose();
  return result.jobs[0]!;
}

// Environments leave the branch out of `sub`: both clouds would admit any branch, and only the claims do not.
test.each(['examples/deploy-azure.yml', 'examples/deploy-gcp.yml'])(
  '%s succeeds on its branch and is refused on any other, before any exchange',
  async (workflow) => {
    const job = await run(workflow);
    expect({ conclusion: job.conclusion, text: job.conclusion === 'success' ? '' : job.text }).toEqual({
      conclusion: 'success',
      text: '',
    });
    const before = entra.calls.length + gcp.calls.length;
    const refused = await run(workflow, 'feature');
    expect(refused.conclusion).toBe('failure');
    expect(refused.annotations.map(({ title }) => title)).toEqual(['oidc/claim-mismatch']);
    expect(entra.calls.length + gcp.calls.length).toBe(before);
    entra.expectStrict();
    gcp.expectStrict();
  },
);
