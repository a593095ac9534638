import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import { CodedError, failure } from '@sallyport/errors';
import type { Environment } from './environment.ts';
import { requiredVariable } from './environment.ts';
import { type Exposure, writeExposure } from './exposure.ts';
import { InputReader } from './inputs.ts';
import { createPrivateFolder, type PrivateFolder } from './private-files.ts';
import type { SummaryNote } from './summary.ts';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** Relative to the workspace; line and column count from 1. */
export interface AnnotationPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** What an action may say and do; the rest of the product does not know the runner. */
export interface Runner {
  readonly environment: Environment;
  readonly inputs: InputReader;
  /** Aborted when the job is cancelled. */
  readonly cancelled: AbortSignal;
  info(line: string): void;
  debug(line: string): void;
  /** Annotations: at most ten of a kind per step are kept, so choose. The title is never masked: no foreign text. */
  notice(message: string, title?: string): void;
  warning(message: string, title?: string): void;
  /** An annotation at a place in a file, which GitHub shows beside the line. The title is never masked. */
  annotate(level: AnnotationLevel, message: string, title: string, place: AnnotationPlace): void;
  group(title: string, lines: readonly string[]): void;
  /** Registers one line as a mask, at once. */
  mask(value: string): void;
  /** Masks, then hands over, all or nothing. */
  expose(exposure: Exposure): void;
  /** What `expose` saved in the main phase, for the post phase; empty if nothing. */
  savedState(name: string): string;
  /** Puts variables back in the post phase. */
  restore(variables: Readonly<Record<string, string>>): void;
  summary(markdown: string): void;
  /** Said at the end of the summary when the step fails, folded away: what the failure itself does not know. */
  footnote(note: SummaryNote): void;
  readonly footnotes: readonly SummaryNote[];
  privateFolder(): PrivateFolder;
}

const annotations = { error: core.error, warning: core.warning, notice: core.notice } as const;

/** The voice of one process to the runner that started it. */
export function createRunner(environment: Environment, cancelled: AbortSignal): Runner {
  const writer = {
    mask: core.setSecret,
    saveState: core.saveState,
    setOutput: core.setOutput,
    exportVariable: core.exportVariable,
  };
  const footnotes: SummaryNote[] = [];
  return {
    environment,
    footnotes,
    footnote: (note) => void footnotes.push(note),
    inputs: new InputReader((name) => core.getInput(name)),
    cancelled,
    info: core.info,
    debug: core.debug,
    notice: (message, title) => core.notice(message, title === undefined ? {} : { title }),
    warning: (message, title) => core.warning(message, title === undefined ? {} : { title }),
    annotate: (level, message, title, { path, line, column }) =>
      annotations[level](message, { title, file: path, startLine: line, startColumn: column }),
    group(title, lines) {
      core.startGroup(title);
      for (const line of lines) core.info(line);
      core.endGroup();
    },
    mask: core.setSecret,
    expose: (exposure) => writeExposure(exposure, writer, environment),
    savedState: core.getState,
    restore: (variables) => {
      for (const [name, value] of Object.entries(variables)) core.exportVariable(name, value);
    },
    summary(markdown) {
      const file = environment['GITHUB_STEP_SUMMARY'];
      // A summary is a courtesy: a runner without one (older GHES) or a full disk must not fail the step.
      if (file === undefined || file === '') return;
      try {
        appendFileSync(file, markdown);
      } catch (error) {
        core.debug(`the summary could not be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
      }
    },
    privateFolder: () => createPrivateFolder(requiredVariable(environment, 'RUNNER_TEMP')),
  };
}

/** One annotation that says all of it; the details stand above it in the log. */
export function reportFailure(error: CodedError): void {
  if (error.details !== undefined) core.info(error.details);
  core.error(`${error.what} ${error.why}\nWhat to do: ${error.remedy}\n(${error.code})`, {
    title: error.code,
  });
}

/** Any throw as a coded error; what is not one is a defect of ours, told without a stack trace. */
export function asCodedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return failure('runner/defect', { what: `Something unexpected happened (${name}).`, cause: error });
}
