import { type CodedError, failure, plainText } from '@sallyport/errors';
import type { HttpResponse } from '@sallyport/http';
import { claimText } from '@sallyport/github-identity';
import { textOf, unexpectedAnswer, unusableAnswer, wrongLifetime } from '../answer.ts';
import type { ExchangeContext } from '../provider.ts';
import { awsConditionKeys } from './explain.ts';
import type { AwsSettings } from './settings.ts';
import { parseStsCredentials, parseStsError, type StsCredentials, type StsError } from './sts-answer.ts';

const peer = 'AWS STS';

/** A fresh token may cure these, once (AWS STS API reference, AssumeRoleWithWebIdentity, "Errors"). */
const curedByFreshToken = new Set([
  'ExpiredTokenException',
  'ExpiredToken',
  'InvalidIdentityToken',
  'IDPRejectedClaim',
]);

const transientCodes = new Set([
  'IDPCommunicationError',
  'Throttling',
  'ThrottlingException',
  'RequestThrottled',
]);

const invalidRequests = new Set([
  'MalformedPolicyDocument',
  'PackedPolicyTooLarge',
  'RegionDisabledException',
  'RegionDisabled',
  'ValidationError',
  'InvalidParameterValue',
]);

/**
 * AssumeRoleWithWebIdentity: unsigned, so no credential but the token is involved. Repeating it creates nothing that
 * outlives the answer, so transient faults are retried; a rejected token is replaced once.
 */
export async function assumeRoleWithWebIdentity(
  token: string,
  settings: AwsSettings,
  sessionName: string,
  context: ExchangeContext,
): Promise<StsCredentials> {
  const first = await ask(token, settings, sessionName, context);
  const error = refusal(first);
  const answer =
    error !== undefined && curedByFreshToken.has(error.code)
      ? await ask(await context.freshToken(), settings, sessionName, context)
      : first;
  return validated(answer, 'AssumeRoleWithWebIdentity', settings, context);
}

function ask(
  token: string,
  settings: AwsSettings,
  sessionName: string,
  { http }: ExchangeContext,
): Promise<HttpResponse> {
  const form = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: settings.roleArn,
    RoleSessionName: sessionName,
    WebIdentityToken: token,
    DurationSeconds: String(settings.durationSeconds),
    // With a chain, the policies hold for its last role.
    ...(settings.chain.roles.length === 0 ? sessionPolicies(settings) : {}),
  });
  return http.send({
    method: 'POST',
    url: settings.endpoint,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
    repeat: 'always',
    peer,
    isTransient: isTransientAnswer,
  });
}

export function isTransientAnswer(response: HttpResponse): boolean {
  return (
    response.status === 429 ||
    (response.status >= 500 && response.status !== 501) ||
    transientCodes.has(refusal(response)?.code ?? '')
  );
}

/** The parameters of session policies. */
export function sessionPolicies({ inlinePolicy, managedPolicies }: AwsSettings): Record<string, string> {
  return {
    ...(inlinePolicy === undefined ? {} : { Policy: inlinePolicy }),
    ...Object.fromEntries(managedPolicies.map((arn, index) => [`PolicyArns.member.${index + 1}.arn`, arn])),
  };
}

/** What STS says; undefined for success, and for an answer that is not STS's. */
export function refusal(response: HttpResponse): StsError | undefined {
  return response.status === 200 ? undefined : parseStsError(textOf(response));
}

/** The credentials of an answer, masked and checked against the settings. @throws CodedError `exchange/*` */
export function validated(
  answer: HttpResponse,
  action: string,
  settings: AwsSettings,
  context: ExchangeContext,
): StsCredentials {
  if (answer.status !== 200) throw refused(answer, settings, context);
  const credentials = parseStsCredentials(textOf(answer), action);
  if (credentials === undefined) throw unusableAnswer(peer);
  for (const secret of [credentials.secretAccessKey, credentials.sessionToken, credentials.accessKeyId]) {
    context.mask(secret);
  }
  const now = context.clock.now() / 1000;
  if (credentials.expiresAt <= now || credentials.expiresAt > now + settings.durationSeconds + 600) {
    throw wrongLifetime(peer);
  }
  checkAccount(credentials, settings);
  return credentials;
}

function checkAccount(
  { assumedRoleArn }: StsCredentials,
  { allowedAccountIds, accountId }: AwsSettings,
): void {
  const account = /^arn:[a-z-]+:sts::(\d{12}):/.exec(assumedRoleArn)?.[1];
  // Compatible servers leave the ARN empty; that is only acceptable where no list has to hold.
  if (account === undefined && allowedAccountIds.length === 0) return;
  if (account !== accountId)
    throw failure('exchange/account-not-allowed', {
      what: 'AWS STS gave credentials for another account than that of the role.',
    });
}

function refused(answer: HttpResponse, settings: AwsSettings, context: ExchangeContext): CodedError {
  const error = refusal(answer);
  if (error === undefined) return unexpectedAnswer(answer, peer, 'sts-endpoint');
  const said = `AWS says: ${error.code}: ${plainText(error.message, 300).replace(/\.?$/, '.')}`;
  if (error.code === 'AccessDenied') return denied(said, settings, context);
  if (curedByFreshToken.has(error.code)) {
    return failure('exchange/token-rejected', {
      what: 'AWS STS does not accept the token, also not a fresh one.',
      why: said,
      remedy: `Check that the account ${settings.accountId} has an identity provider for \`${plainText(claimText(context.claims, 'iss') ?? '')}\` with the audience \`${plainText(claimText(context.claims, 'aud') ?? '')}\`.`,
    });
  }
  if (invalidRequests.has(error.code)) return failure('exchange/request-invalid', { what: said });
  if (transientCodes.has(error.code) || answer.status >= 500)
    return failure('exchange/unavailable', { what: said });
  return failure('exchange/request-invalid', { what: said });
}

function denied(said: string, settings: AwsSettings, context: ExchangeContext): CodedError {
  const rows = ['aud', 'sub', ...awsConditionKeys].map((name) => {
    const value = claimText(context.claims, name);
    return `  ${name.padEnd(20)} ${value === undefined ? '(not in the token)' : plainText(value)}`;
  });
  const subject = claimText(context.claims, 'sub') ?? '';
  return failure('exchange/denied', {
    what: `AWS does not let this job assume ${settings.roleArn}.`,
    why: `${said} AWS never says which condition failed; ${likelyCause(subject, claimText(context.claims, 'environment'))}`,
    details: ['What AWS could compare with the trust policy of the role:', ...rows].join('\n'),
  });
}

/** The three commonest reasons in public issues: immutable subjects, `environment` in the subject, everything else. */
function likelyCause(subject: string, environment: string | undefined): string {
  if (/^repo:[^:/]+@\d+\//.test(subject)) {
    return 'this repository uses immutable subjects (`repo:owner@id/name@id:…`), which an older trust policy does not match.';
  }
  if (environment !== undefined) {
    return 'this job names an environment, which replaces the branch in `sub`: a condition on `ref:refs/heads/…` no longer matches.';
  }
  return 'the first suspects are `sub` and `aud`, a role that does not exist, and a policy edited seconds ago.';
}
