import {
  actionName,
  oneOf,
  quote,
  type Place,
  type ReachedJob,
  type ReachedStep,
} from '@sallyport/workflow-graph';
import type {
  Act,
  ArtifactUse,
  CacheUse,
  Checkout,
  Deployment,
  EnvironmentState,
  Execution,
  JobFacts,
  Login,
  SecretUse,
} from './facts.ts';
import { controlledByAuthor, environmentState, secretsOf } from './job-text.ts';
import { commandsOf, type Command } from './shell.ts';
import { knownAction, type Effect, type Inputs } from './tables/actions.ts';
import { deployCommands, deployScriptKind, strongKinds } from './tables/deploy-commands.ts';
import { lookUp, type DeployKind, type ExecutionKind } from './tables/row.ts';
import { treeCode } from './tables/tree-code.ts';

const weakKinds: ReadonlySet<ExecutionKind> = new Set(['lifecycle', 'config']);

/** Reads a job's steps for what they execute, deploy, restore and hold. */
export function observe(job: ReachedJob): JobFacts {
  const observer = new Observer(job);
  for (const step of job.steps) observer.step(step);
  return observer.facts();
}

class Observer {
  readonly #job: ReachedJob;
  readonly #executions: Execution[] = [];
  readonly #deployments: Deployment[] = [];
  readonly #logins: Login[] = [];
  readonly #signs: Act[] = [];
  readonly #reports: Act[] = [];
  readonly #restores: CacheUse[] = [];
  readonly #saves: CacheUse[] = [];
  readonly #uploads: ArtifactUse[] = [];
  readonly #downloads: ArtifactUse[] = [];
  readonly #checkouts: Checkout[] = [];
  readonly #appTokens: Act[] = [];
  readonly #approvals: Act[] = [];
  readonly #unknown: Act[] = [];
  readonly #secrets: readonly SecretUse[];
  readonly #environment: EnvironmentState;
  readonly #oidc: boolean;
  readonly #fetched = new Set<string>();
  #localCluster = false;
  /** Whether the workspace holds a tree or an artifact whose code a command could run. */
  #tree = false;

  constructor(job: ReachedJob) {
    this.#job = job;
    this.#secrets = secretsOf(job);
    this.#environment = environmentState(job.environment);
    this.#oidc = job.permissions.levels['id-token'] === 'write';
  }

  step(step: ReachedStep): void {
    // A step that cannot run in any event of the job does nothing.
    if (step.events.length === 0 && this.#job.events.length > 0) return;
    if (step.step.run !== undefined) this.#run(step, step.step.run.text, step.step.run.place);
    if (step.reference !== undefined) this.#uses(step);
  }

  facts(): JobFacts {
    return {
      job: this.#job,
      executions: this.#executions,
      deployments: this.#deployments.filter(
        ({ kind }) => !(this.#localCluster && (kind === 'cluster' || kind === 'infrastructure')),
      ),
      logins: this.#logins,
      signs: this.#signs,
      reports: this.#reports,
      restores: this.#restores,
      saves: this.#saves,
      uploads: this.#uploads,
      downloads: this.#downloads,
      checkouts: this.#checkouts,
      appTokens: this.#appTokens,
      approvals: this.#approvals,
      unknown: this.#unknown,
      secrets: this.#secrets,
      environment: this.#environment,
      oidc: this.#oidc,
    };
  }

  #run(step: ReachedStep, script: string, place: Place): void {
    for (const command of commandsOf(script)) {
      const act: Act = { step, place, what: quote(shown(command)), source: '' };
      if (/^(git|gh)$/.test(command.positionals[0] ?? '')) this.#git(command, act);
      if (/^(kind|minikube|k3d|k3s)$/.test(command.positionals[0] ?? '')) this.#localCluster = true;
      if (
        baseName(command.positionals[0] ?? '') === 'cosign' &&
        /sign|attest/.test(command.positionals[1] ?? '')
      )
        this.#signs.push(act);
      if (/^(curl|wget)$/.test(command.positionals[0] ?? '')) this.#fetch(command, script);
      this.#execution(command, act);
      this.#deployment(command, act);
    }
  }

  /** A program that the job itself downloads is not the tree's; whether it is pinned is another question. */
  #fetch(command: Command, script: string): void {
    for (const word of [
      ...command.positionals.slice(1),
      ...(/chmod \+x (\S+)/.exec(script)?.slice(1) ?? []),
    ]) {
      this.#fetched.add(baseName(word.replace(/\.(tar\.gz|tgz|zip)$/, '')).split(/[_-]/)[0] ?? '');
    }
  }

  #git(command: Command, act: Act): void {
    const words = command.positionals.slice(0, 3).join(' ');
    if (/^(git clone|git fetch|gh repo clone|gh pr checkout)/.test(words)) {
      const untrusted = words.startsWith('gh pr checkout') || controlledByAuthor(command.words.join(' '));
      if (words !== 'git fetch' || untrusted) {
        this.#checkouts.push({ ...act, ref: undefined, repository: undefined, untrusted });
        this.#tree = true;
      }
    }
    if (words.startsWith('gh run download')) {
      this.#downloads.push({
        ...act,
        names: oneOf([], ['']),
        pattern: undefined,
        ids: undefined,
        run: command.positionals[3] ?? '',
        path: undefined,
        overwrite: false,
      });
      this.#tree = true;
    }
    if (
      words.startsWith('gh pr review') &&
      command.words.some((word) => word === '--approve' || word === '-a')
    )
      this.#approvals.push(act);
    if (words.startsWith('gh api') && /pending_deployments/.test(command.words.join(' ')))
      this.#approvals.push(act);
  }

  #execution(command: Command, act: Act): void {
    const [program = ''] = command.positionals;
    const row = lookUp(treeCode, command);
    if (!this.#tree) return;
    if (row !== undefined) {
      this.#executions.push({ ...act, source: row.source, kind: row.kind, weak: weakKinds.has(row.kind) });
    } else if (/^\.{1,2}\//.test(program) && !this.#fetched.has(baseName(program))) {
      this.#executions.push({ ...act, source: 'a program of the workspace', kind: 'script', weak: false });
    }
  }

  #deployment(command: Command, act: Act): void {
    const row = lookUp(deployCommands, command);
    const kind = row?.kind ?? deployScriptKind(command);
    if (kind !== undefined) this.#deploy(act, kind, row?.source ?? 'a script named after what it does');
  }

  /** A command deploys only where the job holds something to deploy with; else it talks to a test server. */
  #deploy(act: Act, kind: DeployKind, source: string): void {
    const secrets = this.#secrets.some((use) => use.step === undefined || use.step.outer === act.step.outer);
    const credential =
      secrets ||
      this.#oidc ||
      this.#logins.length > 0 ||
      this.#environment === 'named' ||
      this.#environment === 'unknown';
    this.#deployments.push({ ...act, source, kind, strong: strongKinds.has(kind) && credential });
  }

  #uses(step: ReachedStep): void {
    const { reference, action } = step;
    const use = step.step.uses;
    if (reference === undefined || use === undefined) return;
    const act: Act = { step, place: use.place, what: quote(use.text), source: '' };
    if (reference.kind === 'workspace') return this.#localAction(step, act);
    if (reference.kind === 'self') {
      if (action === undefined) this.#unknown.push(act);
      return;
    }
    if (reference.kind === 'docker' || reference.kind === 'invalid') {
      this.#unknown.push(act);
      return;
    }
    const row = knownAction(actionName(reference) ?? '');
    const inputs: Inputs = (name) =>
      step.step.with.find((input) => input.name.toLowerCase() === name.toLowerCase())?.text;
    if (row === undefined) {
      // A composite whose text is known is judged by its steps, which follow.
      if (action?.using !== 'composite') this.#unknown.push(act);
      return;
    }
    for (const { effect, when } of row.effects) {
      if (when?.(inputs) ?? true) this.#effect({ ...act, source: row.source }, effect, inputs);
    }
  }

  /** `./x` runs what the workspace holds at that moment; its text here is that of the tree. */
  #localAction(step: ReachedStep, act: Act): void {
    const composite = step.action?.using === 'composite';
    if (step.action === undefined && this.#checkouts.some(({ repository }) => repository !== undefined)) {
      this.#unknown.push(act);
      return;
    }
    this.#executions.push({
      ...act,
      source: 'GitHub docs, "Finding and customizing actions": `./` is the workspace',
      kind: 'local-action',
      weak: composite,
    });
  }

  #effect(act: Act, effect: Effect, inputs: Inputs): void {
    switch (effect.does) {
      case 'execute':
        if (this.#tree || effect.kind === 'container') {
          this.#executions.push({ ...act, kind: effect.kind, weak: weakKinds.has(effect.kind) });
        }
        return;
      case 'deploy':
        this.#deploy(act, effect.kind, act.source);
        return;
      case 'login':
        this.#logins.push({
          ...act,
          provider: effect.provider,
          static: effect.static(inputs),
          identity: identityOf(effect.identity, inputs),
        });
        return;
      case 'sign':
        this.#signs.push(act);
        return;
      case 'report':
        this.#reports.push(act);
        return;
      case 'restore-cache':
        this.#restores.push({ ...act, implicit: effect.implicit, key: inputs('key') });
        return;
      case 'save-cache':
        this.#saves.push({ ...act, implicit: effect.implicit, key: inputs('key') });
        return;
      case 'checkout':
        this.#checkout(act, inputs);
        return;
      case 'upload-artifact':
        this.#uploads.push(artifact(act, inputs));
        return;
      case 'download-artifact':
        this.#downloads.push(artifact(act, inputs));
        this.#tree = true;
        return;
      case 'app-token':
        this.#appTokens.push(act);
        return;
      case 'approve':
        this.#approvals.push(act);
        return;
      case 'local-cluster':
        this.#localCluster = true;
    }
  }

  #checkout(act: Act, inputs: Inputs): void {
    const ref = inputs('ref');
    const repository = inputs('repository');
    const untrusted = controlledByAuthor(`${ref ?? ''} ${repository ?? ''}`);
    this.#checkouts.push({ ...act, ref, repository, untrusted });
    this.#tree = true;
  }
}

function identityOf(names: readonly string[], inputs: Inputs): string | undefined {
  return names.map((name) => inputs(name)).find((value) => value !== undefined && value !== '');
}

function artifact(act: Act, inputs: Inputs): ArtifactUse {
  const name = inputs('name') ?? inputs('artifact_name');
  const pages = act.what.includes('pages');
  const pattern = inputs('pattern');
  const fallback = pages
    ? oneOf(['github-pages'])
    : act.what.includes('download')
      ? oneOf([], [''])
      : oneOf(['artifact']);
  return {
    ...act,
    names: name === undefined ? fallback : (act.step.inputs.get('name') ?? oneOf([name])),
    pattern,
    ids: inputs('artifact-ids'),
    run: inputs('run-id') ?? inputs('run_id') ?? inputs('workflow'),
    path: inputs('path'),
    overwrite: inputs('overwrite') === 'true' || inputs('merge-multiple') === 'true',
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function shown(command: Command): string {
  return command.words.slice(0, 4).join(' ');
}
