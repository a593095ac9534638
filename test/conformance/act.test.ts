import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { provideAct, runOnAct, type Observation } from '../peers/act.ts';
import { agreements, differences, type Case } from '../runner/conformance/act-cases.ts';
import { runWorkflow, type RunResult } from '../runner/index.ts';

const act = await provideAct();
const path = 'path' in act ? act.path : '';
const title = 'path' in act ? 'nektos/act' : `nektos/act (missing: ${act.missing})`;
const maybe = 'path' in act ? test : test.skip;
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A git repository with the case's files. */
function repositoryOf({ workflow, files = {} }: Case): string {
  const root = mkdtempSync(join(tmpdir(), 'sallyport-act-case-'));
  folders.push(root);
  const all = { ...files, '.github/workflows/case.yml': workflow };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const git = (...args: string[]): void => {
    execFileSync('git', ['-C', root, '-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args]);
  };
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'case');
  return root;
}

function observe(result: RunResult): Observation {
  const jobs = result.jobs
    .filter(({ steps }) => steps.length > 0)
    .map((job) => {
      const steps = job.steps.filter(({ within, name, outcome }) => {
        return within.length === 0 && outcome !== 'skipped' && !name.includes('actions/checkout');
      });
      return [
        job.id.split('/').at(-1) ?? '',
        {
          result: job.conclusion,
          steps: steps.map(
            ({ stage, name, outcome }) =>
              `${stage} ${name.replace(/^Post /, '').replace(/^Run /, '')}: ${outcome}`,
          ),
          marks: [...job.text.matchAll(/^mark: (.*?)\s*$/gm)].map(([, mark]) => mark ?? ''),
        },
      ] as const;
    });
  return { conclusion: result.conclusion, jobs: Object.fromEntries(jobs) };
}

async function onBoth(one: Case): Promise<{ readonly twin: Observation; readonly act: Observation }> {
  const root = repositoryOf(one);
  const { secrets = {} } = one;
  const workflow = '.github/workflows/case.yml';
  const result = await runWorkflow({ root, workflow, secrets });
  result.dispose();
  const { env } = one;
  const acted = await runOnAct({ act: path, root, workflow, secrets, ...(env === undefined ? {} : { env }) });
  return { twin: observe(result), act: acted };
}

describe(`${title} and the runner twin`, () => {
  maybe.each(agreements.map((one) => [one.name, one] as const))('agree: %s', async (_, one) => {
    const both = await onBoth(one);
    expect(Object.keys(both.twin.jobs).length).toBeGreaterThan(0);
    expect(both.twin).toEqual(both.act);
  });

  maybe.each(differences.map((one) => [one.name, one] as const))('differ, as known: %s', async (_, one) => {
    const both = await onBoth(one);
    const marks = (seen: Observation): unknown =>
      Object.fromEntries(Object.entries(seen.jobs).map(([id, job]) => [id, job.marks]));
    expect(marks(both.twin)).toEqual(one.twin);
    expect(marks(both.act)).toEqual(one.act);
  });
});
