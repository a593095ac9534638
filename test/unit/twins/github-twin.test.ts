import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPublicKey, verify } from 'node:crypto';
import {
  buildScenario,
  buildSubject,
  scenarioNames,
  startGitHubTwin,
  type GitHubTwin,
} from '../../twins/github/index.ts';

let twin: GitHubTwin;

beforeEach(async () => {
  twin = await startGitHubTwin();
});

afterEach(() => twin.close());

function ask(
  query = '&audience=a',
  headers: Record<string, string> = bearer(),
  method = 'GET',
): Promise<Response> {
  return fetch(`${twin.endpoint?.url}${query}`, { method, headers });
}

function bearer(): Record<string, string> {
  return { authorization: `Bearer ${twin.endpoint?.bearer}` };
}

describe('the token endpoint', () => {
  test('issues a token that the published keys verify', async () => {
    const answer = (await (await ask()).json()) as { count: number; value: string };
    expect(answer.count).toBe(1);
    const [header = '', payload = '', signature = ''] = answer.value.split('.');
    const set = (await (await fetch(`${twin.issuer}/.well-known/jwks`)).json()) as {
      keys: { kid: string }[];
    };
    const key = createPublicKey({ key: set.keys[0]!, format: 'jwk' });
    expect(
      verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')),
    ).toBe(true);
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({ aud: 'a', iss: twin.origin, sub: 'repo:my-org/app:ref:refs/heads/main' });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(300);
    expect(Number(claims['iat']) - Number(claims['nbf'])).toBe(600);
    twin.expectStrict();
  });

  test.each([
    ['no bearer', () => ask('&audience=a', {}), 401, /without the bearer/],
    ['another bearer', () => ask('&audience=a', { authorization: 'Bearer x' }), 401, /without the bearer/],
    ['no audience', () => ask(''), 200, /0 audiences/],
    ['two audiences', () => ask('&audience=a&audience=b'), 200, /2 audiences/],
    ['a second api-version', () => ask('&audience=a&api-version=1'), 400, /api-version/],
    ['POST', () => ask('&audience=a', bearer(), 'POST'), 405, /POST/],
    ['another path', () => fetch(`${twin.origin}/elsewhere`), 404, /elsewhere/],
    [
      'the bearer at the key set',
      () => fetch(`${twin.issuer}/.well-known/jwks`, { headers: bearer() }),
      200,
      /credential/,
    ],
  ])('asked with %s fails the test', async (_name, act, status, violation) => {
    expect((await act()).status).toBe(status);
    expect(() => twin.expectStrict()).toThrow(violation);
  });

  test('fails as often as it was ordered', async () => {
    twin.failToken('unavailable', 2);
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([503, 503, 200]);
  });

  test.each(['reset', 'truncated'] as const)('%s breaks the connection', async (fault) => {
    twin.failToken(fault, 1);
    await expect(ask().then((response) => response.text())).rejects.toThrow();
  });

  test('has another bearer for every job', async () => {
    const other = await startGitHubTwin();
    expect(other.endpoint?.bearer).not.toBe(twin.endpoint?.bearer);
    await other.close();
  });

  test('can be an Enterprise Server', async () => {
    const server = await startGitHubTwin({ issuerForm: 'server' });
    expect(server.issuer).toBe(`${server.origin}/_services/token`);
    expect(server.environment['GITHUB_SERVER_URL']).toBe(server.origin);
    expect((await fetch(`${server.issuer}/.well-known/jwks`)).status).toBe(200);
    await server.close();
  });
});

/** GitHub Docs, "OpenID Connect reference": the examples of `sub`. */
describe('a scenario', () => {
  test.each([
    ['push', 'repo:my-org/app:ref:refs/heads/main'],
    ['tag', 'repo:my-org/app:ref:refs/tags/v1.2.3'],
    ['pull_request', 'repo:my-org/app:pull_request'],
    ['pull_request_closed', 'repo:my-org/app:pull_request'],
    ['pull_request_target', 'repo:my-org/app:ref:refs/heads/main'],
    ['environment', 'repo:my-org/app:environment:production'],
  ] as const)('%s has the subject %s', (name, subject) => {
    expect(buildSubject(buildScenario(name).claims, { form: 'legacy' })).toBe(subject);
  });

  test.each(scenarioNames)('%s tells claims, variables and contexts alike', (name) => {
    const { claims, environment, contexts } = buildScenario(name, { runId: '7', actor: 'monalisa' });
    for (const [claim, variable] of [
      ['run_id', 'GITHUB_RUN_ID'],
      ['ref', 'GITHUB_REF'],
      ['event_name', 'GITHUB_EVENT_NAME'],
      ['workflow_ref', 'GITHUB_WORKFLOW_REF'],
      ['actor', 'GITHUB_ACTOR'],
      ['runner_environment', 'RUNNER_ENVIRONMENT'],
    ] as const) {
      expect(environment[variable]).toBe(claims[claim]);
      if (claim !== 'runner_environment') expect(contexts.github[claim]).toBe(claims[claim]);
    }
  });

  test('puts a colon of an environment as %3A into the subject', () => {
    const { claims } = buildScenario('environment', { environment: 'a:b' });
    expect(buildSubject(claims, { form: 'legacy', template: ['repository_id', 'context'] })).toBe(
      'repository_id:987654321:environment:a%3Ab',
    );
  });
});
