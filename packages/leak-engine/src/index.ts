export { judgeScan, type JudgedFinding, type JudgedScan, type Policy, type Verdict } from './config/apply.ts';
export { readBaseline } from './config/baseline.ts';
export { readConfig, type IgnoreEntry, type LeakConfig } from './config/config.ts';
export type { RuleInfo } from './findings/candidate.ts';
export type { Finding } from './findings/collector.ts';
export { digestKnownValue, parseKnownDigests, type KnownDigest } from './known/digests.ts';
export { compileKnownValues, type CompiledValues, type KnownNeedle } from './known/needles.ts';
export { matchToken, type TokenMatch } from './match.ts';
export {
  finishScan,
  isAtLeast,
  type ReportedFinding,
  type ScannedText,
  type ScanResult,
  type ScanSource,
} from './report/finish.ts';
export { reportVersion, shortfallTexts, toReport } from './report/json.ts';
export { toSarif, type SarifTool } from './report/sarif.ts';
export { allRules } from './rule-list.ts';
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
export { rules } from './rules.generated.ts';
export type { ScanLimits, Shortfall } from './scan/engine.ts';
export {
  createScanner,
  type OwnPart,
  type ScanOptions,
  type ScanPart,
  type Scanner,
} from './scan/scanner.ts';
