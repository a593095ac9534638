import { base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run, uuid } from '../shape.ts';
import { token } from '../token.ts';

const remedy =
  'Regenerate it in the Heroku dashboard under Account settings, or run `heroku authorizations:revoke`.';

export const rules: readonly Rule[] = [
  token({
    id: 'heroku-api-key',
    title: 'Heroku API key',
    severity: 'critical',
    shape: ['HRKU-AA', run(base64url, 58)],
    remedy,
  }),
  assigned({
    id: 'heroku-legacy-api-key',
    title: 'Heroku API key (without prefix)',
    severity: 'critical',
    names: ['heroku_api_key', 'heroku_key', 'heroku_api_token', 'heroku_token', 'heroku_auth_token'],
    shape: uuid,
    remedy,
  }),
];
