import { type CodedError, failure, plainText } from '@sallyport/errors';
import { type Claims, claimText, otherForm } from '@sallyport/github-identity';
import type { EntraError } from './entra-answer.ts';
import type { AzureSettings } from './settings.ts';

type Remedy = (settings: AzureSettings, claims: Claims) => string;

interface Known {
  readonly codes: readonly number[];
  readonly as: 'exchange/denied' | 'exchange/token-rejected' | 'exchange/request-invalid';
  readonly remedy: Remedy;
}

const expired = 700024;
const transient: readonly number[] = [90033, 90055, 50196];

const value = (claims: Claims, name: string): string => plainText(claimText(claims, name) ?? '', 300);

/** Microsoft Learn, "Microsoft Entra authentication and authorization error codes", and the texts in public issues. */
const known: readonly Known[] = [
  {
    codes: [70021, 700213],
    as: 'exchange/denied',
    remedy: (_, claims) =>
      `Register a federated credential whose subject is exactly \`${value(claims, 'sub')}\`; \`mode: explain\` prints it. A new one takes minutes to count.`,
  },
  {
    codes: [7002138],
    as: 'exchange/denied',
    remedy: (_, claims) =>
      `Only the case differs, and Entra compares exactly: change the subject of the federated credential to \`${value(claims, 'sub')}\`.`,
  },
  {
    codes: [700211],
    as: 'exchange/denied',
    remedy: (_, claims) =>
      `Set the issuer of the federated credential to exactly \`${value(claims, 'iss')}\`, without a slash at its end.`,
  },
  {
    codes: [700212],
    as: 'exchange/denied',
    remedy: (_, claims) =>
      `Set the audience of the federated credential to \`${value(claims, 'aud')}\`, or \`audience\` here to what it has.`,
  },
  {
    codes: [70025],
    as: 'exchange/denied',
    remedy: ({ clientId }) =>
      `The application ${clientId} has no federated credential at all; \`mode: explain\` prints the one to create.`,
  },
  {
    codes: [53003],
    as: 'exchange/denied',
    remedy: () =>
      'A Conditional Access policy blocks it, usually by the address of the runner: use a runner with a known one.',
  },
  {
    codes: [7000112],
    as: 'exchange/denied',
    remedy: ({ clientId }) => `Enable the application ${clientId} in its tenant.`,
  },
  { codes: [50034], as: 'exchange/denied', remedy: tenantUnknown },
  { codes: [90002, 900023, 900382], as: 'exchange/request-invalid', remedy: tenantUnknown },
  {
    codes: [expired],
    as: 'exchange/token-rejected',
    remedy: () => 'A fresh token was refused too: check the clock of this runner.',
  },
  {
    codes: [50013, 50027, 700027],
    as: 'exchange/token-rejected',
    remedy: () => 'Check that Entra can read the key set of the issuer.',
  },
  {
    codes: [700016, 700038],
    as: 'exchange/request-invalid',
    remedy: ({ clientId, tenantId }) =>
      `Check \`client-id\` (${clientId}: the application id, not the object id) and that the application exists in the tenant ${tenantId}.`,
  },
  {
    codes: [500011, 70011, 1002012],
    as: 'exchange/request-invalid',
    remedy: () => 'Correct `azure-scopes`: the tenant knows the resource, and each ends in `/.default`.',
  },
];

function tenantUnknown({ tenantId, cloud }: AzureSettings): string {
  return `Check \`tenant-id\` (${tenantId}) and \`azure-cloud\` (${cloud.name}): the tenant is not known in that cloud.`;
}

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
  const entry = known.find(({ codes }) => codes.includes(error.code));
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
  const what =
    entry.as === 'exchange/denied'
      ? `Entra does not let this job act as the application ${settings.clientId}.`
      : `Entra does not accept the ${entry.as === 'exchange/token-rejected' ? 'token' : 'request'}.`;
  return failure(entry.as, { what, why, remedy: entry.remedy(settings, claims), details });
}

/** Repositories created, renamed or transferred since July 2026 have the other form of `sub`. */
function otherSubject(claims: Claims): string[] {
  const other = otherForm(claims.sub, claims);
  return other === undefined ? [] : [`  not (other form)     ${plainText(other, 300)}`];
}
