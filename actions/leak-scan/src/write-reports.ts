import { closeSync, constants, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { failure, plainText } from '@sallyport/errors';
import { toReport, toSarif } from '@sallyport/leak-engine';
import { version } from '@sallyport/step';
import type { LeakInputs } from './inputs.ts';
import type { Outcome } from './judge.ts';
import { withoutSecrets } from './masks.ts';

const informationUri = 'https://github.com/OWNER/sallyport';

/**
 * Writes the reports that were asked for.
 * @param secrets taken out of the texts once more, whatever their makers promise.
 * @returns the outputs that name them.
 * @throws CodedError `logs/not-written`
 */
export function writeReports(
  { scan }: Outcome,
  secrets: readonly string[],
  inputs: Pick<LeakInputs, 'sarifFile' | 'reportFile'>,
  workspace: string,
): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const write = (output: string, path: string | undefined, value: object): void => {
    if (path === undefined) return;
    const absolute = resolve(workspace, path);
    writeWhole(absolute, path, `${withoutSecrets(JSON.stringify(value, undefined, 2), secrets)}\n`);
    outputs[output] = absolute;
  };
  write('sarif-file', inputs.sarifFile, toSarif(scan, { version, informationUri }));
  write('report-file', inputs.reportFile, toReport(scan));
  return outputs;
}

/** A link in its place is not followed: a file of the checkout could lead out of the workspace. */
function writeWhole(path: string, shown: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
    const file = openSync(path, O_WRONLY | O_CREAT | O_TRUNC | (O_NOFOLLOW ?? 0), 0o644);
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw failure('logs/not-written', {
      what: `The file ${plainText(shown)} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      cause: error,
    });
  }
}
