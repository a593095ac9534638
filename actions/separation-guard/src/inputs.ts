import { resolve } from 'node:path';
import type { Runner } from '@sallyport/runner';
import { policyPath } from '@sallyport/separation';

export const failOn = ['violated', 'unverifiable', 'warning', 'never'] as const;

/** Every input, checked; paths are absolute. */
export interface GuardInputs {
  readonly root: string;
  readonly config: string;
  /** Whether somebody named the policy file, so that it has to exist. */
  readonly configIsDemanded: boolean;
  readonly failOn: (typeof failOn)[number];
  readonly baseline: string | undefined;
  readonly sarifFile: string;
  readonly reportFile: string;
  readonly remote: string | undefined;
  readonly timeoutSeconds: number;
}

/** Every name in action.yml; a test holds the two together. */
export const declaredInputs: readonly string[] = [
  'mode',
  'path',
  'config',
  'fail-on',
  'baseline',
  'sarif-file',
  'report-file',
  'remote',
  'timeout-seconds',
];

/** @throws CodedError `inputs/invalid` */
export function readGuardInputs({ inputs, environment }: Runner): GuardInputs {
  const workspace = environment['GITHUB_WORKSPACE'] ?? '.';
  const temporary = environment['RUNNER_TEMP'] ?? workspace;
  const path = (name: string): string | undefined => {
    const value = inputs.optional(name);
    return value === undefined ? undefined : resolve(workspace, value);
  };
  inputs.choice('mode', ['check'], { default: 'check' });
  const root = resolve(workspace, inputs.text('path', { default: '.' }));
  const config = inputs.text('config', { default: policyPath });
  return {
    root,
    config: resolve(root, config),
    configIsDemanded: config !== policyPath,
    failOn: inputs.choice('fail-on', failOn, { default: 'violated' }),
    baseline: path('baseline'),
    sarifFile: path('sarif-file') ?? resolve(temporary, 'separation-guard.sarif'),
    reportFile: path('report-file') ?? resolve(temporary, 'separation-guard.json'),
    remote: path('remote'),
    timeoutSeconds: inputs.integer('timeout-seconds', { min: 1, max: 3600, default: 120, unit: 'seconds' }),
  };
}
