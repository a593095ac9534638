import { join } from 'node:path';
import { provideOpenBao } from '../test/peers/openbao.ts';
import type { RunOptions, RunResult } from '../test/runner/index.ts';
import { type Scene, startScene } from '../test/services/scene.ts';
import { repositoryRoot } from './entries.ts';

/** One part of the demo: a workflow file, how it is started, and how it has to end. */
interface Act {
  readonly title: string;
  readonly workflow: string;
  readonly options?: Partial<RunOptions>;
  readonly ends: RunResult['conclusion'];
  readonly moral: string;
}

const feature = { event: { name: 'push', ref: 'refs/heads/feature' } };

const acts: readonly Act[] = [
  {
    title: 'A job logs in to AWS and to OpenBao; both logins are taken back, last first',
    workflow: 'examples/demo/two-logins.yml',
    ends: 'success',
    moral: 'The token was verified, its claims asserted, exchanged, used, and the logins taken back.',
  },
  {
    title: 'The same workflow from the wrong branch',
    workflow: 'examples/demo/two-logins.yml',
    options: feature,
    ends: 'failure',
    moral: 'Refused before anything was exchanged.',
  },
  {
    title: 'The wrong branch without our step',
    workflow: 'examples/demo/unguarded.yml',
    options: feature,
    ends: 'success',
    moral: 'The attack succeeds: the trust at the server knows the repository but forgot the branch.',
  },
  {
    title: 'A step plants a token endpoint of its own',
    workflow: 'examples/demo/planted-endpoint.yml',
    ends: 'failure',
    moral: 'A token that GitHub did not sign is refused.',
  },
  {
    title: 'A login that does not say who may log in',
    workflow: 'examples/demo/no-claims.yml',
    ends: 'failure',
    moral: 'Refused, with the block that fits this run.',
  },
  {
    title: 'A step prints a token, base64-encoded twice, so that no mask covers it',
    workflow: 'examples/demo/leak.yml',
    ends: 'failure',
    moral: 'Found by its line, and nothing of it printed.',
  },
  {
    title: 'One job builds and deploys',
    workflow: 'examples/demo/separation.yml',
    options: { checkout: join(repositoryRoot, 'examples', 'demo', 'fused') },
    ends: 'failure',
    moral: 'Refused: what builds can deploy.',
  },
  {
    title: 'The same in two jobs',
    workflow: 'examples/demo/separation.yml',
    options: { checkout: join(repositoryRoot, 'examples', 'demo', 'separated') },
    ends: 'success',
    moral: 'Holds: what builds has no identity to deploy with.',
  },
];

const peer = await provideOpenBao();
if ('missing' in peer) {
  console.log(`The demo needs OpenBao, which could not be had: ${peer.missing}`);
  process.exitCode = 1;
} else {
  process.exitCode = await play();
}

async function play(): Promise<number> {
  const scene = await startScene();
  try {
    let unexpected = 0;
    for (const [index, act] of acts.entries()) unexpected += await perform(act, index + 1, scene);
    console.log(
      unexpected === 0 ? '\nThe demo went as it should.' : `\n${unexpected} acts did not end as they should.`,
    );
    return unexpected === 0 ? 0 : 1;
  } finally {
    await scene.close();
  }
}

/** @returns 1 if the act ended otherwise than it should. */
async function perform(
  { title, workflow, options, ends, moral }: Act,
  number: number,
  scene: Scene,
): Promise<number> {
  console.log(`\n━━━ ${number}. ${title} (${workflow})\n`);
  const started = performance.now();
  const result = await scene.run(workflow, options);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  showSteps(result);
  const asExpected = result.conclusion === ends;
  result.dispose();
  console.log(`  ${asExpected ? '→' : '✗'} ${result.conclusion} after ${seconds} s. ${moral}`);
  return asExpected ? 0 : 1;
}

/** The steps with their logs, without the echo of inputs and scripts: what a reader looks at first. */
function showSteps({ jobs }: RunResult): void {
  for (const step of jobs.flatMap(({ steps }) => steps)) {
    const lines = withoutEcho(step.log);
    if (step.conclusion === 'skipped' || lines.length === 0) continue;
    console.log(`  ▶ ${step.name}`);
    for (const line of lines) console.log(`    ${line}`);
    console.log('');
  }
}

function withoutEcho(log: string): string[] {
  const shown: string[] = [];
  let echo = false;
  for (const line of log.split('\n')) {
    if (line.startsWith('##[group]Run ')) echo = true;
    else if (line.startsWith('##[endgroup]')) echo = false;
    else if (!echo && line !== '' && line !== 'Post job cleanup.') {
      shown.push(line.replace('##[group]', '▾ ').replace('##[error]', 'Error: '));
    }
  }
  return shown;
}
