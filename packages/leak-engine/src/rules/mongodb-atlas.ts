import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'mongodb-atlas-service-account-secret',
    title: 'MongoDB Atlas service account secret',
    severity: 'critical',
    shape: ['mdb_sa_sk_', run(base64url, 40)],
    remedy: 'Revoke it in Atlas under Organization or Project access > Applications > Service accounts.',
    source: 'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/',
  }),
];
