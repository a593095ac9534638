import { apiActivity } from '@sallyport/audit';
import { markdownCode, plainText } from '@sallyport/errors';
import { renderSummary, type Runner } from '@sallyport/runner';
import type { Step } from '@sallyport/step';
import type { ReadResult } from '@sallyport/vault-client';
import type { Readings } from './read-secrets.ts';
import type { NamedSecret } from './resolve.ts';

/** The reads of a step as audit events: one for all that were read, one for each that was not. No value, no hash. */
export function recordReads(
  { results, errors, leases }: Pick<Readings, 'results' | 'errors' | 'leases'>,
  step: Step,
): void {
  if (results.length > 0) {
    step.trail.record(
      apiActivity({
        activity: 'read',
        outcome: { status: 'success' },
        service: 'vault',
        operation: 'read secrets',
        subject: undefined,
        resources: results.map(({ path, version }) => ({
          type: 'secret',
          name: path,
          ...(version === undefined ? {} : { version: String(version) }),
        })),
        details: Object.fromEntries(leases.map(({ id, seconds }) => [id, seconds])),
      }),
    );
  }
  for (const { code, what } of errors) {
    step.trail.record(
      apiActivity({
        activity: 'read',
        outcome: { status: 'failure', detail: code },
        service: 'vault',
        operation: 'read secrets',
        subject: undefined,
        resources: [{ type: 'secret', name: plainText(what, 300) }],
      }),
    );
  }
}

export interface SecretsReport {
  readonly results: readonly ReadResult[];
  readonly secrets: readonly NamedSecret[];
  readonly masks: number;
  readonly where: string;
  readonly address: string;
  readonly expiresAt: string | undefined;
  readonly left: readonly string[];
}

/** A few lines in the log; the paths in a group. */
export function reportSecrets(report: SecretsReport, runner: Runner): void {
  const { secrets, results, masks, where, left } = report;
  const paths = `${results.length} path${results.length === 1 ? '' : 's'}`;
  runner.info(
    `${count(secrets.length, 'secret')} from ${paths}, ${where}; ${count(masks, 'mask')} registered.`,
  );
  for (const sentence of left.slice(0, 10)) runner.info(`Left out: ${sentence}`);
  runner.group(
    'Paths',
    results.map(({ path, version, leaseSeconds, leaseId }) =>
      [
        plainText(path),
        ...(version === undefined ? [] : [`version ${version}`]),
        ...(leaseId === '' ? [] : [`lease of ${leaseSeconds} s`]),
      ].join(', '),
    ),
  );
}

export function summarizeSecrets(report: SecretsReport, step: Step, runner: Runner): void {
  const { secrets, results, masks, address, expiresAt } = report;
  const names = new Map<string, string[]>();
  for (const { path, name } of secrets) names.set(path, [...(names.get(path) ?? []), name]);
  const rows = results
    .slice(0, 500)
    .map(
      ({ path, version, leaseId, leaseSeconds }) =>
        `| ${markdownCode(path)} | ${version ?? ''} | ${(names.get(path) ?? []).map((name) => markdownCode(name)).join(' ')} | ${leaseId === '' ? '' : `${leaseSeconds} s`} |`,
    );
  runner.summary(
    renderSummary({
      title: 'vault-secrets',
      verdict: `✅ ${count(secrets.length, 'secret')} from ${markdownCode(address)}, ${report.where}; ${count(masks, 'mask')} registered.`,
      body: ['| path | version | names | lease |', '| --- | --- | --- | --- |', ...rows].join('\n'),
      details: [
        {
          title: 'Audit',
          body: `The login ends ${expiresAt === undefined ? 'at a time that is not known' : `at ${expiresAt}`}. Head of the audit chain after ${step.trail.count()} events of this step: \`${step.trail.head()}\``,
        },
      ],
    }),
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
