import type { JsonWebKey } from 'node:crypto';
import { expect } from '@jest/globals';
import {
  type GcpTwin,
  type GcpTwinOptions,
  type ServiceAccount,
  startGcpTwin,
} from '../../twins/gcp/index.ts';
import { type GitHubTwin, type GitHubTwinOptions, startGitHubTwin } from '../../twins/github/index.ts';
import { type BundleResult, type BundleRun, everythingReadable, runBundle } from '../run-bundle.ts';

const pool = 'projects/123456789012/locations/global/workloadIdentityPools/ci-pool';
export const providerName = `${pool}/providers/github`;
export const deployer = 'deploy@my-project.iam.gserviceaccount.com';
export const middle = 'middle@my-project.iam.gserviceaccount.com';
export const behind = 'behind@my-project.iam.gserviceaccount.com';
export const subject = 'repo:my-org/app:ref:refs/heads/main';

/** A job of GitHub's twin, a provider and service accounts at the twin of Google, and the login between them. */
export interface GcpScene {
  readonly github: GitHubTwin;
  readonly gcp: GcpTwin;
  readonly inputs: Readonly<Record<string, string>>;
  main(run?: Partial<BundleRun>): Promise<BundleResult>;
  post(main: BundleResult, run?: Partial<BundleRun>): Promise<BundleResult>;
  close(): Promise<void>;
}

export interface GcpSceneOptions {
  readonly github?: GitHubTwinOptions;
  readonly gcp?: Partial<GcpTwinOptions>;
  readonly attributeCondition?: string;
  readonly allowedAudiences?: readonly string[];
  readonly serviceAccounts?: readonly ServiceAccount[];
}

const accounts: readonly ServiceAccount[] = [
  { email: deployer, members: [`principal://iam.googleapis.com/${pool}/subject/${subject}`] },
  { email: middle, members: [`principal://iam.googleapis.com/${pool}/subject/${subject}`] },
  { email: behind, members: [middle] },
];

export async function startGcpScene(options: GcpSceneOptions = {}): Promise<GcpScene> {
  const github = await startGitHubTwin(options.github);
  const { attributeCondition, allowedAudiences } = options;
  const gcp = await startGcpTwin({
    providers: [
      {
        name: providerName,
        issuer: github.issuer,
        ...(attributeCondition === undefined ? {} : { attributeCondition }),
        ...(allowedAudiences === undefined ? {} : { allowedAudiences }),
        readKeys: async () => {
          const response = await fetch(`${github.issuer}/.well-known/jwks`);
          return ((await response.json()) as { keys: JsonWebKey[] }).keys;
        },
      },
    ],
    serviceAccounts: options.serviceAccounts ?? accounts,
    ...options.gcp,
  });
  const inputs = {
    'workload-identity-provider': providerName,
    'gcp-sts-endpoint': gcp.origin,
    'gcp-iam-credentials-endpoint': gcp.origin,
    claims: `repository_id: "${github.scenario.claims['repository_id']}"`,
    issuer: github.issuer,
  };
  const run = (bundle: string, more: Partial<BundleRun>): Promise<BundleResult> =>
    runBundle({
      bundle,
      event: github.scenario.event,
      ...more,
      inputs: { ...inputs, ...more.inputs },
      environment: { ...github.environment, ...more.environment },
    });
  return {
    github,
    gcp,
    inputs,
    main: (more = {}) => run('oidc-login/main', more),
    post: (main, more = {}) =>
      run('oidc-login/post', {
        ...more,
        state: main.state,
        environment: { ...main.environment, ...more.environment },
      }),
    async close() {
      await gcp.close();
      await github.close();
    },
  };
}

/** No token may be readable anywhere but where it was handed over. */
export function expectNoSecretOf(scene: GcpScene, result: BundleResult): void {
  const readable = everythingReadable(result);
  const secrets = [
    ...scene.gcp.issued,
    ...scene.github.issued.flatMap((token) => [token, token.split('.')[2]!]),
    scene.github.endpoint!.bearer,
  ];
  for (const secret of secrets) expect(readable).not.toContain(secret);
}

/** What must be true after every refusal. */
export function expectRefusedAt(scene: GcpScene, result: BundleResult, code: string): void {
  expect(result.raw.match(/^::error title=[^:]+/gm)).toEqual([`::error title=${code}`]);
  expect(result.code).toBe(1);
  expect(result.environment).toEqual({});
  expect(result.outputs).toEqual({});
  expect(result.state).toEqual({});
  expect(result.files).toEqual([]);
  expectNoSecretOf(scene, result);
}
