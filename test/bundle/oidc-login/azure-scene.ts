import type { JsonWebKey } from 'node:crypto';
import { type EntraTwin, type EntraTwinOptions, startEntraTwin } from '../../twins/entra/index.ts';
import { type GitHubTwin, type GitHubTwinOptions, startGitHubTwin } from '../../twins/github/index.ts';
import { type BundleResult, type BundleRun, runBundle } from '../run-bundle.ts';

export const clientId = '11111111-2222-3333-4444-555555555555';
export const tenantId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

/** A job of GitHub's twin, an application at the twin of Entra, and the login between them. */
export interface AzureScene {
  readonly github: GitHubTwin;
  readonly entra: EntraTwin;
  readonly inputs: Readonly<Record<string, string>>;
  main(run?: Partial<BundleRun>): Promise<BundleResult>;
  post(main: BundleResult, run?: Partial<BundleRun>): Promise<BundleResult>;
  close(): Promise<void>;
}

export interface AzureSceneOptions {
  readonly github?: GitHubTwinOptions;
  readonly entra?: Partial<EntraTwinOptions>;
  /** The subject that is registered; that of a push to main unless given, none at all with null. */
  readonly subject?: string | null;
  readonly audience?: string;
}

export async function startAzureScene(options: AzureSceneOptions = {}): Promise<AzureScene> {
  const github = await startGitHubTwin(options.github);
  const subject = options.subject === undefined ? 'repo:my-org/app:ref:refs/heads/main' : options.subject;
  const audience = options.audience ?? 'api://AzureADTokenExchange';
  const entra = await startEntraTwin({
    tenantId,
    applications: [
      {
        clientId,
        federatedCredentials: subject === null ? [] : [{ issuer: github.issuer, subject, audience }],
      },
    ],
    resources: [
      'https://management.azure.com',
      'https://vault.azure.net',
      'https://management.chinacloudapi.cn',
    ],
    readKeys: async () => {
      const response = await fetch(`${github.issuer}/.well-known/jwks`);
      return ((await response.json()) as { keys: JsonWebKey[] }).keys;
    },
    ...options.entra,
  });
  const inputs = {
    'client-id': clientId,
    'tenant-id': tenantId,
    'azure-authority-host': entra.origin,
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
    entra,
    inputs,
    main: (more = {}) => run('oidc-login/main', more),
    post: (main, more = {}) =>
      run('oidc-login/post', {
        ...more,
        state: main.state,
        environment: { ...main.environment, ...more.environment },
      }),
    async close() {
      await entra.close();
      await github.close();
    },
  };
}
