import { failure } from '@sallyport/errors';
import { chooseProvider, type Provider } from '@sallyport/federation';
import { type PolicySource, readPolicySource, type Script } from '@sallyport/identity-step';
import { type InputReader, shells } from '@sallyport/runner';
import { readMigratedExposure, refuseUnsupported } from './migrated-inputs.ts';

export const modes = ['login', 'assert', 'explain', 'probe'] as const;
export type Mode = (typeof modes)[number];

const exposures = ['env', 'outputs', 'files', 'none'] as const;
export type ExposureKind = (typeof exposures)[number];

/** A provider with its settings, checked. */
export interface ChosenProvider {
  readonly provider: Provider;
  readonly settings: unknown;
}

export interface LoginInputs {
  readonly mode: Mode;
  /** Absent for `provider: none`. */
  readonly chosen: ChosenProvider | undefined;
  readonly policy: PolicySource | undefined;
  readonly audience: string;
  readonly issuer: string | undefined;
  readonly checkRunId: string | undefined;
  readonly skipWhenUnavailable: boolean;
  readonly certificateAuthorities: string | undefined;
  readonly proxy: string | undefined;
  readonly noProxy: string | undefined;
  readonly expose: ReadonlySet<Exclude<ExposureKind, 'none'>>;
  readonly script: Script | undefined;
  readonly timeoutSeconds: number;
}

/** The audience of a token that is only asserted: nobody else accepts it. */
const assertAudience = 'sallyport';

/**
 * All inputs as one value, once, each checked before any request.
 * @throws CodedError `inputs/*`
 */
export function readLoginInputs(inputs: InputReader): LoginInputs {
  refuseUnsupported(inputs);
  const mode = inputs.choice('mode', modes, { default: 'login' });
  const chosen = readProvider(inputs);
  const script = readScript(inputs);
  return {
    mode,
    chosen,
    policy: readPolicySource(inputs),
    audience:
      chosen?.provider.audience(chosen.settings) ?? inputs.text('audience', { default: assertAudience }),
    issuer: inputs.optional('issuer'),
    checkRunId: inputs.optional('check-run-id'),
    skipWhenUnavailable: inputs.choice('when-unavailable', ['fail', 'skip'], { default: 'fail' }) === 'skip',
    certificateAuthorities: inputs.optional('ca-certificate'),
    proxy: inputs.optional('http-proxy'),
    noProxy: inputs.optional('no-proxy'),
    expose: readExposure(inputs, script !== undefined),
    script,
    timeoutSeconds: readTimeout(inputs),
  };
}

/** Shared with the post step, which reads nothing else. */
export function readTimeout(inputs: InputReader): number {
  return inputs.integer('timeout-seconds', {
    min: 1,
    max: 3600,
    default: 60,
    unit: 'seconds',
    aliases: ['action-timeout-s'],
  });
}

function readProvider(inputs: InputReader): ChosenProvider | undefined {
  const provider = chooseProvider(inputs.optional('provider'), (name) => inputs.optional(name) !== undefined);
  return provider === undefined ? undefined : { provider, settings: provider.readSettings(inputs) };
}

function readExposure(inputs: InputReader, hasScript: boolean): LoginInputs['expose'] {
  const migrated = readMigratedExposure(inputs, hasScript ? 'none' : 'env');
  const kinds = inputs.words('expose', exposures, { default: migrated });
  if (kinds.includes('none') && kinds.length > 1) {
    throw failure('inputs/conflict', { what: 'The input `expose` says `none` and something else.' });
  }
  return new Set(kinds.filter((kind) => kind !== 'none'));
}

function readScript(inputs: InputReader): LoginInputs['script'] {
  const text = inputs.optional('run');
  const shell = inputs.choice('shell', shells, { default: 'bash' });
  return text === undefined ? undefined : { text: `${text}\n`, shell };
}
