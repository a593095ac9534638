import { type CodedError, failure, plainText } from '@sallyport/errors';
import { type Claims, claimText, otherForm } from '@sallyport/github-identity';
import type { EntraError } from './entra-answer.ts';
import type { AzureSettings } from './settings.ts';

type Refusal =
  'exchange/denied' | 'exchange/token-rejected' | 'exchange/request-invalid' | 'exchange/unavailable';

interface Known {
  readonly as: Refusal;
  readonly remedy: (settings: AzureSettings, claims: Claims) => string;
}

const expired = 700024;
const transient: readonly number[] = [90033, 90055, 50196];

const value = (claims: Claims, name: string): string => plainText(claimText(claims, name) ?? '', 300);
const always =
  (sentence: string): Known['remedy'] =>
  () =>
    sentence;
const register: Known['remedy'] = (_, claims) =>
  `Register a federated credential whose subject is exactly \`${value(claims, 'sub')}\`; \`mode: explain\` prints it ready to paste. A new one takes minutes to count.`;
const tenantIs: Known['remedy'] = ({ tenantId, cloud }) =>
  `Check \`tenant-id\` (${tenantId}) and \`azure-cloud\` (${cloud.name}): the tenant is not known in that cloud.`;

/** Microsoft Learn, "Microsoft Entra authentication and authorization error codes", and the texts in public issues. */
const known: Readonly<Record<number, Known>> = {
  70021: { as: 'exchange/denied', remedy: register },
  700213: { as: 'exchange/denied', remedy: register },
  7002138: {
    as: 'exchange/denied',
    remedy: (_, claims) =>
      `Only the case differs, and Entra compares exactly: change the subject of the federated credential to \`${value(claims, 'sub')}\`.`,
  },
  700211: {
    as: 'exchange/denied',
    remedy: (_, claims) =>
      `Set the issuer of the federated credential to exactly \`${value(claims, 'iss')}\`, without a slash at its end.`,
  },
  700212: {
    as: 'exchange/denied',
    remedy: (_, claims) =>
      `Set the audience of the federated credential to \`${value(claims, 'aud')}\`, or \`audience\` here to what it has.`,
  },
  70025: {
    as: 'exchange/denied',
    remedy: ({ clientId }) =>
      `The application ${clientId} has no federated credential at all; \`mode: explain\` prints the one to create.`,
  },
  53003: {
    as: 'exchange/denied',
    remedy: always(
      'A Conditional Access policy for workload identities blocks it, usually by the address of the runner; ask for an exception or a runner with a known address.',
    ),
  },
  50034: { as: 'exchange/denied', remedy: tenantIs },
  7000112: {
    as: 'exchange/denied',
    remedy: ({ clientId }) => `Enable the application ${clientId} in its tenant.`,
  },
  [expired]: {
    as: 'exchange/token-rejected',
    remedy: always("A fresh token was refused too: check the clock of this runner, and Entra's status."),
  },
  50013: {
    as: 'exchange/token-rejected',
    remedy: always('Check that Entra can read the key set of the issuer.'),
  },
  50027: {
    as: 'exchange/token-rejected',
    remedy: always('Check that Entra can read the key set of the issuer.'),
  },
  700027: {
    as: 'exchange/token-rejected',
    remedy: always('Check that Entra can read the key set of the issuer.'),
  },
  700016: {
    as: 'exchange/request-invalid',
    remedy: ({ clientId, tenantId }) =>
      `Check \`client-id\` (${clientId}: the application id, not the object id) and that the application exists in the tenant ${tenantId}.`,
  },
  700038: { as: 'exchange/request-invalid', remedy: ({ clientId }) => `Check \`client-id\` (${clientId}).` },
  90002: { as: 'exchange/request-invalid', remedy: tenantIs },
  900023: { as: 'exchange/request-invalid', remedy: tenantIs },
  900382: { as: 'exchange/request-invalid', remedy: tenantIs },
  500011: {
    as: 'exchange/request-invalid',
    remedy: always('Correct `azure-scopes`: the tenant does not know the resource.'),
  },
  70011: { as: 'exchange/request-invalid', remedy: always('Correct `azure-scopes`.') },
  1002012: {
    as: 'exchange/request-invalid',
    remedy: always('Correct `azure-scopes`: each ends in `/.default`.'),
  },
};

/** A fresh token may cure it, once. */
export function isCuredByFreshToken(error: EntraError): boolean {
  return error.code === expired;
}

export function isTransientRefusal(error: EntraError | undefined): boolean {
  return error !== undefined && transient.includes(error.code);
}

/** The error that users see for a refusal: our values of what Entra compared, and the likeliest remedy. */
export function explainRefusal(
  error: EntraError,
  status: number,
  settings: AzureSettings,
  claims: Claims,
): CodedError {
  const why = `Entra says: ${plainText(error.description, 400)}`;
  const entry = known[error.code];
  if (entry === undefined) {
    const unavailable = status === 429 || status >= 500 || isTransientRefusal(error);
    return failure(unavailable ? 'exchange/unavailable' : 'exchange/request-invalid', { what: why });
  }
  const details = [
    'What Entra could compare with the federated credentials of the application:',
    ...['iss', 'sub', 'aud'].map((name) => `  ${name.padEnd(20)} ${value(claims, name)}`),
    ...otherSubject(claims),
    ...(error.correlationId === undefined
      ? []
      : [`  correlation id       ${plainText(error.correlationId, 60)} (in Entra's sign-in log)`]),
  ].join('\n');
  const what = {
    'exchange/denied': `Entra does not let this job act as the application ${settings.clientId}.`,
    'exchange/token-rejected': 'Entra does not accept the token.',
    'exchange/request-invalid': 'Entra does not accept the request.',
    'exchange/unavailable': 'Entra could not answer.',
  }[entry.as];
  return failure(entry.as, { what, why, remedy: entry.remedy(settings, claims), details });
}

/** Repositories created, renamed or transferred since July 2026 have the other form of `sub`. */
function otherSubject(claims: Claims): string[] {
  const other = otherForm(claims.sub, claims);
  return other === undefined ? [] : [`  not (other form)     ${plainText(other, 300)}`];
}
