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
export { createScanner, type ScanOptions, type ScanPart, type Scanner } from './scan/scanner.ts';
export { type ScanLimits, type Shortfall } from './scan/engine.ts';
