import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import type { EncoderName } from '../../encoders.ts';
import type { Row, Seen } from '../row.ts';

const source = 'src/Runner.Worker/ActionCommandManager.cs (AddMaskCommandExtension)';
const encoders = 'src/Sdk/DTLogging/Logging/ValueEncoders.cs, src/Runner.Common/HostContext.cs';

/** What the last step printed, less its header. */
function said({ step }: Seen): string {
  return step('say').log.replace(/^[\s\S]*?##\[endgroup\]\n/, '');
}

/** A secret, one form of it on a line of its own, and nothing else to hide behind. */
function form(name: EncoderName, what: string, secret: string, printed: string): Row {
  return {
    rule: `mask/${name}`,
    what: `Masked as well: ${what}`,
    source: encoders,
    scenario: {
      steps: '- id: say\n  run: cat printed.txt',
      files: { 'printed.txt': `<${printed}>\n` },
      options: { secrets: { S: secret } },
    },
    check: (seen) => {
      equal(said(seen), '<***>\n');
    },
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const secret = 'hidden-value';
const options = { secrets: { S: secret } };

/** The contract's lines on masks. */
export const maskRows: readonly Row[] = [
  {
    rule: 'mask/value',
    what: 'A registered value is replaced by `***`, on standard output and standard error',
    source: 'src/Sdk/DTLogging/Logging/SecretMasker.cs',
    scenario: {
      steps: '- id: say\n  run: cat printed.txt; cat printed.txt >&2',
      files: { 'printed.txt': `a a"b'c d\n` },
      options: { secrets: { S: `a"b'c` } },
    },
    check: (seen) => {
      equal(said(seen), 'a *** d\na *** d\n');
    },
  },
  form('base64', 'base64 with padding', 'abcd', base64('abcd')),
  form('base64-shift-1', 'base64 of the value less its first byte', 'abcde', base64('bcde')),
  form('base64-shift-2', 'base64 of the value less its first two bytes', 'abcde', base64('cde')),
  form('command-line', '`"` written `\\"`', `a"b'c\\d`, `a\\"b'c\\d`),
  form('expression', "`'` written `''`", `it's"x`, `it''s"x`),
  form('json', 'the value as a JSON string', 'a\\b"c\td', 'a\\\\b\\"c\\td'),
  form('uri', '`Uri.EscapeDataString`', "a b/c!'", 'a%20b%2Fc%21%27'),
  form('xml', 'XML entities, `&apos;` too', `<a>'&"`, '&lt;a&gt;&apos;&amp;&quot;'),
  form(
    'trim-quotes',
    'the value without enclosing quotes, if longer than eight characters',
    '"quoted-value"',
    'quoted-value',
  ),
  form(
    'powershell-before',
    'the part up to the last `&`, from six characters on',
    'first1&second2&x',
    'first1&second2&',
  ),
  form('powershell-after', 'the part after the last `&`, from six characters on', 'x&second2', 'second2'),
  {
    rule: 'mask/merge',
    what: 'Hits that overlap or touch become one `***`',
    source: 'src/Sdk/DTLogging/Logging/SecretMasker.cs',
    scenario: {
      steps: '- id: say\n  run: cat printed.txt',
      files: { 'printed.txt': 'first-valuesecond-value first-second-third\n' },
      options: { secrets: { A: 'first-value', B: 'second-value', C: 'first-second', D: 'second-third' } },
    },
    check: (seen) => {
      equal(said(seen), '*** ***\n');
    },
  },
  {
    rule: 'mask/blank',
    what: '`add-mask` of blanks is refused with a warning',
    source,
    scenario: { steps: "- id: say\n  run: |\n    echo '::add-mask::  '; echo 'a  b'" },
    check: (seen) => {
      match(said(seen), /##\[warning\]Can't add secret mask for empty string/);
      match(said(seen), /^a {2}b$/m);
    },
  },
  {
    rule: 'mask/each-line',
    what: '`add-mask` adds the whole value and each line, trimmed',
    source,
    scenario: {
      steps:
        "- id: say\n  run: echo '::add-mask::first-line%0A  second-line '; echo 'a first-line'; echo 'b second-line'",
    },
    check: (seen) => {
      equal(said(seen), 'a ***\nb ***\n');
    },
  },
  {
    rule: 'mask/no-minimum-length',
    what: 'A mask has no minimum length',
    source,
    scenario: { steps: "- id: say\n  run: echo '::add-mask::q'; echo aqua" },
    check: (seen) => {
      equal(said(seen), 'a***ua\n');
    },
  },
  {
    rule: 'mask/never-echoed',
    what: 'The line of `add-mask` is never printed, and as `***` when commands are echoed',
    source,
    scenario: {
      steps:
        "- id: say\n  run: echo '::add-mask::one-value'; echo '::echo::on'; echo '::add-mask::two-value'",
    },
    check: (seen) => {
      deepEqual(said(seen).match(/add-mask.*/g), ['add-mask::***']);
    },
  },
  {
    rule: 'mask/job-wide',
    what: 'A mask holds for the rest of the job, not for what was printed before it',
    source,
    scenario: {
      steps:
        '- id: first\n  run: echo later-value; echo \'::add-mask::later-value\'\n- id: say\n  run: echo "again later-$X"\n  env: { X: value }',
    },
    check: (seen) => {
      match(seen.step('first').log, /^later-value$/m);
      equal(said(seen), 'again ***\n');
    },
  },
  {
    rule: 'mask/display-name',
    what: 'Display names are masked',
    source: 'src/Runner.Worker/ActionRunner.cs',
    scenario: { steps: `- id: say\n  name: Use ${secret}\n  run: 'true'`, options },
    check: ({ step }) => {
      equal(step('say').name, 'Use ***');
    },
  },
  {
    rule: 'mask/job-secrets',
    what: "The job's secrets are masked, whole and line by line, before the first step",
    source: 'src/Runner.Worker/JobRunner.cs, src/Runner.Worker/Worker.cs',
    scenario: {
      steps: '- id: say\n  run: cat printed.txt',
      files: { 'printed.txt': `${secret}\nother-line\n` },
      options: { secrets: { S: secret, T: 'x-line\n  other-line ' } },
    },
    check: (seen) => {
      equal(said(seen), '***\n***\n');
    },
  },
  {
    rule: 'mask/job-outputs',
    what: 'A job output that holds a secret is dropped with a warning',
    source: 'src/Runner.Worker/JobExtension.cs',
    scenario: {
      job: 'outputs: { bad: "see ${{ steps.say.outputs.bad }}", good: fine }',
      steps: '- id: say\n  run: echo "bad=$S" >> "$GITHUB_OUTPUT"\n  env: { S: "${{ secrets.S }}" }',
      options,
    },
    check: ({ job }) => {
      deepEqual(job.outputs, { good: 'fine' });
      match(job.text, /##\[warning\]Skip output 'bad' since it may contain secret\./);
      doesNotMatch(job.text, new RegExp(secret));
    },
  },
];
