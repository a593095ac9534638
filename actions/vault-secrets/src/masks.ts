import { masksForAll, type MaskSet } from '@sallyport/mask-set';
import type { Runner } from '@sallyport/runner';
import type { NamedSecret } from './resolve.ts';

/** The masks that the values need, the stored form of a decoded one included. */
export function masksOf(secrets: readonly NamedSecret[], minLength: number): MaskSet {
  const entries = secrets.flatMap(({ name, value, stored, mask, users }) => [
    { name, value: Buffer.from(value).toString('utf8'), mask, users },
    ...(stored === undefined ? [] : [{ name, value: stored, mask, users: [] }]),
  ]);
  return masksForAll(entries, { minLength });
}

/** Names what stays readable in the log, and why. */
export function reportUnmasked({ skipped, capped }: MaskSet, runner: Runner): void {
  const short = [...new Set(skipped.filter(({ reason }) => reason === 'too-short').map(({ name }) => name))];
  if (short.length > 0) {
    runner.warning(
      `Too short to be masked, and readable if a step prints them: ${short.slice(0, 50).join(', ')}.`,
      'vault-secrets',
    );
  }
  if (capped) {
    runner.notice(
      'Some rare forms of the secrets are not masked, since every mask slows every line of the log; their plain forms all are.',
      'vault-secrets',
    );
  }
}
