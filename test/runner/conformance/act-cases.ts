import { compositeAction, nodeAction } from './row.ts';

/** A workflow that both runners run. Steps tell what they see by lines that begin with `mark: `. */
export interface Case {
  readonly name: string;
  readonly workflow: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Given to act only, which has no permissions and no endpoint of its own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A point in which act is known to differ: what each of them marks, by job. */
export interface Difference extends Case {
  readonly twin: Readonly<Record<string, readonly string[]>>;
  readonly act: Readonly<Record<string, readonly string[]>>;
}

const one = nodeAction('one', {
  main: "console.log('mark: main one'); require('fs').appendFileSync(process.env.GITHUB_STATE, 'key<<E\\nfirst\\nsecond\\nE\\n')",
  post: "console.log('mark: post one', JSON.stringify(process.env.STATE_key))",
});
const two = nodeAction('two', {
  main: "console.log('mark: main two'); process.exit(1)",
  post: "console.log('mark: post two')",
});

function job(steps: string, more = ''): string {
  const indented = steps
    .trim()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
  return `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n${more}    steps:\n${indented}\n`;
}

const checkout = '- uses: actions/checkout@v4\n';

export const agreements: readonly Case[] = [
  {
    name: 'state, posts last in first out, a failed main has its post',
    files: { ...one, ...two },
    workflow: job(`${checkout}- uses: ./one\n- uses: ./two\n- name: never\n  run: 'true'`),
  },
  {
    name: 'conditions after a failure, continue-on-error, outcome and conclusion',
    workflow: job(`
- name: tried
  id: tried
  continue-on-error: true
  run: exit 1
- name: seen
  run: 'echo mark: \${{ steps.tried.outcome }} \${{ steps.tried.conclusion }}'
- name: fails
  run: exit 1
- name: skipped
  run: 'echo mark: never'
- name: always
  if: always()
  run: 'echo mark: always'
- name: failure
  if: \${{ failure() && steps.tried.outcome == 'failure' }}
  run: 'echo mark: failure'`),
  },
  {
    name: 'environment files: env, path, multi-line outputs',
    workflow: job(`
- name: write
  id: write
  run: |
    printf 'A=b=c\\nB<<E\\none\\ntwo\\nE\\n' >> "$GITHUB_ENV"
    printf 'first\\n' >> "$GITHUB_PATH"
    printf 'out<<E\\none\\n\\ntwo\\nE\\n' >> "$GITHUB_OUTPUT"
- name: read
  env: { OUT: '\${{ steps.write.outputs.out }}' }
  run: 'echo "mark: $A $(echo "$B" | tr "\\n" +) $(echo "$OUT" | tr "\\n" +) \${PATH%%:*} \${{ env.A }}"'`),
  },
  {
    name: 'a composite: inputs, outputs, inner post at its place',
    files: {
      ...one,
      ...nodeAction('late', { post: "console.log('mark: post late')" }),
      ...compositeAction(
        'outer',
        `- id: inner\n  shell: bash\n  run: echo "word=\${{ inputs.word }}!" >> "$GITHUB_OUTPUT"\n- uses: ./one`,
        'inputs: { word: { default: hello } }\noutputs: { word: { value: "${{ steps.inner.outputs.word }}" } }',
      ),
    },
    workflow: job(
      `${checkout}- name: outer\n  id: outer\n  uses: ./outer\n- name: late\n  uses: ./late\n- name: seen\n  run: 'echo mark: \${{ steps.outer.outputs.word }}'`,
    ),
  },
  {
    name: 'needs, job outputs, a called workflow with inputs and outputs',
    files: {
      '.github/workflows/called.yml': `
on:
  workflow_call:
    inputs: { word: { type: string, required: true } }
    outputs: { word: { value: "\${{ jobs.inner.outputs.word }}" } }
jobs:
  inner:
    runs-on: ubuntu-latest
    outputs: { word: "\${{ steps.say.outputs.word }}" }
    steps:
      - name: say
        id: say
        run: 'echo mark: \${{ inputs.word }}; echo "word=\${{ inputs.word }}-back" >> "$GITHUB_OUTPUT"'
`,
    },
    workflow: `
on: push
jobs:
  first:
    runs-on: ubuntu-latest
    outputs: { word: "\${{ steps.say.outputs.word }}" }
    steps:
      - name: say
        id: say
        run: echo word=there >> "$GITHUB_OUTPUT"
  call:
    needs: first
    uses: ./.github/workflows/called.yml
    with: { word: "\${{ needs.first.outputs.word }}" }
  last:
    needs: [first, call]
    runs-on: ubuntu-latest
    steps:
      - name: seen
        run: 'echo mark: \${{ needs.call.outputs.word }} \${{ needs.call.result }}'
`,
  },
  {
    name: 'expressions: hashFiles, fromJSON, format, contains, filters',
    files: { 'data/a.txt': 'a', 'data/b.txt': 'b' },
    workflow: job(`${checkout}
- name: evaluate
  run: |
    echo 'mark: \${{ hashFiles('data/*.txt') }}'
    echo 'mark: \${{ fromJSON('{"a":[1,2]}').a[1] }} \${{ format('{0}-{1}', 'x', true) }} \${{ contains('Hello', 'hell') }}'
    echo 'mark: \${{ join(fromJSON('[{"n":"a"},{"n":"b"}]').*.n, '+') }} \${{ github.ref_name }} \${{ 1 == '1' }}'`),
  },
];

/** The points of difference, each as both behave today: a change in either is seen. */
export const differences: readonly Difference[] = [
  {
    name: 'OIDC variables: only with id-token: write here, in every step there',
    env: { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/' },
    workflow: job(
      '- name: look\n  run: \'echo "mark: url ${ACTIONS_ID_TOKEN_REQUEST_URL:-none}"\'',
      '    permissions: { contents: read }\n',
    ),
    twin: { job: ['url none'] },
    act: { job: ['url http://127.0.0.1:1/'] },
  },
  {
    name: 'masks: twelve forms and each line here, the raw value there',
    workflow: job(
      "- name: say\n  run: |\n    echo '::add-mask::masked-value'\n    printf 'mark: %s ' masked-value; printf masked-value | base64",
    ),
    twin: { job: ['*** ***'] },
    act: { job: ['*** bWFza2VkLXZhbHVl'] },
  },
  {
    name: 'a job output that holds a secret: dropped here, passed on there',
    secrets: { S: 'hidden-value' },
    workflow: `
on: push
jobs:
  first:
    runs-on: ubuntu-latest
    outputs: { word: "\${{ steps.say.outputs.word }}" }
    steps: [{ id: say, run: 'echo "word=\${{ secrets.S }}" >> "$GITHUB_OUTPUT"' }]
  last:
    needs: first
    runs-on: ubuntu-latest
    steps: [{ run: 'word="\${{ needs.first.outputs.word }}"; echo "mark: length \${#word}"' }]
`,
    twin: { first: [], last: ['length 0'] },
    act: { first: [], last: ['length 12'] },
  },
  {
    name: 'a bad line in GITHUB_ENV: the step fails here, the file is dropped there',
    workflow: job(`
- name: write
  id: write
  run: printf 'A=1\\nnonsense\\n' >> "$GITHUB_ENV"
- name: look
  if: always()
  run: 'echo "mark: \${{ steps.write.outcome }} A=$A"'`),
    twin: { job: ['failure A=1'] },
    act: { job: ['success A='] },
  },
  {
    name: 'NODE_OPTIONS in GITHUB_ENV: refused here, set there',
    workflow: job(
      '- name: write\n  run: echo NODE_OPTIONS=--no-warnings >> "$GITHUB_ENV"\n- name: look\n  run: \'echo "mark: [$NODE_OPTIONS]"\'',
    ),
    twin: { job: ['[]'] },
    act: { job: ['[--no-warnings]'] },
  },
  {
    name: 'variables that only the runner has: ACTIONS_RUNTIME_TOKEN, RUNNER_NAME, GITHUB_WORKFLOW_REF, GITHUB_REPOSITORY_ID',
    files: nodeAction('look', {
      main: "for (const name of ['ACTIONS_RUNTIME_TOKEN', 'RUNNER_NAME', 'GITHUB_WORKFLOW_REF', 'GITHUB_REPOSITORY_ID']) console.log('mark:', name, process.env[name] ? 'set' : 'unset')",
    }),
    workflow: job(`${checkout}- uses: ./look`),
    twin: {
      job: [
        'ACTIONS_RUNTIME_TOKEN set',
        'RUNNER_NAME set',
        'GITHUB_WORKFLOW_REF set',
        'GITHUB_REPOSITORY_ID set',
      ],
    },
    act: {
      job: [
        'ACTIONS_RUNTIME_TOKEN unset',
        'RUNNER_NAME unset',
        'GITHUB_WORKFLOW_REF unset',
        'GITHUB_REPOSITORY_ID unset',
      ],
    },
  },
  {
    name: 'the terminal: none here, one there',
    workflow: job("- name: look\n  run: 'if [ -t 1 ]; then echo mark: terminal; else echo mark: none; fi'"),
    twin: { job: ['none'] },
    act: { job: ['terminal'] },
  },
  {
    name: 'a failing post step: dependent jobs with always() run here, never there',
    files: nodeAction('bad', { post: 'process.exit(1)' }),
    workflow: `
on: push
jobs:
  first:
    runs-on: ubuntu-latest
    steps: [{ uses: actions/checkout@v4 }, { uses: ./bad }]
  last:
    needs: first
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: 'echo mark: \${{ needs.first.result }}' }]
`,
    twin: { first: [], last: ['failure'] },
    act: { first: [] },
  },
  {
    name: '`uses: $/…`: works here, unknown there',
    files: nodeAction('own', { main: "console.log('mark: own')" }),
    workflow: job('- uses: $/own'),
    twin: { job: ['own'] },
    act: { job: [] },
  },
];
