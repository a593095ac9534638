import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '../../..');

export interface ChildResult {
  readonly code: number | null;
  /** Raw bytes as text, standard output and standard error together. */
  readonly output: string;
}

/** Runs a module of TypeScript-flavoured text in a fresh Node.js with this environment and nothing of ours. */
export async function runChild(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ChildResult> {
  const flags = ['--no-warnings', '--import', 'tsx', '--input-type=module', '--eval', program, ...args];
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const child = spawn(process.execPath, flags, { cwd: repositoryRoot, env: { PATH, HOME, TMPDIR, ...env } });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}
