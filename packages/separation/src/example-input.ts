import { parsePolicy, policyPath, type Policy } from './policy.ts';
import type { ExampleFiles, Rule, RuleExamples } from './rule.ts';
import type { RepositoryFile } from '@sallyport/workflow-graph';

export interface ExampleInput {
  readonly files: readonly RepositoryFile[];
  readonly policy: Policy | undefined;
}

/** Turns a rule's example into a repository: bare names are workflow files, other paths stay. */
export function exampleInput(example: string | ExampleFiles, ruleIds: readonly string[]): ExampleInput {
  const named: ExampleFiles = typeof example === 'string' ? { 'ci.yml': example } : example;
  const files = Object.entries(named).map(([name, content]) => ({
    path: name.includes('/') ? name : `.github/workflows/${name}`,
    content,
  }));
  const policy = named[policyPath];
  return {
    files: files.filter(({ path }) => path !== policyPath),
    policy: policy === undefined ? undefined : parsePolicy(policyPath, policy, ruleIds),
  };
}

/** The examples of a rule, from its file. For tests and documentation: a bundle has none. */
export async function loadExamples({ id }: Rule): Promise<RuleExamples> {
  const { examples } = (await import(`./rules/${id}.ts`)) as { readonly examples: () => RuleExamples };
  return examples();
}
