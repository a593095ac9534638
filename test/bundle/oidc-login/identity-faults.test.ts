import { afterEach, describe, expect, test } from '@jest/globals';
import { type GitHubTwin, type GitHubTwinOptions, startGitHubTwin } from '../../twins/github/index.ts';
import { type BundleResult, everythingReadable, runBundle } from '../run-bundle.ts';
import { keySetFaults, tokenEndpointFaults } from './fault-table.ts';

/** Nobody listens there: a test that reaches it fails with `http/refused`. */
const neverReached = 'http://127.0.0.1:9/';

let github: GitHubTwin | undefined;
afterEach(async () => {
  await github?.close();
  github = undefined;
});

async function logIn(
  options: GitHubTwinOptions,
  plan: {
    readonly prepare?: (twin: GitHubTwin) => void;
    readonly inputs?: Readonly<Record<string, string>>;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<BundleResult> {
  github = await startGitHubTwin(options);
  plan.prepare?.(github);
  return runBundle({
    bundle: 'oidc-login/main',
    inputs: {
      'role-to-assume': 'arn:aws:iam::000000000000:role/deploy',
      'aws-region': 'eu-central-1',
      'sts-endpoint': neverReached,
      claims: `repository_id: "${github.scenario.claims['repository_id']}"\nref: refs/heads/main`,
      issuer: github.issuer,
      'timeout-seconds': '2',
      ...plan.inputs,
    },
    environment: { ...github.environment, ...plan.environment },
    event: github.scenario.event,
  });
}

/** What must be true after every refusal. */
function expectNothingHappened(result: BundleResult, code: string): void {
  expect(result.code).toBe(1);
  expect(result.environment).toEqual({});
  expect(result.outputs).toEqual({});
  expect(result.state).toEqual({});
  expect(result.files).toEqual([]);
  expect(result.raw.match(/^::error/gm)).toHaveLength(1);
  expect(result.raw).toContain(`::error title=${code}::`);
  const readable = everythingReadable(result);
  for (const token of github?.issued ?? []) {
    expect(readable).not.toContain(token);
    expect(readable).not.toContain(token.split('.')[2]);
  }
  expect(readable).not.toContain(github?.endpoint?.bearer ?? 'no bearer at all');
  expect(readable).not.toMatch(/\n {4}at /);
}

describe('oidc-login refuses', () => {
  test.each(tokenEndpointFaults)('a token endpoint that is %s, with %s', async (fault, code) => {
    const result = await logIn({}, { prepare: (twin) => twin.failToken(fault) });
    expectNothingHappened(result, code);
  });

  test.each(keySetFaults)('a key set that is %s, with %s', async (fault, code) => {
    const result = await logIn({}, { prepare: (twin) => twin.failKeys(fault) });
    expectNothingHappened(result, code);
  });

  test.each<[string, GitHubTwinOptions, string]>([
    ['a missing permission', { scenario: 'missing_permission' }, 'oidc/permission-missing'],
    ['a fork', { scenario: 'fork' }, 'oidc/fork'],
    ['Dependabot', { scenario: 'dependabot' }, 'oidc/dependabot'],
    ['the wrong branch', { names: { branch: 'feature' } }, 'oidc/claim-mismatch'],
    ['a tag', { scenario: 'tag' }, 'oidc/claim-mismatch'],
    ['an event in which strangers may run code', { scenario: 'pull_request_target' }, 'oidc/event-denied'],
  ])('%s', async (_, options, code) => {
    const result = await logIn(options);
    expectNothingHappened(result, code);
  });

  test('a login without a policy, and shows the block that fits', async () => {
    const result = await logIn({}, { inputs: { claims: '' } });
    expectNothingHappened(result, 'policy/missing');
    expect(result.shown).toContain(`repository_id: "${github!.scenario.claims['repository_id']}"`);
    expect(result.shown).toContain('ref: refs/heads/main');
  });

  test.each([
    ['an empty policy', { claims: '{}' }],
    ['an unknown claim', { claims: 'repository_id: "1"\nrepositry: x' }],
    ['a duplicate key', { claims: 'repository_id: "1"\nrepository_id: "2"' }],
    ['no id', { claims: 'ref: refs/heads/main' }],
    ['an input with a typo', { claim: 'x' }],
    ['a mode that does not exist', { mode: 'Login' }],
    ['a timeout that is no number', { 'timeout-seconds': '1m' }],
    ['a static key', { 'aws-access-key-id': 'x' }],
    ['two providers', { 'vault-url': 'http://127.0.0.1:9', 'vault-role': 'x' }],
  ])('%s before any request', async (_, inputs) => {
    const result = await logIn({}, { inputs });
    expect(result.code).toBe(1);
    expect(result.raw).toMatch(/::error title=(policy|inputs)\//);
    expect(github!.requests).toEqual([]);
    expect(result.files).toEqual([]);
    expect(result.environment).toEqual({});
  });

  test('an endpoint that an earlier step planted', async () => {
    const stranger = await startGitHubTwin();
    const result = await logIn(
      { scenario: 'missing_permission' },
      {
        environment: {
          ACTIONS_ID_TOKEN_REQUEST_URL: stranger.endpoint!.url,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: stranger.endpoint!.bearer,
        },
      },
    );
    await stranger.close();
    expect(result.code).toBe(1);
    expect(result.raw).toMatch(/::error title=oidc\//);
    expect(result.environment).toEqual({});
  });
});
