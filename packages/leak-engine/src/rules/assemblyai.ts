import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'assemblyai-api-key',
    title: 'AssemblyAI API key',
    severity: 'high',
    names: ['assemblyai_api_key', 'assembly_ai_api_key', 'aai_api_key'],
    shape: [run(hexLower, 32)],
    remedy: 'Delete it in the AssemblyAI dashboard under API Keys.',
  }),
];
