import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AzureScene, startAzureScene } from '../bundle/oidc-login/azure-scene.ts';
import { JobFolder } from '../bundle/run-bundle.ts';
import { provideCloudClients, runCloudClient } from '../peers/cloud-clients.ts';
import { createTestAuthority } from '../twins/test-ca.ts';

const clients = await provideCloudClients();
const missing = 'missing' in clients ? clients.missing : undefined;
const whenThere = missing === undefined ? describe : describe.skip;

/** What the variables select, without the chain's other members, which would ask the network. */
const program = `
from azure.identity import WorkloadIdentityCredential
print(WorkloadIdentityCredential(disable_instance_discovery=True).get_token("https://vault.azure.net/.default").token)
`;

whenThere(`azure-identity reads a login at Azure ${missing ?? ''}`, () => {
  let scene: AzureScene;
  const job = new JobFolder();
  const authority = createTestAuthority('Example authority');
  const bundle = join(job.path, 'ca.pem');

  beforeAll(async () => {
    const { key, certificate } = authority.issue({ names: ['127.0.0.1'] });
    scene = await startAzureScene({ entra: { tls: { key, cert: certificate } } });
    writeFileSync(bundle, authority.certificate);
  });
  afterAll(async () => {
    await scene.close();
    job.remove();
  });

  test('from the variables and the private file, and no longer after the post step', async () => {
    const main = await scene.main({ job, inputs: { 'ca-certificate': authority.certificate } });
    expect({ code: main.code, shown: main.code === 0 ? '' : main.shown }).toEqual({ code: 0, shown: '' });
    if ('missing' in clients) throw new Error(clients.missing);
    const env = { ...main.environment, REQUESTS_CA_BUNDLE: bundle };
    const token = (await runCloudClient(clients, program, env)).trim();
    expect(scene.entra.issued.at(-1)).toBe(token);
    expect(scene.entra.calls.at(-1)).toMatchObject({ scope: 'https://vault.azure.net/.default', outcome: 0 });

    await scene.post(main, { job });
    await expect(runCloudClient(clients, program, env)).rejects.toThrow();
  }, 60_000);
});
