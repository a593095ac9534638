import { authentication } from '@sallyport/audit';
import { failure } from '@sallyport/errors';
import { providers, type Provider } from '@sallyport/federation';
import { asCodedError, openPrivateFolder, type Runner, variablesToRestore } from '@sallyport/runner';
import { openStep, type Step } from '@sallyport/step';
import { readSavedLogin, type SavedLogin } from './saved-login.ts';

/** A post step has its own budget, so that a slow main step never leaves a login behind. */
const postSeconds = 30;

export interface PostInputs {
  readonly certificateAuthorities: string | undefined;
  readonly proxy: string | undefined;
  readonly noProxy: string | undefined;
}

/**
 * Takes the login back: what other steps could still use first (variables, files), then the login itself at the
 * provider. Each part is tried even when another fails.
 */
export async function takeBack(runner: Runner, inputs: PostInputs): Promise<void> {
  const saved = readSavedLogin(runner);
  if (saved === undefined) return;
  runner.restore(variablesToRestore(saved.restoration, runner.environment));
  if (saved.folder !== undefined) openPrivateFolder(saved.folder).remove();
  runner.info(`Taken back: ${describe(saved)}.`);
  if (saved.revocation === undefined) return;
  const step = openStep(runner, { timeoutSeconds: postSeconds, ...inputs });
  try {
    runner.info(`Revoked: ${await revokeLogin(saved, step)}.`);
  } finally {
    step.close();
  }
}

function describe({ restoration, folder }: SavedLogin): string {
  const count = Object.keys(restoration).length;
  return [
    `${count} ${count === 1 ? 'variable is' : 'variables are'} what they were before`,
    ...(folder === undefined ? [] : ['the private files are deleted']),
  ].join(', ');
}

/**
 * Ends a login at its provider and records it.
 * @returns a sentence for the log.
 * @throws CodedError `exchange/not-revoked`
 */
export async function revokeLogin(
  { provider: id, role, revocation }: Pick<SavedLogin, 'provider' | 'role' | 'revocation'>,
  step: Pick<Step, 'http' | 'trail'>,
): Promise<string> {
  const provider: Provider | undefined = (providers as readonly Provider[]).find(
    (candidate) => candidate.id === id,
  );
  if (provider?.revoke === undefined || revocation === undefined)
    return 'nothing, the credentials end by themselves';
  const record = (detail?: string): void =>
    step.trail.record(
      authentication({
        activity: 'logoff',
        outcome: detail === undefined ? { status: 'success' } : { status: 'failure', detail },
        service: provider.title,
        subject: role,
        issuer: undefined,
        audience: undefined,
        tokenIdHash: undefined,
        expiresAt: undefined,
        policyDigest: undefined,
      }),
    );
  try {
    const sentence = await provider.revoke(revocation, step.http);
    record();
    return sentence;
  } catch (error) {
    const coded = asCodedError(error);
    record(coded.code);
    throw failure('exchange/not-revoked', {
      what: `The login at ${provider.title} could not be revoked: ${coded.what}`,
      cause: coded,
    });
  }
}
