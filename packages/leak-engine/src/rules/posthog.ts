import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'posthog-personal-api-key',
    title: 'PostHog personal API key',
    severity: 'high',
    shape: ['phx_', run(base64url, 41, 49)],
    remedy: 'Roll or delete it in PostHog under Settings > User > Personal API keys.',
    source: 'https://posthog.com/docs/api',
  }),
];
