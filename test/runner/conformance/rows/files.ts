import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { nodeAction, type Row } from '../row.ts';

const source = 'src/Runner.Worker/FileCommandManager.cs';

/** A step that writes a file of the runner byte for byte, then one that prints what came of it. */
function written(file: string, text: string, then = ''): string {
  return `- id: write\n  run: printf '${text}' >> "$GITHUB_${file}"\n${then}`;
}

/** Rows on outputs: what \`text\` in GITHUB_OUTPUT leaves in \`steps.write.outputs\`. */
function outputRow(
  rule: Row['rule'],
  what: string,
  text: string,
  outputs: Record<string, string>,
  failed: boolean,
): Row {
  return {
    rule,
    what,
    source,
    scenario: { steps: written('OUTPUT', text) },
    check: ({ step }) => {
      deepEqual(step('write').outputs, outputs);
      equal(step('write').outcome, failed ? 'failure' : 'success');
    },
  };
}

/** The contract's lines on environment files. */
export const fileRows: readonly Row[] = [
  {
    rule: 'file/fresh',
    what: 'Each step finds empty files of its own for GITHUB_ENV, OUTPUT, STATE, PATH and STEP_SUMMARY',
    source,
    scenario: {
      steps: `
- run: for file in "$GITHUB_ENV" "$GITHUB_OUTPUT" "$GITHUB_STATE" "$GITHUB_PATH"; do echo a=b >> "$file"; done
- id: second
  run: for file in "$GITHUB_ENV" "$GITHUB_OUTPUT" "$GITHUB_STATE" "$GITHUB_PATH" "$GITHUB_STEP_SUMMARY"; do test -f "$file" && test ! -s "$file"; done`,
    },
    check: ({ step }) => {
      equal(step('second').outcome, 'success');
    },
  },
  {
    rule: 'file/after-failure',
    what: 'They are read also after a step that failed',
    source,
    scenario: { steps: '- id: write\n  run: echo a=b >> "$GITHUB_OUTPUT"; exit 1' },
    check: ({ step }) => {
      deepEqual(step('write').outputs, { a: 'b' });
    },
  },
  outputRow('file/empty-lines', 'Empty lines are skipped', 'a=1\\n\\n\\nb=2\\n', { a: '1', b: '2' }, false),
  outputRow('file/split-once', '`name=value` is split at the first `=`', 'a=b=c\\n', { a: 'b=c' }, false),
  outputRow(
    'file/equals-first',
    '`=` before `<<` makes a pair, `<<` before `=` a heredoc',
    'a=x<<y\\nb<<E=F\\n1\\nE=F\\n',
    { a: 'x<<y', b: '1' },
    false,
  ),
  outputRow(
    'file/heredoc',
    '`name<<delimiter` takes the lines up to one that equals the delimiter',
    'a<<E\\n E\\nE \\nE\\n',
    { a: ' E\nE ' },
    false,
  ),
  outputRow(
    'file/inner-newlines',
    'A value keeps its inner newlines; the last one is dropped',
    'a<<E\\n1\\n\\n2\\nE\\n',
    { a: '1\n\n2' },
    false,
  ),
  outputRow(
    'file/carriage-return',
    'Lines end at LF alone: a trailing CR stays in the value',
    'a=1\\r\\n',
    { a: '1\r' },
    false,
  ),
  outputRow('file/bad-line', 'A line with neither `=` nor `<<` fails the step', 'nonsense\\n', {}, true),
  outputRow(
    'file/earlier-pairs',
    'Pairs before a bad line have been applied',
    'a=1\\nnonsense\\n',
    { a: '1' },
    true,
  ),
  outputRow('file/empty-name', 'An empty name fails the step', 'a=1\\n=2\\n', { a: '1' }, true),
  outputRow(
    'file/empty-delimiter',
    'An empty heredoc name or delimiter fails the step',
    'a<<\\n\\n',
    {},
    true,
  ),
  outputRow(
    'file/missing-delimiter',
    'A heredoc without its delimiter fails the step',
    'a<<E\\n1\\n',
    {},
    true,
  ),
  outputRow(
    'file/missing-newline',
    'A heredoc whose last line has no newline fails the step',
    'a<<E\\n1',
    {},
    true,
  ),
  {
    rule: 'file/failure-fails-step',
    what: 'A bad file says "Unable to process file command" and fails the step',
    source,
    scenario: { steps: written('ENV', 'nonsense\\n') },
    check: ({ job, step }) => {
      equal(step('write').outcome, 'failure');
      match(job.text, /##\[error\]Unable to process file command 'env' successfully\./);
    },
  },
  {
    rule: 'file/key-case',
    what: 'Names of outputs and of state are one whatever their case',
    source: 'src/Runner.Worker/ExecutionContext.cs',
    scenario: {
      files: nodeAction('act', {
        main: `const fs = require('fs'); for (const pair of ['Key=1', 'KEY=2']) { fs.appendFileSync(process.env.GITHUB_STATE, pair + '\\n'); fs.appendFileSync(process.env.GITHUB_OUTPUT, pair + '\\n'); }`,
        post: `console.log(Object.keys(process.env).filter((name) => name.startsWith('STATE_')).join())`,
      }),
      steps: '- id: act\n  uses: ./act',
    },
    check: ({ step, job }) => {
      deepEqual(step('act').outputs, { Key: '2' });
      match(job.text, /^STATE_Key$/m);
    },
  },
  {
    rule: 'file/node-options',
    what: 'NODE_OPTIONS in GITHUB_ENV is refused with an error, and the step goes on',
    source,
    scenario: {
      steps: `${written('ENV', 'NODE_OPTIONS=--x\\n')}- id: later\n  run: test -z "$NODE_OPTIONS"`,
    },
    check: ({ job, step }) => {
      equal(step('later').outcome, 'success');
      equal(step('write').outcome, 'success');
      ok(job.annotations.some(({ level, message }) => level === 'error' && message.includes('NODE_OPTIONS')));
    },
  },
  {
    rule: 'file/path',
    what: 'GITHUB_PATH: one folder a line, a later one first, none twice',
    source: `${source}, src/Runner.Worker/Handlers/Handler.cs`,
    scenario: {
      steps: `- run: printf '/one\\n/two\\n/one\\n' >> "$GITHUB_PATH"\n- id: later\n  run: 'true'`,
    },
    check: ({ step }) => {
      match(step('later').environment['PATH'] ?? '', /^\/one:\/two:(?!.*\/one)/);
    },
  },
  {
    rule: 'file/summary-size',
    what: 'A summary beyond 1 MiB is dropped with an error; one of 1 MiB is kept',
    source,
    scenario: {
      steps: `
- run: head -c 1048577 /dev/zero | tr '\\0' x >> "$GITHUB_STEP_SUMMARY"
- run: head -c 1048576 /dev/zero | tr '\\0' y >> "$GITHUB_STEP_SUMMARY"`,
    },
    check: ({ job }) => {
      equal(job.summary.includes('x'), false);
      equal(job.summary.includes('y'), true);
      match(job.text, /##\[error\]\$GITHUB_STEP_SUMMARY upload aborted/);
    },
  },
  {
    rule: 'file/summary-masked',
    what: 'A summary is masked line by line',
    source,
    scenario: {
      steps: `- run: printf 'one hidden-value\\nhidden-value two\\n' >> "$GITHUB_STEP_SUMMARY"`,
      options: { secrets: { S: 'hidden-value' } },
    },
    check: ({ job }) => {
      equal(job.summary, 'one ***\n*** two\n');
    },
  },
  {
    rule: 'file/env-later',
    what: 'GITHUB_ENV reaches later steps and their `env` context, not the step that wrote it',
    source,
    scenario: {
      steps: `- id: write\n  run: echo A=new >> "$GITHUB_ENV"; test -z "$A"\n- id: later\n  run: test "$A" = new && test "\${{ env.A }}" = new`,
    },
    check: ({ step }) => {
      equal(step('write').outcome, 'success');
      notEqual(step('later').outcome, 'failure');
    },
  },
];
