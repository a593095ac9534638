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
  const codes = [...new Set(alphabet)].map((character) => character.charCodeAt(0)).sort((a, b) => a - b);
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

/** The texts that a shape can have if it has no runs; undefined if it has. */
function literalsOf(shape: Shape): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  for (const part of shape) {
    const next = literalsOfPart(part);
    if (next === undefined) return undefined;
    texts = texts.flatMap((text) => next.map((literal) => text + literal));
  }
  return texts;
}

function literalsOfPart(part: Part): readonly string[] | undefined {
  if (typeof part === 'string') return [part];
  if (part.kind === 'run') return undefined;
  if (part.kind === 'secret') return literalsOf(part.shape);
  const options = part.options.map(literalsOf);
  return options.some((option) => option === undefined)
    ? undefined
    : options.flatMap((option) => option ?? []);
}

/** Where a rule's prefilter takes hold of a shape. */
export interface Hold {
  readonly anchors: readonly string[];
  /** Present if the anchor is not at the beginning. */
  readonly before?: { readonly set: string; readonly min: number; readonly max: number };
}

const shortestAnchor = 3;
const mostAnchors = 64;

/** The longest literals that begin with the part at `index`: what every match must hold at that place. */
function anchorsAt(shape: Shape, index: number): readonly string[] {
  let anchors: readonly string[] = [''];
  for (const part of shape.slice(index)) {
    const literals =
      typeof part === 'object' && part.kind === 'secret' ? anchorsAt(part.shape, 0) : literalsOfPart(part);
    if (literals === undefined || literals.length * anchors.length > mostAnchors) break;
    anchors = anchors.flatMap((anchor) => literals.map((literal) => anchor + literal));
    if (typeof part === 'object' && part.kind === 'secret') break;
  }
  return anchors;
}

/**
 * Finds the first place of a shape with literals long enough to search for.
 * @throws RangeError if there is none: such a shape needs context, see `assigned`.
 */
export function holdOf(shape: Shape): Hold {
  for (let index = 0; index < shape.length; index += 1) {
    const anchors = anchorsAt(shape, index);
    if (anchors.some((anchor) => anchor.length < shortestAnchor)) continue;
    if (index === 0) return { anchors };
    const before = shape.slice(0, index);
    const literals = before.filter((part) => typeof part === 'string').join('');
    const set = classBody(
      literals +
        runsOf(before)
          .map(({ alphabet }) => alphabet)
          .join(''),
    );
    return { anchors, before: { set, ...extentOf(before) } };
  }
  throw new RangeError(`No literal of ${shortestAnchor} characters in ${patternOf(shape)}`);
}

/** A shape with every choice made: literals and runs only. */
export function chooseBranch(shape: Shape, random: Random): readonly (string | Run)[] {
  return shape.flatMap((part): readonly (string | Run)[] => {
    if (typeof part === 'string' || part.kind === 'run') return [part];
    return chooseBranch(part.kind === 'secret' ? part.shape : random.pick(part.options), random);
  });
}
