import { breaches, type ReachedJob } from '@sallyport/workflow-graph';
import type { Rule, RuleFinding, RuleExamples } from '../rule.ts';

const caller = (permissions: string): string => `on: push
${permissions}jobs:
  call:
    uses: ./.github/workflows/inner.yml
`;

const inner = (permissions: string): string => `on: workflow_call
jobs:
  build:
    runs-on: ubuntu-latest
    permissions: ${permissions}
    steps: [{ run: echo built }]
`;

export const examples = (): RuleExamples => ({
  before: {
    'call.yml': caller('permissions: { contents: read }\n'),
    'inner.yml': inner('{ contents: read, id-token: write }'),
  },
  after: {
    'call.yml': caller('permissions: { contents: read, id-token: write }\n'),
    'inner.yml': inner('{ contents: read, id-token: write }'),
  },
  violated: [
    {
      name: 'at the top of the called workflow',
      files: {
        'call.yml': caller('permissions: {}\n'),
        'inner.yml':
          'on: workflow_call\npermissions: { packages: write }\njobs:\n  a:\n    runs-on: ubuntu-latest\n    permissions: {}\n    steps: [{ run: echo a }]\n',
      },
    },
  ],
  holds: [
    {
      name: 'the called job inherits',
      files: {
        'call.yml': caller('permissions: { contents: write }\n'),
        'inner.yml':
          'on: workflow_call\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: echo a }]\n',
      },
    },
  ],
  unverifiable: [
    {
      name: 'id-token, which only the permissive default allows a callee',
      files: { 'call.yml': caller(''), 'inner.yml': inner('{ id-token: write }') },
    },
    {
      name: 'more than the restricted default',
      files: { 'call.yml': caller(''), 'inner.yml': inner('{ contents: write }') },
    },
  ],
});

export const rule: Rule = {
  id: 'permission-ceiling',
  title: 'A called workflow asks for more than its caller has',
  tier: 'error',
  reason:
    'GitHub refuses to start such a run at all, before any `if`. It never lowers the permission silently, so a gate in that workflow does not run either.',
  tierReason:
    'It is certain and the workflow does not work. Lowered to an unverifiable note where the caller has no `permissions`, because then the repository’s default decides.',
  remedy: 'Give the calling job the permission that the called workflow needs, or take it away there.',
  *check({ jobs }) {
    const roots = new Set<string>();
    for (const { job } of jobs) {
      const ceiling = job.caller?.permissions;
      if (job.caller === undefined || ceiling === undefined) continue;
      const key = `${job.caller.id}|${job.workflow.path}`;
      if (!roots.has(key)) {
        roots.add(key);
        yield* check(job, job.workflow.permissions, ceiling, `\`${job.workflow.fileName}\``);
      }
      yield* check(job, job.job.permissions, ceiling, `\`${job.workflow.fileName}\`, job \`${job.job.id}\``);
    }
  },
};

function* check(
  job: ReachedJob,
  block: ReachedJob['job']['permissions'],
  ceiling: ReachedJob['permissions'],
  who: string,
): Iterable<RuleFinding> {
  if (block === undefined || job.caller === undefined) return;
  const over = breaches(block, ceiling);
  const certain = over.filter(({ dependsOnDefault }) => !dependsOnDefault);
  const shown = (certain.length > 0 ? certain : over)
    .map(({ scope, wanted, allowed }) => `${scope}: ${wanted} (allowed: ${allowed})`)
    .join(', ');
  const related = [job.caller.job.place];
  if (certain.length > 0) {
    yield {
      verdict: 'violated',
      job,
      place: block.place,
      message: `${who} is requesting ${shown}; its caller \`${job.caller.job.id}\` allows less.`,
      related,
    };
  } else if (over.length > 0) {
    yield {
      verdict: 'unverifiable',
      tier: 'note',
      job,
      place: block.place,
      message: `${who} is requesting ${shown} if the repository’s default is restricted; its caller \`${job.caller.job.id}\` names no permissions.`,
      settle: 'A `permissions` block in the calling job or workflow.',
      related,
    };
  }
}
