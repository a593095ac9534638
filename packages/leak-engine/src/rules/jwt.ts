import { base62, base64url } from '../alphabets.ts';
import { decodeObject, encodeObject } from '../checksums/encoded-json.ts';
import type { Example, Inspection, Rule } from '../rule.ts';

const issuers: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/token\.actions\.githubusercontent\.com/, 'it is an OIDC token of a GitHub Actions job'],
  [/^https:\/\/gitlab\./, 'it is an id token of a GitLab job'],
  [/^(kubernetes\/serviceaccount|https:\/\/kubernetes\.default)/, 'it is a Kubernetes service account token'],
  [/^https:\/\/(sts\.windows\.net|login\.microsoftonline\.com)/, 'it is a Microsoft Entra token'],
  [/^https:\/\/accounts\.google\.com/, 'it is a Google id token'],
  [/^supabase$/, 'it is a Supabase key'],
];

function noteOf(claims: Readonly<Record<string, unknown>>): string {
  const { iss } = claims;
  if (typeof iss === 'string') {
    const known = issuers.find(([pattern]) => pattern.test(iss));
    if (known !== undefined) return known[1];
  }
  if ('scp' in claims && 'ac' in claims) return 'it is the runtime token of a GitHub Actions job';
  return 'its header decodes';
}

function inspectJwt(value: string): Inspection {
  const [header = '', payload = ''] = value.split('.');
  const head = decodeObject(header);
  if (head === undefined || !('alg' in head))
    return { proof: 'unproved', note: 'its header does not decode' };
  const claims = decodeObject(payload) ?? {};
  const isPublic = claims.iss === 'supabase' && claims.role === 'anon';
  return {
    proof: 'proved',
    note: noteOf(claims),
    ...(typeof claims.exp === 'number' ? { expiresAt: claims.exp * 1000 } : {}),
    ...(isPublic ? { severity: 'info' as const } : {}),
  };
}

function example(claims: Readonly<Record<string, unknown>>): Example {
  return (random) =>
    [encodeObject({ alg: 'RS256', typ: 'JWT' }), encodeObject(claims), random.text(base64url, 342)].join('.');
}

export const rules: readonly Rule[] = [
  {
    kind: 'token',
    id: 'jwt-bearer',
    title: 'JSON Web Token',
    severity: 'high',
    confidence: 'medium',
    anchors: ['eyJ'],
    pattern: /eyJ[A-Za-z0-9_-]{10,600}\.eyJ[A-Za-z0-9_-]{10,3500}\.[A-Za-z0-9_-]{20,1400}/y,
    maxLength: 5508,
    inspect: inspectJwt,
    remedy: 'Revoke the session or key behind it at its issuer, or let it expire if it soon does.',
    source: 'https://www.rfc-editor.org/rfc/rfc7519',
    examples: {
      leaks: [
        example({ iss: 'https://issuer.example', sub: 'somebody' }),
        example({ iss: 'https://token.actions.githubusercontent.com', exp: 2_000_000_000 }),
      ],
      nearMisses: [
        (random) => `eyJ${random.text(base64url, 40)}.${random.text(base64url, 40)}`,
        (random) => `eyJ${random.text(base62, 40)}.eyJ${random.text(base62, 40)}.`,
      ],
    },
  },
];
