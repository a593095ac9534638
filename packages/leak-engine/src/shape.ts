import { hexLower, hexUpper } from './alphabets.ts';
import type { Random } from './rule.ts';

/** A run of characters of one alphabet. */
export interface Run {
  readonly kind: 'run';
  readonly alphabet: string;
  readonly min: number;
  readonly max: number;
}

interface Choice {
  readonly kind: 'choice';
  readonly options: readonly Shape[];
}

interface Secret {
  readonly kind: 'secret';
  readonly shape: Shape;
}

/** A piece of a shape: a literal, a run, a choice between shapes, or the part that is the secret itself. */
export type Part = string | Run | Choice | Secret;

/** The form of a credential, from which its pattern, its anchors and its examples are all derived. */
export type Shape = readonly Part[];

/** `min` to `max` (or exactly `min`) characters of an alphabet. */
export function run(alphabet: string, min: number, max = min): Run {
  return { kind: 'run', alphabet, min, max };
}

/** One of several literals or shapes. The empty literal makes a part optional. */
export function oneOf(...options: readonly (string | Shape)[]): Choice {
  return {
    kind: 'choice',
    options: options.map((option) => (typeof option === 'string' ? [option] : option)),
  };
}

/**
 * A literal for each character of an alphabet, in place of a run of one: so a mark of two characters is long enough to
 * be an anchor.
 */
export function marks(before: string, alphabet: string, after = ''): Choice {
  return oneOf(...Array.from(alphabet, (character) => before + character + after));
}

/** The part of a shape that is the value; without it the whole match is. */
export function secret(...shape: Shape): Secret {
  return { kind: 'secret', shape };
}

function uuidOf(alphabet: string): Shape {
  return [8, 4, 4, 4, 12].flatMap((length, index): Part[] =>
    index === 0 ? [run(alphabet, length)] : ['-', run(alphabet, length)],
  );
}

export const uuid = uuidOf(hexLower);
export const uuidUpper = uuidOf(hexUpper);

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The body of a character class for an alphabet, neighbouring codes as ranges. */
export function classBody(alphabet: string): string {
  const codes = Array.from(new Set(alphabet), (character) => character.charCodeAt(0)).sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const code of codes) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  const character = (code: number): string => escape(String.fromCharCode(code));
  return ranges
    .map(([from, to]) => (from === to ? character(from) : `${character(from)}-${character(to)}`))
    .join('');
}

/** The regular expression of a shape, without flags. */
export function patternOf(shape: Shape): string {
  return shape
    .map((part) => {
      if (typeof part === 'string') return escape(part);
      if (part.kind === 'secret') return `(${patternOf(part.shape)})`;
      if (part.kind === 'choice') return `(?:${part.options.map(patternOf).join('|')})`;
      const counts = part.min === part.max ? `${part.min}` : `${part.min},${part.max}`;
      return `[${classBody(part.alphabet)}]${counts === '1' ? '' : `{${counts}}`}`;
    })
    .join('');
}

/** The fewest and the most characters that a shape can have. */
export function extentOf(shape: Shape): { readonly min: number; readonly max: number } {
  let [min, max] = [0, 0];
  for (const part of shape) {
    if (typeof part === 'string') {
      min += part.length;
      max += part.length;
    } else if (part.kind === 'run') {
      min += part.min;
      max += part.max;
    } else {
      const extents = (part.kind === 'secret' ? [part.shape] : part.options).map(extentOf);
      min += Math.min(...extents.map((extent) => extent.min));
      max += Math.max(...extents.map((extent) => extent.max));
    }
  }
  return { min, max };
}

/** The runs of a shape, in order, of all its branches. */
export function runsOf(shape: Shape): readonly Run[] {
  return shape.flatMap((part) => {
    if (typeof part === 'string') return [];
    if (part.kind === 'run') return [part];
    return (part.kind === 'secret' ? [part.shape] : part.options).flatMap(runsOf);
  });
}

/** Every character that may occur in a text of the shape. */
function charactersOf(shape: Shape): string {
  return shape
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.kind === 'run') return part.alphabet;
      return (part.kind === 'secret' ? [part.shape] : part.options).map(charactersOf).join('');
    })
    .join('');
}

/** Where a rule's prefilter takes hold of a shape. */
export interface Hold {
  readonly anchors: readonly string[];
  /** Present if the anchor is not at the beginning. */
  readonly before?: { readonly set: string; readonly min: number; readonly max: number };
}

const shortestAnchor = 3;
const mostAnchors = 64;

/** The literals with which a shape begins, and whether they are all of it. */
interface Beginning {
  readonly texts: readonly string[];
  readonly whole: boolean;
}

function beginningOfPart(part: Part): Beginning {
  if (typeof part === 'string') return { texts: [part], whole: true };
  if (part.kind === 'run') return { texts: [''], whole: false };
  if (part.kind === 'secret') return beginningOf(part.shape);
  const options = part.options.map(beginningOf);
  return {
    texts: [...new Set(options.flatMap(({ texts }) => texts))],
    whole: options.every(({ whole }) => whole),
  };
}

function beginningOf(shape: Shape): Beginning {
  let texts: readonly string[] = [''];
  for (const part of shape) {
    const next = beginningOfPart(part);
    if (next.texts.length * texts.length > mostAnchors) return { texts, whole: false };
    texts = texts.flatMap((text) => next.texts.map((literal) => text + literal));
    if (!next.whole) return { texts, whole: false };
  }
  return { texts, whole: true };
}

/** The anchor that the part at `index` begins, if it is long enough. */
function holdAt(shape: Shape, index: number): Hold | undefined {
  const anchors = beginningOf(shape.slice(index)).texts;
  if (anchors.some((anchor) => anchor.length < shortestAnchor)) return undefined;
  if (index === 0) return { anchors };
  const before = shape.slice(0, index);
  return { anchors, before: { set: classBody(charactersOf(before)), ...extentOf(before) } };
}

/** What a hold is worth: the length of its anchors, if they stand at a known distance from the beginning. */
function worthOf({ anchors, before }: Hold): number {
  if (before !== undefined && before.min !== before.max) return 0;
  return Math.min(...anchors.map((anchor) => anchor.length));
}

/**
 * Finds the literals of a shape that are best to search for.
 * @throws RangeError if it has none long enough: such a shape needs context, see `assigned`.
 */
export function holdOf(shape: Shape): Hold {
  const holds = shape.flatMap((_, index) => holdAt(shape, index) ?? []);
  const best = holds.reduce<Hold | undefined>(
    (chosen, hold) => (chosen === undefined || worthOf(hold) > worthOf(chosen) ? hold : chosen),
    undefined,
  );
  if (best === undefined)
    throw new RangeError(`No literal of ${shortestAnchor} characters in ${patternOf(shape)}`);
  return best;
}

/** A shape with every choice made: literals and runs only. */
export function chooseBranch(shape: Shape, random: Random): readonly (string | Run)[] {
  return shape.flatMap((part): readonly (string | Run)[] => {
    if (typeof part === 'string' || part.kind === 'run') return [part];
    return chooseBranch(part.kind === 'secret' ? part.shape : random.pick(part.options), random);
  });
}
