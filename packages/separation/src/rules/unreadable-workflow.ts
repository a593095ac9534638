import type { Diagnostic } from '@sallyport/workflow-graph';
import type { Rule, RuleExamples } from '../rule.ts';

const workflow = (job: string): string => `on: push
permissions: { contents: read }
jobs:
  test:
${job}`;

const good = workflow('    runs-on: ubuntu-latest\n    steps: [{ run: echo tested }]\n');

export const examples = (): RuleExamples => ({
  before: { 'ci.yml': good, 'broken.yml': workflow('    runs-on: ubuntu-latest\n\t  steps: []\n') },
  after: good,
  violated: [],
  holds: [],
  unverifiable: [
    { name: 'an unknown key', files: { 'ci.yml': `${good}permission: {}\n` } },
    { name: 'an unknown scope', files: { 'ci.yml': good.replace('contents: read', 'content: write') } },
    {
      name: 'a remote workflow that is not here',
      files: { 'ci.yml': workflow('    uses: o/r/.github/workflows/x.yml@v1\n') },
    },
    {
      name: 'a missing local workflow',
      files: { 'ci.yml': workflow('    uses: ./.github/workflows/nowhere.yml\n') },
    },
  ],
});

export const rule: Rule = {
  id: 'unreadable-workflow',
  title: 'A workflow cannot be judged',
  tier: 'error',
  reason:
    'A file that GitHub would refuse, that is beyond a limit, or that calls a workflow whose text is not here may hold anything. What cannot be read is never counted as holding.',
  tierReason:
    'An error, but always unverifiable: it keeps the verdict from `holds` and never makes it `violated`.',
  remedy: 'Mend the file, or give the text of the called workflow through `remote`.',
  *check({ diagnostics, jobs }) {
    const perFile = new Map<string, number>();
    for (const diagnostic of diagnostics) {
      const { path } = diagnostic.place;
      const count = (perFile.get(path) ?? 0) + 1;
      perFile.set(path, count);
      // A broken file is told by its first three complaints, not by two hundred.
      if (count > 3 && diagnostic.kind !== 'unresolved') continue;
      yield {
        verdict: 'unverifiable',
        job: jobs.find(
          ({ job }) => job.workflow.path === path && job.job.uses?.place.line === diagnostic.place.line,
        )?.job,
        place: diagnostic.place,
        message: diagnostic.message,
        settle: settles[diagnostic.kind],
      };
    }
  },
};

const settles: Readonly<Record<Diagnostic['kind'], string>> = {
  refused: 'A file that GitHub accepts.',
  unread: 'A file within the limits.',
  unresolved: 'The text of the called workflow through `remote`.',
};
