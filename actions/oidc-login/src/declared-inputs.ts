import { providers } from '@sallyport/federation';
import { acceptedWithoutEffect, unsupported } from './migrated-inputs.ts';

/** Every name in action.yml; a test holds the two together. */
export const declaredInputs: readonly string[] = [
  'provider',
  'claims',
  'claims-file',
  'claims-sha256',
  'audience',
  'issuer',
  'mode',
  'check-run-id',
  'when-unavailable',
  'ca-certificate',
  'http-proxy',
  'no-proxy',
  'expose',
  'run',
  'shell',
  'timeout-seconds',
  'action-timeout-s',
  'output-env-credentials',
  'output-credentials',
  'export_environment_variables',
  ...providers.flatMap(({ inputs }) => inputs),
  ...acceptedWithoutEffect,
  ...Object.keys(unsupported),
];
