import { randomUUID } from 'node:crypto';
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import type { FilePaths } from './environment-files.ts';
import { processEnvironment } from './environment.ts';
import { interpolate } from './expressions.ts';
import { annotate, contextsOf, expressionState, output, type Frame } from './state.ts';
import { runStepProcess } from './step-process.ts';

/** Arguments of the shells that may be named alone. Source: `src/Runner.Worker/Handlers/ScriptHandlerHelpers.cs`. */
const builtIn: Readonly<Record<string, { readonly args: string; readonly extension: string }>> = {
  bash: { args: '--noprofile --norc -e -o pipefail {0}', extension: '.sh' },
  sh: { args: '-e {0}', extension: '.sh' },
  python: { args: '{0}', extension: '.py' },
  pwsh: { args: `-command ". '{0}'"`, extension: '.ps1' },
};

interface Shell {
  readonly name: string;
  readonly file: string;
  readonly args: string;
}

/**
 * Runs a `run:` step: the script in a file of its own, under the shell that the step, the job's defaults or the runner
 * chooses. Source: actions/runner `src/Runner.Worker/Handlers/ScriptHandler.cs`.
 */
export async function runScript(frame: Frame, files: FilePaths): Promise<void> {
  const { job, definition } = frame;
  const contexts = contextsOf(frame, true);
  const state = expressionState(frame);
  const script = interpolate(definition.run ?? '', contexts, state);
  const env = processEnvironment(frame, files, undefined);
  const defaults = frame.around === undefined ? job.runDefaults : {};
  const folder = interpolate(
    definition.workingDirectory ?? defaults['working-directory'] ?? '',
    contexts,
    state,
  );
  const shell = chooseShell(
    interpolate(definition.shell ?? defaults['shell'] ?? '', contexts, state),
    env['PATH'] ?? '',
    frame,
  );
  printScript(frame, script, shell);
  if (!shell.args.includes('{0}')) {
    throw new Error(
      "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd, powershell, pwsh) or a format string containing '{0}'",
    );
  }
  const extension = job.contract.holds('shell/extension') ? (builtIn[shell.name]?.extension ?? '') : '.tmp';
  const path = join(job.folders.temp, `${randomUUID()}${extension}`);
  writeFileSync(path, script);
  const args = splitArguments(shell.args).map((argument) => argument.replace('{0}', path));
  const code = await runStepProcess(
    frame,
    { file: shell.file, args, cwd: resolvePath(job.folders.workspace, folder) },
    env,
  );
  if (code !== 0 && job.contract.holds('step/exit-code')) {
    annotate(frame, 'error', `Process completed with exit code ${code}.`);
    frame.result = 'failure';
  }
}

function chooseShell(wanted: string, path: string, frame: Frame): Shell {
  const { contract } = frame.job;
  if (wanted === '') {
    const file = find('bash', path) ?? find('sh', path) ?? '/bin/sh';
    const strict = !contract.holds('shell/none');
    return { name: 'sh', file, args: strict ? (builtIn['bash']?.args ?? '') : '-e {0}' };
  }
  const space = wanted.indexOf(' ');
  const name = space < 0 ? wanted : wanted.slice(0, space);
  const given = space < 0 ? '' : wanted.slice(space + 1).trimStart();
  const file = find(name, path);
  if (file === undefined) throw new Error(`${name}: command not found`);
  const known = contract.holds(`shell/${name === 'bash' || name === 'python' ? name : 'sh'}`)
    ? builtIn[name]?.args
    : '-u {0}';
  return { name, file, args: given === '' ? (known ?? '') : given };
}

/** Looks a program up as the step's own PATH has it. */
function find(program: string, path: string): string | undefined {
  if (program.includes('/')) return program;
  return path
    .split(':')
    .map((folder) => join(folder, program))
    .find((file) => isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Splits at blanks outside double quotes. */
function splitArguments(text: string): string[] {
  return (text.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((argument) => argument.replaceAll('"', ''));
}

function printScript(frame: Frame, script: string, shell: Shell): void {
  const firstLine = script.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  output(frame, `##[group]Run ${firstLine}`);
  for (const line of script.replaceAll('\r\n', '\n').replace(/\n+$/, '').split('\n')) {
    output(frame, `\u001B[36;1m${line}\u001B[0m`);
  }
  output(frame, `shell: ${shell.file} ${shell.args}`);
  if (frame.env.size > 0 && frame.job.contract.holds('env/printed')) {
    output(frame, 'env:');
    for (const [name, value] of frame.env) output(frame, `  ${name}: ${value}`);
  }
  output(frame, '##[endgroup]');
}
