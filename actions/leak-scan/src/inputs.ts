import { failure } from '@sallyport/errors';
import type { Severity } from '@sallyport/leak-engine';
import type { InputReader } from '@sallyport/runner';

const sources = ['run', 'job', 'files', 'live'] as const;
const severities = ['critical', 'high', 'medium', 'low', 'info'] as const satisfies readonly Severity[];

/** What is scanned, with the inputs that belong to it alone. */
export type LogSource =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'run'; readonly runId: number | undefined; readonly attempt: number | undefined }
  | { readonly kind: 'job'; readonly jobId: number }
  | { readonly kind: 'live' };

/** How the step reaches GitHub. */
export interface ConnectionInputs {
  readonly token: string;
  readonly checkRunId: number | undefined;
  readonly timeoutSeconds: number;
  readonly certificateAuthorities: string | undefined;
  readonly proxy: string | undefined;
  readonly noProxy: string | undefined;
}

export interface LeakInputs extends ConnectionInputs {
  readonly source: LogSource;
  readonly knownValues: readonly string[];
  readonly knownValuesFile: string | undefined;
  readonly fingerprintKey: string | undefined;
  readonly config: string | undefined;
  readonly baseline: string | undefined;
  readonly rules: readonly string[];
  readonly severity: Severity;
  readonly failOn: Severity | 'never';
  readonly failIncomplete: boolean;
  readonly sarifFile: string | undefined;
  readonly reportFile: string | undefined;
  readonly maxFindings: number;
}

const shortestKnownValue = 4;
/** Ids of runs and jobs stay below it. */
const largestId = 999_999_999_999_999;

/**
 * All inputs as one value, once, each checked before anything is read.
 * @throws CodedError `inputs/*`
 */
export function readLeakInputs(inputs: InputReader): LeakInputs {
  return {
    source: readSource(inputs),
    token: inputs.text('token'),
    checkRunId: readId(inputs, 'check-run-id'),
    timeoutSeconds: inputs.integer('timeout-seconds', { min: 1, max: 21_600, default: 900, unit: 'seconds' }),
    certificateAuthorities: inputs.optional('ca-certificate'),
    proxy: inputs.optional('http-proxy'),
    noProxy: inputs.optional('no-proxy'),
    ...readKnown(inputs),
    config: inputs.optional('config'),
    baseline: inputs.optional('baseline'),
    rules: inputs
      .text('rules')
      .split(/[\s,]+/)
      .filter((rule) => rule !== ''),
    severity: inputs.choice('severity', severities, { default: 'info' }),
    failOn: inputs.choice('fail-on', [...severities, 'never'] as const, { default: 'high' }),
    failIncomplete: inputs.choice('on-incomplete', ['fail', 'warn'], { default: 'fail' }) === 'fail',
    sarifFile: inputs.optional('sarif-file'),
    reportFile: inputs.optional('report-file'),
    maxFindings: inputs.integer('max-findings', { min: 1, max: 100_000, default: 2000 }),
  };
}

function readSource(inputs: InputReader): LogSource {
  const kind = inputs.choice('source', sources, { default: 'run' });
  refuseForeign(inputs, kind);
  if (kind === 'files') {
    const paths = inputs.list('paths');
    if (paths.length === 0) throw missing('paths', 'Name the files to scan, one a line.');
    return { kind, paths };
  }
  if (kind === 'job') {
    const jobId = readId(inputs, 'job-id');
    if (jobId === undefined)
      throw missing('job-id', 'Name the job, or scan the whole run with `source: run`.');
    return { kind, jobId };
  }
  if (kind === 'live') return { kind };
  return { kind, runId: readId(inputs, 'run-id'), attempt: readId(inputs, 'attempt') };
}

/** An input that has no effect with the chosen source would only seem to choose what is scanned. */
function refuseForeign(inputs: InputReader, kind: LogSource['kind']): void {
  const owners: Readonly<Record<string, LogSource['kind']>> = {
    paths: 'files',
    'run-id': 'run',
    attempt: 'run',
    'job-id': 'job',
  };
  for (const [name, owner] of Object.entries(owners)) {
    if (owner !== kind && inputs.optional(name) !== undefined) {
      throw failure('inputs/conflict', {
        what: `The input \`${name}\` has no effect with \`source: ${kind}\`.`,
        remedy: `Remove it, or set \`source: ${owner}\`.`,
      });
    }
  }
}

function readKnown(
  inputs: InputReader,
): Pick<LeakInputs, 'knownValues' | 'knownValuesFile' | 'fingerprintKey'> {
  const knownValues = inputs.list('known-values');
  const short = knownValues.findIndex((value) => value.length < shortestKnownValue);
  if (short >= 0) {
    throw failure('inputs/invalid', {
      what: `Entry ${short + 1} of \`known-values\` is shorter than ${shortestKnownValue} characters.`,
      why: 'So short a text occurs everywhere, so the scan would say nothing about it.',
      remedy: 'Remove it, or give the secret that it is a part of.',
    });
  }
  const knownValuesFile = inputs.optional('known-values-file');
  const fingerprintKey = inputs.optional('fingerprint-key');
  if (knownValuesFile !== undefined && fingerprintKey === undefined)
    throw missing('fingerprint-key', 'Give the key with which the digests of `known-values-file` were made.');
  return { knownValues, knownValuesFile, fingerprintKey };
}

function readId(inputs: InputReader, name: string): number | undefined {
  if (inputs.optional(name) === undefined) return undefined;
  return inputs.integer(name, { min: 1, max: largestId, default: 1 });
}

function missing(name: string, remedy: string): Error {
  return failure('inputs/missing', { what: `The input \`${name}\` is missing.`, remedy });
}
