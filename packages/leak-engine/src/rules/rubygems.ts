import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'rubygems-api-key',
    title: 'RubyGems API key',
    severity: 'critical',
    shape: ['rubygems_', run(hexLower, 48)],
    remedy: 'Delete it under rubygems.org > Settings > API keys.',
    source: 'https://guides.rubygems.org/api-key-scopes/',
  }),
];
