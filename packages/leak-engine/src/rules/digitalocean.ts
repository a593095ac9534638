import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

const source = 'https://docs.digitalocean.com/reference/api/create-personal-access-token/';

export const rules: readonly Rule[] = [
  token({
    id: 'digitalocean-pat',
    title: 'DigitalOcean personal access token',
    severity: 'critical',
    shape: ['dop_v1_', run(hexLower, 64)],
    remedy: 'Delete it in the control panel under API > Tokens.',
    source,
  }),
  token({
    id: 'digitalocean-oauth-token',
    title: 'DigitalOcean OAuth access token',
    severity: 'critical',
    shape: ['doo_v1_', run(hexLower, 64)],
    remedy: 'Revoke the application in the control panel under API > OAuth applications.',
    source,
  }),
  token({
    id: 'digitalocean-refresh-token',
    title: 'DigitalOcean OAuth refresh token',
    severity: 'critical',
    shape: ['dor_v1_', run(hexLower, 64)],
    remedy: 'Revoke the application in the control panel under API > OAuth applications.',
    source,
  }),
];
