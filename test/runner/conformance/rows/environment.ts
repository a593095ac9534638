import { deepEqual, doesNotMatch, equal, match, notEqual } from 'node:assert/strict';
import { compositeAction, nodeAction, type Row } from '../row.ts';

const runner = 'src/Runner.Worker/ActionRunner.cs';
const handler = 'src/Runner.Worker/Handlers/Handler.cs';
const node = 'src/Runner.Worker/Handlers/NodeScriptActionHandler.cs';
const script = 'src/Runner.Worker/Handlers/ScriptHandler.cs';

const act = nodeAction('act', {
  inputs:
    "{ fail-on: { default: high }, 'my name': { required: true }, old: { deprecationMessage: use new } }",
});
const useAct = '- id: act\n  uses: ./act';

/** The contract's lines on inputs and on the environment of a process. */
export const environmentRows: readonly Row[] = [
  {
    rule: 'input/upper-case',
    what: '`INPUT_` and the id, upper-cased, blanks as `_`',
    source: handler,
    scenario: { files: act, steps: `${useAct}\n  with: { my name: Joe }` },
    check: ({ step }) => {
      equal(step('act').environment['INPUT_MY_NAME'], 'Joe');
    },
  },
  {
    rule: 'input/hyphens',
    what: 'Hyphens stay',
    source: handler,
    scenario: { files: act, steps: useAct },
    check: ({ step }) => {
      equal(step('act').environment['INPUT_FAIL-ON'], 'high');
      equal(step('act').environment['INPUT_FAIL_ON'], undefined);
    },
  },
  {
    rule: 'input/every-declared',
    what: 'Every declared input is there: its default, or empty, even if required',
    source: runner,
    scenario: { files: act, steps: useAct },
    check: ({ step }) => {
      const { environment } = step('act');
      deepEqual(
        ['FAIL-ON', 'MY_NAME', 'OLD'].map((name) => environment[`INPUT_${name}`]),
        ['high', '', ''],
      );
    },
  },
  {
    rule: 'input/unexpected',
    what: 'An input that the action does not declare is warned of',
    source: runner,
    scenario: { files: act, steps: `${useAct}\n  with: { fail-no: low }` },
    check: ({ job }) => {
      match(
        job.annotations[0]?.message ?? '',
        /^Unexpected input\(s\) 'fail-no', valid inputs are \['fail-on', /,
      );
    },
  },
  {
    rule: 'input/deprecated',
    what: 'A `deprecationMessage` warns when the input is passed',
    source: runner,
    scenario: { files: act, steps: `${useAct}\n  with: { old: x }` },
    check: ({ job }) => {
      equal(job.annotations[0]?.message, "Input 'old' has been deprecated with message: use new");
    },
  },
  {
    rule: 'env/precedence',
    what: "A step's `env` wins over GITHUB_ENV, which wins over the job's",
    source: 'src/Runner.Worker/StepsRunner.cs',
    scenario: {
      job: 'env: { A: job, B: job, C: job }',
      steps:
        '- run: printf "A=file\\nB=file\\n" >> "$GITHUB_ENV"\n- id: say\n  run: "true"\n  env: { A: step }',
    },
    check: ({ step }) => {
      const { A, B, C } = step('say').environment;
      deepEqual([A, B, C], ['step', 'file', 'job']);
    },
  },
  {
    rule: 'env/state',
    what: 'Saved state arrives in the post stage as `STATE_<key>`',
    source: runner,
    scenario: {
      files: nodeAction('act', {
        main: "require('fs').appendFileSync(process.env.GITHUB_STATE, 'pid=one\\n')",
        post: "console.log('state', process.env.STATE_pid)",
      }),
      steps: '- uses: ./act',
    },
    check: ({ job }) => {
      match(job.text, /^state one$/m);
    },
  },
  {
    rule: 'env/runner-wins',
    what: 'What the runner sets itself cannot be overridden by `env`',
    source: `${node}, ${script}`,
    scenario: { steps: '- id: say\n  run: "true"\n  env: { GITHUB_SHA: fake, RUNNER_TEMP: fake }' },
    check: ({ step }) => {
      notEqual(step('say').environment['GITHUB_SHA'], 'fake');
      notEqual(step('say').environment['RUNNER_TEMP'], 'fake');
    },
  },
  {
    rule: 'env/allow-list',
    what: 'Only listed keys of the `github` context become variables: GITHUB_TOKEN is not one',
    source: 'src/Runner.Worker/GitHubContext.cs',
    scenario: { steps: '- id: say\n  run: "true"' },
    check: ({ step }) => {
      const { environment } = step('say');
      equal(environment['GITHUB_TOKEN'], undefined);
      equal(environment['GITHUB_REF'], 'refs/heads/main');
    },
  },
  {
    rule: 'env/printed',
    what: '`with` and `env` are printed in the group of the step, masked',
    source: handler,
    scenario: {
      files: act,
      steps: `${useAct}\n  with: { fail-on: "x \${{ secrets.S }}" }\n  env: { E: "\${{ secrets.S }}" }`,
      options: { secrets: { S: 'hidden-value' } },
    },
    check: ({ step }) => {
      equal(step('act').log, '##[group]Run ./act\nwith:\n  fail-on: x ***\nenv:\n  E: ***\n##[endgroup]\n');
    },
  },
  {
    rule: 'env/runtime-token',
    what: 'ACTIONS_RUNTIME_TOKEN and its URLs go to JavaScript actions, not to `run` steps',
    source: `${node}, ${script}`,
    scenario: { files: act, steps: `${useAct}\n- id: say\n  run: "true"` },
    check: ({ step }) => {
      equal(typeof step('act').environment['ACTIONS_RUNTIME_TOKEN'], 'string');
      equal(step('say').environment['ACTIONS_RUNTIME_TOKEN'], undefined);
    },
  },
  {
    rule: 'env/id-token-permission',
    what: 'Without `id-token: write` no process has ACTIONS_ID_TOKEN_REQUEST_URL and TOKEN',
    source: node,
    scenario: { files: act, steps: useAct, job: 'permissions: { contents: write }' },
    check: ({ step }) => {
      doesNotMatch(Object.keys(step('act').environment).join(), /ID_TOKEN/);
    },
  },
  {
    rule: 'env/id-token-every-step',
    what: 'With it every step has them, `run` steps too',
    source: script,
    scenario: {
      files: act,
      steps: `${useAct}\n- id: say\n  run: "true"`,
      job: 'permissions: { id-token: write, contents: read }',
      options: {
        services: { tokenEndpoint: ({ id }) => ({ url: `http://127.0.0.1/${id}`, bearer: 'bearer-value' }) },
      },
    },
    check: ({ step }) => {
      for (const id of ['act', 'say']) {
        equal(step(id).environment['ACTIONS_ID_TOKEN_REQUEST_URL'], 'http://127.0.0.1/job');
        equal(step(id).environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'], 'bearer-value');
      }
    },
  },
  {
    rule: 'env/node-icu-data',
    what: 'NODE_ICU_DATA is taken from JavaScript actions',
    source: node,
    scenario: { files: act, steps: `${useAct}\n  env: { NODE_ICU_DATA: /tmp }` },
    check: ({ step }) => {
      equal(step('act').environment['NODE_ICU_DATA'], undefined);
    },
  },
  {
    rule: 'env/workspace',
    what: 'JavaScript actions start in the workspace',
    source: node,
    scenario: {
      files: nodeAction('act', {
        main: "console.log('same', process.cwd() === process.env.GITHUB_WORKSPACE)",
      }),
      steps: '- uses: ./act',
    },
    check: ({ job }) => {
      match(job.text, /^same true$/m);
    },
  },
  {
    rule: 'env/node-by-using',
    what: "The runner's own Node runs them, whatever PATH says",
    source: node,
    scenario: {
      files: {
        ...nodeAction('act', { main: "console.log('real node')" }),
        'bin/node': '#!/bin/sh\necho planted node\n',
      },
      steps: '- run: chmod +x bin/node; echo "$PWD/bin" >> "$GITHUB_PATH"\n- uses: ./act',
    },
    check: ({ job }) => {
      match(job.text, /^real node$/m);
    },
  },
  {
    rule: 'env/action-path',
    what: 'GITHUB_ACTION_PATH exists inside composites only',
    source: 'src/Runner.Worker/Handlers/CompositeActionHandler.cs',
    scenario: { files: act, steps: useAct },
    check: ({ step }) => {
      equal(step('act').environment['GITHUB_ACTION_PATH'], undefined);
    },
  },
  {
    rule: 'env/action-repository',
    what: 'GITHUB_ACTION_REPOSITORY and REF exist for actions of a repository only, not for `./` and `run`',
    source: runner,
    scenario: {
      files: { ...act, ...compositeAction('outer', '- id: inner\n  shell: bash\n  run: "true"') },
      steps: `- id: remote\n  uses: my-org/my-app/act@v3\n${useAct}\n- uses: my-org/my-app/outer@v3`,
    },
    check: ({ step }) => {
      const { environment } = step('remote');
      deepEqual(
        [environment['GITHUB_ACTION_REPOSITORY'], environment['GITHUB_ACTION_REF']],
        ['my-org/my-app', 'v3'],
      );
      for (const id of ['act', 'inner']) equal(step(id).environment['GITHUB_ACTION_REPOSITORY'], undefined);
    },
  },
  {
    rule: 'env/action-name',
    what: 'GITHUB_ACTION is the id of the step, or one that the runner makes up',
    source: 'src/Runner.Worker/StepsRunner.cs',
    scenario: { steps: '- id: own\n  run: "true"\n- run: "true"\n- run: "true"' },
    check: ({ job }) => {
      deepEqual(
        job.steps.map(({ environment }) => environment['GITHUB_ACTION']),
        ['own', '__run', '__run_2'],
      );
    },
  },
];
