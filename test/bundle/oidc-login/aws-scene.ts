import type { JsonWebKey } from 'node:crypto';
import { type GitHubTwin, type GitHubTwinOptions, startGitHubTwin } from '../../twins/github/index.ts';
import { startStsTwin, type StsTwin, type TrustPolicy } from '../../twins/sts/index.ts';
import { type BundleResult, type BundleRun, runBundle } from '../run-bundle.ts';

export const account = '000000000000';
export const roleArn = `arn:aws:iam::${account}:role/deploy`;

/** A job of GitHub's twin, a role at the twin of AWS STS, and the login between them. */
export interface AwsScene {
  readonly github: GitHubTwin;
  readonly sts: StsTwin;
  readonly inputs: Readonly<Record<string, string>>;
  main(run?: Partial<BundleRun>): Promise<BundleResult>;
  post(main: BundleResult, run?: Partial<BundleRun>): Promise<BundleResult>;
  close(): Promise<void>;
}

/** A trust policy for GitHub's tokens, with the conditions given as in the JSON, issuer prefix left out. */
export function trust(issuer: string, conditions: Readonly<Record<string, string>>): TrustPolicy {
  const name = issuer.replace(/^https?:\/\//, '');
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${name}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: Object.fromEntries(
          Object.entries(conditions).map(([key, value]) => [`${name}:${key}`, value]),
        ),
      },
    },
  };
}

export async function startAwsScene(
  options: GitHubTwinOptions = {},
  policyFor: (github: GitHubTwin) => TrustPolicy = (github) =>
    trust(github.issuer, { aud: 'sts.amazonaws.com' }),
): Promise<AwsScene> {
  const github = await startGitHubTwin(options);
  const sts = await startStsTwin({
    issuers: [
      {
        issuer: github.issuer,
        audiences: ['sts.amazonaws.com'],
        readKeys: async () => {
          const response = await fetch(`${github.issuer}/.well-known/jwks`);
          return ((await response.json()) as { keys: JsonWebKey[] }).keys;
        },
      },
    ],
    roles: [{ arn: roleArn, trustPolicy: policyFor(github) }],
  });
  const inputs = {
    'role-to-assume': roleArn,
    'aws-region': 'eu-central-1',
    'sts-endpoint': `${sts.origin}/`,
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
    sts,
    inputs,
    main: (more = {}) => run('oidc-login/main', more),
    post: (main, more = {}) =>
      run('oidc-login/post', {
        ...more,
        state: main.state,
        environment: { ...main.environment, ...more.environment },
      }),
    async close() {
      await sts.close();
      await github.close();
    },
  };
}
