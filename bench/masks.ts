import { createHash, generateKeyPairSync } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { masksForAll, searchedFor, type MaskEntry } from '@sallyport/mask-set';
import type { Bench, Outcome } from './harness.ts';
import { median } from './harness-pairs.ts';

/** Fifty secrets as a deployment has them: mostly passwords, some with symbols, a key, a JSON document. */
function secrets(): MaskEntry[] {
  const characters = (seed: string) => createHash('sha512').update(seed).digest('base64').slice(0, 24);
  const passwords = Array.from({ length: 40 }, (_, index) =>
    characters(`password ${index}`).replaceAll(/\W/g, 'x'),
  );
  const nasty = Array.from({ length: 8 }, (_, index) => `${characters(`nasty ${index}`)}&"'<%${index}`);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const document = JSON.stringify({ username: 'robot', password: characters('document'), port: 5432 });
  return [...passwords, ...nasty, String(key), document].map((value, index) => ({
    name: `s${index}`,
    value,
  }));
}

/** What the runner does to each line: search for every string. */
function searchLine(line: string, strings: readonly string[]): number {
  let found = 0;
  for (const text of strings) if (line.includes(text)) found++;
  return found;
}

function millisecondsPerLine(strings: readonly string[]): number {
  const line = `2026-11-24T12:00:00.0000000Z ${'npm notice created a lockfile as package-lock.json. '.repeat(3)}`;
  const lines = 200;
  const start = performance.now();
  for (let count = 0; count < lines; count++) searchLine(`${line}${count}`, strings);
  return (performance.now() - start) / lines;
}

function stringsOf(masks: readonly string[]): string[] {
  return [...new Set(masks.flatMap(searchedFor))];
}

async function run(): Promise<Record<string, Outcome>> {
  const entries = secrets();
  const plain = stringsOf(entries.flatMap(({ value }) => value.split('\n')).filter((line) => line !== ''));
  const { masks } = masksForAll(entries);
  const derived = stringsOf(masks);
  const pairs = Array.from(
    { length: 11 },
    () => [millisecondsPerLine(derived), millisecondsPerLine(plain)] as const,
  );
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    masksForAll(entries);
    return performance.now() - start;
  });
  const microseconds = (side: 0 | 1) => (median(pairs.map((pair) => pair[side])) * 1000).toFixed(0);
  return {
    line: {
      value: median(pairs.map(([ours, theirs]) => ours / theirs)),
      note: `${derived.length} strings from ${masks.length} masks / ${plain.length} strings; ${microseconds(0)} / ${microseconds(1)} µs a line`,
    },
    derive: { value: median(times), note: `${masks.length} masks for ${entries.length} secrets` },
  };
}

export const bench: Bench = {
  name: 'masks',
  description: 'what the masks of 50 secrets cost for each log line, and to derive',
  rows: [
    {
      id: 'line',
      what: 'search of one log line for all masks',
      against: 'masks of the values and their lines alone',
      budget: { atMost: 12 },
      unit: '×',
    },
    { id: 'derive', what: 'derive the masks', budget: { atMost: 150 }, unit: 'ms' },
  ],
  run,
};
