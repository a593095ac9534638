/** How bad it is when the credential is real. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** How sure the engine is that it is a credential: `certain` is proved offline, `low` is a guess from context. */
export type Confidence = 'certain' | 'high' | 'medium' | 'low';

/** A seeded source of randomness: examples are built from it when the tests run, so that no source holds a fake. */
export interface Random {
  /** An integer of 0 … below - 1. */
  int(below: number): number;
  /** `length` characters drawn from `alphabet` (see alphabets.ts). */
  text(alphabet: string, length: number): string;
  /** One of the choices. */
  pick<T>(choices: readonly T[]): T;
}

/** Builds one example. Equal seeds give equal texts. */
export type Example = (random: Random) => string;

/** What a rule can say of a match without asking anybody. */
export interface Inspection {
  /**
   * `proved`: a checksum or structure holds, the finding becomes `certain`. `unproved`: it does not hold, the finding
   * stays, with less confidence (formats change). `sample`: a published documentation value, ignored.
   * `none`: there is nothing to prove, the rule's own confidence stands.
   */
  readonly proof: 'proved' | 'unproved' | 'sample' | 'none';
  /** One value-free clause for the report, e.g. `its checksum holds`. */
  readonly note?: string;
  /** Milliseconds since the epoch; an expired credential is reported as `info`. */
  readonly expiresAt?: number;
  /** Overrides the rule's severity for this match, e.g. for a test-mode key. */
  readonly severity?: Severity;
}

interface RuleBase {
  /** Kebab case, starts with the vendor, never reused. It is the SARIF rule id and what configuration refers to. */
  readonly id: string;
  /** What it is, in the vendor's words, e.g. `GitHub personal access token (classic)`. */
  readonly title: string;
  readonly severity: Severity;
  /** What a match alone is worth; `inspect` may raise or lower it. */
  readonly confidence: Exclude<Confidence, 'certain'>;
  /** How to revoke it at this vendor: one sentence, starting with a verb. */
  readonly remedy: string;
  /** Where the shape is documented: a URL, or the name of the public catalogue it comes from. */
  readonly source: string;
  /** Offline proof. Gets the value (group 1 of the pattern if there is one, else the whole match). */
  readonly inspect?: (value: string) => Inspection;
  readonly examples: {
    /** Each must be found, in the text as it is built here (the value alone or with what the shape needs around it). */
    readonly leaks: readonly Example[];
    /** Each must not be found by this rule. */
    readonly nearMisses: readonly Example[];
  };
}

/**
 * A credential whose own text is distinctive.
 *
 * Matching: the prefilter finds an anchor; the pattern is then tried once, at the place where the credential would
 * begin, on a window of at most `maxLength` characters. It never sees a line of foreign text.
 */
export interface TokenRule extends RuleBase {
  readonly kind: 'token';
  /**
   * Literals, of at least 3 printable ASCII characters, exact in case, one of which occurs in every match.
   * Longer is faster and quieter.
   */
  readonly anchors: readonly string[];
  /**
   * The shape, with the sticky flag (`/ghp_[A-Za-z0-9]{36}/y`), bounded: no `*`, `+` or `{n,}`, no nested quantifier,
   * no neighbouring quantifiers over overlapping sets. Group 1, if there is one, is the value.
   */
  readonly pattern: RegExp;
  /** The longest text that the pattern can match, at most 8192. */
  readonly maxLength: number;
  /**
   * Only if the anchor is not at the beginning of the match: the characters that may stand before it (a class body,
   * `A-Za-z0-9_`) and how many at least and at most. The match begins where the run of them begins,
   * or `max` before the anchor if the run is longer and min equals max.
   */
  readonly before?: { readonly set: string; readonly min: number; readonly max: number };
  /**
   * `word` (default): the match may not touch a letter or digit on either side (an escape such as `\n` or `%3D` before
   * it is no letter). `none`: it may, because the anchor is unmistakable.
   */
  readonly boundary?: 'word' | 'none';
  /**
   * Words of which one must stand in the same line, up to 256 bytes before the match (case ignored), when the shape is
   * not distinctive enough alone.
   */
  readonly near?: readonly string[];
}

/**
 * A credential known only by the name it is assigned to: `HEROKU_API_KEY=…`, `"looker_client_secret": "…"`.
 * The engine's context grammar finds the pair; the rule says which names and values it means.
 */
export interface AssignedRule extends RuleBase {
  readonly kind: 'assigned';
  /** Lower-case words of at least 3 letters, one of which occurs in the name, e.g. `heroku`. */
  readonly anchors: readonly string[];
  /** Matches the whole value (write it with `^` and `$`); bounded like a token's. */
  readonly pattern: RegExp;
  readonly maxLength: number;
}

export type Rule = TokenRule | AssignedRule;
