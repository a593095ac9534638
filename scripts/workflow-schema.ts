import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

/** Whether a parsed YAML value is a whole workflow, rather than a part of one. */
export function isWorkflow(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'on' in value && 'jobs' in value;
}

/** What GitHub's own parser finds wrong with a workflow file: keys, types, expressions, contexts. */
export function workflowErrors(text: string): string[] {
  const { context } = parseWorkflow({ name: 'workflow', content: text }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message.replace(/^workflow /, ''));
}
