import { failure } from '@sallyport/errors';
import type { InputReader } from '@sallyport/runner';
import type { ExposureKind } from './inputs.ts';

/**
 * Inputs of configure-aws-credentials, azure/login and google-github-actions/auth that have no counterpart here, with the
 * reason. They are declared in action.yml so that a workflow that is moved over is told, rather than silently changed.
 */
export const unsupported: Readonly<Record<string, string>> = {
  'aws-access-key-id': 'Static keys are what this action replaces.',
  'aws-secret-access-key': 'Static keys are what this action replaces.',
  'aws-session-token': 'Static keys are what this action replaces.',
  'web-identity-token-file': "Only the job's own token is verified and exchanged.",
  'role-chaining': 'Credentials of an earlier step are never picked up.',
  'use-existing-credentials': 'Credentials of an earlier step are never picked up.',
  'force-skip-oidc': 'There is no other way to log in here.',
  'special-characters-workaround': 'It asked for credentials again and again until they looked harmless.',
  credentials_json: 'Static keys are what this action replaces.',
  access_token_subject: 'Domain-wide delegation acts as a person, whom no claim of the job names.',
  creds: 'Static secrets are what this action replaces.',
  'enable-AzPSSession':
    'A session of Azure PowerShell holds the token where every process of this user reads it.',
};

/**
 * Names that are accepted and change nothing: what they asked for is always so here.
 * `unset-current-credentials`: an earlier login is always replaced as a whole. `overwrite-aws-profile`: the profile is
 * in a file of our own. `disable-retry`, `retry-max-attempts`: one deadline bounds all tries.
 * `role-skip-session-tagging`: a web identity login carries no session tags.
 * `allow-no-subscriptions`: none is ever required. `create_credentials_file`: the file is private and deleted.
 * `auth-type`, `cleanup_credentials`: one value is always so here, and any other is refused.
 */
export const acceptedWithoutEffect = [
  'unset-current-credentials',
  'overwrite-aws-profile',
  'disable-retry',
  'retry-max-attempts',
  'role-skip-session-tagging',
  'allow-no-subscriptions',
  'auth-type',
  'create_credentials_file',
  'cleanup_credentials',
] as const;

/** @throws CodedError `inputs/unsupported` */
export function refuseUnsupported(inputs: InputReader): void {
  for (const [name, why] of Object.entries(unsupported)) {
    const value = inputs.optional(name);
    if (value === undefined || value === 'false') continue;
    throw failure('inputs/unsupported', { what: `The input \`${name}\` is not supported.`, why });
  }
  if (inputs.text('auth-type', { default: 'SERVICE_PRINCIPAL' }) !== 'SERVICE_PRINCIPAL') {
    throw failure('inputs/unsupported', {
      what: 'The input `auth-type` allows `SERVICE_PRINCIPAL` only.',
      why: "A managed identity is that of the runner, not the job's own, and no claim of the job can be asserted for it.",
    });
  }
  if (!inputs.boolean('cleanup_credentials', { default: true })) {
    throw failure('inputs/unsupported', {
      what: 'The input `cleanup_credentials` allows `true` only.',
      why: 'What is handed over is always taken back.',
    });
  }
}

/**
 * What configure-aws-credentials' own inputs say about exposure: a profile replaces the environment unless
 * `output-env-credentials` asks for it, and `output-credentials` adds outputs; so does a `token-format` of
 * google-github-actions/auth, and its `export_environment_variables` is the same switch.
 */
export function readMigratedExposure(inputs: InputReader, fallback: ExposureKind): ExposureKind[] {
  const profile = inputs.optional('aws-profile') !== undefined;
  const environment = inputs.boolean('output-env-credentials', {
    default: !profile && fallback === 'env',
    aliases: ['export_environment_variables'],
  });
  const hasFormat = inputs.optional('token-format', { aliases: ['token_format'] }) !== undefined;
  const outputs = inputs.boolean('output-credentials', { default: hasFormat });
  const kinds: ExposureKind[] = [
    ...(environment ? (['env'] as const) : []),
    ...(outputs ? (['outputs'] as const) : []),
    ...(profile ? (['files'] as const) : []),
  ];
  return kinds.length === 0 ? ['none'] : kinds;
}
