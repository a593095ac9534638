import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRepository } from './actions.ts';
import { parseWorkflow, type JobDefinition, type WorkflowDefinition } from './definitions.ts';
import { isMapping, resolve, resolveTexts, scalarText } from './expressions.ts';
import { mergeConclusions } from './needs.ts';
import { findBreach, parsePermissions } from './permissions.ts';
import type { RunState, SourceRepository } from './state.ts';
import type { Conclusion, JobResult, Permissions } from './types.ts';
import type { WorkflowOutcome } from './workflow.ts';

/** How many workflows may call one another. Source: GitHub's documentation of reusable workflows. */
const deepest = 10;

/** A workflow as it is about to run: started by an event, or called by a job. */
export interface CalledWorkflow {
  readonly definition: WorkflowDefinition;
  /** Path inside its repository. */
  readonly path: string;
  readonly repository: SourceRepository;
  readonly github: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  /** What a job without a block of its own gets. */
  readonly permissions: Permissions;
  /** What its jobs may ask for at most; absent for the workflow that the event started. */
  readonly ceiling: Permissions | undefined;
  /** The run comes from a fork: no secrets, no write. */
  readonly untrusted: boolean;
  /** Stands before the names of its jobs: `caller / `. */
  readonly prefix: string;
  readonly depth: number;
  readonly onlyJob: string | undefined;
}

export interface Call {
  readonly id: string;
  readonly name: string;
  readonly definition: JobDefinition;
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly caller: CalledWorkflow;
}

interface CallOutcome {
  readonly results: readonly JobResult[];
  readonly result: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the workflow that a job `uses`. `runJobs` comes in as a value: a called workflow may call others. */
export async function runCall(
  call: Call,
  run: RunState,
  runJobs: (workflow: CalledWorkflow, run: RunState) => Promise<WorkflowOutcome>,
): Promise<CallOutcome> {
  const called = enter(call, run);
  const { results, outcomes } = await runJobs(called, run);
  const jobs = Object.fromEntries(
    Object.entries(outcomes).map(([id, { result, outputs }]) => [id, { result, outputs }]),
  );
  const declared = mappingAt(called.definition.on['workflow_call'], 'outputs');
  const outputs = resolveTexts(
    Object.fromEntries(Object.entries(declared).map(([name, output]) => [name, mappingAt(output)['value']])),
    { github: called.github, inputs: called.inputs, vars: called.vars, jobs },
  );
  return {
    results: results.map((result) => ({ ...result, id: `${call.id}/${result.id}` })),
    result: mergeConclusions(Object.values(outcomes).map(({ result }) => result)),
    outputs: Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== '')),
  };
}

function enter({ name, definition, contexts, caller }: Call, run: RunState): CalledWorkflow {
  const { repository, path, workflow } = findWorkflow(scalarText(definition['uses']), caller, run);
  const trigger = workflow.on['workflow_call'];
  const ceiling = callerPermissions(definition, caller);
  return {
    definition: workflow,
    path,
    repository,
    github: caller.github,
    inputs: callInputs(mappingAt(trigger, 'inputs'), resolveMapping(definition['with'], contexts)),
    secrets: callSecrets(definition['secrets'], caller, contexts),
    vars: caller.vars,
    permissions: workflow.permissions === undefined ? ceiling : parsePermissions(workflow.permissions),
    ceiling,
    untrusted: caller.untrusted,
    prefix: `${name} / `,
    depth: caller.depth + 1,
    onlyJob: undefined,
  };
}

/** The calling job's block, else what its workflow has. */
function callerPermissions(definition: JobDefinition, caller: CalledWorkflow): Permissions {
  const block = definition['permissions'];
  return block === undefined ? caller.permissions : parsePermissions(block);
}

/** `./` and `$/` mean the repository of the file that calls, at its own commit. */
function findWorkflow(uses: string, caller: CalledWorkflow, run: RunState) {
  if (caller.depth >= deepest) throw new Error(`Workflows may call one another ${deepest} deep at most.`);
  const own = /^(?:\.|\$)\/(.+)$/.exec(uses);
  const other = /^([^/]+\/[^/]+)\/([^@]+)@(.+)$/.exec(uses);
  const repository =
    own !== null
      ? caller.repository
      : findRepository(other?.[1] ?? '', other?.[3] ?? '', caller.repository, run);
  const path = own?.[1] ?? other?.[2] ?? '';
  if (repository === undefined)
    throw new Error(`error parsing called workflow "${uses}": workflow was not found.`);
  if (!/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) {
    throw new Error(`invalid value workflow reference: "${uses}" must lie directly in .github/workflows`);
  }
  const workflow = parseWorkflow(readWorkflow(join(repository.folder, path), uses), path);
  if (!Object.hasOwn(workflow.on, 'workflow_call')) {
    throw new Error(`error parsing called workflow "${uses}": workflow_call is not a trigger of it.`);
  }
  return { repository, path, workflow };
}

function readWorkflow(file: string, uses: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`error parsing called workflow "${uses}": workflow was not found.`);
  }
}

function callInputs(
  declared: Record<string, unknown>,
  given: Record<string, unknown>,
): Record<string, unknown> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name))
      throw new Error(`Invalid input, ${name} is not defined in the referenced workflow.`);
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => {
      const { type, required, default: value } = mappingAt(declaration);
      if (given[name] === undefined && required === true) {
        throw new Error(`Input ${name} is required, but not provided while calling.`);
      }
      return [name, typed(given[name] ?? value, type)];
    }),
  );
}

/** A missing input is false, 0 or empty, by its type. */
function typed(value: unknown, type: unknown): unknown {
  if (type === 'boolean') return value === true || value === 'true';
  if (type === 'number') return Number(value ?? 0);
  return scalarText(value);
}

function callSecrets(block: unknown, caller: CalledWorkflow, contexts: Readonly<Record<string, unknown>>) {
  if (block === 'inherit') return caller.secrets;
  const { GITHUB_TOKEN: token } = caller.secrets;
  return {
    ...(token === undefined ? {} : { GITHUB_TOKEN: token }),
    ...resolveTexts(block, { ...contexts, secrets: caller.secrets }),
  };
}

/**
 * Looks through all called workflows before any job starts: files that cannot be had, and permissions beyond the
 * caller's, for which GitHub starts nothing.
 */
export function findStartupErrors(workflow: CalledWorkflow, run: RunState): string[] {
  return Object.entries(workflow.definition.jobs).flatMap(([id, definition]) => {
    try {
      return [...breachOf(id, definition, workflow), ...startupErrorsOfCall(id, definition, workflow, run)];
    } catch (error) {
      return [(error as Error).message];
    }
  });
}

function breachOf(id: string, definition: JobDefinition, workflow: CalledWorkflow): string[] {
  if (workflow.ceiling === undefined) return [];
  const complaint = findBreach(id, callerPermissions(definition, workflow), workflow.ceiling);
  return complaint === undefined ? [] : [complaint];
}

function startupErrorsOfCall(
  id: string,
  definition: JobDefinition,
  workflow: CalledWorkflow,
  run: RunState,
): string[] {
  if (typeof definition['uses'] !== 'string') return [];
  const { repository, path, workflow: called } = findWorkflow(definition['uses'], workflow, run);
  const ceiling = callerPermissions(definition, workflow);
  return findStartupErrors(
    {
      ...workflow,
      definition: called,
      path,
      repository,
      ceiling,
      permissions: called.permissions === undefined ? ceiling : parsePermissions(called.permissions),
      prefix: `${id} / `,
      depth: workflow.depth + 1,
    },
    run,
  );
}

function resolveMapping(
  block: unknown,
  contexts: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return mappingAt(resolve(block, contexts));
}

function mappingAt(value: unknown, key?: string): Record<string, unknown> {
  const found = key === undefined ? value : isMapping(value) ? value[key] : undefined;
  return isMapping(found) ? found : {};
}
