import { hexLower } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run, uuid } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'microsoft-teams-webhook',
    title: 'Microsoft Teams incoming webhook',
    severity: 'medium',
    shape: [
      '.webhook.office.com/webhookb2/',
      ...uuid,
      '@',
      ...uuid,
      '/IncomingWebhook/',
      run(hexLower, 32),
      '/',
      ...uuid,
    ],
    boundary: 'none',
    remedy: 'Remove the connector or workflow from the channel and make another.',
    source:
      'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
  }),
];
