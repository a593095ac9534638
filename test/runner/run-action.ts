import { randomUUID } from 'node:crypto';
import { findAction, hasPost, type Action } from './actions.ts';
import { runComposite, runCompositePosts, type RunStep } from './composite.ts';
import { createFiles } from './environment-files.ts';
import { processFiles, setOutput } from './effects.ts';
import { readInputs } from './inputs.ts';
import { runNode } from './node-action.ts';
import { runScript } from './script.ts';
import { annotate, debug, output, type Frame } from './state.ts';

/**
 * Runs what a step names, in the frame's stage: registers its post step as soon as main begins, makes the environment
 * files, reads the inputs, prints the header, runs, and reads the files whatever came of it.
 * Source: actions/runner `src/Runner.Worker/ActionRunner.cs`.
 * @throws {Error} when the action cannot be had; StepCancelled when it was ended from outside.
 */
export async function runAction(frame: Frame, runStep: RunStep): Promise<void> {
  const { definition, job, scope } = frame;
  const action =
    definition.uses === undefined ? undefined : findAction(definition.uses, scope.repository, job);
  if (action === undefined) forgetRepository(frame);
  if (action !== undefined) prepareAction(frame, action);
  const files = createFiles(job.folders.temp, randomUUID(), job.contract);
  const kept = frame.stage === 'post' && !job.contract.holds('post/inputs-again') ? frame.inputs : undefined;
  const inputs = kept ?? readInputs(frame, action?.kind === 'folder' ? action.definition : undefined);
  frame.inputs = inputs;
  if (action !== undefined) printHeader(frame, action.title, inputs);
  try {
    if (action === undefined) await runScript(frame, files);
    else if (action.kind === 'stand-in') await runStandIn(frame, action, inputs);
    else if (action.definition.runs.using !== 'composite') await runNode(frame, action, inputs, files);
    else if (frame.stage === 'post') await runCompositePosts(frame, runStep);
    else await runComposite(frame, action, inputs, runStep);
  } finally {
    if (frame.stage !== 'post' || job.contract.holds('post/files')) processFiles(frame, files);
  }
}

/** Only actions of a repository have GITHUB_ACTION_REPOSITORY and GITHUB_ACTION_REF. */
function forgetRepository(frame: Frame): void {
  const { contract, run } = frame.job;
  const kept = contract.holds('env/action-repository');
  frame.github['action_repository'] = kept ? null : run.repository.name;
  frame.github['action_ref'] = kept ? null : run.repository.ref;
}

function prepareAction(frame: Frame, action: Action): void {
  const { job } = frame;
  const { contract } = job;
  if (action.kind === 'folder' && action.local) forgetRepository(frame);
  else {
    frame.github['action_repository'] = action.kind === 'folder' ? action.repository.name : action.name;
    frame.github['action_ref'] = action.kind === 'folder' ? action.repository.ref : action.ref;
  }
  if (!contract.holds('env/action-path') && action.kind === 'folder')
    frame.github['action_path'] = action.folder;
  if (frame.stage === 'post') return;
  if (action.kind === 'folder' && action.local && action.definition.runs.pre !== undefined) {
    annotate(frame, 'warning', `\`pre\` execution is not supported for local action from '${action.title}'`);
  }
  if (hasPost(action, job)) registerPost(frame, action);
}

function postCondition(action: Action): string {
  if (action.kind === 'stand-in') return action.run.postIf ?? 'success()';
  return action.definition.runs['post-if'] ?? 'always()';
}

/** The inner posts of a composite wait with the composite, at whose place in the stack they run. */
function registerPost(frame: Frame, action: Action): void {
  const { around, job } = frame;
  debug(frame, `Register post job cleanup for action: ${action.title}`);
  const condition = job.contract.holds('post/if') ? postCondition(action) : 'always()';
  if (job.posts.some(({ main }) => main.definition === frame.definition)) return;
  if (around !== undefined) around.innerPosts.push({ main: frame, condition });
  else job.posts.push({ main: frame, condition });
}

/** `with:` and `env:` in a group; the post stage prints one line. */
function printHeader(frame: Frame, title: string, inputs: Readonly<Record<string, string>>): void {
  if (frame.stage === 'post') {
    output(frame, 'Post job cleanup.');
    return;
  }
  output(frame, `##[group]Run ${title}`);
  if (frame.job.contract.holds('env/printed')) {
    printBlock(
      frame,
      'with:',
      Object.entries(inputs).filter(([, value]) => value !== ''),
    );
    printBlock(frame, 'env:', [...frame.env]);
  }
  output(frame, '##[endgroup]');
}

function printBlock(frame: Frame, title: string, entries: readonly (readonly [string, string])[]): void {
  if (entries.length > 0) output(frame, title);
  for (const [key, value] of entries) output(frame, `  ${key}: ${value}`);
}

async function runStandIn(
  frame: Frame,
  action: Extract<Action, { kind: 'stand-in' }>,
  inputs: Readonly<Record<string, string>>,
): Promise<void> {
  const { job } = frame;
  const stage = frame.stage === 'main' ? action.run.main : action.run.post;
  await stage?.({
    inputs,
    workspace: job.folders.workspace,
    checkout: job.run.options.checkout ?? job.run.repository.folder,
    artifacts: job.run.artifacts,
    caches: job.run.caches,
    state: frame.standInState,
    log: (line) => {
      output(frame, line);
    },
    warn: (message) => {
      annotate(frame, 'warning', message);
    },
    setOutput: (name, value) => {
      setOutput(frame, name, value);
    },
  });
}
