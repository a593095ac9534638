import { hexLower, base64 } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import { decodeObject, encodeObject } from '../checksums/encoded-json.ts';
import { byStructure } from '../proof.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

const source = 'https://docs.sentry.io/security-legal-pii/security/token-formats/';
const mark = 'sntrys_';

export const rules: readonly Rule[] = [
  token({
    id: 'sentry-organization-token',
    title: 'Sentry organization auth token',
    severity: 'high',
    shape: ['sntrys_eyJ', run(base64, 40, 600), oneOf('==', '=', ''), '_', run(base64, 43)],
    seal: (text) => {
      const claims = {
        iat: text.length,
        url: 'https://sentry.io',
        region_url: 'https://us.sentry.io',
        org: 'acme',
      };
      return `${mark}${encodeObject(claims)}_${text.slice(-43)}`;
    },
    prove: byStructure((value) => {
      const claims = decodeObject(value.slice(mark.length, value.lastIndexOf('_')));
      return claims !== undefined && 'org' in claims;
    }),
    remedy: 'Revoke it in Sentry under Settings > Organization tokens.',
    source,
  }),
  token({
    id: 'sentry-user-token',
    title: 'Sentry personal auth token',
    severity: 'high',
    shape: ['sntryu_', run(hexLower, 64)],
    remedy: 'Revoke it in Sentry under User settings > Personal tokens.',
    source,
  }),
  token({
    id: 'sentry-integration-token',
    title: 'Sentry internal integration token',
    severity: 'high',
    shape: [oneOf('sntrya_', 'sntryi_'), run(hexLower, 64)],
    remedy: 'Revoke it in Sentry under Settings > Custom integrations.',
    source,
  }),
  assigned({
    id: 'sentry-legacy-token',
    title: 'Sentry auth token (without prefix)',
    severity: 'high',
    names: ['sentry_auth_token', 'sentry_token', 'sentry_api_key'],
    shape: [run(hexLower, 64)],
    remedy: 'Revoke it in Sentry under User settings > Personal tokens.',
    source,
  }),
];
