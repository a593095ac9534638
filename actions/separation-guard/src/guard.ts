import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { EventDraft } from '@sallyport/audit';
import { failure } from '@sallyport/errors';
import type { Runner } from '@sallyport/runner';
import {
  checkRepository,
  emptyPolicy,
  groupByPlace,
  jsonReport,
  parseBaseline,
  parsePolicy,
  printable,
  policyPath,
  rules,
  sarif,
  summary,
  tally,
  type CheckResult,
  type Finding,
  type Policy,
} from '@sallyport/separation';
import { openJobTrail, version } from '@sallyport/step';
import type { GuardInputs } from './inputs.ts';
import { readInside, readNamed, readTree } from './read-tree.ts';

/** GitHub keeps ten annotations of a kind per step. */
const mostAnnotations = 10;

/**
 * Judges the repository, writes both reports and the summary, annotates the worst, and fails as `fail-on` says.
 * @param now milliseconds since the epoch, for the deadline and for the expiry of ignores.
 */
export function guard(inputs: GuardInputs, runner: Runner, now: () => number): void {
  const deadline = now() + inputs.timeoutSeconds * 1000;
  const known =
    inputs.baseline === undefined ? new Set<string>() : parseBaseline(readNamed(inputs.baseline, 'baseline'));
  const policy = readPolicy(inputs);
  const { remote } = inputs;
  if (remote !== undefined && !isFolder(remote)) {
    throw failure('separation/file-unreadable', { what: 'The folder that `remote` names does not exist.' });
  }
  const result = checkRepository(
    {
      ...readTree(inputs.root),
      ...(remote === undefined ? {} : { remote: (path: string) => readRemote(remote, path) }),
    },
    { policy, known, today: new Date(now()).toISOString().slice(0, 10), isOverdue: () => now() > deadline },
  );
  writeReport(inputs.sarifFile, sarif(result, version), 'sarif-file');
  writeReport(inputs.reportFile, jsonReport(result), 'report-file');
  const failing = failures(result, inputs.failOn);
  openJobTrail(runner.environment, { now }).record(decision(result, failing));
  report(result, inputs, runner);
  if (failing.length > 0) {
    const violated = failing.some(({ verdict }) => verdict === 'violated');
    const [worst] = failing;
    throw failure(violated ? 'separation/violated' : 'separation/unverifiable', {
      what: `${tally(failing)}, first: ${printable(worst?.place.path ?? '')}:${worst?.place.line}: ${worst?.message}`,
    });
  }
}

/** The decision as an audit event: OCSF 1.8.0 class 2003, Compliance Finding. Names and counts only. */
function decision({ verdict, findings }: CheckResult, failing: readonly Finding[]): EventDraft {
  const passed = failing.length === 0;
  return {
    category: 2,
    class: 3,
    activity: 1, // Create
    message: `Separation of build and deploy: ${verdict}`,
    outcome: passed ? { status: 'success' } : { status: 'failure', detail: verdict },
    attributes: {
      compliance: {
        control: 'build-deploy-separation',
        status_id: verdict === 'holds' ? 1 : verdict === 'violated' ? 3 : 2,
      },
      finding_info: { title: 'Separation of build and deploy', uid: 'separation-guard' },
      unmapped: {
        findings: findings.length,
        rules: [...new Set(failing.map(({ rule }) => rule))].sort(),
        accepted: findings.filter(({ ignoredBy }) => ignoredBy !== undefined).length,
      },
    },
  };
}

/** The policy file; a missing one is only an error where the input names it. */
function readPolicy({ root, config, configIsDemanded }: GuardInputs): Policy {
  if (!configIsDemanded && !existsSync(config)) return emptyPolicy;
  const path = relative(root, config).replaceAll('\\', '/');
  const text = readNamed(config, 'config', 1024 * 1024);
  return parsePolicy(
    path.startsWith('..') ? policyPath : path,
    text,
    rules.map(({ id }) => id),
  );
}

function readRemote(folder: string, path: string): string | undefined {
  const bytes = readInside(folder, path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function writeReport(path: string, text: string, input: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw failure('separation/file-unwritable', {
      what: `The report of \`${input}\` cannot be written.`,
      cause,
    });
  }
}

function report(result: CheckResult, { sarifFile, reportFile }: GuardInputs, runner: Runner): void {
  const counted = result.findings.filter(({ ignoredBy }) => ignoredBy === undefined);
  runner.summary(summary(result));
  runner.expose({
    masks: [],
    state: {},
    environment: {},
    outputs: {
      verdict: result.verdict,
      findings: String(counted.length),
      'sarif-file': sarifFile,
      'report-file': reportFile,
    },
  });
  runner.info(`Separation: ${result.verdict} (${tally(counted)})`);
  if (counted.length > 0) runner.group('Findings', counted.slice(0, 1000).map(line));
  const fresh = counted.filter(({ known }) => !known);
  for (const level of ['error', 'warning'] as const) {
    const shown = groupByPlace(fresh.filter((finding) => levelOf(finding) === level));
    // One error annotation is left for the step's own failure.
    for (const [{ message, rule, place, verdict }, others] of shown.slice(0, mostAnnotations - 1)) {
      const text = verdict === 'unverifiable' ? `Unverifiable: ${message}` : message;
      runner.annotate(level, others > 0 ? `${text} The same in ${others} more jobs.` : text, rule, place);
    }
  }
}

function levelOf({ tier, verdict }: Finding): 'error' | 'warning' | 'notice' {
  if (tier === 'note') return 'notice';
  return tier === 'error' && verdict === 'violated' ? 'error' : 'warning';
}

function line({ tier, verdict, rule, place, message }: Finding): string {
  const kind = verdict === 'unverifiable' ? `${tier}, unverifiable` : tier;
  return `${printable(place.path)}:${place.line}:${place.column}: ${kind}: ${message} [${rule}]`;
}

/** The findings that fail the step: neither ignored nor known to the baseline, and of a kind that `fail-on` names. */
function failures({ findings }: CheckResult, failOn: GuardInputs['failOn']): readonly Finding[] {
  const counted = findings.filter(({ ignoredBy, known }) => ignoredBy === undefined && !known);
  return counted.filter(({ tier, verdict }) => {
    if (failOn === 'never') return false;
    if (tier === 'error' && verdict === 'violated') return true;
    if (tier === 'error') return failOn === 'unverifiable' || failOn === 'warning';
    return failOn === 'warning' && tier === 'warning';
  });
}
