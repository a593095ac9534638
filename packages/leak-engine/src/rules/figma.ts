import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'figma-pat',
    title: 'Figma personal access token',
    severity: 'high',
    shape: ['figd_', run(base64url, 38, 42)],
    remedy: 'Revoke it in Figma under Settings > Security > Personal access tokens.',
    source: 'https://developers.figma.com/docs/rest-api/authentication/',
  }),
];
