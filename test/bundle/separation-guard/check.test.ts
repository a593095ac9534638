import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type BundleResult, JobFolder, runBundle } from '../run-bundle.ts';

const bundle = 'separation-guard/main';
const folders: JobFolder[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

const head = 'on: { push: { branches: [main] } }\npermissions: { contents: read }\njobs:\n';
const build =
  '    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci\n';
const publish =
  '      - run: npm publish x.tgz\n        env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }\n';
const fused = `${head}  release:\n${build}${publish}`;
const separate = `${head}  build:\n${build}  deploy:\n    needs: build\n    environment: registry\n    runs-on: ubuntu-latest\n    steps:\n${publish}`;

function workspace(files: Readonly<Record<string, string | Uint8Array>>): JobFolder {
  const job = new JobFolder();
  folders.push(job);
  for (const [name, content] of Object.entries(files)) {
    const path = join(job.workspace, name.includes('/') ? name : `.github/workflows/${name}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return job;
}

const defaults = {
  mode: 'check',
  path: '.',
  config: '.github/sallyport.yml',
  'fail-on': 'violated',
  'timeout-seconds': '120',
};

function guard(job: JobFolder, inputs: Readonly<Record<string, string>> = {}): Promise<BundleResult> {
  return runBundle({ bundle, inputs: { ...defaults, ...inputs }, job });
}

describe('verdicts and exit codes', () => {
  test('a fused workflow fails, with annotation, summary, SARIF and report', async () => {
    const result = await guard(workspace({ 'ci.yml': fused }));
    expect(result.code).toBe(1);
    expect(result.outputs['verdict']).toBe('violated');
    expect(result.raw).toContain('file=.github/workflows/ci.yml,line=9,col=14');
    expect(result.raw).toContain('separation/violated');
    expect(result.audit.map((line) => JSON.parse(line) as object)).toMatchObject([
      { class_uid: 2003, status_id: 2, status_detail: 'violated', unmapped: { rules: ['build-can-deploy'] } },
    ]);
    expect(result.summary).toContain('Separation is **violated**');
    expect(result.summary).toContain('```mermaid');
    const sarif = JSON.parse(readFileSync(result.outputs['sarif-file'] ?? '', 'utf8')) as {
      version: string;
      runs: { results: unknown[] }[];
    };
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0]?.results.length).toBe(Number(result.outputs['findings']));
  });

  test('a separated one passes', async () => {
    const result = await guard(workspace({ 'ci.yml': separate }));
    expect([result.code, result.outputs['verdict']]).toEqual([0, 'holds']);
    expect(result.summary).toContain('Separation **holds**');
  });

  test.each([
    ['violated', 0],
    ['unverifiable', 1],
    ['warning', 1],
    ['never', 0],
  ])('an unresolved remote workflow with fail-on %s ends with %d', async (failOn, code) => {
    const file = `${head}  call:\n    uses: o/r/.github/workflows/x.yml@v1\n`;
    const result = await guard(workspace({ 'ci.yml': file }), { 'fail-on': failOn });
    expect([result.code, result.outputs['verdict']]).toEqual([code, 'unverifiable']);
  });

  test('its text through remote settles it', async () => {
    const job = workspace({
      'ci.yml': `${head}  call:\n    uses: o/r/.github/workflows/x.yml@v1\n`,
      'callees/o/r/v1/.github/workflows/x.yml':
        'on: workflow_call\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: echo }]\n',
    });
    expect((await guard(job, { remote: 'callees' })).outputs['verdict']).toBe('holds');
  });

  test('a baseline lets known findings pass, and only those', async () => {
    const job = workspace({ 'ci.yml': fused });
    const first = await guard(job, { 'fail-on': 'never', 'report-file': 'known.json' });
    expect(first.code).toBe(0);
    expect((await guard(job, { baseline: 'known.json' })).code).toBe(0);
    writeFileSync(join(job.workspace, '.github/workflows/new.yml'), fused);
    expect((await guard(job, { baseline: 'known.json' })).code).toBe(1);
  });

  test('an ignore with reason and expiry is accepted, an expired one is a finding', async () => {
    const policy = (expires: string): string =>
      `version: 1\nignore:\n  - { rule: build-can-deploy, workflow: ci.yml, job: release, reason: Split by spring., expires: ${expires} }\n`;
    const good = await guard(workspace({ 'ci.yml': fused, '.github/sallyport.yml': policy('2999-01-01') }));
    expect([good.code, good.outputs['verdict']]).toEqual([0, 'holds']);
    expect(good.summary).toContain('1 accepted');
    const old = await guard(workspace({ 'ci.yml': fused, '.github/sallyport.yml': policy('2020-01-01') }));
    expect(old.code).toBe(1);
    expect(old.raw).toContain('expired-ignore');
  });
});

describe('bad input is told, without a stack trace', () => {
  const rows: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    Readonly<Record<string, string>>,
    string,
  ])[] = [
    ['nothing checked out', {}, {}, 'graph/no-workflows'],
    ['an empty workflow folder', { '.github/workflows/readme.md': '' }, {}, 'graph/no-workflows'],
    ['an unknown mode', { 'ci.yml': separate }, { mode: 'asert' }, 'inputs/invalid'],
    ['an unknown fail-on', { 'ci.yml': separate }, { 'fail-on': 'sometimes' }, 'inputs/invalid'],
    ['a timeout of zero', { 'ci.yml': separate }, { 'timeout-seconds': '0' }, 'inputs/invalid'],
    [
      'a named policy that is missing',
      { 'ci.yml': separate },
      { config: 'policy.yml' },
      'separation/file-unreadable',
    ],
    [
      'a policy with an unknown key',
      { 'ci.yml': separate, '.github/sallyport.yml': 'version: 1\nrole: {}\n' },
      {},
      '.github/sallyport.yml:2:1',
    ],
    [
      'a policy of another version',
      { 'ci.yml': separate, '.github/sallyport.yml': 'version: 2\n' },
      {},
      'separation/policy-invalid',
    ],
    [
      'an ignore without a reason',
      {
        'ci.yml': separate,
        '.github/sallyport.yml':
          'version: 1\nignore: [{ rule: self-approval, workflow: ci.yml, expires: 2030-01-01 }]\n',
      },
      {},
      'An ignore needs `reason`',
    ],
    [
      'a baseline that is no report',
      { 'ci.yml': separate, './b.json': '{}' },
      { baseline: 'b.json' },
      'separation/baseline-invalid',
    ],
    [
      'a remote folder that is missing',
      { 'ci.yml': separate },
      { remote: 'nowhere' },
      'separation/file-unreadable',
    ],
    [
      'a report below a file',
      { 'ci.yml': separate, x: '' },
      { 'report-file': '.github/workflows/ci.yml/r.json' },
      'separation/file-unwritable',
    ],
    ['a misspelt input', { 'ci.yml': separate }, { 'fail-onn': 'never' }, 'inputs/misspelt'],
  ];

  test.each(rows)('%s', async (_, files, inputs, expected) => {
    const result = await guard(workspace(files), inputs);
    expect(result.code).toBe(1);
    expect(result.raw).toContain(expected);
    expect(result.raw).not.toMatch(/\n\s+at /);
  });

  test('a symbolic link out of the tree is told, never read', async () => {
    const job = workspace({ 'ci.yml': separate });
    writeFileSync(join(job.path, 'outside.yml'), fused);
    symlinkSync(join(job.path, 'outside.yml'), join(job.workspace, '.github/workflows/linked.yml'));
    const result = await guard(job);
    expect(result.outputs['verdict']).toBe('unverifiable');
    expect(result.raw).toContain('linked.yml');
    expect(result.raw).not.toContain('npm publish');
  });

  test('UTF-16 is told', async () => {
    const result = await guard(
      workspace({ 'ci.yml': separate, 'wide.yml': Buffer.from(`\ufeff${fused}`, 'utf16le') }),
    );
    expect([result.outputs['verdict'], result.raw.includes('UTF-16')]).toEqual(['unverifiable', true]);
  });

  test('hostile names act nowhere', async () => {
    const name =
      'x"]; click n0 "javascript:alert(1)" <img src=x onerror=alert(1)> | [a](https://evil.example) `b` @someone ::error::pwned \\u001b[31m';
    const file = `${head}  release:\n    environment: '${name}'\n${build}${publish}`;
    const job = workspace({
      'ci.yml': file,
      [`a\n::error::pwned [x](y) <b>.yml`]: `${head}  "j <img> ::warning::x":\n${build}`,
    });
    const result = await guard(job);
    expect(result.raw).not.toMatch(/^::error::pwned/m);
    expect(result.raw).not.toContain('\u001b');
    // What stands between backquotes is code and cannot act.
    const active = result.summary.replace(/`[^`\n]+`/g, '');
    expect(active).not.toMatch(/<(img|b)\b|[^\\]\]\(|@someone/);
    expect(result.summary).toContain('&lt;img');
    expect(/^ {2}n\d+\["[^"]*"\]:::\w+$/m.test(result.summary)).toBe(true);
    expect(result.summary).not.toMatch(/^ {2}click/m);
  });
});

test('the inputs that the code knows are those of action.yml', async () => {
  const { declaredInputs } = await import('../../../actions/separation-guard/src/inputs.ts');
  const action = parse(
    readFileSync(join(import.meta.dirname, '../../../actions/separation-guard/action.yml'), 'utf8'),
  ) as { inputs: object };
  expect(Object.keys(action.inputs)).toEqual(declaredInputs);
});

describe('this repository', () => {
  const root = join(import.meta.dirname, '..', '..', '..');

  test('holds, with nothing unverifiable', async () => {
    const result = await runBundle({
      bundle,
      inputs: { ...defaults, path: root, 'fail-on': 'unverifiable' },
    });
    expect(result.shown).not.toContain('::error');
    expect(result.outputs['verdict']).toBe('holds');
    expect(result.code).toBe(0);
  });
});
