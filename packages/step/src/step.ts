import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type AuditTrail, openFileSpool, openTrail } from '@sallyport/audit';
import {
  ambientTrust,
  type Clock,
  createHttpClient,
  readProxySettings,
  startDeadline,
  type StreamingHttpClient,
  systemClock,
} from '@sallyport/http';
import { type Environment, requiredVariable, type Runner } from '@sallyport/runner';
import { version } from './version.ts';

export interface StepOptions {
  readonly timeoutSeconds: number;
  /** PEM text of further certificate authorities. */
  readonly certificateAuthorities?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  /** Inputs that stand in for HTTPS_PROXY and NO_PROXY. */
  readonly proxy?: string | undefined;
  readonly noProxy?: string | undefined;
}

/** What a step works with; everything in it shares one deadline and ends when the job is cancelled. */
export interface Step {
  readonly http: StreamingHttpClient;
  readonly clock: Clock;
  readonly trail: AuditTrail;
  /** @throws CodedError `runner/cancelled` when the job was cancelled meanwhile. */
  assertNotCancelled(): void;
  /** Lets the process end: sockets are closed, nothing is sent any more. */
  close(): void;
}

/** Says which variables that an earlier step may have planted have no effect here. */
export function reportAmbientTrust(runner: Runner): void {
  for (const { sentence } of ambientTrust(runner.environment)) runner.info(sentence);
}

/** Opens the step: starts its deadline, joins the job's audit trail. */
export function openStep(runner: Runner, options: StepOptions): Step {
  const { environment, cancelled } = runner;
  const clock = cancellableClock(systemClock, cancelled);
  const http = createHttpClient({
    deadline: startDeadline(clock, options.timeoutSeconds),
    clock,
    certificateAuthorities: options.certificateAuthorities,
    clientCertificate: options.clientCertificate,
    clientKey: options.clientKey,
    proxy: readProxySettings({
      ...environment,
      ...(options.proxy === undefined ? {} : { https_proxy: options.proxy }),
      ...(options.noProxy === undefined ? {} : { no_proxy: options.noProxy }),
    }),
    userAgent: `sallyport/${version}`,
    onAttempt: ({ peer, host, method, attempt, milliseconds, outcome }) =>
      runner.debug(
        `${method} ${peer} (${host}), attempt ${attempt}: ${outcome} after ${Math.round(milliseconds)} ms`,
      ),
  });
  const cut = (): void => http.close();
  cancelled.addEventListener('abort', cut, { once: true });
  return {
    http,
    clock,
    trail: openJobTrail(environment, clock),
    assertNotCancelled: () => cancelled.throwIfAborted(),
    close() {
      cancelled.removeEventListener('abort', cut);
      http.close();
    },
  };
}

/** The spool that all steps of a job write to in turn. */
export function openJobTrail(environment: Environment, clock: Pick<Clock, 'now'>): AuditTrail {
  return openTrail({
    spool: openFileSpool(
      join(requiredVariable(environment, 'RUNNER_TEMP'), 'sallyport-audit', 'events.jsonl'),
    ),
    context: {
      repository: environment['GITHUB_REPOSITORY'],
      repositoryId: environment['GITHUB_REPOSITORY_ID'],
      runId: environment['GITHUB_RUN_ID'],
      runAttempt: environment['GITHUB_RUN_ATTEMPT'],
      job: environment['GITHUB_JOB'],
      sha: environment['GITHUB_SHA'],
      ref: environment['GITHUB_REF'],
      workflowRef: environment['GITHUB_WORKFLOW_REF'],
    },
    version,
    now: () => clock.now(),
    uid: randomUUID,
  });
}

/** A sleep ends early when the job is cancelled, so that nothing waits out a `Retry-After` for nobody. */
function cancellableClock(clock: Clock, cancelled: AbortSignal): Clock {
  return {
    now: () => clock.now(),
    async sleep(milliseconds) {
      cancelled.throwIfAborted();
      let wake = (): void => {};
      const interrupted = new Promise<void>((resolve) => {
        wake = resolve;
        cancelled.addEventListener('abort', wake, { once: true });
      });
      await Promise.race([clock.sleep(milliseconds), interrupted]);
      cancelled.removeEventListener('abort', wake);
      cancelled.throwIfAborted();
    },
  };
}
