import { equal, match } from 'node:assert/strict';
import { type Row } from '../row.ts';

const shells = 'src/Runner.Worker/Handlers/ScriptHandlerHelpers.cs';

/** Runs a script in each shell and looks at its header and options. */
function shell(
  rule: Row['rule'],
  what: string,
  step: string,
  header: RegExp,
  outcome: 'success' | 'failure',
): Row {
  return {
    rule,
    what,
    source: shells,
    scenario: { steps: step },
    check: ({ job, step: find }) => {
      match(job.text, header);
      equal(find('say').outcome, outcome);
    },
  };
}

/** The contract's lines on shells. */
export const shellRows: readonly Row[] = [
  shell(
    'shell/bash',
    '`bash` is `bash --noprofile --norc -e -o pipefail {0}`',
    "- id: say\n  shell: bash\n  run: 'false | true'",
    /^shell: \S*bash --noprofile --norc -e -o pipefail \{0\}$/m,
    'failure',
  ),
  shell(
    'shell/none',
    'No shell is `bash -e {0}`, without pipefail',
    "- id: say\n  run: 'false | true; [[ 1 == 1 ]]'",
    /^shell: \S*bash -e \{0\}$/m,
    'success',
  ),
  shell(
    'shell/sh',
    '`sh` is `sh -e {0}`',
    "- id: say\n  shell: sh\n  run: 'false; true'",
    /^shell: \S*sh -e \{0\}$/m,
    'failure',
  ),
  shell(
    'shell/python',
    '`python` is `python {0}`',
    '- run: mkdir bin; ln -s "$(command -v python3)" bin/python; echo "$PWD/bin" >> "$GITHUB_PATH"\n- id: say\n  shell: python\n  run: print(1 + 1)',
    /^shell: \S*python \{0\}$/m,
    'success',
  ),
  {
    rule: 'shell/extension',
    what: 'The script is a file in RUNNER_TEMP with the extension of its shell',
    source: shells,
    scenario: {
      steps: '- id: say\n  shell: bash\n  run: case "$0" in "$RUNNER_TEMP"/*.sh) ;; *) exit 1;; esac',
    },
    check: ({ step }) => {
      equal(step('say').outcome, 'success');
    },
  },
];
