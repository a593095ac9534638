import { writesOf, type RunEvent } from '@sallyport/workflow-graph';
import { buildsOf, type CacheUse } from '../facts.ts';
import { deploys, exposureOf, isGuarded, list } from '../privilege.ts';
import type { JudgedJob, Rule, RuleFinding, RuleExamples } from '../rule.ts';

const ci = `name: CI
on: pull_request
permissions: { contents: read }
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - uses: actions/upload-artifact@v4
        with: { name: site, path: dist }
`;

const preview = (
  steps: string,
  on = 'on: { workflow_run: { workflows: [CI], types: [completed] } }',
): string => `${on}
permissions: { contents: read, actions: read, pull-requests: write }
jobs:
  preview:
    runs-on: ubuntu-latest
    steps:
${steps}`;

const download =
  '      - uses: actions/download-artifact@v4\n        with: { name: site, run-id: "${{ github.event.workflow_run.id }}", github-token: "${{ github.token }}" }\n';

export const examples = (): RuleExamples => ({
  before: { 'ci.yml': ci, 'preview.yml': preview(`${download}      - run: npm ci && npm run preview\n`) },
  after: {
    'ci.yml': ci.replace('on: pull_request', 'on: push'),
    'preview.yml': preview(`${download}      - run: npm ci && npm run preview\n`),
  },
  violated: [
    { name: 'only downloaded, as a warning', files: { 'ci.yml': ci, 'preview.yml': preview(download) } },
    {
      name: 'a cache that a pull_request_target job saves and a release restores',
      files: {
        'triage.yml':
          'on: pull_request_target\npermissions: {}\njobs:\n  bench:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n        with: { ref: "${{ github.event.pull_request.head.sha }}" }\n      - uses: actions/cache@v4\n        with: { path: node_modules, key: "npm-${{ hashFiles(\'package-lock.json\') }}" }\n      - run: npm ci\n',
        'release.yml':
          'on: { release: { types: [published] } }\npermissions: {}\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    permissions: { id-token: write, contents: read }\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/cache@v4\n        with: { path: node_modules, key: "npm-${{ hashFiles(\'package-lock.json\') }}" }\n      - run: npm publish --ignore-scripts\n',
      },
    },
  ],
  holds: [
    {
      name: 'the workflow behind runs on pushes only',
      files: {
        'ci.yml': ci.replace('on: pull_request', 'on: { push: { branches: [main] } }'),
        'preview.yml': preview(download),
      },
    },
  ],
  unverifiable: [
    {
      name: 'the workflow behind is not here',
      files: { 'preview.yml': preview(`${download}      - run: npm ci\n`) },
    },
  ],
});

export const rule: Rule = {
  id: 'poisoned-handover',
  title: 'What an untrusted run wrote reaches a privileged job',
  tier: 'error',
  reason:
    'An artifact of a pull request’s run, or a cache that such a run could fill, is the outsider’s text and code. Unpacked in a job with secrets or write access it becomes that job’s code.',
  tierReason:
    'An error where the job executes code after it unpacked the artifact, or deploys, and where an untrusted job saves a cache that a deploying job restores. Lowered to a warning where the artifact is only there.',
  remedy:
    'Take artifacts only from runs of `push`; else unpack into an empty folder under `runner.temp`, treat them as data, and never run the workspace afterwards.',
  *check({ jobs }) {
    const poisoners = jobs.filter(savesUntrusted);
    for (const judged of jobs) {
      yield* artifacts(judged);
      if (deploys(judged)) yield* caches(judged, poisoners);
    }
  },
};

function* artifacts(judged: JudgedJob): Iterable<RuleFinding> {
  const { facts, job } = judged;
  const taken = facts.downloads.find(({ run }) => run !== undefined);
  const privileged = facts.secrets.length > 0 || writesOf(job.permissions).length > 0 || deploys(judged);
  if (taken === undefined || !privileged) return;
  const runs = job.events.filter((run) => run.event === 'workflow_run');
  const untrusted = runs.find((run) => exposureOf(run) === 'untrusted');
  const unknown = runs.find((run) => exposureOf(run) === 'unknown');
  const acts = [...buildsOf(facts), ...facts.deployments.filter(({ strong }) => strong)];
  const used = acts.length > 0;
  const then = used ? ` and then runs ${list(acts)}` : '';
  if (untrusted !== undefined) {
    yield {
      verdict: 'violated',
      ...(used && !isGuarded(job) ? {} : { tier: 'warning' as const }),
      job,
      place: taken.place,
      message: `The privileged job unpacks an artifact of a ${untrusted.producer?.event ?? ''} run${then}.`,
    };
  } else if (unknown !== undefined && used && !isGuarded(job)) {
    yield {
      verdict: 'unverifiable',
      job,
      place: taken.place,
      message: `The privileged job unpacks an artifact of another workflow’s run${then}; what triggers that workflow is not known.`,
      settle: "The file of that workflow, or the condition `github.event.workflow_run.event == 'push'`.",
    };
  }
}

/** A job that an outsider causes, with code that the outsider wrote, and that saves a cache of the default branch. */
function savesUntrusted(judged: JudgedJob): boolean {
  const { facts, job } = judged;
  const untrusted = (run: RunEvent): boolean => exposureOf(run) === 'untrusted';
  return facts.saves.length > 0 && buildsOf(facts).length > 0 && job.events.some(untrusted);
}

function* caches({ facts, job }: JudgedJob, poisoners: readonly JudgedJob[]): Iterable<RuleFinding> {
  for (const restore of facts.restores) {
    const poisoner = poisoners.find((candidate) =>
      candidate.facts.saves.some((save) => mayMeet(save, restore)),
    );
    if (poisoner === undefined) continue;
    yield {
      verdict: 'violated',
      job,
      place: restore.place,
      message: `The deploying job restores a cache that \`${poisoner.job.workflow.fileName}\`, job \`${poisoner.job.job.id}\`, can fill for an outsider.`,
      related: [poisoner.job.job.place],
    };
    return;
  }
}

/** Same action, and the constant beginnings of both keys agree. */
function mayMeet(save: CacheUse, restore: CacheUse): boolean {
  const tool = (use: CacheUse): string => use.what.replace(/@.*$/, '').replace(/\/(save|restore)$/, '');
  const start = (use: CacheUse): string => (use.key ?? '').split('${{')[0] ?? '';
  if (tool(save) !== tool(restore)) return false;
  return start(save).startsWith(start(restore)) || start(restore).startsWith(start(save));
}
