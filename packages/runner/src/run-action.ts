import { type CodedError } from '@sallyport/errors';
import { watchCancellation } from './cancellation.ts';
import { asCodedError, createRunner, reportFailure, type Runner } from './runner.ts';
import { renderFailure } from './summary.ts';

/**
 * An entry's whole life: make the runner's voice, run, and on failure one annotation, the summary and exit code 1.
 * Nothing to wait for, so that entries need no top-level await, which would keep the bundler from joining their modules.
 * @param title the action's name, for the summary.
 */
export function runAction(title: string, main: (runner: Runner) => Promise<void>): void {
  void act(title, main);
}

async function act(title: string, main: (runner: Runner) => Promise<void>): Promise<void> {
  const cancellation = watchCancellation(process, () => process.exit(130));
  const runner = createRunner(process.env, cancellation.signal);
  try {
    await main(runner);
  } catch (error) {
    fail(title, runner, asCodedError(error));
  } finally {
    cancellation.stop();
  }
}

/**
 * The same for a post entry, where a failure only warns: the job's own result is what counts, and what could not be
 * taken back is said.
 */
export function runPost(title: string, post: (runner: Runner) => Promise<void>): void {
  void takeBack(title, post);
}

async function takeBack(title: string, post: (runner: Runner) => Promise<void>): Promise<void> {
  const cancellation = watchCancellation(process, () => process.exit(130));
  const runner = createRunner(process.env, cancellation.signal);
  try {
    await post(runner);
  } catch (error) {
    const coded = asCodedError(error);
    runner.warning(
      `${coded.what} ${coded.why}\nWhat to do: ${coded.remedy}\n(${coded.code})`,
      `${title}: post step`,
    );
  } finally {
    cancellation.stop();
  }
}

function fail(title: string, runner: Runner, error: CodedError): void {
  reportFailure(error);
  runner.summary(renderFailure(title, error, runner.footnotes));
  process.exitCode = 1;
}
