import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BundleResult, JobFolder } from '../run-bundle.ts';
import { type AzureScene, startAzureScene } from './azure-scene.ts';
import { deployer, type GcpScene, startGcpScene } from './gcp-scene.ts';

type Login = 'Azure' | 'Google' | 'refused';

let azure: AzureScene;
let gcp: GcpScene;
beforeAll(async () => {
  azure = await startAzureScene();
  gcp = await startGcpScene();
});
afterAll(() => Promise.all([azure.close(), gcp.close()]));

const earlier = {
  GOOGLE_APPLICATION_CREDENTIALS: '/earlier.json',
  ARM_CLIENT_SECRET: 'earlier',
  AZURE_CLIENT_ID: 'earlier',
};

test.each<readonly [Login, Login, Login]>([
  ['Azure', 'Google', 'Google'],
  ['Google', 'Azure', 'Google'],
  ['Google', 'Google', 'Azure'],
  ['Azure', 'Azure', 'Google'],
  ['refused', 'Azure', 'Google'],
  ['Azure', 'refused', 'Google'],
  ['Google', 'Azure', 'refused'],
])('%s, %s and %s in one job: after the posts environment and disk are what they were', async (...logins) => {
  const job = new JobFolder();
  let environment: Record<string, string> = { ...earlier };
  const merge = (result: BundleResult): void => {
    // What a step empties stays defined for the runner; nobody can tell it from unset in a shell's `${NAME:-}`.
    environment = { ...environment, ...result.environment };
  };
  const run = (login: Login): Promise<BundleResult> =>
    login === 'Azure'
      ? azure.main({ job, environment })
      : gcp.main({
          job,
          environment,
          inputs: { 'service-account': login === 'refused' ? 'nobody@x.iam.gserviceaccount.com' : deployer },
        });
  const mains: BundleResult[] = [];
  for (const login of logins) {
    const main = await run(login);
    expect(main.code).toBe(login === 'refused' ? 1 : 0);
    mains.push(main);
    merge(main);
  }
  const succeeded = logins.filter((login) => login !== 'refused').length;
  const files = mains.at(-1)!.files;
  expect(files.filter((file) => /azure-federated-token|google-credentials/.test(file))).toHaveLength(
    succeeded,
  );

  let left: readonly string[] = files;
  for (const [index, main] of [...mains.entries()].reverse()) {
    const scene = logins[index] === 'Azure' ? azure : gcp;
    const post = await scene.post({ ...main, environment: {} }, { job, environment });
    expect(post.code).toBe(0);
    merge(post);
    left = post.files;
  }
  expect(left).toEqual([]);
  const ours = /^(AZURE|ARM|GOOGLE|CLOUDSDK|GCLOUD|GCP|AZCOPY|AAD)_/;
  const set = Object.entries(environment).filter(([name, value]) => ours.test(name) && value !== '');
  expect(Object.fromEntries(set)).toEqual(earlier);
  job.remove();
});
