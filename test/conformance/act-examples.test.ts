import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { provideAct, runOnAct, type Observation } from '../peers/act.ts';
import { provideNode24 } from '../peers/node24.ts';
import { provideOpenBao } from '../peers/openbao.ts';
import { environmentOf } from '../runner/environment.ts';
import type { JobIdentity, RunResult } from '../runner/index.ts';
import { type Scene, startScene } from '../services/scene.ts';

const act = await provideAct();
const bao = await provideOpenBao();
const path = 'path' in act ? act.path : '';
const missing = [act, bao].flatMap((peer) => ('missing' in peer ? [peer.missing] : []));
const whenThere = missing.length > 0 ? describe.skip : describe;
const repository = resolve(import.meta.dirname, '..', '..');

/** What an example's page would show: each step that ran, and how it ended. */
function stepsOf(result: RunResult): Record<string, unknown> {
  return Object.fromEntries(
    result.jobs.map((job) => [
      job.id,
      {
        result: job.conclusion,
        steps: job.steps
          .filter(({ outcome }) => outcome !== 'skipped')
          .map(({ stage, outcome }) => `${stage}: ${outcome}`),
      },
    ]),
  );
}

function stepsOnAct({ jobs }: Observation): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(jobs).map(([id, { result, steps }]) => [
      id,
      {
        result,
        steps: steps.map(
          (step) => `${step.slice(0, step.indexOf(' '))}: ${step.slice(step.lastIndexOf(' ') + 1)}`,
        ),
      },
    ]),
  );
}

whenThere(`the examples on nektos/act and on the runner twin ${missing.join(', ')}`, () => {
  let scene: Scene;
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-act-examples-'));
  const release = mkdtempSync(join(tmpdir(), 'sallyport-act-release-'));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], {
      encoding: 'utf8',
    });

  beforeAll(async () => {
    scene = await startScene();
    mkdirSync(join(folder, '.github', 'workflows'), { recursive: true });
    cpSync(join(repository, 'examples'), join(folder, '.github', 'workflows'), { recursive: true });
    // What a release holds; act copies all of it for each use.
    for (const part of ['actions', 'dist']) {
      cpSync(join(repository, part), join(release, part), {
        recursive: true,
        filter: (file) => !file.includes('node_modules'),
      });
    }
    git('init', '--quiet', '--initial-branch=main');
    git('remote', 'add', 'origin', 'https://github.com/octo/demo.git');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'examples');
  });
  afterAll(async () => {
    for (const scratch of [folder, release]) rmSync(scratch, { recursive: true, force: true });
    await scene.close();
  });

  test.each([
    ['deploy-aws.yml', 'main', 'success'],
    ['deploy-vault.yml', 'main', 'success'],
    ['deploy-aws.yml', 'feature', 'failure'],
    ['deploy-vault.yml', 'feature', 'failure'],
  ])('%s on the branch %s: %s on both, step by step', async (example, branch, conclusion) => {
    git('checkout', '--quiet', '-B', branch);
    const sha = git('rev-parse', 'HEAD').trim();
    const jobs: JobIdentity[] = [];
    const tokenEndpoint = scene.github.services.tokenEndpoint!;
    const result = await scene.run(`examples/${example}`, {
      event: { name: 'push', ref: `refs/heads/${branch}`, sha },
      services: {
        tokenEndpoint: (job) => {
          jobs.push(job);
          return tokenEndpoint(job);
        },
      },
    });
    result.dispose();
    const [job] = jobs;
    const endpoint = await tokenEndpoint(job!);
    const node = await provideNode24();
    const acted = await runOnAct({
      act: path,
      root: folder,
      workflow: `.github/workflows/${example}`,
      vars: scene.vars,
      env: {
        ...environmentOf(job!),
        ACTIONS_ID_TOKEN_REQUEST_URL: endpoint.url,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: endpoint.bearer,
      },
      repositories: { [`OWNER/sallyport@${'0'.repeat(40)}`]: release },
      ...('path' in node ? { node: node.path } : {}),
    });
    expect(result.conclusion).toBe(conclusion);
    expect(acted.conclusion).toBe(conclusion);
    expect(stepsOnAct(acted)).toEqual(stepsOf(result));
  });
});
