import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'mapbox-secret-token',
    title: 'Mapbox secret access token',
    severity: 'high',
    shape: ['sk.eyJ', run(base64url, 57, 240), '.', run(base64url, 22)],
    remedy: 'Delete it in Mapbox under Account > Access tokens.',
    source: 'https://docs.mapbox.com/api/accounts/tokens/',
  }),
];
