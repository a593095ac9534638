import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'elevenlabs-api-key',
    title: 'ElevenLabs API key',
    severity: 'high',
    names: ['elevenlabs_api_key', 'eleven_api_key', 'elevenlabs_key'],
    shape: ['sk_', run(hexLower, 48)],
    remedy: 'Delete it at elevenlabs.io under Developers > API Keys.',
  }),
];
