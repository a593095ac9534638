import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { findStartupErrors, type CalledWorkflow } from './call.ts';
import { parseWorkflow, type WorkflowDefinition } from './definitions.ts';
import { completeTrigger, githubContext, type Trigger } from './event.ts';
import { scalarText, isMapping } from './expressions.ts';
import { mergeConclusions } from './needs.ts';
import { defaultPermissions, parsePermissions } from './permissions.ts';
import { Contract } from './rules.ts';
import { createRunnerRoot } from './runner-root.ts';
import { standIns } from './stand-ins/index.ts';
import type { RunState } from './state.ts';
import type { RunOptions, RunResult } from './types.ts';
import { runJobs } from './workflow.ts';

export { ruleIds, type RuleId } from './rules.ts';
export type * from './types.ts';

/**
 * Runs a workflow file as actions/runner 2.336 would, on this machine: real processes, real bundles, and nothing of the
 * caller's environment. Jobs run one after another.
 * @throws {Error} when the workflow is no workflow, or does not listen to the event.
 */
export async function runWorkflow(options: RunOptions): Promise<RunResult> {
  const run = createRun(options);
  const started = startWorkflow(run);
  const stop = followSignal(run, options.signal);
  try {
    const startupErrors = findStartupErrors(started, run);
    const dispose = disposer(run);
    if (startupErrors.length > 0) {
      return { conclusion: 'startup_failure', jobs: [], startupErrors, artifacts: run.artifacts, dispose };
    }
    const { results, outcomes } = await runJobs(started, run);
    const conclusion = mergeConclusions(Object.values(outcomes).map(({ result }) => result));
    return {
      conclusion: run.abort.signal.aborted && conclusion !== 'failure' ? 'cancelled' : conclusion,
      jobs: results,
      startupErrors,
      artifacts: run.artifacts,
      dispose,
    };
  } finally {
    stop();
    if (options.keepFolders !== true) removeJobFolders(run);
  }
}

function createRun(options: RunOptions): RunState {
  const temp = mkdtempSync(join(realpathSync(tmpdir()), 'sallyport-runner-'));
  const runnerRoot = join(temp, 'runner');
  const name = options.repository?.name ?? 'my-org/my-app';
  const trigger = completeTrigger({ name: 'push', ...options.event }, name);
  const run: RunState = {
    options,
    contract: new Contract(options.faults),
    repository: { name, ref: trigger.ref, sha: trigger.sha, folder: options.root },
    temp,
    artifacts: join(temp, 'artifacts'),
    caches: options.cacheFolder ?? join(temp, 'caches'),
    times: { interruptMs: 7_500, terminateMs: 2_500, ...options.cancellation },
    abort: new AbortController(),
    standIns: lowerKeys({ ...standIns, ...options.standIns }),
    jobFolders: [runnerRoot],
    runnerRoot: createRunnerRoot(runnerRoot, options.node ?? process.execPath),
    nextId: 1,
  };
  mkdirSync(run.artifacts);
  return run;
}

function startWorkflow(run: RunState): CalledWorkflow {
  const { options } = run;
  const { text, path } = readWorkflowFile(options);
  const definition = parseWorkflow(text, path);
  const event = options.event?.name ?? firstEvent(definition);
  if (!Object.hasOwn(definition.on, event)) throw new Error(`${path} does not run on the event '${event}'.`);
  const trigger = completeTrigger({ ...options.event, name: event }, run.repository.name);
  const untrusted = trigger.fork && trigger.name === 'pull_request';
  const token = options.token ?? `ghs_${randomBytes(18).toString('hex')}`;
  const inputs = dispatchInputs(definition, trigger, options);
  return {
    definition,
    path,
    repository: run.repository,
    github: githubContext(
      options,
      inputs === undefined ? trigger : { ...trigger, payload: { ...trigger.payload, inputs } },
      {
        repository: run.repository.name,
        workflow: definition.name ?? path,
        workflowPath: path,
        token,
      },
    ),
    inputs: inputs ?? {},
    secrets: { ...(untrusted ? {} : options.secrets), GITHUB_TOKEN: token },
    vars: options.vars ?? {},
    permissions: rootPermissions(definition, trigger, options),
    ceiling: undefined,
    untrusted,
    prefix: '',
    depth: 0,
    onlyJob: options.job,
  };
}

/** Dependabot's pull requests start with a token that only reads; a `permissions` block may raise it. */
function rootPermissions(definition: WorkflowDefinition, trigger: Trigger, options: RunOptions) {
  if (definition.permissions !== undefined) return parsePermissions(definition.permissions);
  const dependabot = trigger.actor === 'dependabot[bot]' && trigger.name === 'pull_request';
  return defaultPermissions(dependabot ? 'restricted' : (options.permissionsDefault ?? 'restricted'));
}

function readWorkflowFile({ workflow, workflowPath, root }: RunOptions): { text: string; path: string } {
  if (workflow.includes('\n'))
    return { text: workflow, path: workflowPath ?? '.github/workflows/workflow.yml' };
  const file = isAbsolute(workflow) ? workflow : join(root, workflow);
  if (!existsSync(file)) throw new Error(`There is no workflow file ${file}.`);
  const inside = relative(root, file);
  return {
    text: readFileSync(file, 'utf8'),
    path: workflowPath ?? (inside.startsWith('..') ? workflow : inside),
  };
}

function firstEvent(definition: WorkflowDefinition): string {
  const events = Object.keys(definition.on);
  return events.includes('push') ? 'push' : (events[0] ?? 'push');
}

/** The inputs of workflow_dispatch: declared defaults, then what was given. */
function dispatchInputs(definition: WorkflowDefinition, trigger: Trigger, options: RunOptions) {
  if (trigger.name !== 'workflow_dispatch') return undefined;
  const dispatch = definition.on['workflow_dispatch'];
  const declared = isMapping(dispatch) && isMapping(dispatch['inputs']) ? dispatch['inputs'] : {};
  const inputs: Record<string, unknown> = {};
  for (const [name, declaration] of Object.entries(declared)) {
    const { type, default: value } = isMapping(declaration) ? declaration : {};
    const given = options.inputs?.[name] ?? value;
    inputs[name] = type === 'boolean' ? given === true || given === 'true' : scalarText(given);
  }
  return inputs;
}

function followSignal(run: RunState, signal: AbortSignal | undefined): () => void {
  const cancel = (): void => {
    run.abort.abort();
  };
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel);
  return () => signal?.removeEventListener('abort', cancel);
}

function removeJobFolders(run: RunState): void {
  for (const folder of run.jobFolders) rmSync(folder, { recursive: true, force: true });
}

function disposer(run: RunState): () => void {
  return () => {
    rmSync(run.temp, { recursive: true, force: true });
  };
}

function lowerKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
}
