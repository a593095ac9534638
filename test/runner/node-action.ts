import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Action } from './actions.ts';
import type { FilePaths } from './environment-files.ts';
import { processEnvironment } from './environment.ts';
import type { Frame } from './state.ts';
import { runStepProcess } from './step-process.ts';

/**
 * Runs one stage of a JavaScript action on the runner's own Node, in the workspace.
 * Source: actions/runner `src/Runner.Worker/Handlers/NodeScriptActionHandler.cs`.
 */
export async function runNode(
  frame: Frame,
  action: Extract<Action, { kind: 'folder' }>,
  inputs: Readonly<Record<string, string>>,
  files: FilePaths,
): Promise<void> {
  const { job } = frame;
  const script = join(action.folder, action.definition.runs[frame.stage] ?? '');
  if (!existsSync(script)) throw new Error(`File not found: '${script}'`);
  const env = processEnvironment(frame, files, inputs);
  const node = job.contract.holds('env/node-by-using') ? job.run.runnerRoot.node : 'node';
  const cwd = job.contract.holds('env/workspace') ? job.folders.workspace : action.folder;
  const code = await runStepProcess(frame, { file: node, args: [script], cwd }, env);
  if (code !== 0 && job.contract.holds('step/exit-code')) frame.result = 'failure';
}
