import { base62, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly prefix: string;
  readonly remedy: string;
}

const kinds: readonly Kind[] = [
  {
    id: 'project-key',
    title: 'project API key',
    prefix: 'sk-proj-',
    remedy: 'Delete it at platform.openai.com under the project > API keys.',
  },
  {
    id: 'service-account-key',
    title: 'service account key',
    prefix: 'sk-svcacct-',
    remedy: 'Delete the service account at platform.openai.com under the project > Members.',
  },
  {
    id: 'admin-key',
    title: 'admin API key',
    prefix: 'sk-admin-',
    remedy: 'Delete it at platform.openai.com under Organization > Admin keys.',
  },
];

export const rules: readonly Rule[] = [
  ...kinds.map(({ id, title, prefix, remedy }) =>
    token({
      id: `openai-${id}`,
      title: `OpenAI ${title}`,
      severity: 'critical',
      shape: [
        prefix,
        oneOf([run(base64url, 74)], [run(base64url, 58)], [run(base64url, 20)]),
        'T3BlbkFJ',
        oneOf([run(base64url, 74)], [run(base64url, 58)], [run(base64url, 20)]),
      ],
      remedy,
    }),
  ),
  token({
    id: 'openai-api-key',
    title: 'OpenAI API key',
    severity: 'critical',
    shape: ['sk-', run(base62, 20), 'T3BlbkFJ', run(base62, 20)],
    remedy: 'Delete it at platform.openai.com under Settings > API keys.',
  }),
];
