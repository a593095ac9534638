import { builtIn } from './findings/built-in.ts';
import type { RuleInfo } from './findings/candidate.ts';
import { rules } from './rules.generated.ts';

/** Every rule that a finding can name: the vendors' and the built-in ones. */
export const allRules: readonly RuleInfo[] = [...rules, ...Object.values(builtIn)];
