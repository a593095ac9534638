import { base62, base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'netlify-token',
    title: 'Netlify access token',
    severity: 'critical',
    shape: [oneOf('nfp_', 'nfo_', 'nfu_', 'nfb_', 'nfc_'), run(base62, 36)],
    remedy: 'Delete it under User settings > Applications > Personal access tokens.',
    source: 'https://docs.netlify.com/api/get-started/',
  }),
  assigned({
    id: 'netlify-legacy-token',
    title: 'Netlify access token (without prefix)',
    severity: 'critical',
    names: ['netlify_auth_token', 'netlify_token', 'netlify_access_token', 'netlify_api_token'],
    shape: [run(base64url, 40, 46)],
    remedy: 'Delete it under User settings > Applications > Personal access tokens.',
  }),
];
