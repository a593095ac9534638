import { runCall, type CalledWorkflow } from './call.ts';
import { evaluateCondition, interpolate, isMapping, resolve, scalarText } from './expressions.ts';
import { runJob } from './job.ts';
import type { JobPlan } from './create-job.ts';
import type { JobDefinition } from './definitions.ts';
import { expandMatrix, nameWithMatrix } from './matrix.ts';
import { mergeConclusions, orderJobs, statusOfAncestors, withAncestors, type JobOutcome } from './needs.ts';
import { capForFork, parsePermissions } from './permissions.ts';
import type { RunState } from './state.ts';
import type { Conclusion, JobResult, Permissions } from './types.ts';

/** One leg of a job: a combination of its matrix, or the job itself. */
interface Leg {
  readonly matrix: Readonly<Record<string, unknown>> | undefined;
  readonly strategy: Readonly<Record<string, unknown>>;
}

/** What the jobs of one workflow, started or called, came to. */
export interface WorkflowOutcome {
  readonly results: readonly JobResult[];
  readonly outcomes: Readonly<Record<string, JobOutcome>>;
}

/** Runs the jobs of a workflow one after another, each after those that it needs. */
export async function runJobs(workflow: CalledWorkflow, run: RunState): Promise<WorkflowOutcome> {
  const needs = needsOf(workflow);
  const wanted = workflow.onlyJob === undefined ? undefined : withAncestors(workflow.onlyJob, needs);
  const results: JobResult[] = [];
  const outcomes: Record<string, JobOutcome> = {};
  for (const id of orderJobs(needs)) {
    if (wanted !== undefined && !wanted.has(id)) continue;
    const definition = workflow.definition.jobs[id] as JobDefinition;
    const before = [...withAncestors(id, needs)]
      .filter((other) => other !== id)
      .flatMap((other) => outcomes[other] ?? []);
    const contexts = jobContexts(
      workflow,
      Object.fromEntries((needs[id] ?? []).map((other) => [other, outcomes[other]])),
    );
    const state = statusOfAncestors(before, run.abort.signal.aborted);
    if (!evaluateCondition(definition['if'], contexts, state)) {
      const conclusion = run.abort.signal.aborted ? 'cancelled' : 'skipped';
      outcomes[id] = { result: conclusion, outputs: {} };
      results.push(
        notRun(id, `${workflow.prefix}${scalarText(definition['name'] ?? id)}`, undefined, conclusion),
      );
      continue;
    }
    const done = await runLegs(id, definition, contexts, workflow, run);
    results.push(...done.results);
    outcomes[id] = done.outcome;
  }
  return { results, outcomes };
}

function needsOf(workflow: CalledWorkflow): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(workflow.definition.jobs).map(([id, { needs }]) => [
      id,
      needs === undefined || needs === null ? [] : [needs].flat().map(String),
    ]),
  );
}

function jobContexts(workflow: CalledWorkflow, needs: Readonly<Record<string, unknown>>) {
  return { github: workflow.github, needs, vars: workflow.vars, inputs: workflow.inputs };
}

async function runLegs(
  id: string,
  definition: JobDefinition,
  contexts: ReturnType<typeof jobContexts>,
  workflow: CalledWorkflow,
  run: RunState,
): Promise<{ readonly results: readonly JobResult[]; readonly outcome: JobOutcome }> {
  const results: JobResult[] = [];
  const conclusions: Conclusion[] = [];
  const outputs: Record<string, string> = {};
  for (const leg of legsOf(definition, contexts)) {
    const inside = { ...contexts, matrix: leg.matrix ?? null, strategy: leg.strategy };
    const name = legName(id, definition, leg, inside, workflow);
    const stopped = conclusions.includes('failure') && leg.strategy['fail-fast'] === true;
    if (stopped) {
      results.push(notRun(id, name, leg.matrix, 'cancelled'));
      conclusions.push('cancelled');
      continue;
    }
    const done =
      definition['uses'] === undefined
        ? await runOne(planJob(id, name, definition, leg, inside, workflow, run), run)
        : await runCall({ id, name, definition, contexts: inside, caller: workflow }, run, runJobs);
    const forgiven = done.result === 'failure' && resolve(definition['continue-on-error'], inside) === true;
    results.push(...done.results);
    conclusions.push(forgiven ? 'success' : done.result);
    Object.assign(outputs, done.outputs);
  }
  return { results, outcome: { result: mergeConclusions(conclusions), outputs } };
}

async function runOne(plan: JobPlan, run: RunState) {
  const result = await runJob(plan, run);
  return { results: [result], result: result.conclusion, outputs: result.outputs };
}

function legsOf(definition: JobDefinition, contexts: ReturnType<typeof jobContexts>): Leg[] {
  const strategy = definition['strategy'];
  const settings = isMapping(strategy) ? strategy : {};
  const matrix = settings['matrix'];
  const combinations = matrix === undefined ? [undefined] : expandMatrix(resolve(matrix, contexts));
  const failFast = resolve(settings['fail-fast'] ?? true, contexts);
  const maxParallel = resolve(settings['max-parallel'] ?? combinations.length, contexts);
  return combinations.map((combination, index) => ({
    matrix: combination,
    strategy: {
      'fail-fast': failFast === true || failFast === 'true',
      'job-index': index,
      'job-total': combinations.length,
      'max-parallel': maxParallel,
    },
  }));
}

function legName(
  id: string,
  definition: JobDefinition,
  { matrix }: Leg,
  contexts: Readonly<Record<string, unknown>>,
  { prefix }: CalledWorkflow,
): string {
  const given = definition['name'];
  const text = given === undefined ? id : interpolate(scalarText(given), contexts);
  const spelled = given !== undefined && /\$\{\{.*matrix/.test(scalarText(given));
  return `${prefix}${matrix === undefined || spelled ? text : nameWithMatrix(text, matrix)}`;
}

function planJob(
  id: string,
  name: string,
  definition: JobDefinition,
  { matrix, strategy }: Leg,
  contexts: Readonly<Record<string, unknown>>,
  workflow: CalledWorkflow,
  run: RunState,
): JobPlan {
  const environment = environmentName(definition, contexts);
  const settings = environment === undefined ? undefined : run.options.environments?.[environment];
  const withheld = workflow.untrusted;
  return {
    id,
    name,
    definition,
    matrix,
    strategy,
    github: workflow.github,
    needs: contexts['needs'],
    inputs: workflow.inputs,
    secrets: { ...workflow.secrets, ...(withheld ? {} : settings?.secrets) },
    vars: { ...workflow.vars, ...settings?.vars },
    permissions: jobPermissions(definition, workflow),
    environment,
    workflowEnv: workflow.definition.env,
    workflowDefaults: workflow.definition.defaults,
    repository: workflow.repository,
    workflowPath: workflow.path,
  };
}

/** A job's own block replaces the workflow's; what forks may not have is taken away at the end. */
export function jobPermissions(definition: JobDefinition, workflow: CalledWorkflow): Permissions {
  const block = definition['permissions'];
  const asked = block === undefined ? workflow.permissions : parsePermissions(block);
  return workflow.untrusted ? capForFork(asked) : asked;
}

function environmentName(
  definition: JobDefinition,
  contexts: Readonly<Record<string, unknown>>,
): string | undefined {
  const block = definition['environment'];
  if (block === undefined || block === null) return undefined;
  const name = interpolate(scalarText(isMapping(block) ? block['name'] : block), contexts);
  return name === '' ? undefined : name;
}

/** A job that had no step to run. */
export function notRun(
  id: string,
  name: string,
  matrix: Readonly<Record<string, unknown>> | undefined,
  conclusion: Conclusion,
): JobResult {
  return {
    id,
    name,
    matrix,
    conclusion,
    outputs: {},
    steps: [],
    log: '',
    text: '',
    rawOutput: Buffer.alloc(0),
    annotations: [],
    summary: '',
    permissions: {},
    environment: undefined,
    environmentUrl: undefined,
    checkRunId: '',
  };
}
