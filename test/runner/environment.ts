import { dirname } from 'node:path';
import type { FilePaths } from './environment-files.ts';
import { scalarText } from './expressions.ts';
import type { Frame, JobState } from './state.ts';
import type { JobIdentity } from './types.ts';

/** Keys of the `github` context that every process finds as `GITHUB_<KEY>`. Source: `src/Runner.Worker/GitHubContext.cs`. */
const passedOn = new Set(
  (
    'action_path action_ref action_repository action actor actor_id api_url artifacts artifacts_list base_ref env ' +
    'event_name event_path graphql_url head_ref job output path ref_name ref_protected ref_type ref repository ' +
    'repository_id repository_owner repository_owner_id retention_days run_attempt run_id run_number server_url sha ' +
    'state step_summary triggering_actor workflow workflow_ref workflow_sha workspace'
  ).split(' '),
);

/**
 * What a process finds before the runner adds anything. Nothing comes from the process that runs the twin; `node` is
 * found last, as hosted machines have one.
 */
export function machineEnvironment(job: JobState): Record<string, string> {
  return {
    PATH: `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${dirname(process.execPath)}`,
    HOME: job.folders.home,
    USER: 'runner',
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
    ...job.run.options.env,
    GITHUB_ACTIONS: 'true',
    CI: 'true',
    RUNNER_TRACKING_ID: trackingId(job),
  };
}

/** By which processes that outlive the job are known. */
export function trackingId(job: JobState): string {
  return `github_${job.folders.root}`;
}

/**
 * The environment of a step's process: the `env` context, saved state, inputs (JavaScript actions only), the longer
 * PATH, then the runner's own values, which win.
 * Source: actions/runner `src/Runner.Worker/ActionRunner.cs`, `Handlers/NodeScriptActionHandler.cs`, `Handlers/ScriptHandler.cs`.
 */
export function processEnvironment(
  frame: Frame,
  files: FilePaths,
  inputs: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const { job } = frame;
  const { contract } = job;
  const own: Record<string, string> = Object.fromEntries(frame.env);
  if (contract.holds('env/state')) {
    for (const [key, value] of frame.state.values()) own[`STATE_${key}`] = value;
  }
  for (const [name, value] of Object.entries(inputs ?? {})) own[inputName(frame, name)] = value;
  const environment = { ...machineEnvironment(job), ...own };
  if (job.prependPath.length > 0) {
    const first = contract.holds('file/path') ? job.prependPath.toReversed() : job.prependPath;
    environment['PATH'] = [...first, environment['PATH'] ?? ''].join(':');
  }
  const runner = { ...contextVariables(frame, files), ...serviceVariables(job, inputs !== undefined) };
  Object.assign(environment, contract.holds('env/runner-wins') ? runner : { ...runner, ...own });
  if (inputs !== undefined && contract.holds('env/node-icu-data')) delete environment['NODE_ICU_DATA'];
  return environment;
}

function inputName(frame: Frame, id: string): string {
  const { contract } = frame.job;
  const name = contract.holds('input/upper-case') ? id.toUpperCase() : id;
  return `INPUT_${contract.holds('input/hyphens') ? name.replaceAll(' ', '_') : name.replaceAll(/[ -]/g, '_')}`;
}

function contextVariables(frame: Frame, files: FilePaths): Record<string, string> {
  const { job, scope } = frame;
  const context = { ...job.github, ...scope.github, ...frame.github, ...files };
  const variables: Record<string, string> = {};
  for (const [key, value] of Object.entries(context)) {
    const passes = passedOn.has(key) || !job.contract.holds('env/allow-list');
    if (passes && value !== null && value !== undefined) {
      variables[`GITHUB_${key.toUpperCase()}`] = scalarText(value);
    }
  }
  for (const [key, value] of Object.entries(job.runner)) variables[`RUNNER_${key.toUpperCase()}`] = value;
  return variables;
}

/** The variables that tell a process whose job it is part of; for runners that do not know all of them. */
export function environmentOf({ github, runnerEnvironment }: JobIdentity): Record<string, string> {
  const ofMachine = new Set(['workspace', 'event_path']);
  const known = Object.entries(github).filter(([key]) => passedOn.has(key) && !ofMachine.has(key));
  return {
    ...Object.fromEntries(known.map(([key, value]) => [`GITHUB_${key.toUpperCase()}`, scalarText(value)])),
    RUNNER_ENVIRONMENT: runnerEnvironment,
  };
}

function serviceVariables(job: JobState, isNode: boolean): Record<string, string> {
  const { contract, oidc } = job;
  const url = 'http://127.0.0.1:1/';
  const runtime =
    isNode || !contract.holds('env/runtime-token')
      ? {
          ACTIONS_RUNTIME_URL: url,
          ACTIONS_RUNTIME_TOKEN: job.runtimeToken,
          ACTIONS_RESULTS_URL: url,
          ACTIONS_CACHE_URL: url,
          ACTIONS_CACHE_SERVICE_V2: 'True',
        }
      : {};
  const identity =
    oidc === undefined || (!isNode && !contract.holds('env/id-token-every-step'))
      ? {}
      : { ACTIONS_ID_TOKEN_REQUEST_URL: oidc.url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.bearer };
  return { ...runtime, ...identity };
}
