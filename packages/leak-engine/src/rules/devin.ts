import { lower, base64 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'devin-personal-api-key',
    title: 'Devin personal API key',
    severity: 'high',
    shape: ['apk_user_', run(base64, 120, 180), oneOf('==', '=', '')],
    remedy: 'Revoke it at app.devin.ai under Settings > API keys.',
  }),
  token({
    id: 'devin-service-api-key',
    title: 'Devin service API key',
    severity: 'high',
    shape: ['apk_', run(base64, 80, 100), oneOf('==', '=', '')],
    remedy: 'Revoke it at app.devin.ai under Settings > API keys.',
  }),
  token({
    id: 'devin-service-user-token',
    title: 'Devin service user token',
    severity: 'high',
    shape: ['cog_', run(`${lower}234567`, 52)],
    remedy: 'Revoke it at app.devin.ai under Enterprise settings > Service users.',
  }),
];
