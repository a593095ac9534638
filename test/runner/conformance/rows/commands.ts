import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { nodeAction, type Row, type Seen } from '../row.ts';

const parser = 'src/Runner.Common/ActionCommand.cs';
const manager = 'src/Runner.Worker/ActionCommandManager.cs';
const issues = 'src/Runner.Worker/ExecutionContext.cs (AddIssue)';

/** A step that prints each text as a line. */
function printing(lines: readonly string[], then = ''): string {
  const quoted = lines.map((line) => `echo '${line.replaceAll("'", `'"'"'`)}'`);
  return `- id: say\n  run: |\n${quoted.map((line) => `    ${line}`).join('\n')}\n${then}`;
}

function row(
  rule: Row['rule'],
  what: string,
  source: string,
  steps: string,
  check: Row['check'],
  more: Partial<Row['scenario']> = {},
): Row {
  return { rule, what, source, scenario: { steps, ...more }, check };
}

/** The step's log less the header that repeats the script. */
function said({ step }: Seen): string {
  return step('say').log.replace(/^[\s\S]*?##\[endgroup\]\n/, '');
}

/** The contract's lines on workflow commands. */
export const commandRows: readonly Row[] = [
  row(
    'command/both-streams',
    'Commands are obeyed on standard output and on standard error',
    'src/Runner.Worker/Handlers/OutputManager.cs',
    `- run: echo '::notice::one'; echo '::notice::two' >&2`,
    ({ job }) => {
      deepEqual(job.annotations.map(({ message }) => message).sort(), ['one', 'two']);
    },
  ),
  row(
    'command/leading-blanks',
    '`::name …::data` may stand after blanks',
    parser,
    printing(['   ::notice::here']),
    ({ job }) => {
      equal(job.annotations[0]?.message, 'here');
    },
  ),
  row('command/unknown', 'An unknown command is text', parser, printing(['::frobnicate x=y::z']), (seen) => {
    match(said(seen), /^::frobnicate x=y::z$/m);
  }),
  row(
    'command/brackets-anywhere',
    '`##[name key=value;…]data` is a command anywhere in the line',
    parser,
    printing(['before ##[warning file=a%3Bb.js;line=2]data']),
    ({ job }) => {
      const [{ message, file, line } = { message: '' }] = job.annotations;
      deepEqual({ message, file, line }, { message: 'data', file: 'a;b.js', line: 2 });
    },
  ),
  row(
    'command/unescape-data',
    'Data: `%0D %0A %25` are unescaped, `%` last; `%3A` stays',
    parser,
    printing(['::notice::a%250Ab%0Ac%3A']),
    ({ job }) => {
      equal(job.annotations[0]?.message, 'a%0Ab\nc%3A');
    },
  ),
  row(
    'command/unescape-properties',
    'Properties: `%3A` and `%2C` too',
    parser,
    printing(['::notice title=a%3A%3Ab%2Cc,file=f::x']),
    ({ job }) => {
      equal(job.annotations[0]?.title, 'a::b,c');
    },
  ),
  row(
    'command/case',
    'Names of commands and of properties are known in any case',
    parser,
    printing(['::NoTiCe TITLE=t::x']),
    ({ job }) => {
      equal(job.annotations[0]?.title, 't');
    },
  ),
  row(
    'command/place',
    'Annotations carry file, line, endLine, col, endColumn and title; impossible places are dropped',
    `${manager} (IssueCommandExtension)`,
    printing([
      '::error file=a.js,line=3,endLine=3,col=5,endColumn=9,title=t::x',
      '::error file=a.js,line=9,endLine=3::y',
    ]),
    ({ job }) => {
      const [first, second] = job.annotations;
      deepEqual(
        [first?.file, first?.line, first?.endLine, first?.column, first?.endColumn, first?.title],
        ['a.js', 3, 3, 5, 9, 't'],
      );
      equal(second?.line, undefined);
    },
  ),
  row(
    'command/debug',
    '`::debug::` is shown only with step debug',
    `${manager}, src/Runner.Worker/ExecutionContext.cs`,
    printing(['::debug::inner']),
    (seen) => {
      doesNotMatch(said(seen), /inner/);
    },
  ),
  row(
    'command/group',
    '`::group::` and `::endgroup::` become markers',
    manager,
    printing(['::group::Title', 'in', '::endgroup::']),
    (seen) => {
      match(said(seen), /^##\[group\]Title\nin\n##\[endgroup\]\n/m);
    },
  ),
  row(
    'command/echo',
    '`::echo::on` repeats the commands that follow, but for masks, debug and annotations',
    manager,
    printing(['::echo::on', '::set-output name=a::b', '::notice::n']),
    (seen) => {
      match(said(seen), /^::set-output name=a::b$/m);
      doesNotMatch(said(seen), /^::notice/m);
    },
  ),
  row(
    'command/matcher',
    '`add-matcher` turns lines into annotations, `remove-matcher` ends it',
    `${manager}, src/Runner.Worker/IssueMatcher.cs`,
    printing([
      '::add-matcher::matcher.json',
      'a.js:7: broken',
      '::remove-matcher owner=lint::',
      'a.js:8: broken',
    ]),
    ({ job }) => {
      deepEqual(
        job.annotations.map(({ level, file, line, message }) => [level, file, line, message]),
        [['warning', 'a.js', 7, 'broken']],
      );
    },
    {
      files: {
        'matcher.json': JSON.stringify({
          problemMatcher: [
            {
              owner: 'lint',
              severity: 'warning',
              pattern: [{ regexp: String.raw`^(.+):(\d+): (.+)$`, file: 1, line: 2, message: 3 }],
            },
          ],
        }),
      },
    },
  ),
  row(
    'command/set-output',
    '`set-output` is deprecated and lives',
    manager,
    printing(['::set-output name=a::b%0Ac']),
    ({ step }) => {
      deepEqual(step('say').outputs, { a: 'b\nc' });
    },
  ),
  row(
    'command/save-state',
    '`save-state` is deprecated and lives',
    manager,
    '- uses: ./act',
    ({ job }) => {
      match(job.text, /^state is kept$/m);
    },
    {
      files: nodeAction('act', {
        main: `console.log('::save-state name=a::kept')`,
        post: `console.log('state is', process.env.STATE_a)`,
      }),
    },
  ),
  row(
    'command/unsecure',
    '`set-env` and `add-path` fail the step unless ACTIONS_ALLOW_UNSECURE_COMMANDS is true',
    manager,
    `${printing(['::set-env name=A::1', '::add-path::/x'])}  continue-on-error: true
- env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: 'true' }
  run: echo '::set-env name=B::2'
- id: after
  run: test "$A$B" = 2`,
    ({ step }) => {
      equal(step('say').outcome, 'failure');
      equal(step('after').outcome, 'success');
    },
  ),
  row(
    'command/failure-fails-step',
    'A command that cannot be processed fails the step',
    manager,
    printing(['::echo::maybe']),
    ({ step, job }) => {
      equal(step('say').outcome, 'failure');
      match(job.text, /##\[error\]Unable to process command/);
    },
  ),
  row(
    'command/stop',
    'After `stop-commands` commands are text',
    manager,
    printing(['::stop-commands::tok', '::notice::inner']),
    (seen) => {
      equal(seen.job.annotations.length, 0);
      match(said(seen), /^::notice::inner$/m);
    },
  ),
  row(
    'command/stop-resume',
    '… until `::<token>::`',
    manager,
    printing(['::stop-commands::tok', '::tok::', '::notice::after']),
    ({ job }) => {
      equal(job.annotations[0]?.message, 'after');
    },
  ),
  row(
    'command/stop-token',
    'The token may not be empty, `pause-logging` or a command name: the step fails',
    manager,
    ['""', 'pause-logging', 'Warning']
      .map((token, at) => `- id: step${at}\n  if: always()\n  run: echo ::stop-commands::${token}`)
      .join('\n'),
    ({ step }) => {
      deepEqual(
        [0, 1, 2].map((at) => step(`step${at}`).outcome),
        ['failure', 'failure', 'failure'],
      );
    },
  ),
  row(
    'command/stop-mask',
    'A token of more than six characters becomes a mask',
    manager,
    printing(['::stop-commands::token-7', 'say token-7']),
    (seen) => {
      match(said(seen), /^say \*\*\*$/m);
    },
  ),
  row(
    'command/error-does-not-fail',
    '`::error::` does not fail a step',
    manager,
    printing(['::error::x']),
    ({ step }) => {
      equal(step('say').outcome, 'success');
    },
  ),
  row(
    'command/markers',
    '`##[start-action` and `##[end-action` in output are defused',
    'src/Runner.Worker/Handlers/OutputManager.cs',
    printing(['##[start-action id=x]', '##[end-action id=x]']),
    (seen) => {
      deepEqual(said(seen).trim().split('\n'), [
        String.raw`##[\start-action id=x]`,
        String.raw`##[\end-action id=x]`,
      ]);
    },
  ),
  row(
    'annotation/ten-per-level',
    'A step keeps ten annotations of each level',
    issues,
    '- run: for at in $(seq 12); do echo "::error::$at"; echo "::notice::$at"; done',
    ({ job }) => {
      deepEqual(
        ['error', 'notice'].map((level) => job.annotations.filter((one) => one.level === level).length),
        [10, 10],
      );
    },
  ),
  row(
    'annotation/length',
    'A message is cut at 4,096 characters',
    issues,
    `- run: printf '::notice::%05000d\\n' 1`,
    ({ job }) => {
      equal(job.annotations[0]?.message.length, 4096);
    },
  ),
  row(
    'annotation/masked',
    'Messages are masked; titles are not',
    `${issues}, ${manager}`,
    printing(['::notice title=hidden-value::the hidden-value']),
    ({ job }) => {
      const [first] = job.annotations;
      deepEqual([first?.message, first?.title], ['the ***', 'hidden-value']);
      ok(job.annotations.length === 1);
    },
    { options: { secrets: { S: 'hidden-value' } } },
  ),
];
