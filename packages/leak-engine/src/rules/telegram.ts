import { digits, base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'telegram-bot-token',
    title: 'Telegram bot token',
    severity: 'high',
    shape: [run(digits, 8, 10), ':AA', run(base64url, 33)],
    remedy: 'Send /revoke to @BotFather, which gives the bot another token.',
    source: 'https://core.telegram.org/bots/api#authorizing-your-bot',
  }),
];
