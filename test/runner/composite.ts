import { checkDepth, type Action } from './actions.ts';
import { parseSteps } from './definitions.ts';
import { setOutput } from './effects.ts';
import { interpolate, scalarText } from './expressions.ts';
import { mainFrame, postFrame } from './frames.ts';
import { actionStatus, contextsOf, expressionState, type Frame, type Scope } from './state.ts';

/** Runs one step; it comes in as a value because steps run composites and composites run steps. */
export type RunStep = (frame: Frame, condition: unknown) => Promise<void>;

type FolderAction = Extract<Action, { kind: 'folder' }>;

/**
 * Runs the steps of a composite action inside its step: own `inputs` and `steps`, one environment, path and mask set
 * with the job. All steps are asked, whatever failed before; the outputs are evaluated at the end.
 * Source: actions/runner `src/Runner.Worker/Handlers/CompositeActionHandler.cs`.
 */
export async function runComposite(
  frame: Frame,
  action: FolderAction,
  inputs: Readonly<Record<string, string>>,
  runStep: RunStep,
): Promise<void> {
  const { job } = frame;
  checkDepth(depthOf(frame) + 1, job);
  const github: Record<string, string | null> = { ...frame.scope.github, ...frame.github };
  if (job.contract.holds('composite/action-path')) github['action_path'] = action.folder;
  const scope: Scope = { records: {}, inputs, repository: action.repository, github };
  for (const definition of parseSteps(action.definition.runs.steps)) {
    if (definition.run !== undefined && definition.shell === undefined) {
      throw new Error(`${action.title}: Required property is missing: shell`);
    }
    const inner = mainFrame({ job, definition, scope, around: frame });
    if (job.contract.holds('composite/action-status')) github['action_status'] = actionStatus(frame);
    await runStep(inner, definition.if);
    mergeResult(frame, inner);
  }
  setOutputs(frame, action, scope);
}

function depthOf(frame: Frame): number {
  return frame.around === undefined ? 0 : depthOf(frame.around) + 1;
}

function mergeResult(composite: Frame, inner: Frame): void {
  if (!composite.job.contract.holds('composite/failure') && inner.result === 'failure') return;
  if (inner.result === 'cancelled') composite.result = 'cancelled';
  else if (inner.result === 'failure') composite.result ??= 'failure';
}

function setOutputs(frame: Frame, action: FolderAction, scope: Scope): void {
  const { job } = frame;
  if (frame.result === 'failure' && !job.contract.holds('composite/outputs-after-failure')) return;
  const inside = mainFrame({ job, definition: frame.definition, scope, around: frame });
  for (const [name, value] of frame.env) inside.env.set(name, value);
  for (const [name, { value }] of Object.entries(action.definition.outputs)) {
    const text =
      typeof value === 'string'
        ? interpolate(value, contextsOf(inside, false), expressionState(inside))
        : scalarText(value);
    setOutput(frame, name, text);
  }
}

/** The post stage of a composite: the posts of its inner steps that began, the last first. */
export async function runCompositePosts(frame: Frame, runStep: RunStep): Promise<void> {
  const { contract } = frame.job;
  const posts = contract.holds('composite/inner-posts-reversed')
    ? frame.innerPosts.toReversed()
    : [...frame.innerPosts];
  for (const { main, condition } of posts) {
    const inner = postFrame(main, frame);
    await runStep(inner, condition);
    mergeResult(frame, inner);
  }
}
