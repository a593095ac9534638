import { hexLower, base62 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { marks, run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'twilio-api-key',
    title: 'Twilio API key SID',
    severity: 'medium',
    shape: [marks('SK', hexLower), run(hexLower, 31)],
    remedy:
      'Delete the key in the Twilio console under Account > API keys & tokens, and look for its secret nearby.',
    source: 'https://www.twilio.com/docs/iam/api-keys',
  }),
  assigned({
    id: 'twilio-auth-token',
    title: 'Twilio auth token or API key secret',
    severity: 'critical',
    names: ['twilio_auth_token', 'twilio_token', 'twilio_api_secret', 'twilio_api_key_secret'],
    shape: [run(base62, 32)],
    remedy:
      'Promote the secondary auth token, or delete the API key, in the Twilio console under API keys & tokens.',
    source: 'https://www.twilio.com/docs/iam/api/authtoken',
  }),
];
