import { statSync } from 'node:fs';
import { fileNames, readIfThere, readPairs, type FileName, type FilePaths } from './environment-files.ts';
import { annotate, debug, type Frame, type JobState } from './state.ts';

/** Largest step summary, in bytes. */
const largestSummary = 1024 * 1024;

/** What a step changes for others: environment, path, outputs, state, summary. */

export function setEnvironment(frame: Frame, name: string, value: string): void {
  const { contract } = frame.job;
  if (!contract.holds('file/env-later')) return;
  if (frame.around !== undefined && !contract.holds('composite/job-wide')) return;
  frame.job.environment.set(name, value);
  debug(frame, `${name}='${value}'`);
}

/** NODE_OPTIONS may not be set for later steps. @returns whether it was refused. */
export function refuseBlocked(frame: Frame, name: string, message: string): boolean {
  if (name.toUpperCase() !== 'NODE_OPTIONS' || !frame.job.contract.holds('file/node-options')) return false;
  annotate(frame, 'error', message);
  return true;
}

/** A folder that comes again moves to the end, which is the front of PATH. */
export function addPath(job: JobState, folder: string): void {
  const known = job.prependPath.indexOf(folder);
  if (known >= 0 && job.contract.holds('file/path')) job.prependPath.splice(known, 1);
  job.prependPath.push(folder);
}

/** A step without an id of its own keeps no outputs. */
export function setOutput(frame: Frame, name: string, value: string): void {
  const record = recordOf(frame);
  const known = frame.job.contract.holds('file/key-case')
    ? Object.keys(record.outputs).find((other) => other.toLowerCase() === name.toLowerCase())
    : undefined;
  record.outputs[known ?? name] = value;
  debug(frame, `Set output ${name} = ${value}`);
}

export function saveState(frame: Frame, name: string, value: string): void {
  const key = frame.job.contract.holds('file/key-case') ? name.toLowerCase() : name;
  frame.state.set(key, [frame.state.get(key)?.[0] ?? name, value]);
  debug(frame, `Save intra-action state ${name} = ${value}`);
}

/** What the `steps` context holds of this step. */
export function recordOf(frame: Frame) {
  const { records } = frame.scope;
  const { id } = frame.definition;
  return (records[id] ??= { outputs: {}, outcome: 'success', conclusion: 'success' });
}

/**
 * Reads the environment files of a step that has ended, however it ended. A bad file fails the step; what stood before
 * the bad line counts.
 * Source: actions/runner `src/Runner.Worker/FileCommandManager.cs`.
 */
export function processFiles(frame: Frame, paths: FilePaths): void {
  const { contract } = frame.job;
  if (frame.result === 'failure' && !contract.holds('file/after-failure')) return;
  for (const name of fileNames) {
    try {
      readers[name](frame, paths[name]);
    } catch (error) {
      annotate(frame, 'error', `Unable to process file command '${name}' successfully.`);
      annotate(frame, 'error', (error as Error).message);
      if (contract.holds('file/failure-fails-step')) frame.commandFailed = true;
    }
  }
}

const readers: Readonly<Record<FileName, (frame: Frame, path: string) => void>> = {
  path: (frame, path) => {
    for (const folder of (readIfThere(path) ?? '').split(/\r\n|\n|\r/).filter(Boolean))
      addPath(frame.job, folder);
  },
  env: (frame, path) => {
    for (const [name, value] of pairsOf(frame, path)) {
      const refused = refuseBlocked(
        frame,
        name,
        `Can't store ${name} output parameter using '$GITHUB_ENV' command.`,
      );
      if (!refused) setEnvironment(frame, name, value);
    }
  },
  step_summary: addSummary,
  state: (frame, path) => {
    for (const [name, value] of pairsOf(frame, path)) saveState(frame, name, value);
  },
  output: (frame, path) => {
    for (const [name, value] of pairsOf(frame, path)) setOutput(frame, name, value);
  },
};

function pairsOf(frame: Frame, path: string): Iterable<readonly [string, string]> {
  const { contract } = frame.job;
  const pairs = readPairs(readIfThere(path) ?? '', contract);
  return contract.holds('file/earlier-pairs') ? pairs : [...pairs];
}

function addSummary(frame: Frame, path: string): void {
  const { contract, masker, summaries } = frame.job;
  const text = readIfThere(path) ?? '';
  if (text === '') return;
  const bytes = statSync(path).size;
  if (bytes > largestSummary && contract.holds('file/summary-size')) {
    const kilobytes = Math.floor(bytes / 1024);
    annotate(
      frame,
      'error',
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${kilobytes}k.`,
    );
    return;
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  const scrub = contract.holds('file/summary-masked') ? (line: string): string => masker.mask(line) : String;
  summaries.push(lines.map((line) => `${scrub(line)}\n`).join(''));
}
