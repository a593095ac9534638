import { rules } from '@sallyport/leak-engine';
import { Corpus } from '../../test/unit/leak-engine/corpus/build.ts';
import { forms } from '../../test/unit/leak-engine/corpus/forms.ts';

/** A log of about so many megabytes, with one credential of every distinctive kind in it, each in another form. */
export function generateLog(megabytes: number): Corpus {
  const corpus = new Corpus(2026);
  const kinds = rules.filter((rule) => rule.kind === 'token');
  const names = Object.keys(forms);
  const linesBetween = Math.floor((megabytes * 1_000_000) / 98 / kinds.length);
  for (const [index, rule] of kinds.entries()) {
    corpus.noise(linesBetween, 25);
    const form = names[index % names.length] ?? 'raw';
    const secret = rule.examples.leaks[0]?.(corpus.random) ?? '';
    corpus.plant(rule.id, form, forms[form]?.(secret, corpus.random) ?? []);
  }
  return corpus;
}

/** How many of the planted credentials are among lines in which something was found. */
export function countFound(corpus: Corpus, lines: ReadonlySet<number>): number {
  return corpus.plants.filter(({ firstLine, lastLine }) => {
    for (let line = firstLine; line <= lastLine; line += 1) if (lines.has(line)) return true;
    return false;
  }).length;
}

/** One megabyte each of what a scanner is slow on. */
export const hostileTexts: Readonly<Record<string, Buffer>> = {
  'base64 alone': Buffer.alloc(1 << 20, 'q7Jx0Zc2Vb9Nw4Lk8Ht3Ry6Gd1Fs5Pm'),
  'key headers': Buffer.alloc(1 << 20, '-----BEGIN PRIVATE KEY-----'),
  'web tokens': Buffer.alloc(1 << 20, '-eyJ'),
  assignments: Buffer.alloc(1 << 20, 'A_TOKEN=aB3dE5fG7hI9\n'),
  'signed URLs': Buffer.alloc(1 << 20, '?sig=aaaaaaaaaaaaaaaaaaaaaaaaaaa&'),
  'escaped quotes': Buffer.alloc(1 << 20, '\\"'),
  'members of objects': Buffer.alloc(1 << 20, '"password": {"value'),
  'names in value position': Buffer.alloc(1 << 20, '"value": "a1b2c3d4e5", "name": "password"\n'),
  columns: Buffer.alloc(1 << 20, 'password    '),
  sentences: Buffer.alloc(1 << 20, 'token is token "'),
  pipes: Buffer.alloc(1 << 20, 'echo a1b2c3d4e5 | '),
};
