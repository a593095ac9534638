import { failure } from '@sallyport/errors';

/** Where signals come from; `process` in production. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/**
 * The runner cancels a step by SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills the tree (ProcessInvoker.cs).
 * The first signal aborts what is under way, so that the step can undo it; a second one ends it at once.
 * @returns the signal to watch, and a function that stops listening.
 */
export function watchCancellation(
  source: SignalSource,
  exitNow: () => void,
): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) exitNow();
    controller.abort(failure('runner/cancelled'));
  };
  source.on('SIGINT', onSignal);
  source.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    stop() {
      source.off('SIGINT', onSignal);
      source.off('SIGTERM', onSignal);
    },
  };
}
