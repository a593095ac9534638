import { describe, expect, test } from '@jest/globals';
import { explainUnavailability, readRunFacts } from '@sallyport/github-identity';
import { buildScenario, scenarioNames } from '../../twins/github/index.ts';
import { refusalOf } from './identity-under-test.ts';

const { environment } = buildScenario('push');

describe('the facts of a run', () => {
  test.each([
    'GITHUB_SERVER_URL',
    'GITHUB_REPOSITORY',
    'GITHUB_REPOSITORY_ID',
    'GITHUB_RUN_ID',
    'GITHUB_RUN_ATTEMPT',
    'GITHUB_SHA',
    'GITHUB_WORKFLOW_REF',
    'GITHUB_EVENT_NAME',
    'GITHUB_ACTOR',
  ])('need %s', async (name) => {
    for (const value of [undefined, '']) {
      const error = await refusalOf(() => readRunFacts({ ...environment, [name]: value }, {}));
      expect([error.code, error.what]).toEqual(['oidc/facts-missing', `The runner did not set \`${name}\`.`]);
    }
  });

  test.each(scenarioNames)('of the scenario %s agree with its claims', (name) => {
    const scenario = buildScenario(name);
    const facts = readRunFacts(scenario.environment, scenario.event);
    expect([facts.repositoryId, facts.eventName, facts.runAttempt, facts.workflowRef]).toEqual(
      ['repository_id', 'event_name', 'run_attempt', 'workflow_ref'].map((claim) => scenario.claims[claim]),
    );
    expect(facts.fromFork).toBe(['fork', 'pull_request_target'].includes(name));
    expect(facts.byDependabot).toBe(name === 'dependabot');
  });

  const head = (repo: unknown): unknown => ({ pull_request: { head: { repo } } });
  test.each([
    ['a pull request inside a repository that is itself a fork', head({ id: 987654321, fork: true }), false],
    ['a deleted fork', head(null), true],
    ['another repository', head({ id: 1, fork: false }), true],
    ['a payload without a head', { pull_request: {} }, false],
    ['no payload', undefined, false],
    ['a payload that is text', 'x', false],
    ['a pull request that is null', { pull_request: null }, false],
  ])('know a fork: %s', (_name, event, fromFork) => {
    expect(readRunFacts(environment, event).fromFork).toBe(fromFork);
  });
});

describe('a missing endpoint', () => {
  const facts = readRunFacts(environment, {});
  test.each([
    ['a fork in a pull request', { fromFork: true, eventName: 'pull_request' }, 'oidc/fork'],
    ['a fork in a review', { fromFork: true, eventName: 'pull_request_review' }, 'oidc/fork'],
    ['a fork of Dependabot', { fromFork: true, byDependabot: true, eventName: 'pull_request' }, 'oidc/fork'],
    [
      'a fork in pull_request_target',
      { fromFork: true, eventName: 'pull_request_target' },
      'oidc/permission-missing',
    ],
    ['Dependabot', { byDependabot: true }, 'oidc/dependabot'],
    ['a push', {}, 'oidc/permission-missing'],
  ])('is explained for %s', (_name, changes, code) => {
    expect(explainUnavailability({ ...facts, ...changes }).code).toBe(code);
  });
});
