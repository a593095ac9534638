import { describe, expect, test } from '@jest/globals';
import { masksFor } from '@sallyport/mask-set';
import * as fc from 'fast-check';
import { markAll, printByBash, printers, type Printed } from './printed-forms.ts';
import { RunnerMasker } from './runner-masker.ts';

/** A run of this many characters of a secret must never be readable. */
const readable = 8;

const symbols = `!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`;
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base64 = `${alphanumeric}+/`;

function textOf(alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...Array.from(alphabet));
  return fc.array(unit, { minLength, maxLength }).map((units) => units.join(''));
}

const line = textOf(alphanumeric + symbols, 8, 60);
const password = textOf(alphanumeric + symbols, 8, 40);

const pem = fc
  .tuple(fc.constantFrom('PRIVATE KEY', 'RSA PRIVATE KEY'), textOf(base64, 100, 900))
  .map(
    ([label, body]) =>
      `-----BEGIN ${label}-----\n${body.match(/.{1,64}/g)!.join('\n')}\n-----END ${label}-----\n`,
  );

const account = fc.record({
  type: fc.constant('service_account'),
  project_number: fc.nat(),
  enabled: fc.boolean(),
  username: textOf(alphanumeric, 3, 12),
  password,
  private_key: pem,
});

const kinds: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'letters and digits': textOf(alphanumeric, 8, 60),
  'with symbols': password,
  'symbols alone': textOf(symbols, 8, 40),
  'with blanks inside': fc.tuple(password, password).map(([left, right]) => `${left} ${right}`),
  unicode: fc
    .string({ unit: 'grapheme', minLength: 8, maxLength: 30 })
    .filter((text) => /^\S.*\S$/u.test(text)),
  'accents, Cyrillic, Chinese': textOf('äöüßéèñçÅØŁřšжщюяЖЯ密码安全数据库のパスワードabc123', 8, 30),
  'several lines': fc.array(line, { minLength: 2, maxLength: 6 }).map((lines) => lines.join('\n')),
  'several lines with CRLF': fc
    .array(line, { minLength: 2, maxLength: 6 })
    .map((lines) => `${lines.join('\r\n')}\r\n`),
  'a PEM key': pem,
  'a JSON document on one line': account.map((value) => JSON.stringify(value)),
  'a JSON document on several lines': account.map((value) => JSON.stringify(value, null, 2)),
  'a YAML document': account.map(({ username, password: secret }) =>
    [
      'database:',
      `  username: ${username}`,
      `  password: ${JSON.stringify(secret)}`,
      '  port: 5432',
      '',
    ].join('\n'),
  ),
  'a dotenv file': fc
    .tuple(textOf(alphanumeric, 12, 40), textOf(alphanumeric, 12, 40))
    .map(([one, two]) => `# made by a script\nDB_PASSWORD=${one}\nexport API_TOKEN="${two}"\n`),
};

function maskerFor(secret: string): RunnerMasker {
  const masker = new RunnerMasker();
  for (const mask of masksFor(secret).masks) masker.addMask(mask);
  return masker;
}

/** The longest run of the secret that a log shows; blanks and PEM's public lines give nothing away. */
function longestLeak(masker: RunnerMasker, { text, secret }: Printed): string {
  let longest = '';
  let at = 0;
  for (const printed of text.split('\n')) {
    const hidden = masker.masked(printed);
    for (const match of printed.matchAll(/-----(?:BEGIN|END) [A-Z ]+-----/g)) {
      hidden.fill(true, match.index, match.index + match[0].length);
    }
    let run = '';
    for (let index = 0; index < printed.length; index++) {
      const shown = secret[at + index] === true && !hidden[index] && /\S/.test(printed[index]!);
      run = shown ? run + printed[index]! : '';
      if (run.length > longest.length) longest = run;
    }
    at += printed.length + 1;
  }
  return longest;
}

describe('no run of 8 characters of a secret is readable', () => {
  for (const [kind, secrets] of Object.entries(kinds)) {
    test(`${kind}: in every form that a program may print`, () => {
      fc.assert(
        fc.property(secrets, (secret) => {
          const masker = maskerFor(secret);
          const leaks = Object.entries(printers)
            .map(([name, print]) => ({ name, leak: longestLeak(masker, print(secret)) }))
            .filter(({ leak }) => leak.length >= readable);
          expect(leaks).toEqual([]);
        }),
        { numRuns: 40 },
      );
    });

    // Which of the newest characters bash takes for printable depends on the C library's edition of Unicode.
    if (kind === 'unicode') continue;
    test(`${kind}: as bash quotes and traces it`, () => {
      const samples = fc.sample(secrets, 40);
      const leaks = printByBash(samples).flatMap(({ quoted, traced }, index) => {
        const masker = maskerFor(samples[index]!);
        return [quoted, traced]
          .map((text) => ({ secret: samples[index], leak: longestLeak(masker, markAll(text)) }))
          .filter(({ leak }) => leak.length >= readable);
      });
      expect(leaks).toEqual([]);
    });
  }

  test('a leaf of a document, raw and in base64 with a line break', () => {
    fc.assert(
      fc.property(account, fc.constantFrom(0, 2), (value, indent) => {
        const masker = maskerFor(JSON.stringify(value, null, indent));
        for (const leaf of [value.password, value.private_key]) {
          for (const name of ['as it is', 'echo, base64', 'hex', 'JSON'] as const) {
            expect(longestLeak(masker, printers[name]!(leaf)).length).toBeLessThan(readable);
          }
        }
        const basic = printers['printf, base64']!(`${value.username}:${value.password}`);
        expect(longestLeak(masker, basic)).toBe('');
      }),
      { numRuns: 40 },
    );
  });

  test('the property can fail: with the value alone as a mask, most forms are readable', () => {
    const masker = new RunnerMasker();
    const secret = "a secret's value, of 38 characters & 1";
    masker.addMask(secret);
    const readableForms = Object.entries(printers)
      .filter(([, print]) => longestLeak(masker, print(secret)).length >= readable)
      .map(([name]) => name);
    expect(readableForms).toEqual(
      expect.arrayContaining(['echo, base64', 'base64 twice', 'hex', 'JSON by Go', 'HTML by Go']),
    );
    expect(readableForms).not.toContain('as it is');
  });
});
