import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  runWorkflow,
  type JobResult,
  type RuleId,
  type RunOptions,
  type RunResult,
  type StepResult,
} from '../index.ts';

/** One line of the runner's contract, as something that runs. */
export interface Row {
  readonly rule: RuleId;
  /** What holds. */
  readonly what: string;
  /** The file in actions/runner 2.336.0 that makes it so. */
  readonly source: string;
  readonly scenario: Scenario;
  /** Throws when the rule does not hold. */
  readonly check: (seen: Seen) => void;
}

export interface Scenario {
  /** `steps:` of one job, as YAML, without indentation. */
  readonly steps?: string;
  /** More of that job, or of the workflow. */
  readonly job?: string;
  readonly workflow?: string;
  /** Files of the repository; the job finds them in its workspace too. */
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: Partial<RunOptions>;
}

/** What a row looks at. */
export interface Seen {
  readonly run: RunResult;
  readonly job: JobResult;
  /** The main stage of a step, by its id. */
  readonly step: (id: string) => StepResult;
  /** Names of the post steps that ran, in order. */
  readonly posts: readonly string[];
}

/** Runs a row's scenario, with its rule broken if asked. @throws when the check does. */
export async function runRow(row: Row, broken: boolean): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'sallyport-row-'));
  for (const [path, text] of Object.entries(row.scenario.files ?? {})) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  let run: RunResult | undefined;
  try {
    run = await runWorkflow({
      root,
      workflow: row.scenario.workflow ?? workflowOf(row.scenario),
      faults: new Set(broken ? [row.rule] : []),
      ...row.scenario.options,
    });
    row.check(look(run));
  } finally {
    run?.dispose();
    rmSync(root, { recursive: true, force: true });
  }
}

function workflowOf({ steps = '', job = '', files }: Scenario): string {
  const all = files === undefined ? steps.trim() : `- uses: actions/checkout@v4\n${steps.trim()}`;
  const indent = (text: string): string =>
    text
      .trim()
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n');
  return `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n${indent(job)}\n    steps:\n${indent(all)}\n`;
}

function look(run: RunResult): Seen {
  const job = run.jobs[0];
  if (job === undefined) throw new Error(`No job ran: ${run.startupErrors.join('; ')}`);
  return {
    run,
    job,
    step: (id) => {
      const found = job.steps.find((step) => step.id === id && step.stage === 'main');
      if (found === undefined)
        throw new Error(`No step '${id}' among ${job.steps.map((step) => step.id).join(', ')}`);
      return found;
    },
    posts: job.steps
      .filter((step) => step.stage === 'post' && !step.name.includes('checkout'))
      .map((step) => step.name),
  };
}

/** A JavaScript action, as files. */
export function nodeAction(
  folder: string,
  code: { main?: string; post?: string; more?: string; inputs?: string },
) {
  const { main = '', post, more = '', inputs = '{}' } = code;
  return {
    [`${folder}/action.yml`]: [
      `name: ${folder}`,
      `inputs: ${inputs}`,
      'runs:',
      '  using: node24',
      '  main: main.cjs',
      ...(post === undefined ? [] : ['  post: post.cjs']),
      more,
    ].join('\n'),
    [`${folder}/main.cjs`]: main,
    ...(post === undefined ? {} : { [`${folder}/post.cjs`]: post }),
  };
}

/** A composite action, as files; `steps` without indentation. */
export function compositeAction(folder: string, steps: string, head = '') {
  return {
    [`${folder}/action.yml`]: `name: ${folder}\n${head}\nruns:\n  using: composite\n  steps:\n${steps
      .trim()
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n')}\n`,
  };
}
