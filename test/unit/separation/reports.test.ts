import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from '@jest/globals';
import {
  bridgesOf,
  checkRepository,
  jsonReport,
  mermaid,
  parseBaseline,
  parsePolicy,
  printable,
  rules,
  sarif,
  summary,
  type CheckResult,
} from '@sallyport/separation';
import { parse } from 'yaml';

const ids = rules.map(({ id }) => id);
const today = '2026-11-01';

function check(files: Readonly<Record<string, string>>, policy?: string): CheckResult {
  const input = Object.entries(files).map(([name, content]) => ({
    path: `.github/workflows/${name}`,
    content,
  }));
  return checkRepository(
    { files: input },
    { today, ...(policy === undefined ? {} : { policy: parsePolicy('p.yml', policy, ids) }) },
  );
}

const test1 = (name: string): string =>
  `  ${name}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: make\n`;
const deploy = (name: string, needs: string): string =>
  `  ${name}:\n    needs: [${needs}]\n    environment: production\n    runs-on: ubuntu-latest\n    permissions: { id-token: write }\n    steps:\n      - uses: actions/download-artifact@v4\n        with: { name: out }\n      - run: echo \${{ needs.${needs}.outputs.digest }}\n      - run: npm publish x.tgz\n`;
const upload = '      - uses: actions/upload-artifact@v4\n        with: { name: out, path: out }\n';
const head = 'on: push\npermissions: {}\njobs:\n';
const small = `${head}${test1('test')}${test1('build')}${upload}${deploy('ship', 'build')}`;
const fused = `${head}  all:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci\n      - run: npm publish x.tgz\n        env: { T: "\${{ secrets.NPM_TOKEN }}" }\n`;

describe('bridges', () => {
  const result = check({ 'ci.yml': small });
  const bridges = bridgesOf(result.jobs, result.findings);

  test('outputs and artifacts are seen, with their names', () => {
    expect(
      bridges.map(({ kind, from, to, label, state }) => [kind, from.job.id, to.job.id, label, state]),
    ).toEqual([
      ['output', 'build', 'ship', 'digest', 'closed'],
      ['artifact', 'build', 'ship', 'out', 'closed'],
    ]);
  });

  test.each([
    ['the same name', '{ name: out }', true],
    ['another name', '{ name: in }', false],
    ['a pattern that fits', '{ pattern: "o*" }', true],
    ['a pattern that does not', '{ pattern: "x*" }', false],
    ['an id', '{ artifact-ids: "${{ needs.build.outputs.id }}" }', true],
    ['everything', '{ path: x }', true],
    ['another run', '{ name: out, run-id: 1 }', false],
  ])('a download by %s', (_, inputs, meets) => {
    const file = small.replace('{ name: out }\n      - run: echo', `${inputs}\n      - run: echo`);
    const { jobs, findings } = check({ 'ci.yml': file });
    expect(bridgesOf(jobs, findings).some(({ kind }) => kind === 'artifact')).toBe(meets);
  });

  test('calls, runs of other workflows and dispatches', () => {
    const { jobs, findings } = check({
      'a.yml': `name: A\n${head}  call:\n    uses: ./.github/workflows/b.yml\n`,
      'b.yml': `on: workflow_call\njobs:\n  leaf:\n    runs-on: x\n    steps: [{ run: gh workflow run d.yml }]\n`,
      'c.yml': `on: { workflow_run: { workflows: [A] } }\njobs:\n  after:\n    runs-on: x\n    steps: [{ run: echo }]\n`,
      'd.yml': `on: workflow_dispatch\njobs:\n  go:\n    runs-on: x\n    steps: [{ run: echo }]\n`,
    });
    expect(
      bridgesOf(jobs, findings).map(({ kind, from, to }) => `${kind}: ${from.job.id} → ${to.job.id}`),
    ).toEqual(['call: call → leaf', 'workflow_run: leaf → after', 'dispatch: leaf → go']);
  });
});

describe('the picture', () => {
  const nodes = (text: string): number => text.split('\n').filter((line) => /^ {2}n\d+\[/.test(line)).length;

  test('at a few jobs everything is drawn', () => {
    const result = check({ 'ci.yml': small });
    const text = mermaid(result, bridgesOf(result.jobs, result.findings));
    expect(nodes(text)).toBe(3);
    expect(text).toContain('-->|"artifact out"|');
  });

  test('at fifty jobs only what is on a bridge is, and the rest is counted', () => {
    const many = `${head}${Array.from({ length: 48 }, (_, index) => test1(`t${index}`)).join('')}${test1('build')}${upload}${deploy('ship', 'build')}`;
    const result = check({ 'ci.yml': many });
    const text = mermaid(result, bridgesOf(result.jobs, result.findings));
    expect(nodes(text)).toBe(2);
    expect(text).toContain('48 jobs apart');
  });

  test('a violated job is framed', () => {
    const result = check({ 'ci.yml': fused });
    expect(mermaid(result, [])).toContain('class n0 violated');
  });
});

describe('SARIF', () => {
  const log = JSON.parse(sarif(check({ 'ci.yml': fused }), '1.2.3')) as {
    $schema: string;
    version: string;
    runs: {
      tool: { driver: { rules: { id: string; help: { markdown: string } }[] } };
      results: Record<string, never>[];
    }[];
  };

  test('has every rule with its help, and results that point to them', () => {
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(ids);
    for (const { help } of run?.tool.driver.rules ?? []) expect(help.markdown).toContain('**Remedy.**');
    for (const result of run?.results ?? []) {
      expect(ids[result['ruleIndex'] as unknown as number]).toBe(result['ruleId']);
      expect(result['locations']).toMatchObject([
        {
          physicalLocation: {
            artifactLocation: { uri: '.github/workflows/ci.yml' },
            region: { startLine: expect.any(Number) },
          },
        },
      ]);
    }
    expect(run?.results.length).toBeGreaterThan(0);
  });

  test('an ignored finding is suppressed with its reason', () => {
    const policy =
      'version: 1\nignore: [{ rule: build-can-deploy, workflow: ci.yml, reason: Later., expires: 2026-11-01 }]\n';
    const result = check({ 'ci.yml': fused }, policy);
    expect(result.verdict).toBe('holds');
    expect(sarif(result, '1')).toContain('Later. (until 2026-11-01)');
    expect(summary(result)).toContain('1 accepted by the policy file');
  });
});

describe('the JSON report', () => {
  test('has three values per rule and job, and serves as a baseline', () => {
    const result = check({ 'ci.yml': fused });
    const report = JSON.parse(jsonReport(result)) as { jobs: { verdicts: Record<string, string> }[] };
    expect(Object.keys(report.jobs[0]?.verdicts ?? {})).toEqual(ids);
    expect(report.jobs[0]?.verdicts).toMatchObject({
      'build-can-deploy': 'violated',
      'self-approval': 'holds',
    });
    expect(parseBaseline(jsonReport(result)).size).toBe(result.findings.length);
  });

  test('a job of a file that GitHub refuses never simply holds', () => {
    const result = check({ 'ci.yml': `${fused}nonsense: 1\n` });
    const report = JSON.parse(jsonReport(result)) as { jobs: { verdicts: Record<string, string> }[] };
    expect(report.jobs[0]?.verdicts['self-approval']).toBe('unverifiable');
  });

  test('the fingerprint stays when lines move', () => {
    const prints = (text: string): readonly string[] =>
      check({ 'ci.yml': text }).findings.map(({ fingerprint }) => fingerprint);
    expect(prints(`# moved\n\n${fused}`)).toEqual(prints(fused));
  });

  test.each([
    '',
    '[]',
    'null',
    '{"tool":"separation-guard","version":2,"findings":[]}',
    '{"tool":"separation-guard","version":1,"findings":[{}]}',
  ])('%j is no baseline', (text) => expect(() => parseBaseline(text)).toThrow('separation/baseline-invalid'));
});

describe('the policy file', () => {
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../docs/schema/sallyport.schema.json'), 'utf8'),
  ) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);

  const good = [
    'version: 1\n',
    'version: 1\nroles: { ci.yml: { a: build, b: deploy } }\n',
    'version: 1\nignore: [{ rule: self-approval, workflow: a.yml, reason: x, expires: "2027-01-31" }]\n',
    'version: 1\nignore: [{ rule: self-approval, workflow: a.yml, job: b, reason: x, expires: "2027-01-31" }]\n',
  ];
  const bad = [
    'roles: {}\n',
    'version: 2\n',
    'version: 1\nrole: {}\n',
    'version: 1\nroles: { ci.yml: { a: builder } }\n',
    'version: 1\nignore: {}\n',
    'version: 1\nignore: [{ rule: no-rule, workflow: a.yml, reason: x, expires: "2027-01-31" }]\n',
    'version: 1\nignore: [{ rule: self-approval, reason: x, expires: "2027-01-31" }]\n',
    'version: 1\nignore: [{ rule: self-approval, workflow: a.yml, expires: "2027-01-31" }]\n',
    'version: 1\nignore: [{ rule: self-approval, workflow: a.yml, reason: x }]\n',
    'version: 1\nignore: [{ rule: self-approval, workflow: a.yml, reason: x, expires: tomorrow }]\n',
    'version: 1\nignore: [{ rule: self-approval, workflow: a.yml, reason: x, expires: "2027-01-31", until: x }]\n',
    '- version: 1\n',
  ];

  test.each(good)('%j is taken by the reader and by the schema', (text) => {
    expect(() => parsePolicy('p.yml', text, ids)).not.toThrow();
    expect(validate(parse(text))).toBe(true);
  });

  test.each(bad)('%j is refused by the reader and by the schema', (text) => {
    expect(() => parsePolicy('p.yml', text, ids)).toThrow('separation/policy-invalid');
    expect(validate(parse(text))).toBe(false);
  });

  test.each([
    'version: 1\nversion: 1\n',
    'version: 1\nignore: [{ rule: self-approval, workflow: a.yml, reason: x, expires: 2027-02-30 }]\n',
    '',
  ])('%j, which only the reader sees, is refused', (text) =>
    expect(() => parsePolicy('p.yml', text, ids)).toThrow('separation/policy-invalid'),
  );

  test('a declared role counts before the inferred one', () => {
    const { jobs } = check({ 'ci.yml': small }, 'version: 1\nroles: { ci.yml: { test: build } }\n');
    expect(jobs.map(({ job, role }) => [job.job.id, role.role, role.inferred])).toEqual([
      ['test', 'build', 'check'],
      ['build', 'build', 'build'],
      ['ship', 'deploy', 'deploy'],
    ]);
  });

  test('an ignore is for its file and job only', () => {
    const policy = (job: string): string =>
      `version: 1\nignore: [{ rule: build-can-deploy, workflow: ci.yml, job: ${job}, reason: x, expires: 2027-01-01 }]\n`;
    expect(check({ 'ci.yml': fused }, policy('all')).verdict).toBe('holds');
    expect(check({ 'ci.yml': fused }, policy('other')).verdict).toBe('violated');
    expect(check({ 'other.yml': fused }, policy('all')).verdict).toBe('violated');
  });
});

test('nothing to judge is an error, and so is a deadline that is over', () => {
  expect(() => checkRepository({ files: [] }, { today })).toThrow('graph/no-workflows');
  const files = [{ path: '.github/workflows/ci.yml', content: small }];
  expect(() => checkRepository({ files }, { today, isOverdue: () => true })).toThrow('separation/timeout');
});

test.each([
  ['\u001b[31mred\u001b[0m', 'red'],
  ['a\r\n::error::b', 'a ::error::b'],
  ['left\u202eright', 'left right'],
])('%j is printed as %j', (text, expected) => expect(printable(text)).toBe(expected));
