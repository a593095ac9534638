import { candidatesOf, publicLines, type Candidate } from './candidates.ts';
import { createCoverage } from './coverage.ts';

export interface MaskOptions {
  /** Characters from which on a whole value is masked. Default 4. */
  readonly minLength?: number;
  /** How many masks to register at most; the values themselves are always registered. Default 2,000. */
  readonly most?: number;
}

export interface MaskEntry {
  /** Names the entry in what was skipped; not secret. */
  readonly name: string;
  readonly value: string;
  /** `false`: the user says that this is no secret. */
  readonly mask?: boolean;
  /** Who may stand in front of the value, as in `user:value`. */
  readonly users?: readonly string[];
}

export interface Skipped {
  readonly name: string;
  readonly reason: 'too-short' | 'blank' | 'not-a-secret';
}

export interface MaskSet {
  /** Each on one line, to be registered one by one and in this order. */
  readonly masks: readonly string[];
  readonly skipped: readonly Skipped[];
  /** Some derived masks were left out. */
  readonly capped: boolean;
}

const defaultMinLength = 4;
const defaultMost = 2000;

export function masksFor(
  value: string,
  options: MaskOptions & { readonly users?: readonly string[] } = {},
): MaskSet {
  return masksForAll([{ name: 'value', value, users: options.users ?? [] }], options);
}

/**
 * The masks that a set of values needs, given what the runner derives by itself. At the cap the least likely forms are
 * left out first, of all values alike.
 */
export function masksForAll(entries: readonly MaskEntry[], options: MaskOptions = {}): MaskSet {
  const { minLength = defaultMinLength, most = defaultMost } = options;
  const skipped: Skipped[] = [];
  const needed: Candidate[] = [];
  for (const entry of entries) {
    const reason = reasonToSkip(entry, minLength);
    if (reason !== undefined) skipped.push({ name: entry.name, reason });
    else needed.push(...neededOf(entry, minLength));
  }
  needed.sort((left, right) => left.rank - right.rank);
  const masks = new Set<string>();
  let capped = false;
  for (const { text, rank } of needed) {
    if (rank === 0 || masks.size < most) masks.add(text);
    else capped ||= !masks.has(text);
  }
  return { masks: [...masks], skipped, capped };
}

function reasonToSkip(entry: MaskEntry, minLength: number): Skipped['reason'] | undefined {
  if (entry.mask === false) return 'not-a-secret';
  const length = entry.value.trim().length;
  if (length === 0) return 'blank';
  return length < minLength ? 'too-short' : undefined;
}

function neededOf({ value, users = [] }: MaskEntry, minLength: number): Candidate[] {
  const coverage = createCoverage();
  for (const line of publicLines(value)) coverage.exempt(line);
  return candidatesOf(value, { minLength, users }).filter(({ text, rank }) => {
    if (rank > 0 && coverage.covers(text)) return false;
    coverage.add(text);
    return true;
  });
}
