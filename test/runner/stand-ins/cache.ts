import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { StandIn, StandInContext } from '../types.ts';

/** `actions/cache`: restores the key or the newest that begins with a restore key; saves after a job that went well. */
export const cache: StandIn = { main: restore, post: save, postIf: 'success()' };
export const cacheRestore: StandIn = { main: restore };
export const cacheSave: StandIn = { main: save };

async function restore(context: StandInContext): Promise<void> {
  const { inputs, caches, state, log, setOutput } = context;
  const key = inputs['key'] ?? '';
  const wanted = [
    key,
    ...(inputs['restore-keys'] ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ];
  const entry = findEntry(caches, key, wanted);
  state.set('matched', entry?.key ?? '');
  setOutput('cache-hit', entry === undefined ? '' : String(entry.key === key));
  setOutput('cache-matched-key', entry?.key ?? '');
  setOutput('cache-primary-key', key);
  if (entry === undefined) {
    if (inputs['fail-on-cache-miss'] === 'true')
      throw new Error(
        `Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input key: ${key}`,
      );
    log(`Cache not found for input keys: ${wanted.join(', ')}`);
    return;
  }
  if (inputs['lookup-only'] !== 'true') {
    for (const [at, path] of pathsOf(context).entries()) {
      const kept = join(entry.folder, String(at));
      if (existsSync(kept)) cpSync(kept, path, { recursive: true });
    }
  }
  log(`Cache restored from key: ${entry.key}`);
}

async function save(context: StandInContext): Promise<void> {
  const { inputs, caches, state, log } = context;
  const key = inputs['key'] ?? '';
  if (state.get('matched') === key) {
    log(`Cache hit occurred on the primary key ${key}, not saving cache.`);
    return;
  }
  const folder = join(caches, createHash('sha256').update(key).digest('hex'));
  mkdirSync(folder, { recursive: true });
  for (const [at, path] of pathsOf(context).entries()) {
    if (existsSync(path)) cpSync(path, join(folder, String(at)), { recursive: true });
  }
  writeFileSync(join(folder, 'key'), key);
  log(`Cache saved with key: ${key}`);
}

function pathsOf({ inputs, workspace }: StandInContext): string[] {
  return (inputs['path'] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((path) => resolve(workspace, path));
}

function findEntry(caches: string, key: string, wanted: readonly string[]) {
  const entries = (existsSync(caches) ? readdirSync(caches) : [])
    .map((name) => join(caches, name))
    .filter((folder) => basename(folder) !== 'key' && existsSync(join(folder, 'key')))
    .map((folder) => ({ folder, key: readFileSync(join(folder, 'key'), 'utf8') }));
  return (
    entries.find((entry) => entry.key === key) ??
    wanted.flatMap((prefix) => entries.filter((entry) => entry.key.startsWith(prefix))).at(0)
  );
}
