import { CommandManager } from './command-manager.ts';
import { runProcess } from './process.ts';
import { StepCancelled, type Frame } from './state.ts';

/**
 * Runs the process of a step: its lines go through the workflow commands, its bytes are kept as they were written.
 * @returns the exit code.
 * @throws {StepCancelled} when the step was ended from outside; {Error} at a stop-commands token that is not allowed.
 */
export async function runStepProcess(
  frame: Frame,
  command: { readonly file: string; readonly args: readonly string[]; readonly cwd: string },
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const { job } = frame;
  const commands = new CommandManager(frame);
  const refused: Error[] = [];
  frame.environment = { ...env };
  const code = await runProcess({
    ...command,
    env,
    signal: frame.abort.signal,
    times: job.run.times,
    contract: job.contract,
    onBytes: (bytes) => {
      keepBytes(frame, bytes);
      job.rawOutput.push(bytes);
    },
    onLine: (line, stream) => {
      try {
        commands.line(line, stream);
      } catch (error) {
        refused.push(error as Error);
      }
      const moment = {
        when: 'line',
        job: job.id,
        step: frame.name,
        post: frame.stage === 'post',
        line,
      } as const;
      if (job.run.options.cancelAt?.(moment) === true) job.run.abort.abort();
    },
  });
  if (frame.abort.signal.aborted) throw new StepCancelled();
  const [first] = refused;
  if (first !== undefined) throw first;
  return code;
}

function keepBytes(frame: Frame, bytes: Buffer): void {
  frame.rawOutput.push(bytes);
  if (frame.around !== undefined) keepBytes(frame.around, bytes);
}
