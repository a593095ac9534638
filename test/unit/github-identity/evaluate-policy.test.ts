import { describe, expect, test } from '@jest/globals';
import {
  enforceDecision,
  evaluatePolicy,
  parsePolicy,
  riskyEvents,
  type PolicyDecision,
} from '@sallyport/github-identity';
import type { GitHubTwinOptions } from '../../twins/github/index.ts';
import { claimsOf, refusalOf } from './identity-under-test.ts';

const id = 'repository_id: "987654321"\n';

function decide(policy: string, options: GitHubTwinOptions = {}): PolicyDecision {
  return evaluatePolicy(parsePolicy(id + policy), claimsOf(options));
}

describe('a condition', () => {
  const rows: [string, string, GitHubTwinOptions, 'holds' | 'violated' | 'unverifiable'][] = [
    ['exact', 'ref: refs/heads/main', {}, 'holds'],
    ['exact, other', 'ref: refs/heads/release', {}, 'violated'],
    ['exact, only a prefix', 'environment: prod', { scenario: 'environment' }, 'violated'],
    ['any of', 'event_name: [schedule, push]', {}, 'holds'],
    ['none of', 'event_name: [schedule, workflow_dispatch]', {}, 'violated'],
    ['glob', 'ref: { glob: "refs/tags/v*" }', { scenario: 'tag' }, 'holds'],
    ['glob that stops at a slash', 'ref: { glob: "refs/*" }', {}, 'violated'],
    ['glob across slashes', 'ref: { glob: "refs/**" }', {}, 'holds'],
    ['glob with exception', 'ref: { glob: "refs/heads/*", not: refs/heads/main }', {}, 'violated'],
    ['not', 'runner_environment: { not: self-hosted }', {}, 'holds'],
    ['not, but it is', 'runner_environment: { not: self-hosted }', { scenario: 'self_hosted' }, 'violated'],
    ['not, of a claim that is absent', 'environment: { not: dev }', {}, 'violated'],
    ['absent', 'environment: { absent: true }', {}, 'holds'],
    ['absent, though GitHub writes an empty text', 'head_ref: { absent: true }', {}, 'holds'],
    ['absent, but present', 'head_ref: { absent: true }', { scenario: 'pull_request' }, 'violated'],
    ['present', 'environment: { not: { absent: true } }', { scenario: 'environment' }, 'holds'],
    ['present, but absent', 'environment: { not: { absent: true } }', {}, 'violated'],
    ['absent or a value', 'environment: [{ absent: true }, dev]', {}, 'holds'],
    ['a claim the token lacks', 'environment: production', {}, 'violated'],
    ['an enterprise', 'enterprise_id: "4711"', { names: { enterprise: 'octo-corp' } }, 'holds'],
    ['a property', 'repo_property_team: payments', { names: { properties: { team: 'payments' } } }, 'holds'],
    ['a property that is not there', 'repo_property_team: payments', {}, 'violated'],
    [
      'a newer claim on a server',
      'check_run_id: "1"',
      { issuerForm: 'server', claims: { check_run_id: undefined } },
      'unverifiable',
    ],
    ['a property on a server', 'repo_property_team: x', { issuerForm: 'server' }, 'unverifiable'],
    [
      'an absent property on a server',
      'repo_property_team: { absent: true }',
      { issuerForm: 'server' },
      'unverifiable',
    ],
    ['an old claim on a server', 'environment: x', { issuerForm: 'server' }, 'violated'],
    [
      'a called workflow',
      'job_workflow_ref: { glob: "my-org/deploy/.github/workflows/*@refs/tags/v*" }',
      { scenario: 'reusable_workflow' },
      'holds',
    ],
    [
      'a called workflow at another ref',
      'job_workflow_ref: { glob: "my-org/deploy/**@refs/heads/*" }',
      { scenario: 'reusable_workflow' },
      'violated',
    ],
  ];
  test.each(rows)('%s', async (_name, policy, options, verdict) => {
    const decision = decide(policy, options);
    expect(decision.verdict).toBe(verdict);
    expect(decision.rows.at(-1)?.verdict).toBe(verdict);
  });

  test('is checked even after another was violated', async () => {
    const decision = decide('ref: refs/heads/x\nenvironment: y\nrunner_environment: github-hosted');
    expect(decision.rows.map((row) => row.verdict)).toEqual(['holds', 'violated', 'violated', 'holds']);
  });
});

describe('a risky event', () => {
  test.each(riskyEvents)('%s is denied unless the policy names it', async (event) => {
    const claims = { event_name: event };
    const denied = decide('ref: refs/heads/main', { claims });
    expect(denied.verdict).toBe('violated');
    expect(denied.deniedEvent?.event).toBe(event);
    expect((await refusalOf(() => enforceDecision(denied))).code).toBe('oidc/event-denied');
    expect(decide(`event_name: [push, ${event}]`, { claims }).verdict).toBe('holds');
  });

  test.each(['{ glob: "*" }', '{ not: push }', '[{ glob: "**" }]'])(
    'is not named by %s',
    async (condition) => {
      const decision = decide(`event_name: ${condition}`, { scenario: 'pull_request_target' });
      expect(decision.deniedEvent?.event).toBe('pull_request_target');
    },
  );

  test.each(['push', 'pull_request', 'schedule', 'workflow_dispatch', 'release', 'merge_group'])(
    '%s is none',
    async (event) => {
      expect(decide('ref: refs/heads/main', { claims: { event_name: event } }).verdict).toBe('holds');
    },
  );
});

describe('a hint', () => {
  const rows: [string, string, GitHubTwinOptions, RegExp][] = [
    ['case only', 'repository: My-Org/App', {}, /upper and lower case/],
    [
      'legacy policy, immutable token',
      'sub: repo:my-org/app:ref:refs/heads/main',
      { subjectForm: 'immutable' },
      /policy would say repo:my-org@1234567\/app@987654321:ref:refs\/heads\/main/,
    ],
    [
      'immutable policy, legacy token',
      'sub: repo:my-org@1234567/app@987654321:environment:production',
      {},
      /policy would say repo:my-org\/app:environment:production/,
    ],
    [
      'branch lost through environment',
      'sub: repo:my-org/app:ref:refs/heads/main',
      { scenario: 'environment' },
      /takes the place of the branch/,
    ],
    ['no environment', 'sub: repo:my-org/app:environment:production', {}, /names no `environment:`/],
    [
      'pull request',
      'sub: repo:my-org/app:ref:refs/heads/main',
      { scenario: 'pull_request' },
      /pull request/,
    ],
    [
      'customised sub',
      'sub: repo:my-org/app:ref:refs/heads/main',
      { subjectTemplate: ['repository_id', 'context'] },
      /customised/,
    ],
    ['other owner in sub', 'sub: repo:other/app:ref:refs/heads/main', {}, /fork/],
    [
      'tag with the name of a branch',
      'ref: refs/heads/v1.2.3',
      { scenario: 'tag' },
      /of a tag with that name/,
    ],
    ['branch with the name of a tag', 'ref: refs/tags/main', {}, /of a branch with that name/],
    ['merge ref', 'ref: refs/heads/main', { scenario: 'pull_request' }, /`base_ref`/],
    ['source branch', 'ref: refs/heads/feature', { scenario: 'pull_request_closed' }, /`head_ref`/],
    ['no environment claim', 'environment: production', {}, /names no `environment:`/],
    ['no pull request', 'base_ref: main', {}, /pull requests/],
    ['no enterprise', 'enterprise: octo', {}, /no enterprise/],
    ['no property', 'repo_property_team: x', {}, /administrator/],
    ['renamed repository', 'repository: my-org/old', {}, /renamed/],
    ['renamed owner', 'repository_owner_id: "1234567"\nrepository_owner: old', {}, /renamed/],
    [
      'other ref of the file',
      'workflow_ref: my-org/app/.github/workflows/deploy.yml@refs/heads/x',
      {},
      /another ref/,
    ],
    ['server', 'repo_property_team: x', { issuerForm: 'server' }, /does not issue/],
  ];
  test.each(rows)('%s', async (_name, policy, options, hint) => {
    expect(decide(policy, options).rows.at(-1)?.hint).toMatch(hint);
  });

  test('a fork: the same name under another owner and id', async () => {
    const policy = parsePolicy('repository_id: "1"\nrepository: upstream/app\nref: refs/heads/main');
    const { rows } = evaluatePolicy(policy, claimsOf());
    expect(rows[1]?.hint).toMatch(/fork/);
  });

  test('a new repository under an old name', async () => {
    const policy = parsePolicy('repository_id: "1"\nrepository: my-org/app');
    expect(evaluatePolicy(policy, claimsOf()).rows[0]?.hint).toMatch(/made anew/);
  });

  test.each([
    ['ref: refs/heads/other', {}],
    ['environment: other', { scenario: 'environment' }],
    ['sub: "nonsense:"', {}],
  ] as [string, GitHubTwinOptions][])('is not given where the values speak: %s', async (policy, options) => {
    expect(decide(policy, options).rows.at(-1)?.hint).toBeUndefined();
  });
});

describe('a decision', () => {
  test('that holds is no error', async () => {
    const decision = decide('ref: refs/heads/main');
    expect(() => enforceDecision(decision)).not.toThrow();
  });

  test.each([
    ['violated', 'ref: refs/heads/x', {}, 'oidc/claim-mismatch'],
    ['unverifiable', 'repo_property_a: x', { issuerForm: 'server' }, 'oidc/claim-unverifiable'],
    [
      'a risky event beside a mismatch',
      'ref: refs/heads/x',
      { scenario: 'issue_comment' },
      'oidc/claim-mismatch',
    ],
  ] as [string, string, GitHubTwinOptions, string][])(
    'that is %s is an error with the table',
    async (_name, policy, options, code) => {
      const decision = decide(policy, options);
      const error = await refusalOf(() => enforceDecision(decision));
      expect(error.code).toBe(code);
      expect(error.details).toContain('claim');
    },
  );
});
