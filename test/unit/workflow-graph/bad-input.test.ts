import { describe, expect, test } from '@jest/globals';
import {
  buildGraph,
  decodeSource,
  readWorkflow,
  yamlLimits,
  type GraphCode,
} from '@sallyport/workflow-graph';

const path = '.github/workflows/x.yml';
const good = 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: echo }]\n';

// name, text, code, line and column of the first complaint
const texts: readonly (readonly [string, string, GraphCode, number, number])[] = [
  ['a tab as indentation', 'on: push\njobs:\n\ta: {}\n', 'graph/yaml-invalid', 3, 1],
  [
    'a duplicate key',
    'on: push\npermissions: {}\npermissions: write-all\njobs: {}\n',
    'graph/duplicate-key',
    3,
    1,
  ],
  [
    'a duplicate key in another case',
    'on: push\npermissions: {}\nPermissions: {}\njobs: {}\n',
    'graph/duplicate-key',
    3,
    1,
  ],
  ['a merge key', 'on: push\njobs:\n  a:\n    <<: { runs-on: x }\n', 'graph/merge-key', 4, 5],
  ['a second document', `${good}---\non: push\n`, 'graph/second-document', 6, 1],
  ['on as a boolean key', good.replace('on:', 'true:'), 'graph/unknown-key', 1, 1],
  ['a key that is a mapping', 'on: push\njobs:\n  a:\n    ? { b: c }\n    : d\n', 'graph/yaml-invalid', 4, 7],
  ['an empty file', '', 'graph/yaml-invalid', 1, 1],
  ['only a comment', '# nothing\n', 'graph/yaml-invalid', 1, 1],
  ['deep flow', `on: ${'['.repeat(150)}${']'.repeat(150)}\n`, 'graph/too-deep', 1, 1],
  [
    'deep blocks',
    `on: push\n${Array.from({ length: 120 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}`,
    'graph/too-deep',
    102,
    101,
  ],
  ['a file that is too large', `${good}# ${'x'.repeat(yamlLimits.characters)}\n`, 'graph/too-large', 1, 1],
  [
    'an unknown scope',
    good.replace('jobs:', 'permissions: { content: read }\njobs:'),
    'graph/unknown-scope',
    2,
    16,
  ],
  ['an unknown alias', 'on: *x\njobs: {}\n', 'graph/yaml-invalid', 1, 5],
  ['a bad expression', good.replace('echo', '"${{ github. }}"'), 'graph/expression-invalid', 5, 20],
];

describe('a file that GitHub would refuse', () => {
  test.each(texts)('%s is told with line and column', (_, text, code, line, column) => {
    const { diagnostics } = readWorkflow(path, text);
    expect(diagnostics[0]).toMatchObject({ code, place: { path, line, column } });
  });

  test('what is readable of it is in the model all the same', () => {
    const workflow = readWorkflow(path, good.replace('runs-on', 'runson'));
    expect(workflow.jobs[0]?.unknown.map(({ key }) => key)).toEqual(['runson']);
    expect(workflow.jobs[0]?.steps).toHaveLength(1);
  });

  test('a hostile file cannot flood the report', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `key${index}: 1`).join('\n');
    expect(readWorkflow(path, `${many}\n`).diagnostics.length).toBeLessThanOrEqual(200);
  });
});

describe('hostile sizes are bounded', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[index]}`).join(', ')}]`),
    'on: push',
    'jobs: {}',
  ].join('\n');

  test.each([
    ['an alias bomb', bomb, 'graph/alias-limit'],
    ['a megabyte of open brackets', '['.repeat(yamlLimits.characters), 'graph/too-deep'],
    ['a megabyte of open mappings', '{a: '.repeat(yamlLimits.characters / 4), 'graph/too-deep'],
    ['a megabyte of dashes', '- '.repeat(yamlLimits.characters / 2), 'graph/too-deep'],
    [
      'twelve thousand jobs that need each other',
      `on: push\njobs:\n${Array.from({ length: 12_000 }, (_, index) => `  j${index}: { runs-on: x, needs: j${index + 1}, steps: [{ run: e }] }\n`).join('')}`.slice(
        0,
        yamlLimits.characters,
      ),
      undefined,
    ],
    [
      'one job with a megabyte of script',
      good.replace('echo', `|\n${'            echo $(( 1 << 2 )) "a\n'.repeat(20_000)}`),
      undefined,
    ],
  ] as const)('%s', (_, text, code) => {
    const started = performance.now();
    const graph = buildGraph({ files: [{ path, content: text }] });
    expect(performance.now() - started).toBeLessThan(20_000);
    if (code !== undefined) expect(graph.diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});

describe('encodings', () => {
  const utf16 = Uint8Array.from([0xff, 0xfe, 0x6f, 0x00, 0x6e, 0x00]);

  test.each([
    ['UTF-16 with a mark', utf16, 'The file is UTF-16, not UTF-8.'],
    ['UTF-16 without a mark', utf16.subarray(2), 'The file holds a NUL byte, so it is no UTF-8 text.'],
    ['broken UTF-8', Uint8Array.from([0x6f, 0xc3, 0x28]), 'The file is not valid UTF-8.'],
  ])('%s is told', (_, bytes, problem) => {
    expect(decodeSource(bytes)).toEqual({ problem });
    const graph = buildGraph({ files: [{ path, content: bytes }] });
    expect(graph.diagnostics.map(({ code }) => code)).toContain('graph/encoding');
  });

  test('a byte order mark is no part of the text', () => {
    expect(buildGraph({ files: [{ path, content: Buffer.from(`\ufeff${good}`) }] }).diagnostics).toEqual([]);
  });
});
