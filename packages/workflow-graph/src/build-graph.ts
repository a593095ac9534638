import { quote, type Diagnostic } from './diagnostics.ts';
import { eventScope, unionScope, type RunEvent } from './event-scope.ts';
import { possibleCondition, possibleTexts } from './evaluate.ts';
import { expandSteps } from './expand-steps.ts';
import type { ReachableSecrets, ReachedJob, WorkflowGraph } from './graph.ts';
import { matrixValues } from './matrix.ts';
import type { Job, Workflow } from './model.ts';
import { effectivePermissions, writesOf, type EffectivePermissions } from './permissions.ts';
import { readRepository, type Repository, type RepositoryInput } from './repository.ts';
import { dispatchInputs, openInputs, passedInputs, passedSecrets } from './passed-inputs.ts';
import { parseUses, type UsesReference } from './uses.ts';
import { canBeTrue, type PossibleValues } from './values.ts';

/** GitHub's own limits for chains (10 levels, since November 2025), and ours for the whole graph. */
export const graphLimits = { depth: 10, jobs: 20_000 } as const;

/**
 * Follows every triggered workflow through its calls down to the jobs that run, with what each may do there.
 * Never throws for what the files hold. A called workflow is expanded once per different circumstances (permissions,
 * events, inputs, secrets), so that wide and deep chains stay linear.
 */
export function buildGraph(input: RepositoryInput): WorkflowGraph {
  const repository = readRepository(input);
  return new GraphBuilder(repository).build();
}

/** Where the workflow behind a `workflow_run` is not known, it may be triggered by a push or by anybody's pull request. */
const possibleProducers = ['push', 'pull_request'] as const;

interface CallContext {
  readonly root: Workflow;
  readonly caller: ReachedJob | undefined;
  readonly ceiling: EffectivePermissions | undefined;
  readonly events: readonly RunEvent[];
  readonly inputs: ReadonlyMap<string, PossibleValues>;
  readonly secrets: ReachableSecrets;
  /** Paths of the workflows from the root to here. */
  readonly chain: readonly string[];
  /** The repository in which `./` and `$/` resolve: empty for ours, else `owner/repository/ref`. */
  readonly home: string;
}

class GraphBuilder {
  readonly #repository: Repository;
  readonly #jobs: ReachedJob[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #expanded = new Set<string>();
  readonly #byName = new Map<string, Workflow>();
  #full = false;

  constructor(repository: Repository) {
    this.#repository = repository;
    for (const workflow of repository.workflows) this.#byName.set(workflow.name, workflow);
  }

  build(): WorkflowGraph {
    const { workflows, diagnostics } = this.#repository;
    for (const workflow of workflows) {
      const events = this.#eventsOf(workflow, new Set());
      const triggered = events.filter(({ event }) => event !== 'workflow_call');
      if (triggered.length > 0) this.#expand(workflow, this.#rootContext(workflow, triggered));
    }
    // A workflow that nobody here calls is judged too: its callers may be elsewhere.
    const reached = new Set(this.#jobs.map(({ workflow }) => workflow.path));
    for (const workflow of workflows) {
      if (!reached.has(workflow.path))
        this.#expand(workflow, this.#rootContext(workflow, this.#eventsOf(workflow, new Set())));
    }
    return { workflows, jobs: this.#jobs, diagnostics: [...diagnostics, ...this.#diagnostics] };
  }

  #rootContext(workflow: Workflow, events: readonly RunEvent[]): CallContext {
    const call = events.length > 0 && events.every(({ event }) => event === 'workflow_call');
    return {
      root: workflow,
      caller: undefined,
      ceiling: undefined,
      events,
      inputs: call ? openInputs(workflow) : dispatchInputs(workflow, events),
      secrets: 'all',
      chain: [workflow.path],
      home: '',
    };
  }

  /** The events of a workflow; `workflow_run` with the events of the workflows that it follows. */
  #eventsOf(workflow: Workflow, seen: Set<string>): readonly RunEvent[] {
    return workflow.triggers.flatMap((trigger): readonly RunEvent[] => {
      const { event } = trigger;
      if (event !== 'workflow_run') return [{ event, trigger, producer: undefined }];
      const producers = this.#producerEvents(trigger.workflows, seen);
      if (producers !== undefined)
        return producers.map((name) => ({ event, trigger, producer: { event: name, known: true } }));
      return possibleProducers.map((name) => ({ event, trigger, producer: { event: name, known: false } }));
    });
  }

  #producerEvents(names: readonly string[], seen: Set<string>): readonly string[] | undefined {
    const events: string[] = [];
    for (const name of names) {
      const producer = this.#byName.get(name);
      if (producer === undefined) return undefined;
      if (seen.has(name)) continue;
      seen.add(name);
      for (const run of this.#eventsOf(producer, seen)) {
        if (run.producer?.known === false) return undefined;
        events.push(run.producer?.event ?? run.event);
      }
    }
    return names.length === 0 ? undefined : [...new Set(events)];
  }

  #expand(workflow: Workflow, context: CallContext): void {
    const reached = new Map<string, ReachedJob>();
    const byId = new Map(workflow.jobs.map((job) => [job.id.toLowerCase(), job]));
    const visit = (job: Job, stack: readonly string[]): void => {
      const key = job.id.toLowerCase();
      if (reached.has(key) || stack.includes(key)) return;
      for (const { text } of job.needs) {
        const need = byId.get(text.toLowerCase());
        if (need !== undefined && stack.length < 200) visit(need, [...stack, key]);
      }
      if (this.#jobs.length >= graphLimits.jobs) return this.#stop(workflow);
      const needs = job.needs.flatMap(({ text }) => reached.get(text.toLowerCase()) ?? []);
      const result = this.#reach(job, workflow, context, needs);
      reached.set(key, result);
      this.#jobs.push(result);
    };
    for (const job of workflow.jobs) visit(job, []);
    for (const job of workflow.jobs) {
      const result = reached.get(job.id.toLowerCase());
      if (result?.kind === 'call' && result.callee !== undefined) this.#call(result, result.callee, context);
    }
  }

  #stop(workflow: Workflow): void {
    if (this.#full) return;
    this.#full = true;
    this.#diagnostics.push({
      code: 'graph/chain-limit',
      kind: 'unread',
      place: workflow.place,
      message: `The workflows expand to more than ${graphLimits.jobs} jobs; the rest was not looked at.`,
    });
  }

  #reach(job: Job, workflow: Workflow, context: CallContext, needs: readonly ReachedJob[]): ReachedJob {
    const permissions = effectivePermissions(
      { workflow: workflow.permissions, job: job.permissions },
      context.ceiling,
    );
    const events = reachableEvents(job, context, needs);
    const scope = unionScope(events.length > 0 ? events : context.events, context.inputs, undefined);
    const matrix = matrixValues(job.matrix, scope);
    const inner = unionScope(events.length > 0 ? events : context.events, context.inputs, matrix);
    const reference = job.uses === undefined ? undefined : parseUses(job.uses.text);
    const callee =
      job.uses === undefined || reference === undefined ? undefined : this.#resolve(job, reference, context);
    const env = [...workflow.env, ...job.env];
    return {
      id:
        context.caller === undefined
          ? `${workflow.fileName}/${job.id}`
          : `${context.caller.id} > ${workflow.fileName}/${job.id}`,
      root: context.root,
      workflow,
      job,
      caller: context.caller,
      kind: reference === undefined ? 'steps' : 'call',
      callee,
      reference,
      events,
      permissions,
      inputs: context.inputs,
      secrets: context.secrets,
      environment: job.environment === undefined ? undefined : possibleTexts(job.environment.name, inner),
      labels: (job.runsOn?.labels ?? []).map((label) => possibleTexts(label, inner)),
      matrix,
      steps: expandSteps(job.steps, {
        repository: this.#repository,
        home: context.home,
        events,
        inputs: context.inputs,
        matrix,
        env,
      }),
      env,
      needs,
    };
  }

  /** The called workflow's text; a missing local file, a cycle or a chain that is too deep is told. */
  #resolve(job: Job, reference: UsesReference, context: CallContext): Workflow | undefined {
    const place = job.uses?.place ?? job.place;
    const name = quote(job.uses?.text ?? '');
    const say = (
      code:
        | 'graph/missing-local'
        | 'graph/unresolved'
        | 'graph/cycle'
        | 'graph/chain-limit'
        | 'graph/invalid-value',
      kind: Diagnostic['kind'],
      message: string,
    ): undefined => {
      this.#diagnostics.push({ code, kind, place, message });
      return undefined;
    };
    const target = this.#target(reference, context.home);
    if (target === undefined)
      return say('graph/invalid-value', 'refused', `${name} names no reusable workflow.`);
    const { found, path, local } = target;
    if (found === undefined) {
      if (local)
        return say('graph/missing-local', 'refused', `${name} is called, but there is no such file.`);
      return say('graph/unresolved', 'unresolved', `The text of the reusable workflow ${name} is not known.`);
    }
    if (context.chain.includes(path))
      return say('graph/cycle', 'refused', `${name} calls itself through a chain of calls.`);
    if (context.chain.length >= graphLimits.depth) {
      return say(
        'graph/chain-limit',
        'refused',
        `${name} is deeper than the ${graphLimits.depth} levels that GitHub allows.`,
      );
    }
    if (!found.triggers.some(({ event }) => event === 'workflow_call')) {
      return say(
        'graph/invalid-value',
        'refused',
        `${name} has no \`workflow_call\` trigger, so it cannot be called.`,
      );
    }
    return found;
  }

  #target(
    reference: UsesReference,
    home: string,
  ): { found: Workflow | undefined; path: string; local: boolean } | undefined {
    if (reference.kind === 'workspace' || reference.kind === 'self') {
      if (home === '')
        return { found: this.#repository.workflowAt(reference.path), path: reference.path, local: true };
      return this.#remote(`${home}/${reference.path}`, home, reference.path);
    }
    if (reference.kind !== 'remote' || reference.path === '') return undefined;
    const { owner, repository, ref, path } = reference;
    return this.#remote(`${owner}/${repository}/${ref}/${path}`, `${owner}/${repository}/${ref}`, path);
  }

  #remote(
    path: string,
    home: string,
    inner: string,
  ): { found: Workflow | undefined; path: string; local: boolean } {
    const [owner = '', repository = '', ...ref] = home.split('/');
    const name = `${owner}/${repository}/${inner}@${ref.join('/')}`;
    return { found: this.#repository.remoteWorkflow(path, name), path: name, local: false };
  }

  #call(job: ReachedJob, callee: Workflow, context: CallContext): void {
    const home =
      job.reference?.kind === 'remote'
        ? `${job.reference.owner}/${job.reference.repository}/${job.reference.ref}`
        : context.home;
    const next: CallContext = {
      root: context.root,
      caller: job,
      ceiling: job.permissions,
      events: job.events,
      inputs: passedInputs(job, callee),
      secrets: passedSecrets(job, context.secrets),
      chain: [...context.chain, callee.path],
      home,
    };
    const key = JSON.stringify([
      context.root.path,
      next.chain.length,
      callee.path,
      writesOf(job.permissions),
      job.permissions.levels,
      job.permissions.assumed,
      job.events.map(({ event, producer }) => [event, producer?.event]),
      [...next.inputs],
      next.secrets === 'all' ? 'all' : [...next.secrets],
    ]);
    if (this.#expanded.has(key)) return;
    this.#expanded.add(key);
    if (callee.path.includes('@')) this.#diagnostics.push(...callee.diagnostics);
    this.#expand(callee, next);
  }
}

/** The events in which a job can run: its own `if`, and the jobs that it waits for unless it runs regardless. */
function reachableEvents(job: Job, context: CallContext, needs: readonly ReachedJob[]): readonly RunEvent[] {
  const condition = job.if?.text;
  const regardless = condition !== undefined && /\b(always|cancelled|failure)\s*\(/i.test(condition);
  return context.events.filter((run) => {
    if (!regardless && needs.some((need) => !need.events.includes(run))) return false;
    if (condition === undefined) return true;
    return canBeTrue(
      possibleCondition(condition, eventScope({ run, inputs: context.inputs, matrix: undefined })),
    );
  });
}
