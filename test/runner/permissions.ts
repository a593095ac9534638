import { isMapping } from './expressions.ts';
import type { Access, Permissions } from './types.ts';

/** Every scope and the most that it can be granted. Source: GitHub's workflow schema of 2026-08-05. */
const scopes: Readonly<Record<string, Access>> = {
  actions: 'write',
  'artifact-metadata': 'write',
  attestations: 'write',
  checks: 'write',
  'code-quality': 'write',
  contents: 'write',
  'copilot-requests': 'write',
  deployments: 'write',
  discussions: 'write',
  drives: 'write',
  'id-token': 'write',
  issues: 'write',
  models: 'read',
  packages: 'write',
  pages: 'write',
  'pull-requests': 'write',
  'repository-projects': 'write',
  'security-events': 'write',
  statuses: 'write',
  'vulnerability-alerts': 'read',
};

/** Scopes that have no `read`. */
const writeOnly = new Set(['id-token', 'copilot-requests']);

const rank: Readonly<Record<Access, number>> = { none: 0, read: 1, write: 2 };

/**
 * What a `permissions:` block grants: a scope that it does not name gets nothing.
 * Source: actions/runner `src/Sdk/WorkflowParser/Conversion/PermissionsHelper.cs`, GitHub's workflow syntax.
 * @throws {Error} at an unknown scope or value, which GitHub refuses as well.
 */
export function parsePermissions(block: unknown): Permissions {
  if (block === 'read-all') return grantAll('read');
  if (block === 'write-all') return grantAll('write');
  if (!isMapping(block)) throw new Error("'permissions' must be a mapping, read-all or write-all.");
  for (const [scope, access] of Object.entries(block)) {
    if (scopes[scope] === undefined) throw new Error(`Unexpected permission '${scope}'.`);
    const known = access === 'none' || access === 'write' || (access === 'read' && !writeOnly.has(scope));
    if (!known || rank[access] > rank[scopes[scope]]) {
      throw new Error(`Unexpected value '${String(access)}' for the permission '${scope}'.`);
    }
  }
  return grant((scope) => (block[scope] as Access | undefined) ?? 'none');
}

function grantAll(access: 'read' | 'write'): Permissions {
  return grant((scope, most) => {
    if (access === 'read') return writeOnly.has(scope) ? 'none' : 'read';
    return most;
  });
}

function grant(choose: (scope: string, most: Access) => Access): Permissions {
  return Object.fromEntries(
    Object.entries(scopes)
      .map(([scope, most]) => [scope, choose(scope, most)] as const)
      .filter(([, access]) => access !== 'none'),
  );
}

/** What a token may do where no `permissions` is written: a setting of the repository. */
export function defaultPermissions(setting: 'restricted' | 'permissive'): Permissions {
  if (setting === 'restricted') return { contents: 'read', packages: 'read' };
  return grant((scope, most) => (scope === 'id-token' ? 'none' : most));
}

/** A pull request from a fork turns every `write` into `read`, and takes `id-token` away. */
export function capForFork(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions)
      .filter(([scope]) => !writeOnly.has(scope))
      .map(([scope, access]) => [scope, access === 'write' ? 'read' : access]),
  );
}

/**
 * A called workflow may not ask for more than its caller has: GitHub then starts nothing.
 * @returns the complaint, or undefined when all is within the ceiling.
 */
export function findBreach(job: string, asked: Permissions, ceiling: Permissions): string | undefined {
  const beyond = Object.entries(asked).filter(
    ([scope, access]) => rank[access] > rank[ceiling[scope] ?? 'none'],
  );
  if (beyond.length === 0) return undefined;
  const wanted = beyond.map(([scope, access]) => `${scope}: ${access}`).join(', ');
  const allowed = beyond.map(([scope]) => `${scope}: ${ceiling[scope] ?? 'none'}`).join(', ');
  return `The nested job '${job}' is requesting '${wanted}', but is only allowed '${allowed}'.`;
}
