import { lowerAlnum } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'nuget-api-key',
    title: 'NuGet API key',
    severity: 'critical',
    shape: ['oy2', run(lowerAlnum, 43)],
    remedy: 'Delete or regenerate it under nuget.org > API Keys.',
    source: 'https://learn.microsoft.com/nuget/nuget-org/publish-a-package',
  }),
];
