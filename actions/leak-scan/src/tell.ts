import { failure, markdownCode, markdownText, plainText, type CodedError } from '@sallyport/errors';
import { type JudgedFinding, shortfallTexts } from '@sallyport/leak-engine';
import { renderSummary, type Runner } from '@sallyport/runner';
import type { LeakInputs } from './inputs.ts';
import type { Outcome } from './judge.ts';

/** Where a finding can be looked at; undefined where there is no page for it. */
export type LinkTo = (finding: JudgedFinding) => string | undefined;

const mostLines = 50;
const mostRows = 200;
/** The runner keeps ten annotations of a kind; the last one says how the step ended. */
const mostAnnotations = 9;

/** Says the outcome: lines, the worst findings as annotations, the whole as summary. Everything in it is masked already. */
export function tell(outcome: Outcome, linkTo: LinkTo, runner: Runner, notes: readonly string[] = []): void {
  const { scan, counted } = outcome;
  runner.info(headline(outcome));
  for (const note of notes) runner.info(note);
  if (counted.length > 0) {
    const more = counted.length - mostLines;
    runner.group(`Findings: ${counted.length}`, [
      ...counted.slice(0, mostLines).map(lineOf),
      ...(more > 0 ? [`… and ${more} more in the summary and the reports.`] : []),
    ]);
  }
  const gaps = gapsOf(outcome);
  if (gaps.length > 0) runner.group(`Not read: ${gaps.length}`, gaps.slice(0, mostLines).map(gapLine));
  for (const { file, reason } of outcome.excluded) runner.info(`Left out: ${plainText(file)}: ${reason}`);
  for (const finding of counted.slice(0, mostAnnotations)) runner.warning(lineOf(finding), 'leak-scan');
  runner.summary(
    renderSummary({
      title: 'leak-scan',
      verdict: `${symbols[scan.verdict]} **${headline(outcome)}**`,
      body: [...(counted.length === 0 ? [] : [table(counted, linkTo)]), ...notes].join('\n\n'),
      details: details(outcome, linkTo),
    }),
  );
}

/** Why the step fails, if it does. */
export function verdictFailure(
  { scan, counted }: Outcome,
  inputs: Pick<LeakInputs, 'failOn' | 'failIncomplete'>,
): CodedError | undefined {
  if (scan.verdict === 'leaks' && inputs.failOn !== 'never') {
    const worst = counted[0];
    return failure('logs/leaks', {
      what: `The logs hold ${counted.length === 1 ? 'a secret' : `${counted.length} secrets`}${worst === undefined ? '' : `; the worst: ${worst.title}, ${placeOf(worst)}`}.`,
    });
  }
  const incomplete = scan.unread.length > 0 || scan.shortfalls.length > 0;
  if (!incomplete || !inputs.failIncomplete) return undefined;
  const [first] = [
    ...scan.unread,
    ...scan.shortfalls.map(({ file, reason }) => ({ file, reason: shortfallTexts[reason] })),
  ];
  return failure('logs/incomplete', {
    what: `${scan.unread.length + scan.shortfalls.length} parts of the logs were not read to their end, among them ${plainText(first?.file ?? '')}: ${first?.reason ?? ''}`,
  });
}

const symbols = { clean: '✅', leaks: '❌', incomplete: '⚠️' } as const;

function headline({ scan, counted, texts }: Outcome): string {
  const read = `${amount(scan.bytes)} in ${texts} ${texts === 1 ? 'log' : 'logs'}`;
  const gaps = scan.unread.length + scan.shortfalls.length;
  return [
    `Verdict: ${scan.verdict}.`,
    `${counted.length} ${counted.length === 1 ? 'finding' : 'findings'} in what was read: ${read}, ${scan.lines} lines`,
    gaps === 0 ? '.' : `; ${gaps} ${gaps === 1 ? 'part' : 'parts'} not read.`,
  ]
    .join(' ')
    .replace(/ ([.;])/, '$1');
}

function amount(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function placeOf(finding: JudgedFinding): string {
  const job = finding.job === undefined ? plainText(finding.file) : `job ${plainText(finding.job)}`;
  const step = finding.step === undefined ? '' : `, step “${plainText(finding.step)}”`;
  return `${job}${step}, line ${finding.line}`;
}

function howSure({ confidence, why, decodings, occurrences, dump }: JudgedFinding): string {
  const encoded = decodings.length === 0 ? '' : ` Encoded: ${decodings.join(' in ')}.`;
  const times = occurrences === 1 ? '' : ` ${occurrences} times.`;
  const pairs =
    dump === undefined
      ? ''
      : ` ${dump.pairs} values: ${dump.names
          .slice(0, 30)
          .map((name) => plainText(name, 60))
          .join(', ')}.`;
  return `${confidence}${why.length === 0 ? '' : `: ${why.join('; ')}`}.${encoded}${times}${pairs}`;
}

function lineOf(finding: JudgedFinding): string {
  return `${finding.severity}: ${finding.title} (${finding.rule}) in ${placeOf(finding)}. ${howSure(finding)} ${finding.remedy}`;
}

function table(findings: readonly JudgedFinding[], linkTo: LinkTo): string {
  const rows = findings.slice(0, mostRows).map((finding) => {
    const place = markdownText(placeOf(finding), 300);
    const link = linkTo(finding);
    return `| ${finding.severity} | ${markdownText(finding.title)} ${markdownCode(finding.rule)} | ${link === undefined ? place : `<a href="${link}">${place}</a>`} | ${markdownText(howSure(finding), 1500)} | ${markdownText(finding.remedy, 400)} |`;
  });
  const more = findings.length - rows.length;
  return [
    '| Severity | What | Where | How sure | What to do now |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    ...(more > 0 ? ['', `… and ${more} more in the reports.`] : []),
  ].join('\n');
}

function details(outcome: Outcome, linkTo: LinkTo): { title: string; body: string }[] {
  const suppressed = outcome.scan.findings.filter((finding) => finding.suppressed !== undefined);
  const gaps = gapsOf(outcome);
  return [
    ...(gaps.length === 0 ? [] : [{ title: `Not read: ${gaps.length}`, body: listOf(gaps) }]),
    ...(outcome.excluded.length === 0
      ? []
      : [{ title: `Left out: ${outcome.excluded.length}`, body: listOf(outcome.excluded) }]),
    ...(suppressed.length === 0
      ? []
      : [{ title: `Known or ignored: ${suppressed.length}`, body: table(suppressed, linkTo) }]),
  ];
}

interface Gap {
  readonly file: string;
  readonly reason: string;
}

function gapsOf({ scan }: Outcome): Gap[] {
  return [
    ...scan.unread,
    ...scan.shortfalls.map(({ file, reason }) => ({ file, reason: shortfallTexts[reason] })),
  ];
}

function gapLine({ file, reason }: Gap): string {
  return `${plainText(file)}: ${plainText(reason, 400)}`;
}

function listOf(gaps: readonly Gap[]): string {
  return gaps
    .slice(0, mostRows)
    .map(({ file, reason }) => `- ${markdownCode(file)}: ${markdownText(reason, 400)}`)
    .join('\n');
}
