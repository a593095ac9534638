import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Missing } from './provide.ts';

/** The folder of Debian's PostgreSQL executables, newest first; it cannot be fetched without the system's packager. */
export function providePostgresql(): { readonly path: string } | Missing {
  const installed = '/usr/lib/postgresql';
  const versions = existsSync(installed) ? readdirSync(installed) : [];
  const newest = versions.sort((left, right) => Number(right) - Number(left))[0];
  if (newest === undefined) return { missing: 'PostgreSQL is not installed (Debian package `postgresql`)' };
  return { path: join(installed, newest, 'bin') };
}

export interface Postgresql {
  /** `127.0.0.1:<port>`; the superuser is `postgres`. */
  readonly host: string;
  readonly password: string;
  /** One statement as superuser; rows as lines. @throws Error with the server's words. */
  query(sql: string): string;
  /** One statement as somebody else, by psql. */
  queryAs(user: string, password: string, sql: string): { readonly ok: boolean; readonly output: string };
  stop(): Promise<void>;
}

/** Starts an empty cluster on loopback with a password of its own. PostgreSQL refuses to run as root. */
export async function startPostgresql(password: string): Promise<Postgresql> {
  const peer = providePostgresql();
  if ('missing' in peer) throw new Error(peer.missing);
  const folder = mkdtempSync('/tmp/postgresql-');
  const owner = process.getuid?.() === 0 ? idsOf('postgres') : undefined;
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (owner !== undefined) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const initialize = [
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    '--no-sync',
    `--pwfile=${passwordFile}`,
  ];
  execFileSync(join(peer.path, 'initdb'), initialize, { ...owner, cwd: folder, stdio: 'pipe' });

  const port = await freePort();
  const settings = ['-h', '127.0.0.1', '-p', String(port), '-k', folder, '-F'];
  const server = spawn(join(peer.path, 'postgres'), ['-D', data, ...settings], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => void server.once('exit', () => resolve()));
  const end = () => server.kill('SIGQUIT');
  process.once('exit', end);

  const queryAs: Postgresql['queryAs'] = (user, secret, sql) => {
    const args = ['-h', '127.0.0.1', '-p', String(port), '-U', user, '-d', 'postgres', '-Atqc', sql];
    const env = { PATH: process.env['PATH'], PGPASSWORD: secret };
    const { status, stdout, stderr } = spawnSync('psql', args, { encoding: 'utf8', env });
    return { ok: status === 0, output: status === 0 ? stdout.trim() : stderr.trim() };
  };
  for (let tries = 0; !queryAs('postgres', password, 'select 1').ok; tries++) {
    if (tries > 100) throw new Error('PostgreSQL did not start');
    await sleep(50);
  }
  return {
    host: `127.0.0.1:${port}`,
    password,
    query: (sql) => {
      const { ok, output } = queryAs('postgres', password, sql);
      if (!ok) throw new Error(output);
      return output;
    },
    queryAs,
    stop: async () => {
      end();
      await exited;
      process.off('exit', end);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function idsOf(user: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
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
