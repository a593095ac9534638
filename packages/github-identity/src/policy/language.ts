/** The claim policy as a value. Nothing in it is a regular expression. */
export type Condition =
  | { readonly kind: 'equals'; readonly text: string }
  /** `*` matches any characters but `/` and `@`; `**` any but `@`. */
  | { readonly kind: 'glob'; readonly pattern: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  /** Holds for a claim that is there and does not match. */
  | { readonly kind: 'not'; readonly condition: Condition };

export interface PolicyEntry {
  readonly claim: string;
  readonly condition: Condition;
}

/** Entries in the order of the policy text; at least one exact id among them. */
export interface ClaimPolicy {
  readonly entries: readonly PolicyEntry[];
}

/** A condition in the notation of the policy, on one line. Foreign text: escape it before printing. */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'equals':
      return condition.text;
    case 'glob':
      return `glob ${condition.pattern}`;
    case 'absent':
      return 'absent';
    case 'any':
      return condition.of.map(describeCondition).join(' | ');
    case 'all':
      return condition.of.map(describeCondition).join(' and ');
    case 'not':
      return condition.condition.kind === 'absent'
        ? 'present'
        : `not ${describeCondition(condition.condition)}`;
  }
}

/** Every text that a condition admits by name. */
export function literalsOf(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'equals':
      return [condition.text];
    case 'any':
    case 'all':
      return condition.of.flatMap(literalsOf);
    case 'glob':
    case 'absent':
    case 'not':
      return [];
  }
}
