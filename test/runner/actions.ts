import { join } from 'node:path';
import { parseSteps, readAction, type ActionDefinition, type StepDefinition } from './definitions.ts';
import type { JobState, RunState, SourceRepository } from './state.ts';
import type { StandIn } from './types.ts';

/** Deepest level of steps, those of the job being 0. Source: `src/Runner.Common/Constants.cs` (CompositeActionsMaxDepth). */
const deepest = 9;

/** What a step's `uses` leads to. */
export type Action =
  | {
      readonly kind: 'stand-in';
      readonly title: string;
      readonly name: string;
      readonly ref: string;
      readonly run: StandIn;
    }
  | {
      readonly kind: 'folder';
      /** As the log shows it after `Run`. */
      readonly title: string;
      readonly folder: string;
      readonly definition: ActionDefinition;
      readonly repository: SourceRepository;
      /** `uses: ./…`: has no GITHUB_ACTION_REPOSITORY, and its `pre` is not run. */
      readonly local: boolean;
    };

/**
 * Finds the action of a `uses`: `./` in the workspace, `$/` in the repository that the file with this step belongs to,
 * `owner/name[/path]@ref` among the stand-ins and the repositories of the run.
 * @throws {Error} when there is none.
 */
export function findAction(uses: string, from: SourceRepository, job: JobState): Action {
  if (uses.startsWith('docker://')) throw new Error(`Container actions do not run here: ${uses}`);
  if (uses.startsWith('./')) {
    const folder = join(job.folders.workspace, uses);
    const definition = readAction(folder);
    if (definition === undefined) {
      throw new Error(
        `Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${folder}'. Did you forget to run actions/checkout before running your local action?`,
      );
    }
    return checked({ kind: 'folder', title: uses, folder, definition, repository: from, local: true });
  }
  return findRemote(
    uses.startsWith('$/') ? `${from.name}/${uses.slice(2)}@${from.sha}` : uses,
    from,
    job.run,
  );
}

function findRemote(uses: string, from: SourceRepository, run: RunState): Action {
  const parts = /^([^/@]+\/[^/@]+)((?:\/[^@]*)?)@(.+)$/.exec(uses);
  if (parts === null) throw new Error(`Expected format {org}/{repo}[/path]@ref. Actual '${uses}'`);
  const [, name = '', path = '', ref = ''] = parts;
  const standIn = run.standIns[`${name}${path}`.toLowerCase()];
  if (standIn !== undefined) return { kind: 'stand-in', title: uses, name, ref, run: standIn };
  const repository = findRepository(name, ref, from, run);
  const folder = repository === undefined ? undefined : join(repository.folder, path);
  const definition = folder === undefined ? undefined : readAction(folder);
  if (repository === undefined || folder === undefined || definition === undefined) {
    throw new Error(`Unable to resolve action \`${uses}\`, not found`);
  }
  return checked({ kind: 'folder', title: uses, folder, definition, repository, local: false });
}

/** A repository of the run, at a ref; the twin has one state of each, so every ref leads to it. */
export function findRepository(
  name: string,
  ref: string,
  from: SourceRepository,
  run: RunState,
): SourceRepository | undefined {
  const known = [from, run.repository].find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return { ...known, ref };
  const given = Object.entries(run.options.repositories ?? {}).find(
    ([other]) => other.toLowerCase() === name.toLowerCase(),
  );
  return given === undefined ? undefined : { name, ref, sha: run.repository.sha, folder: given[1] };
}

function checked(action: Extract<Action, { kind: 'folder' }>): Action {
  const { using } = action.definition.runs;
  if (using === 'composite' || /^node\d+$/.test(using)) return action;
  throw new Error(`Actions that use '${using}' do not run here: ${action.title}`);
}

/**
 * Resolves, before the first step, all that does not need the workspace, through composites; this is where GitHub
 * refuses a job whose actions cannot be had.
 * @throws {Error} at the first that cannot be found or is nested too deep.
 */
export function resolveAhead(
  steps: readonly StepDefinition[],
  from: SourceRepository,
  job: JobState,
  depth = 0,
): void {
  checkDepth(depth, job);
  for (const { uses } of steps) {
    if (uses === undefined || uses.startsWith('./')) continue;
    const action = findAction(uses, from, job);
    if (action.kind !== 'folder' || action.definition.runs.using !== 'composite') continue;
    resolveAhead(parseSteps(action.definition.runs.steps), action.repository, job, depth + 1);
  }
}

/** Whether an action has a post stage: its own, or that of a step inside a composite. */
export function hasPost(action: Action, job: JobState): boolean {
  if (action.kind === 'stand-in') return action.run.post !== undefined;
  const { runs } = action.definition;
  if (runs.using !== 'composite') return runs.post !== undefined;
  return parseSteps(runs.steps).some(({ uses }) => {
    if (uses === undefined) return false;
    try {
      return hasPost(findAction(uses, action.repository, job), job);
    } catch {
      // What cannot be found fails when its step comes.
      return false;
    }
  });
}

/** @throws {Error} beyond ten levels of steps. */
export function checkDepth(depth: number, job: JobState): void {
  if (depth > deepest && job.contract.holds('composite/depth')) {
    throw new Error(`Composite action depth exceeded max depth ${deepest}`);
  }
}
