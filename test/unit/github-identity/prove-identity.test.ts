import { describe, expect, test } from '@jest/globals';
import { isUnavailable, parsePolicy, readRunFacts } from '@sallyport/github-identity';
import {
  createGitHubTwin,
  keyFaults,
  scenarioNames,
  tokenFaults,
  type GitHubTwinOptions,
  type KeyFault,
  type TokenFault,
} from '../../twins/github/index.ts';
import { refusalOf, setUp } from './identity-under-test.ts';

const withEndpoint = scenarioNames.filter(
  (name) => !['fork', 'dependabot', 'missing_permission'].includes(name),
);

describe('a genuine token', () => {
  test.each(withEndpoint)('of the scenario %s is proved and bound to the run', async (scenario) => {
    const trial = setUp({ scenario });
    const identity = await trial.prove();
    expect(identity.binding.verdict).toBe('holds');
    expect(identity.claims['event_name']).toBe(trial.twin.scenario.claims['event_name']);
    expect(identity.token).toBe(trial.twin.issued[0]);
    expect(trial.tokens).toEqual(trial.twin.issued);
    expect(identity.expiresAt).toBe(trial.clock.now() + 300_000);
    expect(trial.client.sent).toHaveLength(2);
    trial.twin.expectStrict();
  });

  const issuers: [string, GitHubTwinOptions, string | undefined][] = [
    ['github.com', { issuerForm: 'github.com' }, undefined],
    [
      'github.com with an enterprise segment',
      { issuerForm: 'github.com', enterpriseSlug: 'octo-corp' },
      undefined,
    ],
    ['github.com, pinned', { issuerForm: 'github.com' }, 'https://token.actions.githubusercontent.com'],
    ['ghe.com', { issuerForm: 'ghe.com' }, undefined],
    ['an Enterprise Server', { issuerForm: 'server' }, undefined],
    ['a pinned loopback address', { issuerForm: 'pinned' }, 'http://127.0.0.1:4711'],
    [
      'a pinned enterprise segment',
      { issuerForm: 'github.com', enterpriseSlug: 'octo-corp' },
      'https://token.actions.githubusercontent.com/octo-corp',
    ],
  ];
  test.each(issuers)('of %s is proved', async (_name, options, issuer) => {
    const trial = setUp(options);
    const identity = await trial.prove({ issuer });
    expect(identity.issuer).toBe(trial.twin.issuer);
    trial.twin.expectStrict();
  });

  test.each(['legacy', 'immutable'] as const)('with the %s form of sub is proved', async (subjectForm) => {
    const { claims } = await setUp({ subjectForm }).prove();
    expect(claims.sub).toBe(
      subjectForm === 'legacy'
        ? 'repo:my-org/app:ref:refs/heads/main'
        : 'repo:my-org@1234567/app@987654321:ref:refs/heads/main',
    );
  });

  test('is asked for in the same moment as the keys, and the keys without the bearer', async () => {
    const trial = setUp();
    const proof = trial.prove();
    expect(trial.client.sent.map((request) => new URL(request.url).hostname)).toEqual([
      'token.actions.githubusercontent.com',
      'run-actions-1-azure-eastus.actions.githubusercontent.com',
    ]);
    expect(trial.client.sent[0]?.headers).not.toHaveProperty('authorization');
    await proof;
  });

  test('is asked for with one audience, even where the address already has one', async () => {
    const trial = setUp();
    const endpoint = {
      url: `${trial.twin.endpoint?.url}&audience=planted`,
      bearer: trial.twin.endpoint!.bearer,
    };
    const audience = 'https://vault.example.com/?a=b&c d';
    const identity = await trial.prove({ endpoint, audience });
    expect(identity.audience).toBe(audience);
    trial.twin.expectStrict();
  });

  test('signed with a key that was published after the first fetch is proved by one more fetch', async () => {
    const trial = setUp();
    trial.twin.rotateKeys({ late: true });
    await expect(trial.prove()).resolves.toMatchObject({ binding: { verdict: 'holds' } });
    expect(trial.client.sent).toHaveLength(3);
  });

  test('comes after an early refusal, because the job was not yet marked as started', async () => {
    const trial = setUp();
    trial.twin.failToken('not-started', 1);
    await trial.prove();
    expect(trial.clock.slept).toEqual([500]);
  });

  test('is judged by the policy, and a violation is returned for the record', async () => {
    const policy = parsePolicy('repository_id: "987654321"\nref: refs/heads/release');
    const { decision } = await setUp().prove({ policy });
    expect(decision?.verdict).toBe('violated');
  });
});

/** The code of each fault; undefined for those that only the network's own client turns into an error. */
const codesOfTokenFaults: Readonly<Record<TokenFault, string>> = {
  forbidden: 'oidc/request-refused',
  'not-started': 'oidc/request-refused',
  'server-error': 'oidc/service-unavailable',
  unavailable: 'oidc/service-unavailable',
  'rate-limited': 'oidc/service-unavailable',
  reset: 'http/reset',
  silent: 'http/deadline',
  'slow-drip': 'http/deadline',
  huge: 'http/too-large',
  truncated: 'http/truncated',
  html: 'oidc/answer-invalid',
  'no-value': 'oidc/answer-invalid',
  redirect: 'oidc/request-refused',
  'malformed-jwt': 'oidc/token-malformed',
  'alg-none': 'oidc/algorithm',
  'hs256-with-public-key': 'oidc/algorithm',
  'unknown-kid': 'oidc/unknown-key',
  'foreign-signature': 'oidc/signature',
  'tampered-payload': 'oidc/signature',
  'wrong-issuer': 'oidc/issuer',
  'wrong-audience': 'oidc/audience',
  'other-run': 'oidc/other-run',
  'other-repository': 'oidc/other-run',
  'other-attempt': 'oidc/other-run',
  expired: 'oidc/expired',
  'not-yet-valid': 'oidc/not-yet-valid',
  'clock-ahead': 'oidc/not-yet-valid',
  'clock-behind': 'oidc/expired',
  'duplicate-claim': 'oidc/token-malformed',
  'wrong-type': 'oidc/claim-type',
};

const codesOfKeyFaults: Readonly<Record<KeyFault, string>> = {
  'not-found': 'oidc/keys-unavailable',
  'server-error': 'oidc/keys-unavailable',
  reset: 'http/reset',
  silent: 'http/deadline',
  'slow-drip': 'http/deadline',
  huge: 'http/too-large',
  html: 'oidc/keys-invalid',
  empty: 'oidc/keys-invalid',
  'non-rsa': 'oidc/keys-invalid',
  'small-key': 'oidc/keys-invalid',
  'doubled-kid': 'oidc/keys-invalid',
  redirect: 'oidc/keys-unavailable',
};

describe('a fault', () => {
  test.each(tokenFaults)(
    'of the token endpoint, %s, is refused without a secret in the text',
    async (fault) => {
      const trial = setUp();
      trial.twin.failToken(fault);
      const error = await refusalOf(() => trial.prove());
      expect(error.code).toBe(codesOfTokenFaults[fault]);
      const text = [error.message, error.why, error.remedy, error.details, error.stack].join('\n');
      for (const token of trial.tokens) expect(text).not.toContain(token.split('.')[2] || token);
      expect(text).not.toContain(trial.twin.endpoint?.bearer);
    },
  );

  test.each(keyFaults)('of the key set, %s, is refused', async (fault) => {
    const trial = setUp();
    trial.twin.failKeys(fault);
    expect((await refusalOf(() => trial.prove())).code).toBe(codesOfKeyFaults[fault]);
  });

  test('is refused at a permanent 401 without a second request', async () => {
    const trial = setUp();
    const endpoint = { url: trial.twin.endpoint!.url, bearer: 'other' };
    expect((await refusalOf(() => trial.prove({ endpoint }))).code).toBe('oidc/request-refused');
    expect(trial.client.sent).toHaveLength(2);
    expect(() => trial.twin.expectStrict()).toThrow('without the bearer of the job');
  });

  test('of a token that was masked first: the callback sees it before any check', async () => {
    const trial = setUp();
    trial.twin.failToken('malformed-jwt');
    await refusalOf(() => trial.prove());
    expect(trial.tokens).toEqual(['not.a-token']);
  });
});

describe('a claim that binds the token to the run', () => {
  test.each([
    'repository_id',
    'run_id',
    'run_attempt',
    'sha',
    'workflow_ref',
    'event_name',
    'runner_environment',
  ])('%s: another value is refused, a missing one too', async (claim) => {
    const { environment, scenario } = createGitHubTwin('http://127.0.0.1:4711', { issuerForm: 'github.com' });
    const facts = readRunFacts(environment, scenario.event);
    for (const value of ['0', undefined]) {
      const error = await refusalOf(() => setUp({ claims: { [claim]: value } }).prove({ facts }));
      expect(error.code).toBe('oidc/other-run');
      expect(error.details).toMatch(new RegExp(`${claim} .*VIOLATED`));
    }
  });

  test('check_run_id is compared where it is known', async () => {
    const trial = setUp();
    const facts = readRunFacts(trial.twin.environment, {}, { checkRunId: '55012345678' });
    const { binding } = await trial.prove({ facts });
    expect(binding.rows.map((row) => row.claim)).toContain('check_run_id');
    const other = readRunFacts(trial.twin.environment, {}, { checkRunId: '1' });
    expect((await refusalOf(() => trial.prove({ facts: other }))).code).toBe('oidc/other-run');
  });

  test('is unverifiable where an Enterprise Server does not issue it', async () => {
    const { binding } = await setUp({
      issuerForm: 'server',
      claims: { runner_environment: undefined },
    }).prove();
    expect(binding.verdict).toBe('unverifiable');
    expect(binding.rows.filter((row) => row.verdict === 'unverifiable').map((row) => row.claim)).toEqual([
      'runner_environment',
    ]);
  });

  test('is unverifiable where the runner does not say it', async () => {
    const trial = setUp();
    const facts = { ...readRunFacts(trial.twin.environment, {}), runnerEnvironment: undefined };
    expect((await trial.prove({ facts })).binding.verdict).toBe('unverifiable');
  });
});

describe('a job without a token endpoint', () => {
  test.each([
    ['missing_permission', 'oidc/permission-missing', false],
    ['fork', 'oidc/fork', true],
    ['dependabot', 'oidc/dependabot', true],
  ] as const)('%s is told apart, before any request', async (scenario, code, unavailable) => {
    const trial = setUp({ scenario });
    const error = await refusalOf(() => trial.prove());
    expect(error.code).toBe(code);
    expect(isUnavailable(error)).toBe(unavailable);
    expect(trial.client.sent).toHaveLength(0);
  });
});

describe('a planted token endpoint', () => {
  test('that mints its own tokens is named, with what gave it away', async () => {
    const trial = setUp();
    const endpoint = { url: 'https://collector.example.net/token?api-version=2.0', bearer: 'planted' };
    const error = await refusalOf(() => trial.prove({ endpoint }));
    expect(error.code).toBe('oidc/endpoint-untrusted');
    expect(error.what).toContain('collector.example.net');
  });

  test.each(['foreign-signature', 'unknown-kid', 'other-run', 'alg-none'] as const)(
    'that answers with a forgery (%s) is named',
    async (fault) => {
      const trial = setUp();
      trial.twin.failToken(fault);
      const { url, bearer } = trial.twin.endpoint!;
      const endpoint = { url: url.replace('.actions.githubusercontent.com', '.example.net'), bearer };
      const error = await refusalOf(() => trial.prove({ endpoint }));
      expect(error.code).toBe('oidc/endpoint-untrusted');
      if (fault === 'other-run') expect(error.details).toContain('run_id');
    },
  );

  test('whose host only looks like GitHub is not believed to be', async () => {
    const trial = setUp();
    trial.twin.failToken('foreign-signature');
    const { url, bearer } = trial.twin.endpoint!;
    const endpoint = {
      url: url.replace('.actions.githubusercontent.com', '.notactions.githubusercontent.com.evil.example'),
      bearer,
    };
    expect((await refusalOf(() => trial.prove({ endpoint }))).code).toBe('oidc/endpoint-untrusted');
  });

  test('that is no address is refused', async () => {
    const endpoint = { url: 'not a url', bearer: 'x' };
    expect((await refusalOf(() => setUp().prove({ endpoint }))).code).toBe('oidc/endpoint-invalid');
  });
});

describe('an issuer', () => {
  test.each([
    'http://token.example.com',
    'https://token.example.com/',
    'https://token.example.com/?x',
    'https://user@token.example.com',
    'ftp://127.0.0.1',
    'token.actions.githubusercontent.com',
    'https://token.example.com/#a',
    'https://token.example.com ',
  ])('cannot be pinned to %s', async (issuer) => {
    expect((await refusalOf(() => setUp().prove({ issuer }))).code).toBe('oidc/issuer-invalid');
  });

  test.each([
    'https://token.actions.githubusercontent.com/a/b',
    'https://token.actions.githubusercontent.com/',
    'https://token.actions.githubusercontent.com/..',
    'https://token.actions.githubusercontent.com.example.com',
    'https://token.actions.githubusercontent.comx',
    'https://token.actions.githubusercontent.com/a?b',
    'http://token.actions.githubusercontent.com',
    'https://token.actions.octo.ghe.com',
    'http://127.0.0.1:4711',
  ])('%s is not github.com’s', async (iss) => {
    expect((await refusalOf(() => setUp({ claims: { iss } }).prove())).code).toBe('oidc/issuer');
  });

  test('without an enterprise segment is refused where one is pinned', async () => {
    const issuer = 'https://token.actions.githubusercontent.com/octo-corp';
    expect((await refusalOf(() => setUp().prove({ issuer }))).code).toBe('oidc/issuer');
  });
});
