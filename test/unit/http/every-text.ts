import { inspect } from 'node:util';

/** Everything that a logger could make of an error: its texts, its stack, its causes, its hidden properties. */
export function everyText(error: unknown): string {
  const own = error instanceof Error ? [error.message, error.stack, JSON.stringify(error)] : [];
  return [inspect(error, { depth: Infinity, showHidden: true }), ...own].join('\n');
}

/** What a promise was rejected with; fails the test if it was not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('rejected with something that is no Error', { cause: error });
  }
  throw new Error('was not rejected');
}
