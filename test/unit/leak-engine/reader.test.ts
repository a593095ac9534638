import { describe, expect, test } from '@jest/globals';
import { createScanner, rules, type Finding, type ScanPart } from '@sallyport/leak-engine';
import { createRandom } from './random.ts';

const stamp = '2026-11-24T10:00:00.1234567Z ';

/** A GitHub token whose checksum holds, built at run time. */
function fake(seed: number): string {
  const rule = rules.find((one) => one.id === 'github-pat');
  return rule?.examples.leaks[0]?.(createRandom(seed)) ?? '';
}

function scan(bytes: Uint8Array, piece = bytes.length || 1): ScanPart {
  const scanner = createScanner({ rules, now: 0, clock: () => 0 });
  for (let at = 0; at < bytes.length; at += piece) scanner.write(bytes.subarray(at, at + piece));
  return scanner.end();
}

function only(part: ScanPart): Finding {
  expect(part.findings).toHaveLength(1);
  return part.findings[0] as Finding;
}

const token = fake(1);

describe('a finding keeps its raw line and byte', () => {
  const rows: readonly (readonly [string, string, number])[] = [
    ['with a timestamp', `${stamp}first\n${stamp}x ${token} y\n`, 2],
    ['on a continuation line without one', `${stamp}first\nx ${token} y\n`, 2],
    ['after a BOM', `\u00EF\u00BB\u00BF${stamp}a\n\u00EF\u00BB\u00BF${stamp}x ${token} y\n`, 2],
    ['with CRLF', `${stamp}a\r\n${stamp}b\r\n${stamp}x ${token} y\r\n`, 3],
    ['after colours', `${stamp}a\n${stamp}\u001B[36;1mx \u001B[0m${token}\n`, 2],
    ['after a lone carriage return, which is no line', `${stamp}a 10 %\ra 20 %\r${token}\n`, 1],
    ['of GitLab', `2026-11-24T10:00:00.123456Z 01O a\n2026-11-24T10:00:00.123456Z 01O+${token}\n`, 2],
    ['of Jenkins', `[2026-11-24T10:00:00.123Z] a\n[2026-11-24T10:00:00.123Z] ${token}\n`, 2],
    ['without any timestamps', `a\nb\n${token}`, 3],
  ];

  test.each(rows)('%s', (_, text, line) => {
    for (const piece of [1, 7, 64, 4096]) {
      const { place } = only(scan(Buffer.from(text, 'latin1'), piece));
      expect(place.line).toBe(line);
      expect(text.slice(place.start, place.end)).toBe(token);
    }
  });
});

describe('what a text may be', () => {
  const rows: readonly (readonly [string, Buffer])[] = [
    ['empty', Buffer.alloc(0)],
    ['one byte', Buffer.from('a')],
    ['NULs', Buffer.alloc(300_000)],
    ['invalid UTF-8', Buffer.alloc(300_000, 0xff)],
    ['a byte order mark alone', Buffer.from([0xef, 0xbb, 0xbf])],
    ['an open control sequence', Buffer.from('\u001B[')],
    ['line breaks', Buffer.alloc(300_000, '\n')],
  ];
  test.each(rows)('%s', (_, bytes) => {
    const part = scan(bytes, 65_536);
    expect(part.findings).toEqual([]);
    expect(part.bytes).toBe(bytes.length);
    expect(part.shortfalls).toEqual([]);
  });

  test('one line of 3 MB with a token at its end', () => {
    const bytes = Buffer.concat([Buffer.alloc(3_000_000, 'word '), Buffer.from(token)]);
    expect(only(scan(bytes, 65_536)).place).toMatchObject({ line: 1, start: 3_000_000 });
  });
});

test('a token is found wherever pieces and windows are cut', () => {
  for (let lead = 0; lead < 60; lead += 1) {
    const bytes = Buffer.from(`${'x '.repeat(98_250)}${' '.repeat(lead)}${token} end ${'y '.repeat(40_000)}`);
    expect(only(scan(bytes, 32_768)).place.start).toBe(196_500 + lead);
  }
});

test('steps are told by the headings of the runner', () => {
  const text = [
    '##[group]Run npm test',
    'npm test',
    'env:',
    '  DEPLOY_TOKEN: Ab3dEf6hIj9kLm2n',
    '  OTHER_TOKEN: ***',
    '##[endgroup]',
    token,
    '##[group]Run ./deploy.sh',
    '##[endgroup]',
    `again ${token}`,
  ].map((line) => stamp + line);
  const found = scan(Buffer.from(text.join('\n'))).findings;
  expect(found.map((finding) => [finding.rule.id, finding.place.step])).toEqual([
    ['context-runner-env', 'Run npm test'],
    ['github-pat', 'Run npm test'],
    ['github-pat', 'Run ./deploy.sh'],
  ]);
  expect(found[1]?.sameValue).toBe(found[2]?.sameValue);
});

describe('a memory dump', () => {
  function base64(text: string): string {
    return Buffer.from(text).toString('base64');
  }
  test.each([1, 3, 40, 3000])('of %i pairs is known, counted and named', (pairs) => {
    const random = createRandom(pairs);
    const lines = Array.from(
      { length: pairs },
      (_, index) =>
        `"NAME_${index}":{"value":"${random.text('abcdef \u00FC0123456789', 90)}","isSecret":true}`,
    );
    const text = `${stamp}a\n${stamp}${base64(base64(`${lines.join('\n')}\n`))}\n${stamp}b\n`;
    const found = scan(Buffer.from(text), 65_536).findings.filter(
      (one) => one.rule.id === 'runner-memory-dump',
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.dump?.pairs).toBe(pairs);
    expect(found[0]?.dump?.names).toContain('NAME_0');
    expect(found[0]?.place.line).toBe(2);
    expect(found[0]?.chain).toEqual(['base64', 'base64']);
  });
});

describe('what lies beyond the bounds is said', () => {
  function encode(text: string, times: number): string {
    return times === 0 ? text : encode(Buffer.from(text).toString('base64'), times - 1);
  }
  test('encoded six times is read', () => {
    expect(only(scan(Buffer.from(encode(`a ${token}`, 6)))).chain).toHaveLength(6);
  });
  test('encoded seven times is incomplete', () => {
    expect(scan(Buffer.from(encode(`a ${token}`, 7))).shortfalls).toEqual(['decode-depth']);
  });
  test('too many findings', () => {
    const scanner = createScanner({ rules, now: 0, clock: () => 0, limits: { findings: 3 } });
    scanner.write(Buffer.from([1, 2, 3, 4, 5].map((seed) => `${fake(seed)}\n`).join('')));
    const part = scanner.end();
    expect(part.findings).toHaveLength(3);
    expect(part.shortfalls).toEqual(['findings']);
  });
  test('too much time', () => {
    let now = 0;
    const clock = (): number => (now += 1000);
    const scanner = createScanner({ rules, now: 0, clock });
    for (let index = 0; index < 40; index += 1) scanner.write(Buffer.alloc(100_000, `${token}\n`));
    expect(scanner.end().shortfalls).toContain('work');
  });
});
