import { plainText } from '@sallyport/errors';
import { type Identity, renderDecision } from '@sallyport/github-identity';
import type { Runner } from '@sallyport/runner';

/** The few lines of a proof: who, by whom, and the table folded away. */
export function reportProof(identity: Identity, runner: Runner): void {
  runner.info(`This job is ${plainText(identity.claims.sub)}, says ${plainText(identity.issuer)}.`);
  if (identity.binding.verdict === 'unverifiable') {
    runner.info(
      'The token lacks claims that would bind it to this very run (an older GitHub Enterprise Server).',
    );
  }
  if (identity.decision !== undefined) {
    const count = identity.decision.rows.length;
    runner.group(
      `The claim policy holds: ${count} of ${count}`,
      renderDecision(identity.decision).split('\n'),
    );
  }
}
