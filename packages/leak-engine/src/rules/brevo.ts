import { hexLower, base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'brevo-api-key',
    title: 'Brevo (Sendinblue) API key',
    severity: 'high',
    shape: [oneOf('xkeysib-', 'xsmtpsib-'), run(hexLower, 64), '-', run(base62, 16)],
    remedy: 'Delete it in Brevo under SMTP & API > API keys.',
    source: 'https://developers.brevo.com/docs/getting-started',
  }),
];
