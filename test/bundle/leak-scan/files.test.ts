import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type BundleResult, everythingReadable, JobFolder, runBundle } from '../run-bundle.ts';
import { base64, fakeToken, logOf } from './fakes.ts';
import { zipOf } from '../../twins/github-logs/zip.ts';

const token = fakeToken('files');
let job: JobFolder;

beforeEach(() => {
  job = new JobFolder();
});
afterEach(() => job.remove());

function write(name: string, content: string | Buffer): void {
  const path = join(job.workspace, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function scan(inputs: Readonly<Record<string, string>>): Promise<BundleResult> {
  return runBundle({ bundle: 'leak-scan/main', job, inputs: { source: 'files', ...inputs } });
}

const report = (name = 'report.json') =>
  JSON.parse(readFileSync(join(job.workspace, name), 'utf8')) as {
    verdict: string;
    findings: { rule: string; line: number; file: string; fingerprint: string; valueFingerprint?: string }[];
    incomplete: { file: string; reason: string }[];
  };

describe('what is found', () => {
  test.each([
    { name: 'raw', text: token },
    { name: 'base64', text: base64(token) },
    { name: 'base64 twice', text: base64(token, 2) },
    { name: 'ANSI inside', text: `${token.slice(0, 9)}\u001b[31m${token.slice(9)}\u001b[0m` },
  ])('$name: the step fails, names step and line, and shows nothing of it', async ({ text }) => {
    write('job.txt', logOf('hello', `value: ${text}`, 'bye'));
    const result = await scan({
      paths: 'job.txt',
      'sarif-file': 'out/x.sarif',
      'report-file': 'report.json',
    });
    expect(result.code).toBe(1);
    expect(result.outputs).toMatchObject({ verdict: 'leaks', findings: '1' });
    expect(result.masks).toContain(token);
    expect(result.shown).toContain('step “Run make build”, line 5');
    const files = ['out/x.sarif', 'report.json'].map((name) =>
      readFileSync(join(job.workspace, name), 'utf8'),
    );
    for (const readable of [everythingReadable(result), ...files]) {
      for (const form of [
        token,
        token.slice(5, 25),
        base64(token).slice(0, 24),
        base64(token, 2).slice(0, 24),
      ])
        expect(readable).not.toContain(form);
    }
    expect(report().findings).toMatchObject([{ line: 5, file: 'job.txt' }]);
  });

  test('every mask comes before the first line that speaks of a finding', async () => {
    write('job.txt', logOf(token, fakeToken('second')));
    const { raw } = await scan({ paths: 'job.txt' });
    const lastMask = raw.lastIndexOf('::add-mask::');
    expect(lastMask).toBeGreaterThan(0);
    expect(raw.search(/Verdict|finding/)).toBeGreaterThan(lastMask);
  });

  test('known values are found in every form and masked before anything else', async () => {
    const value = 'correct horse battery';
    write('job.txt', logOf(Buffer.from(value).toString('hex')));
    const result = await scan({ paths: 'job.txt', 'known-values': value });
    expect(result).toMatchObject({ code: 1, outputs: { verdict: 'leaks' } });
    expect(result.raw.indexOf('::add-mask::')).toBe(0);
    expect(result.shown).not.toContain(value);
  });

  test('a clean log is clean', async () => {
    write('job.txt', logOf('all is well'));
    expect(await scan({ paths: 'job.txt' })).toMatchObject({
      code: 0,
      outputs: { verdict: 'clean', findings: '0' },
    });
  });

  test('our own output, summary and reports hold nothing that is found again', async () => {
    write('job.txt', logOf(token, base64(token, 2)));
    const first = await scan({ paths: 'job.txt', 'sarif-file': 'x.sarif', 'report-file': 'report.json' });
    write('again.txt', `${first.shown}\n${first.summary}`);
    const second = await scan({ paths: 'again.txt\nx.sarif\nreport.json' });
    expect(second).toMatchObject({ code: 0, outputs: { verdict: 'clean' } });
  });
});

describe('paths', () => {
  test.each([
    {
      name: 'a name with blanks, commas and brackets',
      file: '0_build (a, b) [x].txt',
      paths: '0_build (a, b) [x].txt',
    },
    { name: 'a star', file: 'logs/1.txt', paths: 'logs/*.txt' },
    { name: 'two stars', file: 'logs/deep/er/1.txt', paths: 'logs/**/*.txt' },
    { name: 'a set', file: 'logs/b.txt', paths: 'logs/[a-c].txt' },
    { name: 'a folder', file: 'logs/deep/1.txt', paths: 'logs' },
    { name: 'a pattern below a folder with brackets', file: 'build [x]/1.txt', paths: 'build [x]/*.txt' },
    { name: 'a link to a file', file: 'real.txt', paths: 'link.txt' },
  ])('$name', async ({ file, paths }) => {
    write(file, token);
    if (paths === 'link.txt') symlinkSync('real.txt', join(job.workspace, 'link.txt'));
    expect(await scan({ paths })).toMatchObject({ code: 1, outputs: { verdict: 'leaks', findings: '1' } });
  });

  test('a file that two entries name is read once', async () => {
    write('a.txt', token);
    const result = await scan({ paths: 'a.txt\n*.txt' });
    expect(result.outputs).toMatchObject({ findings: '1' });
    expect(result.shown).toContain('in 1 log');
  });

  test.each([
    { name: 'a pattern that matches nothing', paths: 'nothing/*.txt', code: 'logs/no-match' },
    { name: 'no paths', paths: '', code: 'inputs/missing' },
  ])('$name is an error', async ({ paths, code }) => {
    const result = await scan({ paths });
    expect(result.code).toBe(1);
    expect(result.shown).toContain(code);
    expect(result.outputs['verdict']).toBeUndefined();
  });
});

describe('what could not be read makes the verdict incomplete, and is named', () => {
  const corrupt = (): Buffer => {
    const bytes = zipOf([
      { name: '0_build.txt', content: logOf(...Array.from({ length: 500 }, (_, n) => `${n}`)) },
    ]);
    bytes[120]! ^= 0xff;
    return bytes;
  };
  test.each<{ name: string; prepare: () => void; paths: string; says: string }>([
    { name: 'a missing file', prepare: () => {}, paths: 'gone.txt', says: 'It does not exist' },
    {
      name: 'a loop of links',
      prepare: () => symlinkSync('loop.txt', join(job.workspace, 'loop.txt')),
      paths: 'loop.txt',
      says: 'ELOOP',
    },
    {
      name: 'a link to a folder above',
      prepare: () => symlinkSync('..', join(job.workspace, 'logs-up')),
      paths: '*',
      says: 'not followed',
    },
    { name: 'a corrupt archive', prepare: () => write('x.zip', corrupt()), paths: 'x.zip', says: 'damaged' },
    {
      name: 'a truncated archive',
      prepare: () => write('x.zip', zipOf([{ name: 'a', content: 'x' }]).subarray(0, -5)),
      paths: 'x.zip',
      says: 'ends too early',
    },
    {
      name: 'a truncated gzip',
      prepare: () => write('x.gz', gzipSync(logOf('a', 'b')).subarray(0, -9)),
      paths: 'x.gz',
      says: 'damaged',
    },
    {
      name: 'a pipe',
      prepare: () => void execFileSync('mkfifo', [join(job.workspace, 'pipe')]),
      paths: 'pipe',
      says: 'no regular file',
    },
  ])('$name', async ({ prepare, paths, says }) => {
    prepare();
    write('fine.txt', logOf('fine'));
    const result = await scan({ paths: `fine.txt\n${paths}` });
    expect(result).toMatchObject({ code: 1, outputs: { verdict: 'incomplete' } });
    expect(result.shown).toContain(says);
    expect(await scan({ paths: `fine.txt\n${paths}`, 'on-incomplete': 'warn' })).toMatchObject({
      code: 0,
      outputs: { verdict: 'incomplete' },
    });
  });

  test('leaks outweigh gaps, and both are told', async () => {
    write('a.txt', token);
    const result = await scan({ paths: 'a.txt\ngone.txt' });
    expect(result).toMatchObject({ code: 1, outputs: { verdict: 'leaks' } });
    expect(result.shown).toContain('gone.txt: It does not exist');
  });

  test('more findings than are kept', async () => {
    write('a.txt', ['a', 'b', 'c'].map((seed) => `${seed} ${fakeToken(seed)}\n`).join(''));
    const result = await scan({ paths: 'a.txt', 'max-findings': '2', 'fail-on': 'never' });
    expect(result).toMatchObject({ code: 1, outputs: { verdict: 'leaks', findings: '2' } });
    expect(result.shown).toContain('logs/incomplete');
  });
});

describe('archives and odd content', () => {
  const content: { name: string; file: Buffer; verdict: string }[] = [
    { name: 'an archive', file: zipOf([{ name: '../../evil.txt', content: token }]), verdict: 'leaks' },
    { name: 'gzip', file: gzipSync(token), verdict: 'leaks' },
    { name: 'UTF-16LE', file: Buffer.from(`\ufefftoken ${token}\r\n`, 'utf16le'), verdict: 'leaks' },
    {
      name: 'NUL bytes and invalid UTF-8',
      file: Buffer.concat([Buffer.alloc(100_000), Buffer.from([0xff, 0xc0, 0x80])]),
      verdict: 'clean',
    },
    { name: 'an empty file', file: Buffer.alloc(0), verdict: 'clean' },
    { name: 'one endless line', file: Buffer.alloc(3_000_000, 'ab1'), verdict: 'clean' },
  ];
  test.each(content)('$name: $verdict', async ({ file, verdict }) => {
    write('x', file);
    const result = await scan({ paths: 'x' });
    expect(result.outputs['verdict']).toBe(verdict);
    expect(result.files).toEqual([]);
  });

  test('a sparse file of 200 MB is read by threads', async () => {
    write('x', token);
    truncateSync(join(job.workspace, 'x'), 200_000_000);
    const result = await scan({ paths: 'x', 'report-file': 'report.json' });
    expect(result.outputs).toMatchObject({ verdict: 'leaks', findings: '1' });
  });

  test('names with commands, Markdown and control characters do nothing', async () => {
    const name = '::error::x ##[error]|`<b>\u001b[31m.txt';
    write(name, token);
    const { shown, summary } = await scan({ paths: name });
    expect(shown).not.toMatch(/^::error::x/m);
    expect(shown).not.toContain('##[error]|');
    expect(shown + summary).not.toContain('\u001b');
    expect(summary).not.toContain('<b>');
  });
});

describe('what decides', () => {
  test('a baseline: what it holds is known', async () => {
    write('a.txt', logOf(`x ${token}`));
    await scan({ paths: 'a.txt', 'report-file': 'report.json' });
    write('baseline.json', readFileSync(join(job.workspace, 'report.json')));
    expect(await scan({ paths: 'a.txt', baseline: 'baseline.json' })).toMatchObject({
      code: 0,
      outputs: { verdict: 'clean', findings: '0' },
    });
  });

  test('the configuration ignores by rule, with a reason; the log cannot', async () => {
    write('a.txt', logOf('leak-scan: ignore github-pat we know', `x ${token}`));
    const first = await scan({ paths: 'a.txt', 'report-file': 'report.json' });
    expect(first.code).toBe(1);
    write('c.yml', `leak-scan:\n  ignore:\n    - ${report().findings[0]!.rule} a sample of the docs\n`);
    expect(await scan({ paths: 'a.txt', config: 'c.yml' })).toMatchObject({
      code: 0,
      outputs: { verdict: 'clean' },
    });
  });

  test('rules and severities choose', async () => {
    write('a.txt', logOf(`x ${token}`));
    await scan({ paths: 'a.txt', 'report-file': 'report.json' });
    const [{ rule } = { rule: '' }] = report().findings;
    expect((await scan({ paths: 'a.txt', rules: `!${rule}` })).outputs['verdict']).toBe('clean');
    expect((await scan({ paths: 'a.txt', rules: rule })).outputs['verdict']).toBe('leaks');
    expect(await scan({ paths: 'a.txt', 'fail-on': 'never' })).toMatchObject({
      code: 0,
      outputs: { verdict: 'leaks' },
    });
  });

  test('fingerprints are the same in every run; of values only with a key', async () => {
    write('a.txt', logOf(`x ${token}`));
    write('b.txt', '');
    await scan({ paths: 'a.txt', 'report-file': 'r1.json' });
    await scan({ paths: 'a.txt\nb.txt', 'report-file': 'r2.json', 'fingerprint-key': 'key of our team' });
    expect(report('r1.json').findings[0]!.fingerprint).toBe(report('r2.json').findings[0]!.fingerprint);
    expect(report('r1.json').findings[0]!.valueFingerprint).toBeUndefined();
    expect(report('r2.json').findings[0]!.valueFingerprint).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('nonsense in inputs is refused before anything is read', () => {
  test.each<{ inputs: Record<string, string>; code: string }>([
    { inputs: { source: 'history' }, code: 'inputs/invalid' },
    { inputs: { 'fail-on': 'hihg' }, code: 'inputs/invalid' },
    { inputs: { 'on-incomplete': 'ignore' }, code: 'inputs/invalid' },
    { inputs: { severity: 'all' }, code: 'inputs/invalid' },
    { inputs: { 'max-findings': '0' }, code: 'inputs/invalid' },
    { inputs: { 'max-findings': '1e3' }, code: 'inputs/invalid' },
    { inputs: { 'timeout-seconds': '-1' }, code: 'inputs/invalid' },
    { inputs: { 'known-values': 'abc' }, code: 'inputs/invalid' },
    { inputs: { rules: 'githb-pat' }, code: 'leak/rule-unknown' },
    { inputs: { 'run-id': '7' }, code: 'inputs/conflict' },
    { inputs: { 'known-values-file': 'x' }, code: 'inputs/missing' },
    { inputs: { config: 'gone.yml' }, code: 'logs/unreadable-input' },
    { inputs: { config: 'a.txt' }, code: 'leak/config-invalid' },
    { inputs: { baseline: 'a.txt' }, code: 'leak/baseline-invalid' },
    { inputs: { 'fail-onn': 'high' }, code: 'inputs/misspelt' },
    { inputs: { 'report-file': 'a.txt/x' }, code: 'logs/not-written' },
  ])('$inputs: $code', async ({ inputs, code }) => {
    write('a.txt', 'hello');
    const result = await scan({ paths: 'a.txt', ...inputs });
    expect(result.code).toBe(1);
    expect(result.shown).toContain(code);
    expect(result.shown).not.toMatch(/\n\s+at /);
    expect(result.outputs['verdict']).toBeUndefined();
  });
});
