import { randomUUID } from 'node:crypto';
import { failure, isCoded } from '@sallyport/errors';
import type { Grant } from '@sallyport/federation';
import type { Identity } from '@sallyport/github-identity';
import { exchangeToken } from './exchange.ts';
import type { ChosenProvider } from './inputs.ts';
import type { LoginParts } from './login.ts';
import { reportLogin } from './report.ts';
import { revokeLogin } from './revoke.ts';

/**
 * `mode: probe`: the provider must admit the right token and refuse one for another audience. Whatever it gives is
 * thrown away, and revoked where that is possible. A provider that refuses both proves nothing: that is an error too.
 * @throws CodedError `exchange/probe-accepted`, and what the exchange of the right token throws.
 */
export async function probeTrust(
  identity: Identity,
  chosen: ChosenProvider,
  parts: LoginParts,
): Promise<void> {
  await discard(await exchangeToken(identity, chosen, parts), chosen, parts);
  const stranger = await parts.prover.prove(`https://sallyport.invalid/probe/${randomUUID()}`);
  const accepted = await exchangeUnlessRefused(stranger, chosen, parts);
  if (accepted !== undefined) {
    await discard(accepted, chosen, parts);
    throw failure('exchange/probe-accepted', {
      what: `${chosen.provider.title} accepted a token whose audience is a name that nobody uses.`,
    });
  }
  parts.runner.info(`${chosen.provider.title} admits this job's token and refuses one for another audience.`);
  parts.runner.expose({
    masks: [],
    state: {},
    outputs: { authenticated: 'false', subject: identity.claims.sub },
    environment: {},
  });
  reportLogin({
    ...parts,
    trail: parts.step.trail,
    identity,
    verdict: `✅ ${chosen.provider.title} checks the audience. Nothing was handed over.`,
  });
}

async function exchangeUnlessRefused(
  identity: Identity,
  chosen: ChosenProvider,
  parts: LoginParts,
): Promise<Grant | undefined> {
  try {
    return await exchangeToken(identity, chosen, parts);
  } catch (error) {
    const refused =
      isCoded(error) && /^(exchange\/(denied|token-rejected)|vault\/audience-refused)$/.test(error.code);
    if (!refused) throw error;
    return undefined;
  }
}

async function discard(grant: Grant, { provider }: ChosenProvider, { step }: LoginParts): Promise<void> {
  await revokeLogin({ provider: provider.id, role: grant.role, revocation: grant.revocation }, step);
}
