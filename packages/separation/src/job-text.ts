import {
  canBeFalse,
  canBeTrue,
  hasExpression,
  segmentsOf,
  type NamedText,
  type Place,
  type PossibleValues,
  type ReachedJob,
  type ReachedStep,
} from '@sallyport/workflow-graph';
import type { EnvironmentState, SecretUse } from './facts.ts';

/** Refs that whoever opens a pull request chooses. Source: GitHub Security Lab, "Preventing pwn requests". */
export function controlledByAuthor(text: string): boolean {
  return /github\.event\.pull_request\.(head|merge_commit_sha)|github\.head_ref|refs\/pull\/|github\.event\.workflow_run\.(head_|pull_requests)|github\.event\.(issue|pull_request)\.number|\bhead\.(sha|ref)\b/.test(
    text,
  );
}

export function environmentState(values: PossibleValues | undefined): EnvironmentState {
  if (values === undefined) return 'none';
  if (values.open)
    return values.literals.some((value) => value === '' || value === null || value === false)
      ? 'maybe-empty'
      : 'unknown';
  if (!canBeTrue(values)) return 'empty';
  return canBeFalse(values) ? 'maybe-empty' : 'named';
}

/** Every secret that the job's text names, GITHUB_TOKEN aside. */
export function secretsOf(job: ReachedJob): readonly SecretUse[] {
  const uses: SecretUse[] = [];
  const add = (text: string, place: Place, step: ReachedStep | undefined): void => {
    for (const name of secretNames(text)) uses.push({ name, place, step });
  };
  const addAll = (texts: readonly NamedText[], step: ReachedStep | undefined): void => {
    for (const { text, place } of texts) add(text, place, step);
  };
  addAll(job.env, undefined);
  if (job.job.secrets === 'inherit')
    uses.push({ name: '*', place: job.job.secretsPlace ?? job.job.place, step: undefined });
  else addAll(job.job.secrets, undefined);
  for (const step of job.steps) {
    if (step.within.length > 0) continue;
    addAll(step.step.with, step);
    addAll(step.step.env, step);
    if (step.step.run !== undefined) add(step.step.run.text, step.step.run.place, step);
  }
  return uses;
}

export function secretNames(text: string): readonly string[] {
  if (!hasExpression(text) || !/secrets/i.test(text)) return [];
  const expressions = (segmentsOf(text) ?? []).flatMap((segment) =>
    segment.kind === 'expression' ? [segment.text] : [],
  );
  const names = expressions.flatMap((expression) => {
    const named = [...expression.matchAll(/\bsecrets\.([A-Za-z_][\w-]*)|\bsecrets\[\s*'([^']+)'\s*\]/gi)].map(
      ([, dotted, quoted]) => dotted ?? quoted ?? '',
    );
    const all = /\bsecrets\s*\)|\bsecrets\s*\[\s*[^'\s]|\bsecrets\s*$/i.test(expression) ? ['*'] : [];
    return [...named, ...all];
  });
  return [...new Set(names)].filter((name) => name.toUpperCase() !== 'GITHUB_TOKEN');
}
