import { deepEqual, equal, match } from 'node:assert/strict';
import { nodeAction, type Row } from '../row.ts';
import { afterOne, afterTwo } from './step-scenes.ts';

const runner = 'src/Runner.Worker/StepsRunner.cs';
const actions = 'src/Runner.Worker/ActionRunner.cs';

const failing = nodeAction('failing', { main: 'process.exit(1)', post: "console.log('after failing')" });

/** The contract's lines on post steps. */
export const postRows: readonly Row[] = [
  {
    rule: 'post/not-when-skipped',
    what: 'An action that was skipped has no post step',
    source: actions,
    scenario: { files: afterOne, steps: '- if: false\n  uses: ./one' },
    check: ({ posts }) => {
      deepEqual(posts, []);
    },
  },
  {
    rule: 'post/for-failed',
    what: 'One that failed has: the post is registered when main starts',
    source: actions,
    scenario: { files: failing, steps: '- uses: ./failing' },
    check: ({ posts, job }) => {
      deepEqual(posts, ['Post Run ./failing']);
      match(job.text, /^after failing$/m);
    },
  },
  {
    rule: 'post/last-first',
    what: 'Post steps run after all main steps, the last registered first',
    source: runner,
    scenario: {
      files: { ...afterOne, ...afterTwo },
      steps: "- uses: ./one\n- uses: ./two\n- run: echo 'last main'",
    },
    check: ({ job }) => {
      deepEqual(job.text.match(/^(?:after .*|last main)$/gm), ['last main', 'after two', 'after one']);
    },
  },
  {
    rule: 'post/if',
    what: '`post-if` decides; its default is `always()`',
    source: actions,
    scenario: {
      files: {
        ...afterOne,
        ...nodeAction('picky', { post: "console.log('after picky')", more: '  post-if: success()' }),
      },
      steps: '- uses: ./one\n- uses: ./picky\n- run: exit 1',
    },
    check: ({ job }) => {
      deepEqual(job.text.match(/^after .*$/gm), ['after one']);
    },
  },
  {
    rule: 'post/inputs-again',
    what: 'The inputs are evaluated again for the post step',
    source: actions,
    scenario: {
      files: nodeAction('act', {
        inputs: '{ word: {} }',
        post: "console.log('word', process.env.INPUT_WORD)",
      }),
      steps: '- uses: ./act\n  with: { word: "${{ env.WORD }}" }\n- run: echo WORD=late >> "$GITHUB_ENV"',
    },
    check: ({ job }) => {
      match(job.text, /^word late$/m);
    },
  },
  {
    rule: 'post/files',
    what: 'The environment files of a post step are read too',
    source: actions,
    scenario: {
      files: {
        ...nodeAction('writer', {
          post: "require('fs').appendFileSync(process.env.GITHUB_ENV, 'LATE=yes\\n')",
        }),
        ...nodeAction('reader', { post: "console.log('late', process.env.LATE)" }),
      },
      steps: '- uses: ./reader\n- uses: ./writer',
    },
    check: ({ job }) => {
      match(job.text, /^late yes$/m);
    },
  },
  {
    rule: 'post/failure-fails-job',
    what: 'A failing post step fails the job; the others still run',
    source: runner,
    scenario: {
      files: { ...afterOne, ...nodeAction('bad', { post: 'process.exit(1)' }) },
      steps: '- uses: ./one\n- uses: ./bad',
    },
    check: ({ job }) => {
      equal(job.conclusion, 'failure');
      match(job.text, /^after one$/m);
    },
  },
];
