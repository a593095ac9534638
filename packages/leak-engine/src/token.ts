import { base62, upperAlnum } from './alphabets.ts';
import { placeholderTest } from './randomness.ts';
import type { Confidence, Example, Inspection, Severity, TokenRule } from './rule.ts';
import { chooseBranch, extentOf, holdOf, patternOf, type Run, type Shape } from './shape.ts';

/** What a vendor's file says of one credential kind; the rest of the rule follows from the shape. */
export interface TokenKind {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly shape: Shape;
  readonly remedy: string;
  /** Default: the public rule catalogues. */
  readonly source?: string;
  /** Default: `high`. */
  readonly confidence?: Exclude<Confidence, 'certain'>;
  /** Offline proof; what is no credential at all (a placeholder) is sorted out before. */
  readonly prove?: (value: string) => Inspection;
  /** Makes an example's checksum hold; gets a text of the shape. */
  readonly seal?: (text: string) => string;
  readonly near?: readonly string[];
  readonly boundary?: TokenRule['boundary'];
  /** Near misses beside those that follow from the shape. */
  readonly nearMisses?: readonly Example[];
}

/** Where a shape comes from if its vendor documents none: two catalogues under the MIT licence. */
export const catalogues = 'gitleaks and betterleaks catalogues';

type Branch = readonly (string | Run)[];

function write(branch: Branch, random: Parameters<Example>[0], lengthOf: (part: Run) => number): string {
  return branch
    .map((part) => (typeof part === 'string' ? part : random.text(part.alphabet, lengthOf(part))))
    .join('');
}

function longestRun(branch: Branch): Run | undefined {
  return branch
    .filter((part) => typeof part === 'object')
    .reduce<Run | undefined>(
      (best, part) => (best === undefined || part.min > best.min ? part : best),
      undefined,
    );
}

/** Examples of a shape: of any length, the shortest and the longest. */
export function examplesOf(shape: Shape): readonly Example[] {
  return [
    (random) => write(chooseBranch(shape, random), random, ({ min, max }) => min + random.int(max - min + 1)),
    (random) => write(chooseBranch(shape, random), random, ({ min }) => min),
    (random) => write(chooseBranch(shape, random), random, ({ max }) => max),
  ];
}

/** A text with its longest run one character short. */
export function tooShort(shape: Shape): Example {
  return (random) => {
    const branch = chooseBranch(shape, random);
    const target = longestRun(branch);
    return write(branch, random, (part) => (part === target ? part.min - 1 : part.min));
  };
}

/** A text whose longest run is interrupted by a character of another alphabet, just before it is long enough. */
function interrupted(shape: Shape): Example {
  return (random) => {
    const branch = chooseBranch(shape, random);
    const target = longestRun(branch);
    return branch
      .map((part) => {
        if (typeof part === 'string') return part;
        if (part !== target) return random.text(part.alphabet, part.min);
        return `${random.text(part.alphabet, part.min - 1)}!${random.text(part.alphabet, 1)}`;
      })
      .join('');
  };
}

function swapCase(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

/** Texts that only look like a shape: too short, interrupted, inside a longer word, in the wrong case, a placeholder. */
function nearMissesOf(kind: TokenKind, anchors: readonly string[]): readonly Example[] {
  const [example = () => ''] = examplesOf(kind.shape).slice(1);
  const misses: Example[] = [
    tooShort(kind.shape),
    interrupted(kind.shape),
    (random) => {
      const branch = chooseBranch(kind.shape, random);
      return branch
        .map((part) => (typeof part === 'string' ? part : part.alphabet.charAt(0).repeat(part.min)))
        .join('');
    },
  ];
  if (kind.boundary !== 'none') {
    misses.push(
      (random) => `q${example(random)}`,
      (random) => {
        const branch = chooseBranch(kind.shape, random);
        return write(branch, random, ({ max }) => max) + random.text(upperAlnum, 1) + random.text(base62, 1);
      },
    );
  }
  if (anchors.every((anchor) => !anchors.includes(swapCase(anchor)))) {
    misses.push((random) => {
      const text = example(random);
      const anchor = anchors.find((candidate) => text.includes(candidate)) ?? '';
      return text.replace(anchor, swapCase(anchor));
    });
  }
  return misses;
}

/** What may not follow a run of fixed length: the characters of its alphabet that are no word but join one. */
function guardOf(shape: Shape): string {
  const last = shape.at(-1);
  if (last === undefined || typeof last === 'string' || last.kind !== 'run' || last.min !== last.max)
    return '';
  const joining = ['-', '_', '+', '/'].filter((character) => last.alphabet.includes(character));
  return joining.length === 0 ? '' : `(?![${joining.map((character) => `\\${character}`).join('')}])`;
}

/** Makes a rule from a shape. */
export function token(kind: TokenKind): TokenRule {
  const { id, title, severity, shape, remedy, prove, seal } = kind;
  const hold = holdOf(shape);
  const isPlaceholder = placeholderTest(shape, hold.anchors);
  const leaks = examplesOf(shape);
  const inNear = (example: Example): Example =>
    kind.near === undefined ? example : (random) => `${random.pick(kind.near ?? [])}: ${example(random)}`;
  return {
    kind: 'token',
    id,
    title,
    severity,
    confidence: kind.confidence ?? 'high',
    ...hold,
    pattern: new RegExp(patternOf(shape) + guardOf(shape), 'y'),
    maxLength: extentOf(shape).max,
    ...(kind.boundary === undefined ? {} : { boundary: kind.boundary }),
    ...(kind.near === undefined ? {} : { near: kind.near }),
    inspect: (value) => (isPlaceholder(value) ? { proof: 'sample' } : (prove?.(value) ?? { proof: 'none' })),
    remedy,
    source: kind.source ?? catalogues,
    examples: {
      leaks: (seal === undefined
        ? leaks
        : leaks.map(
            (leak): Example =>
              (random) =>
                seal(leak(random)),
          )
      ).map(inNear),
      nearMisses: [
        ...nearMissesOf(kind, hold.anchors).map(inNear),
        ...(kind.near === undefined ? [] : leaks.slice(0, 1)),
        ...(kind.nearMisses ?? []),
      ],
    },
  };
}
