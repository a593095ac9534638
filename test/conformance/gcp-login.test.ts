import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deployer, type GcpScene, startGcpScene } from '../bundle/oidc-login/gcp-scene.ts';
import { JobFolder } from '../bundle/run-bundle.ts';
import { provideCloudClients, runCloudClient } from '../peers/cloud-clients.ts';

const clients = await provideCloudClients();
const missing = 'missing' in clients ? clients.missing : undefined;
const whenThere = missing === undefined ? describe : describe.skip;

const program = `
import google.auth, google.auth.transport.requests
credentials, project = google.auth.default(scopes=["https://www.googleapis.com/auth/pubsub"])
credentials.refresh(google.auth.transport.requests.Request())
print(project, credentials.token)
`;

whenThere(`google-auth reads a login at Google Cloud ${missing ?? ''}`, () => {
  let scene: GcpScene;
  const job = new JobFolder();

  beforeAll(async () => {
    scene = await startGcpScene();
  });
  afterAll(async () => {
    await scene.close();
    job.remove();
  });

  test.each([
    ['by impersonation', { 'service-account': deployer }],
    ['directly', { 'project-id': 'my-project' }],
  ])(
    '%s, and no longer after the post step',
    async (_, inputs) => {
      const main = await scene.main({ job, inputs });
      expect({ code: main.code, shown: main.code === 0 ? '' : main.shown }).toEqual({ code: 0, shown: '' });
      if ('missing' in clients) throw new Error(clients.missing);
      const [project, token] = (await runCloudClient(clients, program, main.environment)).trim().split(' ');
      expect(project).toBe('my-project');
      expect(scene.gcp.issued.at(-1)).toBe(token);

      await scene.post(main, { job });
      await expect(runCloudClient(clients, program, main.environment)).rejects.toThrow();
    },
    60_000,
  );
});
