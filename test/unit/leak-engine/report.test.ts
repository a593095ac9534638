import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  allRules,
  compileKnownValues,
  createScanner,
  digestKnownValue,
  finishScan,
  judgeScan,
  parseKnownDigests,
  readBaseline,
  readConfig,
  rules,
  toReport,
  toSarif,
  type JudgedScan,
  type Policy,
  type ScanPart,
} from '@sallyport/leak-engine';
import { isCoded } from '@sallyport/errors';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createRandom } from './random.ts';

const ids = new Set(allRules.map((rule) => rule.id));
const token = rules.find((one) => one.id === 'github-pat')?.examples.leaks[0]?.(createRandom(3)) ?? '';
const secret = createRandom(9).text('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789', 41);
const tool = { version: '0.1.0', informationUri: 'https://example.org' };

function policy(more: Partial<Policy> = {}): Policy {
  return { config: readConfig(undefined, ids), baseline: new Set(), failOn: 'high', now: 0, ...more };
}

function scan(text: string, known: readonly string[] = []): ScanPart {
  const { needles } = compileKnownValues(known);
  const scanner = createScanner({ rules, known: needles, now: 0, clock: () => 0 });
  scanner.write(Buffer.from(text, 'latin1'));
  return scanner.end();
}

function judge(text: string, more: Partial<Policy> = {}): JudgedScan {
  const result = finishScan(
    [{ source: { name: '1_build.txt', job: { name: 'build' } }, parts: [scan(text)] }],
    'key',
  );
  return judgeScan(result, [], policy(more));
}

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

describe('known values are found in every form', () => {
  const rows: readonly (readonly [string, (value: string) => string])[] = [
    ['raw', (value) => `a ${value} b`],
    ['base64', (value) => base64(value)],
    ['base64 of it and a line break', (value) => base64(`${value}\n`)],
    ['base64 within more', (value) => base64(`user:${value}\n`)],
    ['base64 within binary data', (value) => base64(`\u0000\u00FF\u0001${value}\u00FE\u0002`)],
    ['base64 url-safe', (value) => Buffer.from(value).toString('base64url')],
    [
      'base64 folded at 76',
      (value) => base64(`{"some":"${value}","more":"${'a b'.repeat(40)}"}`).replace(/.{76}/g, '$&\n'),
    ],
    ['base64 twice', (value) => base64(base64(`${value}\n`))],
    ['hex', (value) => Buffer.from(value).toString('hex')],
    [
      'every byte in percent',
      (value) => value.replace(/[^]/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
    ],
    ['UTF-16LE in base64', (value) => Buffer.from(value, 'utf16le').toString('base64')],
    ['spaced', (value) => Array.from(value).join(' ')],
    ['reversed', (value) => Array.from(value).reverse().join('')],
    ['\\x', (value) => value.replace(/[^]/g, (one) => `\\x${one.charCodeAt(0).toString(16)}`)],
    ['\\u', (value) => value.replace(/[^]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)],
    ['ANSI inside', (value) => `${value.slice(0, 9)}\u001B[0m${value.slice(9)}`],
    ['wrapped at 20 columns', (value) => value.replace(/.{20}/g, '$&\n')],
    ['last character missing', (value) => `a ${value.slice(0, -1)} b`],
    ['upper case', (value) => value.toUpperCase()],
    ['lower case', (value) => value.toLowerCase()],
  ];
  test.each(rows)('%s', (_, print) => {
    for (const length of [39, 40, 41]) {
      const value = secret.slice(0, length);
      const found = scan(`noise\n${print(value)}\nnoise\n`, ['another-value', value]).findings;
      expect(found.map((finding) => finding.rule.id)).toContain('known-value');
    }
  });

  test('nothing is found where there is none, and too short values are named', () => {
    expect(scan(`nothing ${secret.slice(0, 20)}`, [secret]).findings).toEqual([]);
    expect(compileKnownValues(['abc', secret]).tooShort).toEqual([0]);
  });

  test('a value of several lines is found line by line, and encoded whole', () => {
    const value = `{\n  "user": "bob",\n  "password": "${secret}"\n}`;
    for (const text of [`> ${secret}`, value, base64(value), JSON.stringify({ a: value })]) {
      expect(scan(text, [value]).findings.map((finding) => finding.rule.id)).toContain('known-value');
    }
  });

  test('very many are looked for as they are, too many are refused', () => {
    const random = createRandom(77);
    const values = Array.from({ length: 1000 }, () =>
      random.text('abcdefghijklmnopqrstuvwxyz0123456789', 30),
    );
    const { needles, rawOnly } = compileKnownValues(values);
    expect(rawOnly.length).toBeGreaterThan(800);
    expect(needles.filter((needle) => needle.derivation === 'raw')).toHaveLength(1000);
    expect(scan(values[999] ?? '', values).findings).toHaveLength(1);
    expect(() => compileKnownValues(Array.from({ length: 4001 }, (_, index) => `value-${index}-x`))).toThrow(
      expect.objectContaining({ code: 'leak/known-values-too-many' }),
    );
  });

  test('by a keyed digest, also encoded', () => {
    const digests = parseKnownDigests(`# deploy\n${digestKnownValue(secret, 'key')}\n\n`);
    const options = { rules: [], now: 0, clock: () => 0 };
    for (const [key, text, count] of [
      ['key', `x="${secret}"`, 1],
      ['key', base64(`value: ${secret} end`), 1],
      ['other', `x="${secret}"`, 0],
      ['key', `x="${secret}a"`, 0],
    ] as const) {
      const scanner = createScanner({ ...options, knownDigests: { digests, key } });
      scanner.write(Buffer.from(text));
      expect(scanner.end().findings.filter((one) => one.rule.id === 'known-value')).toHaveLength(count);
    }
  });

  test.each(['sp1:x', 'sp2:12:00', secret])('a line that is no digest: %#', (line) => {
    expect(() => parseKnownDigests(line)).toThrow(
      expect.objectContaining({ code: 'leak/known-values-invalid' }),
    );
  });
});

describe('fingerprints', () => {
  test('are the same in every run, whatever the value', () => {
    const other = rules.find((one) => one.id === 'github-pat')?.examples.leaks[0]?.(createRandom(4)) ?? '';
    const one = judge(`2026-11-24T10:00:00.0000000Z step 12 used ${token} in 3.2 s\n`);
    const two = judge(
      `2027-01-01T00:00:00.0000000Z noise\n2027-01-01T00:00:00.0000000Z step 13 used ${other} in 44 s\n`,
    );
    expect(two.findings[0]?.fingerprint).toBe(one.findings[0]?.fingerprint);
    expect(two.findings[0]?.valueFingerprint).not.toBe(one.findings[0]?.valueFingerprint);
  });
  test('repetitions are counted once', () => {
    const found = judge(`at ${token}\nat ${token}\nat ${token}\n`).findings;
    expect(found.map((finding) => finding.occurrences)).toEqual([3]);
  });
});

describe('parts of a text', () => {
  test('give what the whole gives', () => {
    const lines = Array.from({ length: 9000 }, (_, index) =>
      index % 1000 === 500
        ? `line ${base64(`number ${index} ${token}`)} end`
        : `2026-11-24T10:00:00.0000000Z nothing to see in line ${index} of the log`,
    );
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    const whole = finishScan([{ source: { name: 'a' }, parts: [scan(bytes.toString('latin1'))] }]);
    const cut = bytes.indexOf(10, bytes.length / 2) + 1;
    const ranges = [
      [0, cut],
      [cut, bytes.length],
    ] as const;
    const parts = ranges.map(([from, to]) => {
      const startByte = from === 0 ? 0 : bytes.indexOf(10, from - 65_536) + 1;
      const startLine = bytes.subarray(0, startByte).toString('latin1').split('\n').length;
      const scanner = createScanner({
        rules,
        now: 0,
        clock: () => 0,
        part: { startByte, startLine, from, to },
      });
      let at = startByte;
      while (at < bytes.length && (at < to || !scanner.isSettled)) {
        scanner.write(bytes.subarray(at, Math.min(bytes.length, at + 10_000)));
        at += 10_000;
      }
      return scanner.end();
    });
    const joined = finishScan([{ source: { name: 'a' }, parts }]);
    expect(joined.findings).toEqual(whole.findings);
    expect(joined.findings.reduce((sum, one) => sum + one.occurrences, 0)).toBe(9);
    expect(joined.bytes).toBe(bytes.length);
  });
});

describe('configuration', () => {
  const text = `x ${token}\n`;
  test('ignores with a reason', () => {
    const judged = judge(text, { config: readConfig({ ignore: ['github-pat it is a canary'] }, ids) });
    expect(judged.verdict).toBe('clean');
    expect(judged.findings[0]?.suppressed).toEqual({ by: 'configuration', reason: 'it is a canary' });
  });
  test('ignores until a day, in a step, by fingerprint', () => {
    const entry = { rule: 'github-pat', reason: 'it is a canary' };
    const fingerprint = judge(text).findings[0]?.fingerprint ?? '';
    const verdicts = [
      { ...entry, until: '2026-01-01' },
      { ...entry, until: '1969-01-01' },
      { ...entry, step: 'Run other' },
      { ...entry, fingerprint },
      { ...entry, fingerprint: '0'.repeat(32) },
    ].map((one) => judge(text, { config: readConfig({ ignore: [one] }, ids) }).verdict);
    expect(verdicts).toEqual(['clean', 'leaks', 'leaks', 'clean', 'leaks']);
  });
  test('changes severities', () => {
    const judged = judge(text, { config: readConfig({ severity: { 'github-pat': 'low' } }, ids) });
    expect([judged.verdict, judged.findings[0]?.severity]).toEqual(['clean', 'low']);
  });
  test('never comes from the log', () => {
    expect(judge(`leak-scan: ignore github-pat it is fine\n${text}`).verdict).toBe('leaks');
  });

  const invalid: readonly (readonly [string, unknown, string])[] = [
    ['no mapping', [], 'leak/config-invalid'],
    ['an unknown key', { ignored: [] }, 'leak/config-invalid'],
    ['ignore is no list', { ignore: 'x' }, 'leak/config-invalid'],
    ['no reason', { ignore: ['github-pat'] }, 'leak/config-invalid'],
    ['an entry that is a number', { ignore: [3] }, 'leak/config-invalid'],
    [
      'an unknown key of an entry',
      { ignore: [{ rule: 'github-pat', reason: 'because', x: 'y' }] },
      'leak/config-invalid',
    ],
    ['an empty text', { ignore: [{ rule: 'github-pat', reason: '' }] }, 'leak/config-invalid'],
    ['an entry without a rule', { ignore: [{ reason: 'because' }] }, 'leak/config-invalid'],
    [
      'a date that is none',
      { ignore: [{ rule: 'github-pat', reason: 'because', until: '2026-99-99' }] },
      'leak/config-invalid',
    ],
    ['a rule that does not exist', { ignore: ['gihtub-pat because'] }, 'leak/rule-unknown'],
    ['a severity that does not exist', { severity: { 'github-pat': 'bad' } }, 'leak/config-invalid'],
    ['severities that are no mapping', { severity: [] }, 'leak/config-invalid'],
  ];
  test.each(invalid)('is refused: %s', (_, value, code) => {
    expect(() => readConfig(value, ids)).toThrow(expect.objectContaining({ code }));
  });
});

describe('verdict', () => {
  test('what was not read is never clean, and a leak outweighs it', () => {
    const unread = [{ file: 'x.txt', reason: 'It could not be read.' }];
    const result = (text: string) => finishScan([{ source: { name: 'a' }, parts: [scan(text)] }]);
    expect(judgeScan(result('nothing'), [], policy()).verdict).toBe('clean');
    expect(judgeScan(result('nothing'), unread, policy()).verdict).toBe('incomplete');
    expect(judgeScan(result(token), unread, policy()).verdict).toBe('leaks');
  });
  test('a baseline silences what it names', () => {
    const report: unknown = JSON.parse(JSON.stringify(toReport(judge(`x ${token}\n`))));
    expect(judge(`x ${token}\n`, { baseline: readBaseline(report) }).verdict).toBe('clean');
    expect(judge(`y ${token}\n`, { baseline: readBaseline(report) }).verdict).toBe('leaks');
  });
  test.each([null, {}, { version: 1 }, { version: 2, findings: [] }, { version: 1, findings: [{}] }])(
    'a baseline that is none: %j',
    (value) => {
      try {
        readBaseline(value);
        expect('accepted').toBe('refused');
      } catch (error) {
        expect(isCoded(error, 'leak/baseline-invalid')).toBe(true);
      }
    },
  );
});

describe('what is written', () => {
  const text = [
    `##[group]Run echo ${token}`,
    `##[group]Run echo ${base64(`the token ${token}`)}`,
    `password=${secret}`,
    base64(base64(`"GITHUB":{"value":"${token}","isSecret":true}\n`)),
    `${token} and ${base64(`other ${secret} ${token}`)}`,
    'x '.repeat(20),
  ].join('\n');
  const judged = judge(text);
  const report = JSON.stringify(toReport(judged));
  const sarif = JSON.stringify(toSarif(judged, tool));

  test('holds nothing of any value', () => {
    expect(judged.findings.length).toBeGreaterThan(3);
    for (const value of [token, secret, base64(token).slice(0, 40), token.slice(4, 24)]) {
      expect(report).not.toContain(value);
      expect(sarif).not.toContain(value);
    }
    for (let at = 0; at + 12 <= token.length; at += 1) {
      expect(report + sarif).not.toContain(token.slice(at, at + 12));
    }
  });

  test('finds nothing in itself', () => {
    expect(scan(`${report}\n${sarif}\n`).findings).toEqual([]);
  });

  test('the secrets to mask hold every value', () => {
    expect(judged.secrets).toEqual(expect.arrayContaining([token, secret]));
  });

  test('the report follows its schema', () => {
    const schema = JSON.parse(
      readFileSync(join(process.cwd(), 'docs/schema/leak-report.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ strict: true }).compile(schema);
    expect(validate(JSON.parse(report)) ? [] : validate.errors).toEqual([]);
  });

  test('SARIF names raw lines and fingerprints, and no snippet', () => {
    const log = JSON.parse(sarif) as {
      version: string;
      runs: { results: { locations: object[]; partialFingerprints: object; ruleIndex: number }[] }[];
    };
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]?.results[0]?.locations[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: '1_build.txt' },
        region: { startLine: expect.any(Number) as unknown },
      },
    });
    expect(sarif).not.toContain('snippet');
  });
});
