import { createScanner, rules, type Finding, type ScanPart } from '@sallyport/leak-engine';
import { Corpus, type Plant } from '../../test/unit/leak-engine/corpus/build.ts';
import { contexts, password } from '../../test/unit/leak-engine/corpus/contextual.ts';
import { forms } from '../../test/unit/leak-engine/corpus/forms.ts';
import { incidents } from '../../test/unit/leak-engine/corpus/incidents.ts';
import { noiseLine } from '../../test/unit/leak-engine/corpus/noise.ts';
import { privateKeys } from '../../test/unit/leak-engine/corpus/private-keys.ts';
import { createRandom } from '../../test/unit/leak-engine/random.ts';

// npx tsx bench/leak-scan/quality.ts [<megabytes of noise>]: recall by form and kind, and false positives, as Markdown.
const now = Date.parse('2026-11-24T12:00:00Z');
const megabytes = Number(process.argv[2] ?? 20);
const kinds = rules.filter((rule) => rule.kind === 'token');

function scan(bytes: Uint8Array): ScanPart {
  const scanner = createScanner({ rules, now, limits: { findings: 100_000 } });
  scanner.write(bytes);
  return scanner.end();
}

function missedOf(corpus: Corpus, convinces: (finding: Finding) => boolean): readonly Plant[] {
  const lines = new Set(
    scan(corpus.toBytes())
      .findings.filter(convinces)
      .map(({ place }) => place.line),
  );
  return corpus.plants.filter(({ firstLine, lastLine }) => {
    for (let line = firstLine; line <= lastLine; line += 1) if (lines.has(line)) return false;
    return true;
  });
}

function percent(found: number, of: number): string {
  return of === 0 ? '' : `${((found / of) * 100).toFixed(1)} % of ${of}`;
}

function row(form: string, corpus: Corpus, missed: readonly Plant[]): string {
  const { length } = corpus.plants;
  const names = [...new Set(missed.map(({ kind }) => kind))];
  return `| ${form} | ${percent(length - missed.length, length)} | ${names.slice(0, 5).join(', ')} |`;
}

function printDistinctive(): void {
  console.log(
    '| form | kinds proved offline | other distinctive kinds | missed |\n| --- | --- | --- | --- |',
  );
  for (const [form, print] of Object.entries(forms)) {
    const corpus = new Corpus(form.length);
    for (const rule of kinds) {
      const random = createRandom(21);
      for (const leak of rule.examples.leaks) {
        corpus.noise(2);
        corpus.plant(rule.id, form, print(leak(random), random));
      }
    }
    corpus.noise(3);
    console.log(
      row(
        form,
        corpus,
        missedOf(corpus, ({ distinctive }) => distinctive),
      ),
    );
  }
  for (const [form, print] of Object.entries(privateKeys)) {
    const corpus = new Corpus(form.length);
    for (let seed = 1; seed <= 10; seed += 1) {
      corpus.noise(2);
      corpus.plant('private key', form, print(createRandom(seed)));
    }
    corpus.noise(3);
    console.log(
      row(
        `private key, ${form}`,
        corpus,
        missedOf(corpus, ({ distinctive }) => distinctive),
      ),
    );
  }
}

function printContextual(): void {
  console.log('\n| contextual, where | found |\n| --- | --- |');
  const shares: number[] = [];
  const lines = Object.entries(contexts).map(
    ([where, print]) =>
      [
        where,
        (secret: string, random: ReturnType<typeof createRandom>) => print(secret, random).split('\n'),
      ] as const,
  );
  for (const [where, print] of [...lines, ...Object.entries(incidents)]) {
    const corpus = new Corpus(where.length);
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = createRandom(seed);
      corpus.noise(2);
      corpus.plant('context', where, print(password(random), random));
    }
    corpus.noise(3);
    const found = 40 - missedOf(corpus, () => true).length;
    shares.push(found / 40);
    console.log(`| ${where} | ${percent(found, 40)} |`);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  console.log(`| all ${shares.length} | ${(mean * 100).toFixed(1)} % |`);
}

function printFalsePositives(): void {
  const random = createRandom(99);
  const lines: string[] = [];
  for (let size = 0; size < megabytes * 1_000_000; size += (lines.at(-1)?.length ?? 0) + 1)
    lines.push(`2026-11-24T10:00:00.0000000Z ${noiseLine(random)}`);
  const found = scan(Buffer.from(lines.join('\n'), 'latin1')).findings;
  console.log(
    `\n| false positives per 100 MB (on ${megabytes} MB) | distinctive | contextual |\n| --- | --- | --- |`,
  );
  for (const severity of ['critical', 'high', 'medium', 'low'] as const) {
    const count = (distinctive: boolean): string => {
      const own = found.filter((one) => one.severity === severity && one.distinctive === distinctive);
      const occurrences = own.reduce((sum, one) => sum + one.occurrences, 0);
      return ((occurrences / megabytes) * 100).toFixed(1);
    };
    console.log(`| ${severity} | ${count(true)} | ${count(false)} |`);
  }
}

printDistinctive();
printContextual();
printFalsePositives();
