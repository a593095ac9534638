import { hexLower } from '../alphabets.ts';
import { assigned } from '../assigned.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';

export const rules: readonly Rule[] = [
  assigned({
    id: 'gitea-access-token',
    title: 'Gitea, Forgejo or Codeberg access token',
    severity: 'critical',
    names: ['gitea_token', 'gitea_access_token', 'forgejo_token', 'codeberg_token', 'gitea_api_token'],
    shape: [run(hexLower, 40)],
    remedy: 'Delete it under Settings > Applications > Manage access tokens.',
  }),
];
