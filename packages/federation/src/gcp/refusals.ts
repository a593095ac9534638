import { type CodedError, failure, plainText } from '@sallyport/errors';
import { claimText } from '@sallyport/github-identity';
import type { ExchangeContext } from '../provider.ts';
import type { GcpError } from './answers.ts';
import { gcpClaims, poolOf } from './explain.ts';
import type { GcpSettings } from './settings.ts';

/** A fresh token may cure it, once: the STS says so of tokens that are too old for it. */
export function isCuredByFreshToken({ code, message }: GcpError): boolean {
  return code === 'invalid_grant' && /stale|expired/i.test(message);
}

/** The error that users see when the STS or IAM Credentials refuse. */
export function explainRefusal(
  error: GcpError,
  status: number,
  settings: GcpSettings,
  { claims }: ExchangeContext,
): CodedError {
  const why = `Google says: ${error.code}: ${plainText(error.message, 300)}`;
  const value = (name: string): string => plainText(claimText(claims, name) ?? '(not in the token)', 300);
  const details = [
    "What Google could compare with the provider's condition and mapping:",
    ...['iss', 'aud', 'sub', ...gcpClaims].map((name) => `  ${name.padEnd(20)} ${value(name)}`),
  ].join('\n');
  switch (error.code) {
    case 'unauthorized_client':
      return failure('exchange/denied', {
        what: 'The attribute condition of the workload identity provider does not admit this job.',
        why,
        remedy: `${likelyCause(claims.sub)}\`mode: explain\` prints the condition that admits exactly this run.`,
        details,
      });
    case 'PERMISSION_DENIED':
      return failure('exchange/denied', {
        what: `Google does not let this job act as ${settings.serviceAccount ?? 'the federated principal'}.`,
        why,
        remedy: `Grant \`roles/iam.workloadIdentityUser\` on the service account to \`principal://iam.googleapis.com/${poolOf(settings.providerName)}/subject/${value('sub')}\`; a change takes up to five minutes to count.`,
        details,
      });
    case 'invalid_grant':
      return failure('exchange/token-rejected', {
        what: 'Google does not accept the token.',
        why,
        remedy: `Check that the provider's issuer is \`${value('iss')}\` and that its allowed audiences hold \`${value('aud')}\`.`,
        details,
      });
    case 'invalid_target':
      return failure('exchange/request-invalid', {
        what: 'Google does not know the workload identity provider, or it is disabled.',
        why,
        remedy: `Check \`workload-identity-provider\`: \`${settings.providerName}\`.`,
      });
    default:
      return failure(status === 429 || status >= 500 ? 'exchange/unavailable' : 'exchange/request-invalid', {
        what: why,
      });
  }
}

/** `google.subject` holds at most 127 bytes (Google Cloud, "Workload identity federation", attribute mappings). */
function likelyCause(subject: string): string {
  if (Buffer.byteLength(subject) > 127) {
    return 'The subject is longer than the 127 bytes of `google.subject`: map `assertion.repository_id` instead. ';
  }
  return /^repo:[^:/]+@\d+\//.test(subject)
    ? 'This repository uses immutable subjects (`repo:owner@id/name@id:…`), which an older condition does not match. '
    : '';
}
