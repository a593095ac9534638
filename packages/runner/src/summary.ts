import { type CodedError, markdownText } from '@sallyport/errors';

// FileCommandManager.cs: a summary of more than 1 MiB per step is dropped whole.
const largestSummary = 1024 * 1024 - 1024;

/** Folded away: title and Markdown. */
export interface SummaryNote {
  readonly title: string;
  readonly body: string;
}

/** The parts of a job summary; each is Markdown in which foreign text is escaped already. */
export interface SummarySection {
  /** The action's name. */
  readonly title: string;
  /** One line that says how it went. */
  readonly verdict: string;
  /** A table or paragraphs. */
  readonly body?: string;
  readonly details?: readonly SummaryNote[];
}

/** One look for all actions: heading, verdict, table, details. Cut rather than lost when it is too long. */
export function renderSummary({ title, verdict, body, details = [] }: SummarySection): string {
  const folded = details.map(
    (section) => `<details><summary>${section.title}</summary>\n\n${section.body}\n\n</details>\n`,
  );
  const text = [
    `### ${title}\n`,
    `${verdict}\n`,
    ...(body === undefined ? [] : [`${body}\n`]),
    ...folded,
    '',
  ].join('\n');
  if (Buffer.byteLength(text) <= largestSummary) return text;
  return `${Buffer.from(text)
    .subarray(0, largestSummary - 200)
    .toString('utf8')}\n\n*The summary is cut here: GitHub keeps 1 MiB of a step.*\n`;
}

/** A code block whose fence is longer than any run of back-ticks inside (CommonMark 0.31, "Fenced code blocks"). */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** How a refusal reads in the summary. */
export function renderFailure(
  title: string,
  error: CodedError,
  footnotes: readonly SummaryNote[] = [],
): string {
  return renderSummary({
    title,
    verdict: `❌ **${markdownText(error.what, 1000)}**`,
    body: `${markdownText(error.why, 1000)}\n\n**What to do:** ${markdownText(error.remedy, 2000)}\n\n\`${error.code}\``,
    details: [
      ...(error.details === undefined ? [] : [{ title: 'Details', body: fenced('text', error.details) }]),
      ...footnotes,
    ],
  });
}
