import type { Rule, RuleExamples } from '../rule.ts';

const workflow = `on: push
permissions: { contents: read }
jobs:
  test:
    runs-on: ubuntu-latest
    steps: [{ run: echo tested }]
`;

const policy = (expires: string): string => `version: 1
ignore:
  - rule: static-credential
    workflow: ci.yml
    job: test
    reason: The provider has no federation before spring.
    expires: ${expires}
`;

export const examples = (): RuleExamples => ({
  before: { 'ci.yml': workflow, '.github/sallyport.yml': policy('2020-01-31') },
  after: { 'ci.yml': workflow, '.github/sallyport.yml': policy('2999-01-31') },
  violated: [],
  holds: [],
});

export const rule: Rule = {
  id: 'expired-ignore',
  title: 'An accepted finding is past its day',
  tier: 'error',
  reason:
    'An ignore is a debt with a date. After that day the finding counts again, and the entry only misleads.',
  tierReason: 'An error, so that an exception never outlives its reason unnoticed.',
  remedy: 'Mend the finding, or renew the entry with a new reason and day.',
  *check({ policy, today }) {
    for (const { rule: id, workflow: file, job, expires, place } of policy.ignores) {
      if (expires >= today) continue;
      const where = job === undefined ? `\`${file}\`` : `\`${file}\`, job \`${job}\``;
      yield {
        verdict: 'violated',
        job: undefined,
        place,
        message: `The ignore of \`${id}\` for ${where} expired on ${expires}.`,
      };
    }
  },
};
