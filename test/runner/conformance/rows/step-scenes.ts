import { nodeAction, type Seen } from '../row.ts';

/** What the main steps of the job came to, without the checkout. */
export function conclusions({ job }: Seen): string[] {
  return job.steps
    .filter(({ stage, id }) => stage === 'main' && !id.includes('checkout'))
    .map(({ conclusion }) => conclusion);
}

/** Actions whose post stage prints its name, so that an order can be seen. */
export const afterOne = nodeAction('one', { post: "console.log('after one')" });
export const afterTwo = nodeAction('two', { post: "console.log('after two')" });

/** Times of a cancellation, in milliseconds, short enough for a test. */
export const quick = { interruptMs: 300, terminateMs: 300 };
