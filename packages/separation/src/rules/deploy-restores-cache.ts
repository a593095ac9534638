import { deploys, list, placeOf } from '../privilege.ts';
import type { Rule, RuleExamples } from '../rule.ts';

const publish = (setup: string, extra = ''): string => `on: { release: { types: [published] } }
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: registry
    permissions: { contents: read, id-token: write }
    steps:
${setup}      - uses: actions/download-artifact@v4
        with: { name: package }
${extra}      - run: npm publish package.tgz --provenance
`;

export const examples = (): RuleExamples => ({
  before: publish('      - uses: actions/setup-node@v4\n        with: { node-version: 24, cache: npm }\n'),
  after: publish('      - uses: actions/setup-node@v4\n        with: { node-version: 24 }\n'),
  violated: [
    {
      name: 'a cache that comes by default',
      files: { 'publish.yml': publish('      - uses: actions/setup-go@v5\n') },
    },
    {
      name: 'an explicit restore',
      files: {
        'publish.yml': publish(
          '',
          '      - uses: actions/cache/restore@v4\n        with: { path: x, key: k }\n',
        ),
      },
    },
  ],
  holds: [
    {
      name: 'the default is switched off',
      files: {
        'publish.yml': publish('      - uses: actions/setup-go@v5\n        with: { cache: false }\n'),
      },
    },
    {
      name: 'a building job may',
      files: {
        'ci.yml':
          'on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/setup-go@v5\n      - run: go test ./...\n',
      },
    },
  ],
});

export const rule: Rule = {
  id: 'deploy-restores-cache',
  title: 'A deploying job restores a cache',
  tier: 'error',
  reason:
    'A cache is shared by all runs of a branch and has no author: what another job, or an attacker in it, saved under the key is unpacked beside the deploy credential. This is how Ultralytics (2024), Cline and TanStack (2026) were taken over.',
  tierReason:
    'An error where a deploy reaches beyond the repository. Lowered to a warning where the job only fills a release of the repository itself.',
  remedy:
    'Remove the cache from the job, and switch off the ones that come by default: `cache: false` for setup-go, `enable-cache: false` for setup-uv, `cache-disabled: true` for setup-gradle.',
  *check({ jobs }) {
    for (const judged of jobs) {
      const { facts, job, role } = judged;
      const [first] = facts.restores;
      if (first === undefined || (!deploys(judged) && role.role !== 'deploy')) continue;
      const how = first.implicit ? ', which caches unless told not to' : '';
      yield {
        verdict: 'violated',
        ...(deploys(judged) ? {} : { tier: 'warning' as const }),
        job,
        place: placeOf(first, job),
        message: `The deploying job restores a cache (${list(facts.restores)}${how}).`,
      };
    }
  },
};
