import { base62 } from '../alphabets.ts';
import type { Example, Inspection, Rule } from '../rule.ts';

/** When a shared access signature ends: its `se` field. */
function expiryOf(signature: string): number | undefined {
  const day = /(?:^|&)se=(\d{4}-\d\d-\d\d)/.exec(signature)?.[1];
  const time = /(?:^|&)se=\d{4}-\d\d-\d\dT(\d\d)(?::|%3A)(\d\d)/i.exec(signature);
  if (day === undefined) return undefined;
  const expiry = Date.parse(`${day}T${time?.[1] ?? '00'}:${time?.[2] ?? '00'}:00Z`);
  return Number.isNaN(expiry) ? undefined : expiry;
}

function inspectSignature(value: string): Inspection {
  if (!/(?:^|&)sv=20\d\d-\d\d-\d\d(?:&|$)/.test(value)) return { proof: 'sample' };
  const expiresAt = expiryOf(value);
  return { proof: 'none', ...(expiresAt === undefined ? {} : { expiresAt }) };
}

/** An account signature (`sv` first) or one for a single blob (`sp` first), signed by nobody. */
function example(fields: string): Example {
  return (random) => `${fields}&sig=${random.text(base62, 42)}%3D`;
}

export const rules: readonly Rule[] = [
  {
    kind: 'token',
    id: 'azure-sas',
    title: 'Azure shared access signature',
    severity: 'high',
    confidence: 'high',
    anchors: ['&sig='],
    before: { set: 'A-Za-z0-9%&=.:_-', min: 20, max: 600 },
    pattern:
      /(?:[A-Za-z0-9_.-]{3,60}[=:])?((?:sv|sp|st|se|ss|si|sr|spr|srt)=[A-Za-z0-9%&=.:_-]{10,500}&sig=[A-Za-z0-9%+/]{40,80})/y,
    maxLength: 650,
    inspect: inspectSignature,
    remedy: 'Remove the stored access policy it names, or regenerate the account key that signed it.',
    source: 'https://learn.microsoft.com/rest/api/storageservices/create-service-sas',
    examples: {
      leaks: [
        example('sv=2024-11-04&ss=b&srt=sco&sp=rl&se=2031-01-01T00:00:00Z&st=2025-01-01T00:00:00Z&spr=https'),
        example('sp=r&st=2025-01-01T10%3A00%3A00Z&se=2031-01-01T18%3A00%3A00Z&spr=https&sv=2024-11-04&sr=b'),
        (random) => `SAS_TOKEN=${example('sp=r&se=2031-01-01&sv=2024-11-04&sr=c')(random)}`,
      ],
      nearMisses: [
        example('page=3&sp=lowest&se=2031-01-01&order=asc'),
        (random) => `sv=2024-11-04&sr=b&sp=r&se=2031-01-01&sig=${random.text(base62, 39)}`,
        (random) => `sv=2024-11-04&sr=b&sp=r&se=2031-01-01&signature=${random.text(base62, 42)}`,
      ],
    },
  },
];
