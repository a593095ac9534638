import { sessionAuthorization } from '@sallyport/audit';
import { failure } from '@sallyport/errors';
import { type AssertedPolicy, Prover, reportProof } from '@sallyport/identity-step';
import { asCodedError, requiredVariable, type Runner } from '@sallyport/runner';
import type { Step } from '@sallyport/step';
import type { Login, LoginResult, VaultClient } from '@sallyport/vault-client';
import type { LoginInputs } from './login-inputs.ts';
import { signJwt } from './sign-jwt.ts';

export interface LoginParts {
  readonly runner: Runner;
  readonly step: Step;
  readonly client: VaultClient;
}

/** A login as it goes to the server, and whose it is for the audit trail. */
interface Prepared {
  readonly login: Login;
  readonly subject: string | undefined;
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Proves the job's identity where a policy asks for it, then logs in, masks the token at once, and records the
 * outcome. A login whose answer was lost may have made a token that nobody holds; that is recorded as well.
 * @throws CodedError `oidc/*`, `policy/*`, `vault/*`, `http/*`
 */
export async function logIn(
  inputs: LoginInputs,
  policy: AssertedPolicy | undefined,
  parts: LoginParts,
): Promise<LoginResult> {
  const prepared = await prepare(inputs, policy, parts);
  parts.step.assertNotCancelled();
  const { runner, step, client } = parts;
  const event = {
    service: 'Vault',
    subject: prepared.subject,
    role: inputs.role ?? (prepared.login.method === 'token' ? 'supplied token' : prepared.login.method),
  };
  try {
    const result = await client.login(prepared.login, {
      namespace: inputs.namespace,
      ...(prepared.claims === undefined ? {} : { claims: prepared.claims }),
    });
    protect(result.token, parts);
    step.trail.record(
      sessionAuthorization({
        ...event,
        outcome: { status: 'success' },
        session: result.accessor,
        expiresAt:
          result.leaseSeconds === 0 ? undefined : Math.floor(step.clock.now() / 1000) + result.leaseSeconds,
      }),
    );
    return result;
  } catch (error) {
    const coded = asCodedError(error);
    const isLost = /^http\/(?:timeout|deadline|reset|truncated|closed|too-large)$/.test(coded.code);
    const detail = isLost
      ? `${coded.code}: the answer was lost; a token may live until the lifetime that the role gives it`
      : coded.code;
    step.trail.record(
      sessionAuthorization({
        ...event,
        outcome: { status: 'failure', detail },
        session: undefined,
        expiresAt: undefined,
      }),
    );
    if (isLost)
      runner.info('The answer to the login was lost: the server may hold a token that ends by itself.');
    throw coded;
  }
}

async function prepare(
  inputs: LoginInputs,
  policy: AssertedPolicy | undefined,
  parts: LoginParts,
): Promise<Prepared> {
  const { runner, step } = parts;
  if (inputs.kind === 'ready') {
    if (policy !== undefined) throw policyWithoutIdentity();
    for (const secret of inputs.secrets) protect(secret, parts);
    return { login: inputs.login, subject: undefined, claims: undefined };
  }
  const place = {
    ...(inputs.role === undefined ? {} : { role: inputs.role }),
    ...(inputs.mount === undefined ? {} : { mount: inputs.mount }),
  };
  if (inputs.kind === 'signed') {
    if (policy !== undefined) throw policyWithoutIdentity();
    const jwt = signJwt(inputs, runner.environment, step.clock.now());
    protect(jwt, parts);
    return { login: { method: 'jwt', jwt, ...place }, subject: undefined, claims: undefined };
  }
  const audience = inputs.audience ?? ownerAudience(runner);
  const prover = new Prover(runner, step, { ...inputs, audience }, policy);
  if (policy === undefined) {
    return {
      login: { method: 'jwt', jwt: await prover.mint(), ...place },
      subject: undefined,
      claims: undefined,
    };
  }
  const identity = await prover.prove();
  reportProof(identity, runner);
  return {
    login: { method: 'jwt', jwt: identity.token, ...place },
    subject: identity.claims.sub,
    claims: identity.claims,
  };
}

/** GitHub's default, which roles made for vault-action bind. */
function ownerAudience({ environment }: Runner): string {
  return `${environment['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${requiredVariable(environment, 'GITHUB_REPOSITORY_OWNER')}`;
}

/** Masks a text of one line, and keeps it out of the audit trail. */
function protect(secret: string, { runner, step }: LoginParts): void {
  step.trail.protect(secret);
  for (const line of secret.split(/\r\n|[\n\r]/)) if (line.trim().length >= 4) runner.mask(line);
}

function policyWithoutIdentity(): Error {
  return failure('inputs/conflict', {
    what: "A claim policy is given, but this login does not use the job's identity.",
    remedy: 'Use `method: jwt` without `jwt-private-key`, or remove `claims`.',
  });
}
