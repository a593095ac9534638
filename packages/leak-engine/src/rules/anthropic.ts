import { base64url } from '../alphabets.ts';
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
    id: 'api-key',
    title: 'API key',
    prefix: 'sk-ant-api03-',
    remedy: 'Delete it in the Claude Console under Settings > API keys.',
  },
  {
    id: 'admin-key',
    title: 'Admin API key',
    prefix: 'sk-ant-admin01-',
    remedy: 'Delete it in the Claude Console under Settings > Admin keys.',
  },
  {
    id: 'oauth-token',
    title: 'OAuth access token',
    prefix: 'sk-ant-oat01-',
    remedy: 'Log out of all sessions under claude.ai > Settings > Account, which ends the token.',
  },
  {
    id: 'refresh-token',
    title: 'OAuth refresh token',
    prefix: 'sk-ant-ort01-',
    remedy: 'Log out of all sessions under claude.ai > Settings > Account, which ends the token.',
  },
];

export const rules: readonly Rule[] = kinds.map(({ id, title, prefix, remedy }) =>
  token({
    id: `anthropic-${id}`,
    title: `Anthropic ${title}`,
    severity: 'critical',
    shape: [prefix, run(base64url, 93), 'AA'],
    remedy,
  }),
);
