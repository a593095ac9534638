import { setMaxListeners } from 'node:events';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobDefinition } from './definitions.ts';
import { scalarText } from './expressions.ts';
import { heldBackBytes, LivePages } from './live-pages.ts';
import { JobLog } from './log.ts';
import { Masker } from './masker.ts';
import type { JobFolders, JobState, RunState, SourceRepository } from './state.ts';
import type { Endpoint, JobIdentity, Permissions } from './types.ts';

/** All that is decided about a job before it starts. */
export interface JobPlan {
  readonly id: string;
  readonly name: string;
  readonly definition: JobDefinition;
  readonly matrix: Readonly<Record<string, unknown>> | undefined;
  readonly strategy: Readonly<Record<string, unknown>>;
  readonly github: Readonly<Record<string, unknown>>;
  readonly needs: unknown;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  readonly environment: string | undefined;
  /** `env:` and `defaults:` of the workflow, before those of the job. */
  readonly workflowEnv: unknown;
  readonly workflowDefaults: unknown;
  /** Where the file with this job lives. */
  readonly repository: SourceRepository;
  readonly workflowPath: string;
}

/** The state of a job that is about to start: folders, masks, contexts, endpoint. */
export async function createJob(plan: JobPlan, run: RunState): Promise<JobState> {
  const { contract, options } = run;
  const folders = createFolders(run);
  const checkRunId = String(30_000_000_000 + run.nextId++);
  const github = {
    ...plan.github,
    job: plan.id,
    workspace: folders.workspace,
    event_path: join(folders.temp, '_github_workflow', 'event.json'),
  };
  writeFileSync(github.event_path, JSON.stringify(plan.github['event'] ?? {}, null, 2));
  const granted = plan.permissions['id-token'] === 'write' || !contract.holds('env/id-token-permission');
  const oidc = granted ? await endpointFor(identify(plan, run, github, checkRunId), run) : undefined;
  const runtimeToken = oidc?.bearer ?? randomBytes(24).toString('hex');
  const masker = createMasker(plan, run, [
    scalarText(plan.github['token']),
    runtimeToken,
    oidc?.bearer ?? '',
  ]);
  const job: JobState = {
    run,
    contract,
    id: plan.id,
    name: plan.name,
    checkRunId,
    folders,
    masker,
    log: new JobLog(
      masker,
      options.clock ?? (() => new Date()),
      (line) => options.onLogLine?.(line, plan.name),
      new LivePages(run.runnerRoot.pages, options.heldBackBytes ?? heldBackBytes),
    ),
    github,
    runner: runnerContext(plan, run, folders),
    contexts: {
      needs: plan.needs,
      strategy: plan.strategy,
      matrix: plan.matrix ?? null,
      vars: plan.vars,
      secrets: plan.secrets,
      inputs: plan.inputs,
    },
    runDefaults: {},
    permissions: plan.permissions,
    oidc,
    runtimeToken,
    repository: plan.repository,
    environment: new Map(),
    prependPath: [],
    abort: new AbortController(),
    records: {},
    posts: [],
    results: [],
    annotations: [],
    summaries: [],
    rawOutput: [],
    status: 'success',
  };
  // Each composite on the way down listens.
  setMaxListeners(0, job.abort.signal);
  return job;
}

/** Secrets, as a whole and line by line, are masked before the first step. */
function createMasker(plan: JobPlan, run: RunState, tokens: readonly string[]): Masker {
  const masker = new Masker(run.contract);
  if (run.contract.holds('mask/job-secrets')) {
    for (const secret of Object.values(plan.secrets)) masker.addWithLines(secret);
  }
  for (const token of tokens) masker.add(token);
  return masker;
}

/** The label `self-hosted` tells one's own runners from GitHub's. */
function runnerEnvironment({ definition }: JobPlan, { options }: RunState): 'github-hosted' | 'self-hosted' {
  const labels = [definition['runs-on']].flat();
  return options.runnerEnvironment ?? (labels.includes('self-hosted') ? 'self-hosted' : 'github-hosted');
}

function runnerContext(plan: JobPlan, run: RunState, folders: JobFolders): Record<string, string> {
  const { options } = run;
  return {
    os: 'Linux',
    arch: process.arch === 'arm64' ? 'ARM64' : 'X64',
    name: 'Runner 1',
    environment: runnerEnvironment(plan, run),
    temp: folders.temp,
    tool_cache: folders.tools,
    workspace: join(folders.workspace, '..'),
    ...(options.debug === true ? { debug: '1' } : {}),
  };
}

function identify(
  plan: JobPlan,
  run: RunState,
  github: Readonly<Record<string, unknown>>,
  checkRunId: string,
): JobIdentity {
  return {
    id: plan.id,
    name: plan.name,
    environment: plan.environment,
    permissions: plan.permissions,
    workflowRef: scalarText(github['workflow_ref']),
    jobWorkflowRef: `${plan.repository.name}/${plan.workflowPath}@${plan.repository.ref}`,
    jobWorkflowSha: plan.repository.sha,
    runnerEnvironment: runnerEnvironment(plan, run),
    checkRunId,
    github,
  };
}

async function endpointFor(identity: JobIdentity, run: RunState): Promise<Endpoint> {
  const given = await run.options.services?.tokenEndpoint?.(identity);
  // Without a service the variables exist all the same, and lead nowhere.
  return (
    given ?? { url: 'http://127.0.0.1:1/idtoken?api-version=2.0', bearer: randomBytes(24).toString('hex') }
  );
}

function createFolders(run: RunState): JobFolders {
  const root = join(run.temp, `job-${randomUUID().slice(0, 8)}`);
  run.jobFolders.push(root);
  const name = run.repository.name.split('/')[1] ?? 'repository';
  const folders = {
    root,
    workspace: join(root, 'work', name, name),
    temp: join(root, 'work', '_temp'),
    tools: join(root, 'tools'),
    home: join(root, 'home'),
  };
  for (const folder of [...Object.values(folders), join(folders.temp, '_github_workflow')]) {
    mkdirSync(folder, { recursive: true });
  }
  return folders;
}
