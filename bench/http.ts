import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../scripts/bundle.ts';
import { startFaultServer } from '../test/twins/http-faults.ts';
import { createTestAuthority } from '../test/twins/test-ca.ts';
import { asOutcome, comparePairs, timeChild, type Sample } from './harness-pairs.ts';
import type { Bench, Outcome } from './harness.ts';

const bare = join(import.meta.dirname, 'http', 'bare.mjs');

export const bench: Bench = {
  name: 'http',
  description: 'three requests of packages/http as a process, and what it and the GitHub client weigh',
  rows: [
    { id: 'plain', what: 'three requests', against: 'bare node:http', budget: { atMost: 1.3 }, unit: '×' },
    {
      id: 'tls',
      what: 'three requests by TLS',
      against: 'bare node:https',
      budget: { atMost: 1.3 },
      unit: '×',
    },
    { id: 'size', what: 'bundle of the client', budget: { atMost: 60 }, unit: 'kB' },
    { id: 'github', what: 'bundle with the GitHub client', budget: { atMost: 800 }, unit: 'kB' },
  ],
  run: measure,
};

async function measure(): Promise<Readonly<Record<string, Outcome>>> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-http-'));
  const authority = createTestAuthority('Sallyport Bench CA');
  const { certificate, key } = authority.issue({ names: ['127.0.0.1'] });
  const file = join(folder, 'authority.pem');
  writeFileSync(file, authority.certificate);
  const plain = await startFaultServer();
  const secure = await startFaultServer({ cert: certificate, key });
  const client = await bundleInto(folder, 'with-client');
  const outcomes = {
    plain: asOutcome(await comparePairs(run(client.path, plain.origin), run(bare, plain.origin))),
    tls: asOutcome(await comparePairs(run(client.path, secure.origin, file), run(bare, secure.origin, file))),
    size: { value: client.bytes / 1000 },
    github: { value: (await bundleInto(folder, 'with-github')).bytes / 1000, note: 'with its chunks' },
  };
  await plain.close();
  await secure.close();
  rmSync(folder, { recursive: true });
  return outcomes;
}

function run(...args: readonly string[]): Sample {
  return () => timeChild({ command: process.execPath, args, env: {} });
}

/** Bytes of all scripts: what is imported late is a file of its own. */
async function bundleInto(folder: string, name: string): Promise<{ path: string; bytes: number }> {
  const source = join(import.meta.dirname, 'http', `${name}.ts`);
  await bundle({ action: 'bench', entry: 'main', source, target: name }, folder);
  const scripts = readdirSync(join(folder, name)).filter((file) => file.endsWith('.js'));
  const bytes = scripts.reduce((sum, file) => sum + statSync(join(folder, name, file)).size, 0);
  return { path: join(folder, name, 'index.js'), bytes };
}
