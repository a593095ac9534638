import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { type OpenBao, provideOpenBao, startOpenBao } from '../peers/openbao.ts';
import { provideNode24 } from '../peers/node24.ts';
import type { Missing } from '../peers/provide.ts';
import { type RunOptions, type RunResult, runWorkflow } from '../runner/index.ts';
import { type GitHubTwin, startGitHubTwin } from '../twins/github/index.ts';
import { type Clouds, startClouds } from './clouds.ts';
import { type JobTokens, startJobTokens } from './github.ts';

const root = resolve(import.meta.dirname, '..', '..');
const repository = { name: 'octo/demo', id: '424242', ownerId: '4242' };

/** What the example workflows talk to, on loopback: GitHub and three clouds as twins, OpenBao as itself where it can be had. */
export interface ExampleServices {
  readonly github: JobTokens;
  readonly sts: Clouds['sts'];
  readonly entra: Clouds['entra'];
  readonly gcp: Clouds['gcp'];
  readonly bao: OpenBao | Missing;
  /** Another issuer of tokens, for attacks. */
  readonly stranger: GitHubTwin;
  readonly vars: Readonly<Record<string, string>>;
  /** Makes a run one of a repository `octo/demo`, which uses this repository as `OWNER/sallyport`. */
  readonly options: Omit<RunOptions, 'workflow'>;
  /** Runs a workflow, a file of this repository or the text of one, with the services. */
  readonly run: (workflow: string, options?: Partial<RunOptions>) => Promise<RunResult>;
  readonly close: () => Promise<void>;
}

/** The services with OpenBao among them. */
export interface Scene extends ExampleServices {
  readonly bao: OpenBao;
}

/** @throws {Error} where OpenBao cannot be had; ask `provideOpenBao` first and skip. */
export async function startScene(): Promise<Scene> {
  const services = await startExampleServices();
  const { bao } = services;
  if (!('missing' in bao)) return { ...services, bao };
  await services.close();
  throw new Error(bao.missing);
}

/**
 * Starts the services. Their trust is broad on purpose: it knows the repository, but not the branch, as so often. What the
 * examples refuse beyond that, our step refuses.
 */
export async function startExampleServices(): Promise<ExampleServices> {
  const github = await startJobTokens();
  const [bao, clouds, stranger] = await Promise.all([
    startPreparedOpenBao(github),
    startClouds(github, repository),
    startGitHubTwin(),
  ]);
  const vars = {
    ...clouds.vars,
    ...('missing' in bao ? {} : { VAULT_URL: bao.address }),
    REPOSITORY_ID: repository.id,
    // Another name of this machine, as another host would have.
    STRANGER_URL: stranger.endpoint!.url.replace('127.0.0.1', 'localhost'),
    STRANGER_BEARER: stranger.endpoint!.bearer,
  };
  const options = {
    root,
    repository,
    repositories: { 'OWNER/sallyport': root },
    serverUrl: github.serverUrl,
    services: github.services,
    vars,
  };
  return {
    github,
    sts: clouds.sts,
    entra: clouds.entra,
    gcp: clouds.gcp,
    bao,
    stranger,
    vars,
    options,
    run: async (workflow, more = {}) => {
      const node = await provideNode24();
      return runWorkflow({
        workflow,
        workflowPath: '.github/workflows/deploy.yml',
        event: { name: 'push', ref: 'refs/heads/main' },
        ...options,
        ...('path' in node ? { node: node.path } : {}),
        ...more,
        vars: { ...vars, ...more.vars },
      });
    },
    close: async () => {
      const servers = [clouds.close(), github.close(), stranger.close()];
      await Promise.all('missing' in bao ? servers : [...servers, bao.stop()]);
    },
  };
}

async function startPreparedOpenBao(github: JobTokens): Promise<OpenBao | Missing> {
  const peer = await provideOpenBao();
  if ('missing' in peer) return peer;
  const bao = await startOpenBao();
  await prepareOpenBao(bao, github);
  return bao;
}

async function prepareOpenBao(bao: OpenBao, github: JobTokens): Promise<void> {
  await bao.api('sys/policies/acl/deploy', { policy: 'path "secret/data/app" { capabilities = ["read"] }' });
  await bao.api('secret/data/app', {
    data: { user: 'app-reader', password: randomBytes(12).toString('hex') },
  });
  await bao.api('sys/auth/jwt', { type: 'jwt' });
  await bao.api('auth/jwt/config', { jwks_url: github.keySetUrl, bound_issuer: github.issuer });
  await bao.api('auth/jwt/role/deploy', {
    role_type: 'jwt',
    user_claim: 'repository_id',
    bound_audiences: [bao.address],
    bound_claims: { repository_id: repository.id },
    token_policies: ['default', 'deploy'],
    token_ttl: '15m',
  });
}
