import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'deepgram-api-key',
    title: 'Deepgram API key',
    severity: 'high',
    names: ['deepgram_api_key', 'deepgram_key'],
    shape: [run(hexLower, 40)],
    remedy: 'Delete it at console.deepgram.com under the project > API Keys.',
  }),
];
