/** Enough bytes to decide whether a line begins with a timestamp. */
export const timestampLookahead = 48;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

/**
 * Where the text of a line begins, after the timestamp that the CI put before it.
 *
 * Known: GitHub and Azure Pipelines (`2026-11-24T10:00:00.0000000Z `, actions/runner Logging.cs), GitLab (the same and
 * ` 00O ` or ` 01E+`), Jenkins (`[2026-11-24T10:00:00.000Z] `) and RFC 3339 with an offset.
 */
export function skipTimestamp(text: Uint8Array, from: number, to: number): number {
  let at = from;
  const bracket = text[at] === 91;
  if (bracket) at += 1;
  if (!isDigit(text[at]) || text[at + 4] !== 45 || text[at + 7] !== 45 || text[at + 10] !== 84) return from;
  if (text[at + 13] !== 58 || text[at + 16] !== 58 || !isDigit(text[at + 18])) return from;
  at += 19;
  if (text[at] === 46) {
    at += 1;
    for (let count = 0; count < 9 && isDigit(text[at]); count += 1) at += 1;
  }
  if (text[at] === 90) at += 1;
  else if ((text[at] === 43 || text[at] === 45) && isDigit(text[at + 1]) && isDigit(text[at + 2])) {
    at += 3;
    if (text[at] === 58) at += 1;
    if (isDigit(text[at]) && isDigit(text[at + 1])) at += 2;
  } else return from;
  if (bracket) {
    if (text[at] !== 93) return from;
    at += 1;
  }
  if (at >= to) return to;
  if (text[at] === 32) at = skipGitlabStream(text, at + 1);
  else if (text[at] !== 10 && text[at] !== 13) return from;
  return Math.min(at, to);
}

/** GitLab's stream mark after the timestamp: two digits, `O` or `E`, then a blank or `+` (a line continued). */
function skipGitlabStream(text: Uint8Array, at: number): number {
  const stream = text[at + 2];
  const joint = text[at + 3];
  const marked = isDigit(text[at]) && isDigit(text[at + 1]) && (stream === 79 || stream === 69);
  return marked && (joint === 32 || joint === 43) ? at + 4 : at;
}
