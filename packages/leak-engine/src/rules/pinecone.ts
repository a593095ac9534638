import { base62 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'pinecone-api-key',
    title: 'Pinecone API key',
    severity: 'high',
    shape: ['pcsk_', run(base62, 5, 6), '_', run(base62, 63)],
    remedy: 'Delete it at app.pinecone.io under the project > API keys.',
  }),
];
