import { apiActivity } from '@sallyport/audit';
import { reportFailure, requiredVariable, type Runner } from '@sallyport/runner';
import { openStep, reportAmbientTrust, type Step } from '@sallyport/step';
import { scanFiles } from './files-source.ts';
import { findFiles } from './find-files.ts';
import type { Gathered } from './gathered.ts';
import type { LeakInputs } from './inputs.ts';
import { judge, type Outcome, secretsOf } from './judge.ts';
import { readSettings, type ScanSettings } from './settings.ts';
import type { TimeLimit } from './scan-pieces.ts';
import { type LinkTo, tell, verdictFailure } from './tell.ts';
import { writeReports } from './write-reports.ts';

/** What a source works with. */
export interface SourceParts {
  readonly inputs: LeakInputs;
  readonly runner: Runner;
  readonly step: Step;
  readonly settings: ScanSettings;
  readonly limit: TimeLimit;
  /** Path of the worker's bundle. */
  readonly worker: string;
}

/** What a source gives: what it read, and how findings are linked. */
export interface SourceResult {
  readonly gathered: Gathered;
  readonly linkTo?: LinkTo;
  /** Sentences about what this source could not know. */
  readonly notes?: readonly string[];
}

export type Source = (parts: SourceParts) => Promise<SourceResult>;

/** Time that is kept for judging and writing. */
const reportMilliseconds = 2000;

/**
 * Read → mask → judge → write → tell. Until the masks are out, nothing but counts is printed.
 * @returns whether the step has to fail; the reason is told already.
 */
export async function scanLogs(
  inputs: LeakInputs,
  runner: Runner,
  worker: string,
  source: Source,
): Promise<boolean> {
  for (const value of [inputs.token, inputs.fingerprintKey ?? '', ...inputs.knownValues])
    if (value !== '') runner.mask(value);
  const workspace = requiredVariable(runner.environment, 'GITHUB_WORKSPACE');
  reportAmbientTrust(runner);
  const step = openStep(runner, inputs);
  try {
    const now = step.clock.now();
    const { settings, judgement } = readSettings(inputs, workspace, now);
    const limit = limitOf(
      inputs,
      () => (runner.cancelled.aborted ? Number.POSITIVE_INFINITY : step.clock.now()),
      now,
    );
    const {
      gathered,
      linkTo = () => undefined,
      notes = [],
    } = await source({ inputs, runner, step, settings, limit, worker });
    step.assertNotCancelled();
    const secrets = secretsOf(gathered);
    for (const secret of secrets) runner.mask(secret);
    const outcome = judge(gathered, secrets, inputs, judgement, now);
    const files = writeReports(outcome, secrets, inputs, workspace);
    tell(outcome, linkTo, runner, notes);
    record(outcome, inputs, step);
    runner.expose({
      masks: [],
      state: {},
      outputs: { verdict: outcome.scan.verdict, findings: String(outcome.counted.length), ...files },
      environment: {},
    });
    const failed = verdictFailure(outcome, inputs);
    if (failed !== undefined) reportFailure(failed);
    return failed !== undefined;
  } finally {
    step.close();
  }
}

function limitOf({ timeoutSeconds }: LeakInputs, now: () => number, start: number): TimeLimit {
  const budget = timeoutSeconds * 1000;
  return { now, endsAt: start + budget - Math.min(reportMilliseconds, budget / 4) };
}

/** Source `files`. */
export const filesSource: Source = async ({ inputs, runner, settings, limit, worker }) => {
  const paths = inputs.source.kind === 'files' ? inputs.source.paths : [];
  const found = findFiles(paths, requiredVariable(runner.environment, 'GITHUB_WORKSPACE'));
  const bytes = found.files.reduce((sum, { size }) => sum + size, 0);
  runner.info(
    `Scanning ${found.files.length} ${found.files.length === 1 ? 'file' : 'files'}, ${bytes} bytes.`,
  );
  const gathered = await scanFiles(found.files, {
    settings,
    limit,
    worker,
    cancelled: runner.cancelled,
    progress: (files, read) => runner.debug(`${files} files, ${read} bytes`),
  });
  return { gathered: { ...gathered, unread: [...found.unread, ...gathered.unread] } };
};

function record({ scan, counted }: Outcome, { source }: LeakInputs, { trail }: Step): void {
  trail.record(
    apiActivity({
      activity: 'read',
      outcome:
        scan.verdict === 'clean'
          ? { status: 'success' }
          : { status: 'failure', detail: `logs/${scan.verdict}` },
      service: 'leak-scan',
      operation: `scan ${source.kind}`,
      subject: undefined,
      resources: [],
      details: {
        verdict: scan.verdict,
        findings: counted.length,
        unread: scan.unread.length + scan.shortfalls.length,
        bytes: scan.bytes,
      },
    }),
  );
}
