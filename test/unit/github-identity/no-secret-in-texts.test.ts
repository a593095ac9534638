import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isCoded } from '@sallyport/errors';
import {
  enforceDecision,
  parsePolicy,
  renderComparison,
  renderDecision,
  renderDecisionMarkdown,
  suggestPolicy,
} from '@sallyport/github-identity';
import { scenarioNames, tokenFaults } from '../../twins/github/index.ts';
import { setUp } from './identity-under-test.ts';

const policies = [
  'repository_id: "987654321"\nref: refs/heads/main',
  'repository_id: "1"\nsub: repo:my-org/app:ref:refs/heads/x\nenvironment: production',
  'repository_owner_id: "1234567"\nevent_name: { not: push }\nrepo_property_team: x',
].map((text) => parsePolicy(text));

function textsOf(error: unknown): readonly string[] {
  if (!isCoded(error)) throw error;
  return [error.message, error.what, error.why, error.remedy, error.details ?? '', error.stack ?? ''];
}

test('no text that this package makes holds a signature or the bearer, whatever the run and the fault', async () => {
  const trials = fc.record({
    scenario: fc.constantFrom(...scenarioNames),
    fault: fc.option(fc.constantFrom(...tokenFaults), { nil: undefined }),
    policy: fc.constantFrom(...policies),
    subjectForm: fc.constantFrom('legacy' as const, 'immutable' as const),
    echoed: fc.constantFrom('iss', 'aud', 'run_id', 'none'),
  });
  await fc.assert(
    fc.asyncProperty(trials, async ({ scenario, fault, policy, subjectForm, echoed }) => {
      const claims: Record<string, string> = {};
      const trial = setUp({ scenario, subjectForm, claims });
      // A hostile endpoint echoes the bearer that it was given.
      if (echoed !== 'none') claims[echoed] = `https://${trial.twin.endpoint?.bearer}`;
      if (fault !== undefined) trial.twin.failToken(fault);
      const texts: string[] = [];
      try {
        const { binding, decision, claims } = await trial.prove({ policy });
        texts.push(suggestPolicy(claims), renderComparison(binding.rows));
        if (decision === undefined) throw new Error('The policy was not evaluated.');
        texts.push(renderDecision(decision), renderDecisionMarkdown(decision));
        enforceDecision(decision);
      } catch (error) {
        texts.push(...textsOf(error));
      }
      for (const token of [...trial.tokens, ...trial.twin.issued]) {
        const secret = token.split('.')[2] || token;
        for (const text of texts) expect(text).not.toContain(secret);
      }
      for (const text of texts) expect(text).not.toContain(trial.twin.endpoint?.bearer ?? secretOfNobody);
    }),
    { seed: 1, numRuns: 300 },
  );
});

const secretOfNobody = 'no job has this bearer';
