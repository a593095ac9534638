import { failure, plainText } from '@sallyport/errors';
import type { ExchangeContext } from '../provider.ts';
import { isTransientAnswer, refusal, sessionPolicies, validated } from './exchange.ts';
import type { AwsSettings } from './settings.ts';
import { signRequest } from './signature-v4.ts';
import type { StsCredentials } from './sts-answer.ts';

/**
 * AssumeRole for each role of the chain, signed with the credentials of the one before; session policies hold for the
 * last. All credentials are masked, and only the last are handed over.
 */
export async function assumeRoleChain(
  first: StsCredentials,
  settings: AwsSettings,
  sessionName: string,
  context: ExchangeContext,
): Promise<StsCredentials> {
  let credentials = first;
  for (const [index, roleArn] of settings.chain.roles.entries()) {
    const isLast = index === settings.chain.roles.length - 1;
    credentials = await assumeRole(roleArn, isLast, credentials, settings, sessionName, context);
  }
  return credentials;
}

async function assumeRole(
  roleArn: string,
  isLast: boolean,
  caller: StsCredentials,
  settings: AwsSettings,
  sessionName: string,
  context: ExchangeContext,
): Promise<StsCredentials> {
  const body = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: String(settings.durationSeconds),
    ...chainParameters(settings),
    ...(isLast ? sessionPolicies(settings) : {}),
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const { endpoint: url, region } = settings;
  const request = { method: 'POST', url, headers, body, region, service: 'sts' };
  const answer = await context.http.send({
    method: 'POST',
    url,
    headers: signRequest(request, caller, context.clock.now()),
    body,
    repeat: 'always',
    peer: 'AWS STS',
    isTransient: isTransientAnswer,
  });
  const error = refusal(answer);
  if (error?.code === 'AccessDenied') {
    throw failure('exchange/denied', {
      what: `AWS does not let ${plainText(caller.assumedRoleArn)} assume ${roleArn}.`,
      why: `AWS says: ${error.code}: ${plainText(error.message, 300)}`,
      remedy:
        'Allow `sts:AssumeRole` (with tags also `sts:TagSession`) in the policy of the first and the trust policy of the second, with the same external id.',
    });
  }
  const [, , , , accountId = ''] = roleArn.split(':');
  return validated(answer, 'AssumeRole', { ...settings, accountId }, context);
}

function chainParameters({ chain }: AwsSettings): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [index, [key, value]] of Object.entries(chain.tags).entries()) {
    parameters[`Tags.member.${index + 1}.Key`] = key;
    parameters[`Tags.member.${index + 1}.Value`] = value;
  }
  for (const [index, key] of chain.transitiveKeys.entries())
    parameters[`TransitiveTagKeys.member.${index + 1}`] = key;
  if (chain.externalId !== undefined) parameters['ExternalId'] = chain.externalId;
  return parameters;
}
