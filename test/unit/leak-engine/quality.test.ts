import { describe, expect, test } from '@jest/globals';
import { createScanner, rules, type ScanPart, type Severity } from '@sallyport/leak-engine';
import { Corpus, type Plant } from './corpus/build.ts';
import { contexts, password } from './corpus/contextual.ts';
import { forms } from './corpus/forms.ts';
import { incidents } from './corpus/incidents.ts';
import { hardNegatives, noiseLine } from './corpus/noise.ts';
import { privateKeys } from './corpus/private-keys.ts';
import { createRandom } from './random.ts';

// What `npx tsx bench/leak-scan/quality.ts` prints as a table, held to its bounds.

const now = Date.parse('2026-11-24T12:00:00Z');
const seeds = [11, 12];

function scan(bytes: Uint8Array): ScanPart {
  const scanner = createScanner({ rules, now, clock: () => 0, limits: { findings: 100_000 } });
  for (let at = 0; at < bytes.length; at += 50_000) scanner.write(bytes.subarray(at, at + 50_000));
  return scanner.end();
}

function isFound(part: ScanPart, plant: Plant, distinctive: boolean): boolean {
  return part.findings.some(
    ({ place, distinctive: own }) =>
      place.line >= plant.firstLine && place.line <= plant.lastLine && (own || !distinctive),
  );
}

/** Recall of plants, and the names of those that were missed. */
function recall(corpus: Corpus, distinctive: boolean): { share: number; missed: string[] } {
  const part = scan(corpus.toBytes());
  const missed = corpus.plants.filter((plant) => !isFound(part, plant, distinctive));
  return {
    share: 1 - missed.length / corpus.plants.length,
    missed: missed.map((plant) => `${plant.kind} (${plant.form})`),
  };
}

describe('distinctive kinds are found in every form', () => {
  test.each(Object.entries(forms))('%s', (form, print) => {
    const corpus = new Corpus(form.length);
    for (const rule of rules.filter((one) => one.kind === 'token')) {
      for (const seed of seeds) {
        const random = createRandom(seed);
        for (const leak of rule.examples.leaks) {
          corpus.noise(2);
          corpus.plant(rule.id, form, print(leak(random), random));
        }
      }
    }
    corpus.noise(3);
    expect(recall(corpus, true).missed).toEqual([]);
  });
});

describe('private keys are found in every form', () => {
  test.each(Object.entries(privateKeys))('%s', (form, print) => {
    const corpus = new Corpus(form.length);
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      corpus.noise(3);
      corpus.plant('private key', form, print(createRandom(seed)));
    }
    corpus.noise(3);
    expect(recall(corpus, true).missed).toEqual([]);
  });
});

describe('contextual secrets are found', () => {
  const shares: number[] = [];

  test.each(Object.entries(contexts))('%s', (form, print) => {
    const corpus = new Corpus(form.length);
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = createRandom(seed);
      corpus.noise(2);
      corpus.plant('context', form, print(password(random), random).split('\n'));
    }
    const { share, missed } = recall(corpus, false);
    shares.push(share);
    expect({ form, share: share >= 0.9, missed: missed.length }).toMatchObject({ share: true });
  });

  test('nine of ten over all', () => {
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe('what tools and people are seen to print is found', () => {
  test.each(Object.entries(incidents))('%s', (form, print) => {
    const corpus = new Corpus(form.length);
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = createRandom(seed * 77);
      corpus.noise(2);
      corpus.plant('context', form, print(password(random), random));
    }
    corpus.noise(3);
    expect(recall(corpus, false).share).toBeGreaterThanOrEqual(0.9);
  });
});

describe('hard negatives', () => {
  const counted: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

  test.each(Object.entries(hardNegatives))('%s', (_, print) => {
    const corpus = new Corpus(7);
    for (let index = 0; index < 400; index += 1) corpus.print([print(corpus.random)]);
    const found = scan(corpus.toBytes()).findings.filter((finding) => counted.includes(finding.severity));
    expect(found.map((finding) => finding.rule.id)).toEqual([]);
  });

  test('noise of 8 MB', () => {
    const random = createRandom(99);
    const lines: string[] = [];
    for (let size = 0; size < 8_000_000;) {
      const line = noiseLine(random);
      lines.push(`2026-11-24T10:00:00.0000000Z ${line}`);
      size += line.length + 30;
    }
    const found = scan(Buffer.from(lines.join('\n'), 'latin1')).findings;
    expect(found.filter((finding) => counted.includes(finding.severity))).toEqual([]);
  });
});
