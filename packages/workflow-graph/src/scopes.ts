export type AccessLevel = 'none' | 'read' | 'write';

/**
 * The scopes of GITHUB_TOKEN and the highest level of each; id-token and copilot-requests have no read,
 * models and vulnerability-alerts no write.
 * Source: `actions/languageservices`: `workflow-v1.0.json` as of 2026-08-05 (20 scopes); the runner's own
 * `Permissions.cs` still lacks three of them.
 */
export const scopeLevels = {
  actions: ['none', 'read', 'write'],
  'artifact-metadata': ['none', 'read', 'write'],
  attestations: ['none', 'read', 'write'],
  checks: ['none', 'read', 'write'],
  'code-quality': ['none', 'read', 'write'],
  contents: ['none', 'read', 'write'],
  'copilot-requests': ['none', 'write'],
  deployments: ['none', 'read', 'write'],
  discussions: ['none', 'read', 'write'],
  drives: ['none', 'read', 'write'],
  'id-token': ['none', 'write'],
  issues: ['none', 'read', 'write'],
  models: ['none', 'read'],
  packages: ['none', 'read', 'write'],
  pages: ['none', 'read', 'write'],
  'pull-requests': ['none', 'read', 'write'],
  'repository-projects': ['none', 'read', 'write'],
  'security-events': ['none', 'read', 'write'],
  statuses: ['none', 'read', 'write'],
  'vulnerability-alerts': ['none', 'read'],
} as const satisfies Readonly<Record<string, readonly AccessLevel[]>>;

export type KnownScope = keyof typeof scopeLevels;

export const knownScopes = Object.keys(scopeLevels) as readonly KnownScope[];

export function isKnownScope(name: string): name is KnownScope {
  return Object.hasOwn(scopeLevels, name);
}
