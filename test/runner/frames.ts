import { Annotations } from './annotations.ts';
import type { StepDefinition } from './definitions.ts';
import { interpolate, resolveTexts } from './expressions.ts';
import { StepLog } from './log.ts';
import { contextsOf, expressionState, topOf, type Frame, type JobState, type Scope } from './state.ts';

/** What a frame starts from. */
interface FrameSeed {
  readonly job: JobState;
  readonly definition: StepDefinition;
  readonly scope: Scope;
  readonly around?: Frame;
}

export function mainFrame({ job, definition, scope, around }: FrameSeed): Frame {
  const top = around === undefined ? undefined : topOf(around);
  return {
    job,
    definition,
    stage: 'main',
    name: definition.name ?? '',
    scope,
    around,
    log: new StepLog(around?.log),
    annotations: top?.annotations ?? new Annotations(job.contract, job.masker, job.log),
    env: new Map(),
    overrides: new Set(around?.overrides),
    github: {},
    state: new Map(),
    standInState: new Map(),
    abort: new AbortController(),
    environment: {},
    rawOutput: [],
    result: undefined,
    outcome: undefined,
    commandFailed: false,
    echo: false,
    innerPosts: [],
    inputs: undefined,
  };
}

/** The frame of a pre stage, whose state the main stage finds. */
export function preFrame(main: Frame): Frame {
  const { job, definition, scope, state } = main;
  return { ...mainFrame({ job, definition, scope }), stage: 'pre', name: `Pre ${displayName(main)}`, state };
}

/** The frame of a post stage: the same step, its saved state, a log and a result of its own. */
export function postFrame(main: Frame, around?: Frame): Frame {
  const { job, definition, scope } = main;
  return {
    ...mainFrame({ job, definition, scope, ...(around === undefined ? {} : { around }) }),
    stage: 'post',
    name: `Post ${main.name.replace(/^Pre /, '')}`,
    state: main.state,
    standInState: main.standInState,
    innerPosts: main.innerPosts,
    inputs: main.inputs,
  };
}

/**
 * Fills the `env` context: the job's environment, what the composite around has set itself, the step's own `env`.
 * @throws {Error} when an expression fails.
 */
export function fillEnv(frame: Frame): void {
  const { job, around } = frame;
  for (const [name, value] of job.environment) frame.env.set(name, value);
  for (const name of around?.overrides ?? []) frame.env.set(name, around?.env.get(name) ?? '');
  const own = resolveTexts(frame.definition.env, contextsOf(frame, true), expressionState(frame));
  for (const [name, value] of Object.entries(own)) {
    if (!job.contract.holds('env/precedence') && job.environment.has(name)) continue;
    frame.env.set(name, value);
    frame.overrides.add(name);
  }
}

/** The name that the log and the page show, masked; one that cannot be evaluated stays as written. */
export function displayName(frame: Frame): string {
  const { name, uses, run = '' } = frame.definition;
  const text = name ?? uses ?? run;
  const prefix = name === undefined ? 'Run ' : '';
  const { masker, contract } = frame.job;
  const mask = contract.holds('mask/display-name') ? (shown: string): string => masker.mask(shown) : String;
  return mask(`${prefix}${firstLine(evaluated(text, frame))}`);
}

function evaluated(text: string, frame: Frame): string {
  try {
    return interpolate(text, contextsOf(frame, true), expressionState(frame));
  } catch {
    return text;
  }
}

function firstLine(text: string): string {
  return text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
}
