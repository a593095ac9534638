import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from './rules.ts';

/** The files through which a step speaks to the job; the key is the name in the `github` context. */
const prefixes = {
  path: 'add_path_',
  env: 'set_env_',
  step_summary: 'step_summary_',
  state: 'save_state_',
  output: 'set_output_',
} as const;

export type FileName = keyof typeof prefixes;

/** Order in which the runner reads them. */
export const fileNames = Object.keys(prefixes) as FileName[];

export type FilePaths = Readonly<Record<FileName, string>>;

/** Creates the empty files of one step. */
export function createFiles(temp: string, suffix: string, contract: Contract): FilePaths {
  const folder = join(temp, '_runner_file_commands');
  mkdirSync(folder, { recursive: true });
  const fresh = contract.holds('file/fresh');
  const paths = fileNames.map((name) => {
    const path = join(folder, `${prefixes[name]}${fresh ? suffix : 'shared'}`);
    writeFileSync(path, '', { flag: fresh ? 'w' : 'a' });
    return [name, path];
  });
  return Object.fromEntries(paths) as FilePaths;
}

/** Reads a file that the step may have deleted. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Reads name and value pairs one by one, so that those before a bad line count.
 * Source: actions/runner `src/Runner.Worker/FileCommandManager.cs` (EnvFileKeyValuePairs), as on Linux and macOS.
 * @throws {Error} at the first line that is neither `name=value` nor a whole heredoc.
 */
export function* readPairs(content: string, contract: Contract): Generator<readonly [string, string]> {
  const text = contract.holds('file/carriage-return') ? content : content.replaceAll('\r\n', '\n');
  const reader = new LineReader(text.replace(/^\uFEFF/, ''));
  for (let line = reader.next(); line !== undefined; line = reader.next()) {
    if (line.text === '' && contract.holds('file/empty-lines')) continue;
    const equals = line.text.indexOf('=');
    const heredoc = line.text.indexOf('<<');
    const isPair = equals >= 0 && (heredoc < 0 || equals < heredoc || !contract.holds('file/equals-first'));
    if (isPair) {
      if (equals === 0 && contract.holds('file/empty-name')) {
        throw new Error(`Invalid format '${line.text}'. Name must not be empty`);
      }
      const split = contract.holds('file/split-once') ? equals : line.text.lastIndexOf('=');
      yield [line.text.slice(0, split), line.text.slice(split + 1)];
    } else if (heredoc >= 0 && contract.holds('file/heredoc')) {
      yield readHeredoc(line.text, heredoc, reader, contract);
    } else if (contract.holds('file/bad-line')) {
      throw new Error(`Invalid format '${line.text}'`);
    }
  }
}

function readHeredoc(
  line: string,
  at: number,
  reader: LineReader,
  contract: Contract,
): readonly [string, string] {
  const name = line.slice(0, at);
  const delimiter = line.slice(at + 2);
  if ((name === '' || delimiter === '') && contract.holds('file/empty-delimiter')) {
    throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
  }
  const lines: string[] = [];
  for (;;) {
    const next = reader.next();
    if (next?.text === delimiter) break;
    if (next === undefined) {
      if (!contract.holds('file/missing-delimiter')) break;
      throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    }
    const cut = !next.ended;
    if (cut && contract.holds('file/missing-newline')) {
      throw new Error('Invalid value. EOF marker missing new line.');
    }
    lines.push(next.text);
    if (cut) break;
  }
  const value = lines.join('\n');
  return [name, contract.holds('file/inner-newlines') ? value : value.replaceAll('\n', ' ')];
}

/** Lines end at LF only; `ended` tells whether the line had one. */
class LineReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): { readonly text: string; readonly ended: boolean } | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const end = this.#text.indexOf('\n', this.#at);
    const text = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    return { text, ended: end >= 0 };
  }
}
