import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startServer } from './server-process.ts';
import { provide, runClient, type Missing } from './provide.ts';

/** What judges the JWT's signature, which ministack does not; four minutes to build, so in the extended suite only. */
export const extended = process.env['SALLYPORT_EXTENDED'] === '1';

let found: Promise<{ readonly path: string } | Missing> | undefined;

/** MinIO (AGPL, a tool of the tests that nothing links), built from the Go module proxy. */
export function provideMinio(): Promise<{ readonly path: string } | Missing> {
  found ??= findMinio();
  return found;
}

async function findMinio(): Promise<{ readonly path: string } | Missing> {
  if (!extended) return { missing: 'MinIO is part of the extended suite: set SALLYPORT_EXTENDED=1' };
  const peer = await provide({
    name: 'minio',
    what: 'MinIO as a Go module (150 MB, builds for four minutes)',
    install: async (folder) => {
      await runClient('go', ['install', 'github.com/minio/minio@latest'], { GOBIN: folder });
    },
  });
  if ('missing' in peer) return peer;
  return { path: join(peer.folder, process.platform === 'win32' ? 'minio.exe' : 'minio') };
}

export interface MinioOptions {
  /** `http://127.0.0.1:<port>`: its discovery document and key set must be up before MinIO starts. */
  readonly issuer: string;
  readonly audience: string;
}

export interface Minio {
  /** `http://127.0.0.1:<port>`: STS and S3. */
  readonly address: string;
  /** Made by MinIO for the issuer; a login must name it. */
  readonly roleArn: string;
  readonly stop: () => Promise<void>;
}

const rolePattern = /arn:minio:iam:::role\/\S+/;

/**
 * Starts a MinIO that takes the issuer's tokens and lets them read and write.
 * @throws Error where MinIO is missing or does not come up; ask `provideMinio` first and skip.
 */
export async function startMinio({ issuer, audience }: MinioOptions): Promise<Minio> {
  const peer = await provideMinio();
  if ('missing' in peer) throw new Error(peer.missing);
  const home = mkdtempSync(join(tmpdir(), 'minio-'));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: peer.path,
    args: ['server', join(home, 'data'), '--address', `127.0.0.1:${port}`],
    env: {
      HOME: home,
      MINIO_BROWSER: 'off',
      MINIO_IDENTITY_OPENID_CONFIG_URL: `${issuer}/.well-known/openid-configuration`,
      MINIO_IDENTITY_OPENID_CLIENT_ID: audience,
      MINIO_IDENTITY_OPENID_ROLE_POLICY: 'readwrite',
    },
    // The role is named some moments after the server is ready.
    ready: async (output) => rolePattern.test(output) && (await fetch(`${address}/minio/health/ready`)).ok,
  });
  const stop = async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
  const roleArn = rolePattern.exec(server.output())?.[0] ?? '';
  return { address, roleArn, stop };
}
