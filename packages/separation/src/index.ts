export { checkRepository, repositoryVerdict, rules, type CheckOptions, type CheckResult } from './check.ts';
export {
  emptyPolicy,
  parsePolicy,
  policyPath,
  roles,
  type DeclaredRole,
  type Ignore,
  type Policy,
  type Role,
} from './policy.ts';
export type {
  Example,
  ExampleFiles,
  Finding,
  JudgedJob,
  Rule,
  RuleContext,
  RuleExamples,
  RuleFinding,
  Tier,
  Verdict,
} from './rule.ts';
export { bridgesOf, type Bridge, type BridgeState } from './bridges.ts';
export { printable } from './report/escape.ts';
export { jsonReport, parseBaseline, reportVersion } from './report/json.ts';
export { mermaid } from './report/mermaid.ts';
export { sarif } from './report/sarif.ts';
export { groupByPlace, summary, tally } from './report/summary.ts';
export { collectCallees, keyOf, type FetchText, type RemoteFile } from './callees.ts';
