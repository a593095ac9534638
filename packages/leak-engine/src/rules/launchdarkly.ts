import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'launchdarkly-sdk-key',
    title: 'LaunchDarkly server-side SDK key',
    severity: 'medium',
    shape: ['sdk-', ...uuid],
    remedy: 'Reset it in LaunchDarkly under the project > Environments > the environment.',
    source: 'https://launchdarkly.com/docs/sdk/concepts/client-side-server-side#keys',
  }),
  assigned({
    id: 'launchdarkly-access-token',
    title: 'LaunchDarkly access token',
    severity: 'high',
    names: ['launchdarkly_access_token', 'launchdarkly_api_key', 'launchdarkly_api_token', 'ld_access_token'],
    shape: ['api-', ...uuid],
    remedy: 'Delete or reset it in LaunchDarkly under Organization settings > Authorization.',
    source: 'https://launchdarkly.com/docs/home/account/api',
  }),
];
