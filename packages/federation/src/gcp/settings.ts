import { failure, plainText } from '@sallyport/errors';
import type { InputSource } from '../provider.ts';
import { readProviderName } from './provider-name.ts';

export type TokenFormat = 'access_token' | 'id_token';

export interface GcpSettings {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>` */
  readonly providerName: string;
  /** The audience of the job's token. */
  readonly audience: string;
  /** Absent: the federated principal itself is granted access. */
  readonly serviceAccount: string | undefined;
  readonly delegates: readonly string[];
  readonly tokenFormat: TokenFormat;
  readonly scopes: readonly string[];
  readonly lifetimeSeconds: number;
  readonly idTokenAudience: string | undefined;
  readonly includeEmail: boolean;
  readonly projectId: string | undefined;
  readonly universe: string;
  /** `https://host`, without a trailing slash. */
  readonly stsEndpoint: string;
  readonly iamEndpoint: string;
  readonly requestReason: string | undefined;
}

const ownInputs = [
  'workload-identity-provider',
  'service-account',
  'token-format',
  'access-token-scopes',
  'access-token-lifetime',
  'id-token-audience',
  'id-token-include-email',
  'project-id',
  'request-reason',
] as const;

/** Names in `action.yml`; those with underscores are google-github-actions/auth's. */
export const gcpInputs: readonly string[] = [
  ...ownInputs,
  ...ownInputs.map(underscored),
  'delegates',
  'universe',
  'gcp-sts-endpoint',
  'gcp-iam-credentials-endpoint',
];

const cloudPlatform = 'https://www.googleapis.com/auth/cloud-platform';

/** google-github-actions/auth's name of the same input. */
function aliased(name: string): { readonly aliases: readonly string[] } {
  return { aliases: [underscored(name)] };
}

function underscored(name: string): string {
  return name.replaceAll('-', '_');
}

/** Everything about Google Cloud that can be wrong before a request. @throws CodedError `inputs/*` */
export function readGcpSettings(inputs: InputSource): GcpSettings {
  const optional = (name: string): string | undefined => inputs.optional(name, aliased(name));
  const universe = inputs.text('universe', { default: 'googleapis.com' });
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(universe))
    throw invalid('universe', universe, 'Write a domain, as in `googleapis.com`.');
  const providerName = readProviderName(
    inputs.text('workload-identity-provider', { ...aliased('workload-identity-provider'), required: true }),
  );
  const serviceAccount = optional('service-account');
  if (serviceAccount !== undefined) checkServiceAccount('service-account', serviceAccount);
  const delegates = inputs.list('delegates', { commas: true });
  for (const delegate of delegates) checkServiceAccount('delegates', delegate);
  const settings: GcpSettings = {
    providerName,
    // Google's default allowed audience; the name of the provider always has the public domain.
    audience: inputs.text('audience', { default: `https://iam.googleapis.com/${providerName}` }),
    serviceAccount,
    delegates,
    tokenFormat: readTokenFormat(inputs),
    scopes: readScopes(inputs),
    lifetimeSeconds: readLifetime(optional('access-token-lifetime')),
    idTokenAudience: optional('id-token-audience'),
    includeEmail: inputs.boolean('id-token-include-email', {
      default: false,
      ...aliased('id-token-include-email'),
    }),
    projectId: optional('project-id') ?? projectOf(serviceAccount),
    universe,
    stsEndpoint: readEndpoint(inputs, 'gcp-sts-endpoint', `https://sts.${universe}`),
    iamEndpoint: readEndpoint(inputs, 'gcp-iam-credentials-endpoint', `https://iamcredentials.${universe}`),
    requestReason: optional('request-reason'),
  };
  checkTogether(settings, optional);
  return settings;
}

/** What needs a service account, and what needs its counterpart. */
function checkTogether(settings: GcpSettings, optional: (name: string) => string | undefined): void {
  const conflict = (what: string, remedy: string): Error => failure('inputs/conflict', { what, remedy });
  const wantsId = settings.tokenFormat === 'id_token';
  if (settings.serviceAccount === undefined) {
    const needing = [
      ...(wantsId ? ['token-format: id_token'] : []),
      ...(settings.delegates.length > 0 ? ['delegates'] : []),
      ...(optional('access-token-lifetime') === undefined ? [] : ['access-token-lifetime']),
    ];
    const [first] = needing;
    if (first !== undefined) {
      throw conflict(
        `The input \`${first}\` is given without \`service-account\`.`,
        'Add `service-account`: only an impersonated token has this.',
      );
    }
  }
  if (wantsId !== (settings.idTokenAudience !== undefined)) {
    throw conflict(
      'Of `token-format: id_token` and `id-token-audience` only one is given.',
      'Give both: an ID token is for one audience.',
    );
  }
}

function readTokenFormat(inputs: InputSource): TokenFormat {
  const format = inputs.text('token-format', { ...aliased('token-format'), default: 'access_token' });
  if (format === 'access_token' || format === 'id_token') return format;
  throw invalid('token-format', format, 'Use one of: access_token, id_token.');
}

function readScopes(inputs: InputSource): string[] {
  const scopes = inputs
    .list('access-token-scopes', { ...aliased('access-token-scopes'), commas: true })
    .flatMap((entry) => entry.split(/\s+/));
  for (const scope of scopes) {
    if (!/^https:\/\/[\w./-]+$|^(openid|email|profile)$/.test(scope)) {
      throw invalid('access-token-scopes', scope, `Write each scope in full, as in \`${cloudPlatform}\`.`);
    }
  }
  return scopes.length === 0 ? [cloudPlatform] : scopes;
}

// IAM Credentials API, generateAccessToken: an hour, or twelve where the organisation allows it.
function readLifetime(text = '900'): number {
  const seconds = /^\d{1,6}s?$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (seconds >= 60 && seconds <= 43_200) return seconds;
  throw invalid('access-token-lifetime', text, 'Write 60 to 43200 seconds, as in `900` or `900s`.');
}

function readEndpoint(inputs: InputSource, name: string, fallback: string): string {
  const text = inputs.text(name, { default: fallback });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '')
    return url.origin;
  throw invalid(name, text, `Write scheme and host only, as in \`${fallback}\`.`);
}

/** An email address or the numeric unique id (IAM, "Service account identifiers"); it becomes part of a URL. */
function checkServiceAccount(name: string, text: string): void {
  if (/^\d{15,25}$|^[\w.-]{1,64}@[\w.-]{1,190}\.[a-z]{2,}$/.test(text)) return;
  throw invalid(name, text, 'Write it as in `deploy@my-project.iam.gserviceaccount.com`.');
}

function projectOf(serviceAccount: string | undefined): string | undefined {
  return /@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(serviceAccount ?? '')?.[1];
}

function invalid(name: string, value: string, remedy: string): Error {
  return failure('inputs/invalid', {
    what: `The input \`${name}\` does not allow "${plainText(value, 80)}".`,
    remedy,
  });
}
