import { hexLower, base62, base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

const source = 'https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/';

export const rules: readonly Rule[] = [
  token({
    id: 'cloudflare-user-token',
    title: 'Cloudflare user API token',
    severity: 'critical',
    shape: ['cfut_', run(base62, 40), run(hexLower, 8)],
    remedy: 'Roll or delete it in the dashboard under My Profile > API Tokens.',
    source,
  }),
  token({
    id: 'cloudflare-account-token',
    title: 'Cloudflare account API token',
    severity: 'critical',
    shape: ['cfat_', run(base62, 40), run(hexLower, 8)],
    remedy: 'Roll or delete it in the dashboard under Manage Account > Account API Tokens.',
    source,
  }),
  token({
    id: 'cloudflare-global-key',
    title: 'Cloudflare Global API Key',
    severity: 'critical',
    shape: ['cfk_', run(base62, 40), run(hexLower, 8)],
    remedy: 'Change it in the dashboard under My Profile > API Tokens > Global API Key.',
    source,
  }),
  token({
    id: 'cloudflare-origin-ca-key',
    title: 'Cloudflare Origin CA key',
    severity: 'high',
    shape: ['v1.0-', run(hexLower, 24), '-', run(hexLower, 146)],
    remedy: 'Change it in the dashboard under My Profile > API Tokens > Origin CA Key.',
  }),
  assigned({
    id: 'cloudflare-legacy-token',
    title: 'Cloudflare API token (before 2026)',
    severity: 'critical',
    names: ['cloudflare_api_token', 'cloudflare_token', 'cf_api_token', 'cloudflare_dns_api_token'],
    shape: [run(base64url, 40)],
    remedy: 'Roll or delete it in the dashboard under My Profile > API Tokens.',
    source,
  }),
  assigned({
    id: 'cloudflare-legacy-global-key',
    title: 'Cloudflare Global API Key (before 2026)',
    severity: 'critical',
    names: ['cloudflare_api_key', 'cloudflare_global_api_key', 'cf_api_key', 'x_auth_key'],
    shape: [run(hexLower, 37)],
    remedy: 'Change it in the dashboard under My Profile > API Tokens > Global API Key.',
    source,
  }),
];
