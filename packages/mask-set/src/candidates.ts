import {
  base64Forms,
  hexForms,
  htmlForms,
  isPemBoundary,
  jsonForms,
  leavesOf,
  linesOf,
  pairForms,
  percentForms,
  shellForms,
  type Form,
} from '@sallyport/derivations';

/** A mask that may be needed. Lower ranks come first; rank 0 is never left out. */
export interface Candidate {
  readonly text: string;
  readonly rank: number;
}

export interface CandidateOptions {
  /** Least length of a whole value, and of a line of a text that is no document. */
  readonly minLength: number;
  /** Who may stand in front of the value, as in `user:value`. */
  readonly users: readonly string[];
}

/** Least length of anything derived: shorter pieces would mask innocent text (runner ADR 0297). */
const leastPiece = 8;

/**
 * What to mask of one value, in the order of importance: the value or its lines, leaves, their encodings, and last
 * the many lines of folded base64. Every text is one line, because the runner would register each line of a longer one
 * without any floor.
 */
export function candidatesOf(value: string, options: CandidateOptions): Candidate[] {
  const leaves = leavesOf(value).filter(({ text }) => text.trim().length >= leastPiece);
  const lines = linesOf(value);
  const floor = leaves.length > 0 ? leastPiece : options.minLength;
  const plain =
    lines.length === 0
      ? [value.trim()].filter((text) => text.length >= options.minLength)
      : lines.map(({ text }) => text).filter((text) => text.length >= floor && !isStructure(text));
  const users = (user: string | undefined) => [...options.users, ...(user === undefined ? [] : [user])];
  return [
    ...plain.map((text) => ({ text, rank: 0 })),
    ...leaves.flatMap(({ text }) => pieces(text).map((piece) => ({ text: piece, rank: 1 }))),
    ...derived(value, users(undefined)),
    ...leaves.flatMap(({ text, user }) => derived(text, users(user))),
  ].sort((left, right) => left.rank - right.rank);
}

/** Public lines of a value, which stay readable. */
export function publicLines(value: string): string[] {
  return value
    .split(/\r\n|[\n\r]/)
    .map((line) => line.trim())
    .filter(isPemBoundary);
}

function derived(text: string, users: readonly string[]): Candidate[] {
  const forms: Form[] = [
    ...base64Forms(text),
    ...users.flatMap((user) => pairForms(user, text)),
    ...hexForms(text),
    // Letters and digits look the same in all of these.
    ...(/^[A-Za-z0-9]*$/.test(text)
      ? []
      : [...percentForms(text), ...jsonForms(text), ...htmlForms(text), ...shellForms(text)]),
  ];
  return forms.flatMap((form) => {
    if (form.name.startsWith('percent, every byte')) return [];
    return pieces(form.text).map((piece) => ({ text: piece, rank: rankOf(form) }));
  });
}

/** Base64 is what pipelines print by accident most; its folded lines are many and rarely seen. */
function rankOf({ family, name }: Form): number {
  if (name.startsWith('base64 in lines')) return 4;
  return family === 'base64' ? 2 : 3;
}

function pieces(text: string): string[] {
  return text
    .split(/\r\n|[\n\r]/)
    .map((line) => line.trim())
    .filter((line) => line.length >= leastPiece && !isStructure(line) && !isPemBoundary(line));
}

/** What documents consist of besides secrets: brackets, numbers, booleans, null. */
function isStructure(line: string): boolean {
  return /^(?:[\s{}[\](),:;'"-]*|(?:true|false|null|-?\d{1,7}(?:\.\d+)?),?)$/.test(line);
}
