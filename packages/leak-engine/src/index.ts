export { rules } from './rules.generated.ts';
export type {
  AssignedRule,
  Confidence,
  Example,
  Inspection,
  Random,
  Rule,
  Severity,
  TokenRule,
} from './rule.ts';
export { matchToken, type TokenMatch } from './match.ts';
