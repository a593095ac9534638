import { base62, base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly prefix: string;
  readonly remedy: string;
}

const kinds: readonly Kind[] = [
  {
    id: 'pat',
    title: 'personal access token',
    prefix: 'vcp_',
    remedy: 'Delete it under Account settings > Tokens.',
  },
  {
    id: 'app-access-token',
    title: 'app access token',
    prefix: 'vca_',
    remedy:
      'Remove the app under Account settings > Authentication > Apps; the token itself lives for an hour.',
  },
  {
    id: 'app-refresh-token',
    title: 'app refresh token',
    prefix: 'vcr_',
    remedy: 'Remove the app under Account settings > Authentication > Apps.',
  },
  {
    id: 'integration-token',
    title: 'integration token',
    prefix: 'vci_',
    remedy: 'Uninstall the integration from the team under Integrations, and install it again.',
  },
  {
    id: 'ai-gateway-key',
    title: 'AI Gateway key',
    prefix: 'vck_',
    remedy: 'Delete it under AI Gateway > API keys.',
  },
];

export const rules: readonly Rule[] = [
  ...kinds.map(({ id, title, prefix, remedy }) =>
    token({
      id: `vercel-${id}`,
      title: `Vercel ${title}`,
      severity: 'critical',
      shape: [prefix, run(base64url, 56)],
      remedy,
    }),
  ),
  assigned({
    id: 'vercel-legacy-token',
    title: 'Vercel access token (without prefix)',
    severity: 'critical',
    names: ['vercel_token', 'vercel_api_token', 'vercel_access_token', 'now_token'],
    shape: [run(base62, 24)],
    remedy: 'Delete it under Account settings > Tokens.',
  }),
];
