export { checkRepository, repositoryVerdict, rules, type CheckOptions, type CheckResult } from './check.ts';
export {
  emptyPolicy,
  parsePolicy,
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
  RuleFinding,
  Tier,
  Verdict,
} from './rule.ts';
export { exampleInput, policyPath } from './example-input.ts';
