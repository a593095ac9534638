import { upperAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'defined-networking-api-key',
    title: 'Defined Networking API key',
    severity: 'high',
    shape: ['dnkey-', run(upperAlnum, 26), '-', run(upperAlnum, 52)],
    remedy: 'Delete it in the admin panel under Settings > API keys.',
    source: 'https://docs.defined.net/guides/automating-host-creation/',
  }),
];
