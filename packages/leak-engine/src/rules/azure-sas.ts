import { base62, base64 } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { oneOf, run } from '../shape.ts';
import { token } from '../token.ts';

const queryCharacters = `${base62}%&=.:-_~+/`;

/** When a shared access signature ends: its `se` field. */
function expiryOf(signature: string): number | undefined {
  const expiry = /(?:^|&)se=([0-9TZ:%A-F-]{10,40})/.exec(signature)?.[1];
  if (expiry === undefined) return undefined;
  const time = Date.parse(decodeURIComponent(expiry.replace(/%(?![0-9A-F]{2})/g, '')));
  return Number.isNaN(time) ? undefined : time;
}

export const rules: readonly Rule[] = [
  token({
    id: 'azure-sas',
    title: 'Azure shared access signature',
    severity: 'high',
    shape: [
      oneOf('sv=20', 'sp=', 'st=20', 'se=20', 'si='),
      run(queryCharacters, 10, 500),
      '&sig=',
      run(`${base64}%`, 40, 80),
    ],
    prove: (value) => {
      const expiresAt = expiryOf(value);
      return {
        proof: /(?:^|&)sv=20\d\d-\d\d-\d\d/.test(value) ? 'none' : 'sample',
        ...(expiresAt && { expiresAt }),
      };
    },
    remedy: 'Remove the stored access policy it names, or regenerate the account key that signed it.',
    source: 'https://learn.microsoft.com/rest/api/storageservices/create-service-sas',
  }),
];
