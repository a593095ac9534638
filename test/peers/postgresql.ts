import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Missing } from './provide.ts';
import { freePort, startServer } from './server-process.ts';

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
  const passwordFile = join(folder, 'password');
  const data = join(folder, 'data');
  writeFileSync(passwordFile, password);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync('chown', ['-R', 'postgres', folder]);
  const asOwner = (program: string, args: readonly string[]) => {
    const command = [join(peer.path, program), ...args];
    return isRoot
      ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...command]
      : command;
  };
  const settings = ['-U', 'postgres', '--auth=scram-sha-256', '--no-sync', `--pwfile=${passwordFile}`];
  const [initialize, ...initializeArgs] = asOwner('initdb', ['-D', data, ...settings]);
  execFileSync(initialize!, initializeArgs, { cwd: folder, stdio: 'pipe' });

  const port = await freePort();
  const queryAs: Postgresql['queryAs'] = (user, secret, sql) => {
    const args = ['-h', '127.0.0.1', '-p', String(port), '-U', user, '-d', 'postgres', '-Atqc', sql];
    const env = { PATH: process.env['PATH'], PGPASSWORD: secret };
    const { status, stdout, stderr } = spawnSync('psql', args, { encoding: 'utf8', env });
    return { ok: status === 0, output: status === 0 ? stdout.trim() : stderr.trim() };
  };
  const listen = ['-h', '127.0.0.1', '-p', String(port), '-k', folder, '-F'];
  const [command, ...args] = asOwner('postgres', ['-D', data, ...listen]);
  const server = await startServer({
    command: command!,
    args,
    env: { PATH: process.env['PATH'] ?? '' },
    ready: async () => queryAs('postgres', password, 'select 1').ok,
  });
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
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
