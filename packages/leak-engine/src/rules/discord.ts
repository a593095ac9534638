import { digits, base64url } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'discord-webhook',
    title: 'Discord webhook',
    severity: 'medium',
    shape: [
      oneOf(
        'https://discord.com/api/webhooks/',
        'https://discordapp.com/api/webhooks/',
        'https://canary.discord.com/api/webhooks/',
        'https://ptb.discord.com/api/webhooks/',
      ),
      run(digits, 17, 20),
      '/',
      run(base64url, 60, 80),
    ],
    remedy: 'Delete it in Discord under the channel > Integrations > Webhooks, or send DELETE to it.',
    source: 'https://discord.com/developers/docs/resources/webhook',
  }),
  assigned({
    id: 'discord-bot-token',
    title: 'Discord bot token',
    severity: 'critical',
    names: ['discord_token', 'discord_bot_token', 'discord_api_token', 'discord_auth_token'],
    shape: [run(base64url, 23, 28), '.', run(base64url, 6), '.', run(base64url, 27, 40)],
    remedy: 'Reset it in the Discord Developer Portal under the application > Bot.',
    source: 'https://discord.com/developers/docs/reference#authentication',
  }),
];
