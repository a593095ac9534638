import { Annotations } from './annotations.ts';
import { resolveAhead } from './actions.ts';
import { cancelJob } from './cancellation.ts';
import { createJob, type JobPlan } from './create-job.ts';
import { parseSteps } from './definitions.ts';
import { trackingId } from './environment.ts';
import { interpolate, isMapping, resolve, resolveTexts, scalarText } from './expressions.ts';
import { mainFrame } from './frames.ts';
import { endOrphans } from './orphans.ts';
import {
  annotate,
  contextsOf,
  expressionState,
  output,
  type Frame,
  type JobState,
  type RunState,
} from './state.ts';
import { runJobSteps } from './steps.ts';
import type { JobResult } from './types.ts';

/**
 * Runs one job from set-up to outputs.
 * Source: actions/runner `src/Runner.Worker/JobRunner.cs`, `src/Runner.Worker/JobExtension.cs`.
 */
export async function runJob(plan: JobPlan, run: RunState): Promise<JobResult> {
  const job = await createJob(plan, run);
  const outside = outsideFrame(job, '__set_up_job', 'Set up job');
  const stop = followRun(outside, plan);
  const frames = setUp(outside, plan);
  job.log.endStep(outside.log);
  if (frames !== undefined) await runJobSteps(frames);
  const after = outsideFrame(job, '__complete_job', 'Complete job');
  const outputs = evaluateOutputs(after, plan);
  const environmentUrl = evaluateUrl(after, plan);
  output(after, 'Cleaning up orphan processes');
  for (const process of endOrphans(trackingId(job)))
    output(after, `Terminate orphan process: pid (${process})`);
  stop();
  job.log.end();
  job.annotations.push(...outside.annotations.kept, ...after.annotations.kept);
  return {
    id: plan.id,
    name: plan.name,
    matrix: plan.matrix,
    conclusion: job.status,
    outputs,
    steps: job.results,
    log: job.log.archive(),
    text: job.log.text(),
    rawOutput: Buffer.concat(job.rawOutput),
    annotations: job.annotations,
    summary: job.summaries.join('\n'),
    permissions: plan.permissions,
    environment: plan.environment,
    environmentUrl,
    checkRunId: job.checkRunId,
  };
}

/** A frame for what the runner itself does around the steps. */
function outsideFrame(job: JobState, id: string, name: string): Frame {
  const frame = mainFrame({
    job,
    definition: { id, name },
    scope: { records: job.records, repository: job.repository, github: {} },
  });
  for (const [key, value] of job.environment) frame.env.set(key, value);
  return { ...frame, annotations: new Annotations(job.contract, job.masker, job.log) };
}

/** Cancels the job with its run, and when its own time is over. */
function followRun(outside: Frame, plan: JobPlan): () => void {
  const { job } = outside;
  const { signal } = job.run.abort;
  const cancel = (): void => {
    cancelJob(job);
  };
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel);
  const minutes = Number(
    resolve(plan.definition['timeout-minutes'] ?? 360, contextsOf(outside, false), expressionState(outside)),
  );
  const timer = setTimeout(cancel, Math.min(minutes * (job.run.options.minuteMs ?? 60_000), 2 ** 31 - 1));
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  };
}

/** @returns the frames of the steps, or undefined when the job failed before the first. */
function setUp(outside: Frame, plan: JobPlan): Frame[] | undefined {
  const { job } = outside;
  output(outside, '##[group]GITHUB_TOKEN Permissions');
  for (const [scope, access] of Object.entries(plan.permissions))
    output(outside, `${printedScope(scope)}: ${access}`);
  output(outside, '##[endgroup]');
  output(outside, `Secret source: ${scalarText(job.github['secret_source'])}`);
  output(outside, 'Prepare workflow directory');
  output(outside, 'Prepare all required actions');
  try {
    refuseContainers(plan);
    evaluateEnvironment(outside, plan);
    const steps = parseSteps(plan.definition['steps']);
    resolveAhead(steps, job.repository, job);
    output(outside, `Complete job name: ${plan.name}`);
    return steps.map((definition) =>
      mainFrame({ job, definition, scope: { records: job.records, repository: job.repository, github: {} } }),
    );
  } catch (error) {
    annotate(outside, 'error', (error as Error).message);
    job.status = 'failure';
    return undefined;
  }
}

function refuseContainers({ definition }: JobPlan): void {
  for (const key of ['container', 'services']) {
    if (definition[key] !== undefined && definition[key] !== null)
      throw new Error(`'${key}' does not run here.`);
  }
}

/** `id-token` is printed as `IdToken`. */
function printedScope(scope: string): string {
  return scope.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function evaluateEnvironment(outside: Frame, plan: JobPlan): void {
  const { job } = outside;
  const contexts = contextsOf(outside, true);
  for (const block of [plan.workflowEnv, plan.definition['env']]) {
    for (const [name, value] of Object.entries(resolveTexts(block, contexts)))
      job.environment.set(name, value);
  }
  for (const block of [plan.workflowDefaults, plan.definition['defaults']]) {
    if (isMapping(block))
      Object.assign(
        job.runDefaults,
        resolveTexts(block['run'], { ...contexts, env: Object.fromEntries(job.environment) }),
      );
  }
}

/** An output that any mask would change is dropped: it may hold a secret. */
function evaluateOutputs(after: Frame, plan: JobPlan): Record<string, string> {
  const { job } = after;
  const outputs: Record<string, string> = {};
  if (plan.definition['outputs'] === undefined) return outputs;
  output(after, 'Evaluate and set job outputs');
  try {
    const values = resolveTexts(plan.definition['outputs'], contextsOf(after, true), expressionState(after));
    for (const [name, value] of Object.entries(values)) {
      if (value === '') continue;
      if (job.masker.mask(value) !== value && job.contract.holds('mask/job-outputs')) {
        annotate(after, 'warning', `Skip output '${name}' since it may contain secret.`);
        continue;
      }
      output(after, `Set output '${name}'`);
      outputs[name] = value;
    }
  } catch (error) {
    annotate(after, 'error', 'Fail to evaluate job outputs');
    annotate(after, 'error', (error as Error).message);
    if (job.status === 'success') job.status = 'failure';
  }
  return outputs;
}

function evaluateUrl(after: Frame, plan: JobPlan): string | undefined {
  const block = plan.definition['environment'];
  if (!isMapping(block) || typeof block['url'] !== 'string') return undefined;
  const url = interpolate(block['url'], contextsOf(after, true), expressionState(after));
  if (after.job.masker.mask(url) !== url) {
    annotate(
      after,
      'warning',
      `Skip setting environment url as environment '${plan.environment ?? ''}' may contain secret.`,
    );
    return undefined;
  }
  return url;
}
