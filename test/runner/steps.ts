import { findAction } from './actions.ts';
import { cancelled } from './cancellation.ts';
import { recordOf } from './effects.ts';
import { evaluateCondition, resolve } from './expressions.ts';
import { displayName, fillEnv, postFrame, preFrame } from './frames.ts';
import { runAction } from './run-action.ts';
import { annotate, contextsOf, expressionState, StepCancelled, topOf, type Frame } from './state.ts';
import type { Conclusion, StepResult } from './types.ts';

/**
 * Runs one step in one stage, in a job or in a composite: environment, condition, action, continue-on-error. Never
 * throws. The frame's `result` and `outcome` say how it ended.
 * Source: actions/runner `src/Runner.Worker/StepsRunner.cs`, `Handlers/CompositeActionHandler.cs` (RunStepsAsync).
 */
export async function runStep(frame: Frame, condition: unknown): Promise<void> {
  const { job } = frame;
  frame.name ||= displayName(frame);
  if (frame.around === undefined && job.contract.holds('env/action-name')) {
    frame.github['action'] = frame.definition.id;
  }
  const { options } = job.run;
  const moment = {
    when: 'before-step',
    job: job.id,
    step: frame.name,
    post: frame.stage === 'post',
  } as const;
  if (options.cancelAt?.(moment) === true) job.run.abort.abort();
  try {
    fillEnv(frame);
  } catch (error) {
    fail(frame, error as Error);
    complete(frame);
    return;
  }
  if (frame.stage === 'main') frame.name = displayName(frame);
  const stopWatching = watchCancellation(frame, condition);
  try {
    if (holds(frame, condition)) await runBody(frame);
    else frame.result = 'skipped';
    if (frame.result === 'skipped' && !frame.job.contract.holds('post/not-when-skipped'))
      frame.job.posts.push({ main: frame, condition: 'always()' });
  } catch (error) {
    fail(frame, error as Error);
  } finally {
    stopWatching();
  }
  complete(frame);
}

function holds(frame: Frame, condition: unknown): boolean {
  const { contract } = frame.job;
  if ((condition === undefined || condition === null) && !contract.holds('step/default-success')) return true;
  if (!contract.holds('step/status-functions') && frame.job.status !== 'success') return false;
  return evaluateCondition(condition, contextsOf(frame, false), expressionState(frame));
}

/** When the job is cancelled, a step whose condition no longer holds is ended; others go on. */
function watchCancellation(frame: Frame, condition: unknown): () => void {
  const { signal } = frame.job.abort;
  const reconsider = (): void => {
    if (frame.job.contract.holds('cancel/re-evaluate') && stillHolds(frame, condition)) return;
    frame.abort.abort();
  };
  if (!signal.aborted) signal.addEventListener('abort', reconsider, { once: true });
  return () => {
    signal.removeEventListener('abort', reconsider);
  };
}

function stillHolds(frame: Frame, condition: unknown): boolean {
  const { around, stage } = frame;
  // A composite's steps look at the composite, which counts as cancelled from now on.
  const state = expressionState(frame);
  const inside = around !== undefined && stage === 'main';
  const status = inside ? { success: false, failure: false, cancelled: true } : state.status;
  try {
    return evaluateCondition(condition, contextsOf(frame, false), {
      ...state,
      ...(status === undefined ? {} : { status }),
    });
  } catch {
    return false;
  }
}

async function runBody(frame: Frame): Promise<void> {
  const minutes = Number(
    resolve(frame.definition.timeoutMinutes ?? 0, contextsOf(frame, true), expressionState(frame)),
  );
  const limited = frame.stage === 'main' && minutes > 0 && frame.job.contract.holds('step/timeout');
  const timer = limited
    ? setTimeout(
        () => {
          frame.abort.abort();
        },
        minutes * (frame.job.run.options.minuteMs ?? 60_000),
      )
    : undefined;
  try {
    await runAction(frame, runStep);
  } catch (error) {
    if (!(error instanceof StepCancelled)) throw error;
    if (cancelled(frame.job)) {
      annotate(frame, 'error', error.message);
      frame.result = 'cancelled';
    } else {
      annotate(frame, 'error', `The action '${frame.name}' has timed out after ${minutes} minutes.`);
      frame.result = 'failure';
    }
  } finally {
    clearTimeout(timer);
  }
}

function fail(frame: Frame, error: Error): void {
  annotate(frame, 'error', error.message);
  frame.result = 'failure';
}

function complete(frame: Frame): void {
  if (frame.commandFailed && frame.result !== 'cancelled') frame.result = 'failure';
  frame.result ??= 'success';
  frame.outcome = frame.result;
  if (frame.result === 'failure' && continuesOnError(frame)) frame.result = 'success';
  if (frame.stage === 'main') {
    const record = recordOf(frame);
    record.outcome = frame.outcome;
    record.conclusion = frame.result;
  }
  frame.job.results.push(toResult(frame, frame.outcome, frame.result));
}

function continuesOnError(frame: Frame): boolean {
  if (!frame.job.contract.holds('step/continue-on-error')) return false;
  const setting = resolve(
    frame.definition.continueOnError ?? false,
    contextsOf(frame, true),
    expressionState(frame),
  );
  return setting === true || setting === 'true';
}

function toResult(frame: Frame, outcome: Conclusion, conclusion: Conclusion): StepResult {
  return {
    id: frame.definition.id,
    name: frame.name,
    stage: frame.stage,
    within: namesAround(frame),
    outcome,
    conclusion,
    outputs: frame.stage === 'main' ? { ...recordOf(frame).outputs } : {},
    environment: frame.environment,
    rawOutput: Buffer.concat(frame.rawOutput),
    log: frame.log.lines.map((line) => `${line}\n`).join(''),
  };
}

function namesAround(frame: Frame): string[] {
  return frame.around === undefined ? [] : [...namesAround(frame.around), frame.around.name];
}

/** Runs what comes before the steps of a job, the steps, then the post steps that they registered, the last first. */
export async function runJobSteps(frames: readonly Frame[]): Promise<void> {
  for (const frame of frames) {
    const condition = preCondition(frame);
    if (condition !== undefined) await runJobStep(preFrame(frame), condition);
  }
  for (const frame of frames) await runJobStep(frame, frame.definition.if);
  const [job] = frames.map((frame) => frame.job);
  if (job === undefined) return;
  const posts = job.contract.holds('post/last-first') ? job.posts.toReversed() : [...job.posts];
  for (const { main, condition } of posts) {
    if (main.result !== 'failure' || job.contract.holds('post/for-failed'))
      await runJobStep(postFrame(main), condition);
  }
}

/** The `pre-if` of a step whose action has a pre stage and lies in a repository; actions inside composites have none here. */
function preCondition({ definition, job, scope }: Frame): string | undefined {
  const { uses } = definition;
  if (uses === undefined || uses.startsWith('./') || !job.contract.holds('pre/first')) return undefined;
  const action = findAction(uses, scope.repository, job);
  if (action.kind !== 'folder' || action.definition.runs.pre === undefined) return undefined;
  return action.definition.runs['pre-if'] ?? 'always()';
}

async function runJobStep(frame: Frame, condition: unknown): Promise<void> {
  const { job } = frame;
  if (cancelled(job) && !job.contract.holds('cancel/rest-is-asked')) return;
  const masks = job.masker.snapshot();
  await runStep(frame, condition);
  job.log.endStep(frame.log);
  if (!job.contract.holds('mask/job-wide')) job.masker.restore(masks);
  job.annotations.push(...topOf(frame).annotations.kept);
  const counts = frame.stage === 'main' || job.contract.holds('post/failure-fails-job');
  if (
    frame.result === 'failure' &&
    job.status === 'success' &&
    counts &&
    job.contract.holds('step/failure-fails-job')
  ) {
    job.status = 'failure';
  }
}
