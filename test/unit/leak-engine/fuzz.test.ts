import { expect, test } from '@jest/globals';
import { createScanner, rules } from '@sallyport/leak-engine';
import { createRandom } from './random.ts';

// Adversarial texts: repeated beginnings of everything the prefilter knows, noise of every alphabet, nested encodings.
// Processor time, not the wall clock, is what is bounded.

const size = 256 * 1024;
/** Milliseconds for 256 KB: the free time of a scan and what is left of one second for each megabyte. */
const bound = 1000;

function repeat(text: string): Buffer {
  return Buffer.alloc(size, text, 'latin1');
}

const random = createRandom(5);

function nested(depth: number): Buffer {
  let text: Uint8Array = Buffer.alloc(size / 8, 'plain text of a log, nothing to see. ');
  for (let level = 0; level < depth; level += 1) text = Buffer.from(Buffer.from(text).toString('base64'));
  return Buffer.from(text).subarray(0, size);
}

const texts: Readonly<Record<string, Buffer>> = {
  'noise of base64': Buffer.from(random.text('ABCDEFabcdefghijklmnop0123456789+/', size)),
  'noise of base64 in lines': Buffer.from(
    random.text('ABCDEFabcdefghijklmnop0123456789+/', size).replace(/.{76}/g, '$&\n'),
  ),
  'noise of hex': Buffer.from(random.text('0123456789abcdef', size)),
  'encoded seven times': nested(7),
  'one letter': repeat('a'),
  percent: repeat('%25'),
  backslashes: repeat('\\'),
  'escaped escapes': repeat('\\u005cu005c'),
  'escaped quotes': repeat('\\"'),
  entities: repeat('&amp;'),
  masks: repeat('a_token=***b '),
  'open sequences': repeat('\u001B['),
  'open commands': repeat('\u001B]'),
  NULs: repeat('\0'),
  'line breaks': repeat('\n'),
  'carriage returns': repeat('\r'),
  'byte order marks': repeat('\u00EF\u00BB\u00BF'),
  names: repeat('a_token_b.secret-'),
  assignments: repeat('A_TOKEN=aB3dE5fG7hI9\n'),
  'open quotes': repeat('password: "'),
  'URLs with a user': repeat('a://b:c@'),
  'key headers': repeat('-----BEGIN PRIVATE KEY-----'),
  'key headers and bodies': repeat('-----BEGIN PRIVATE KEY-----\nMIIaaaaa\n'),
  'PuTTY headers': repeat('Private-Lines: 999\n'),
  'dump pairs': repeat('"A":{"value":"x","isSecret":true}\n'),
  'half dump pairs': repeat('":{"value":"'),
  'signed URLs': repeat('?sig=aaaaaaaaaaaaaaaaaaaaaaaaaaa&'),
  commands: repeat('curl -u mysql -p sshpass -p '),
  'members of objects': repeat('"password": {"value'),
  'open objects': repeat('"password":{'),
  'names in value position': repeat('"value": "a1b2c3d4e5", "name": "password"\n'),
  columns: repeat('password    '),
  sentences: repeat('token is token "'),
  pipes: repeat('echo a1b2c3d4e5 | '),
  headings: repeat('##[group]Run x\n'),
  'beginnings of gzip': repeat('H4sIAAAAAAAAA'),
};

function milliseconds(text: Uint8Array): number {
  const before = process.cpuUsage();
  const scanner = createScanner({ rules, now: 0 });
  scanner.write(text);
  scanner.end();
  return process.cpuUsage(before).user / 1000;
}

const rows = Object.entries(texts);

test.each(rows)('%s', (_, text) => {
  expect(milliseconds(text)).toBeLessThan(bound);
});

const anchors = rules
  .filter((rule) => rule.kind === 'token')
  .map((rule) => [rule.id, rule.anchors[0] ?? ''] as const);

test.each(anchors)('the anchor of %s, repeated', (_, anchor) => {
  // A quarter of the size: there are many rules, and none may be slow.
  for (const text of [anchor, `-${anchor}A1b2`, `${anchor}\nAb`]) {
    expect(milliseconds(repeat(text).subarray(0, size / 8))).toBeLessThan(bound);
  }
});
