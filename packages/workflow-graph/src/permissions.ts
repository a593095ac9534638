import type { DeclaredPermissions } from './model.ts';
import { isKnownScope, knownScopes, scopeLevels, type AccessLevel, type KnownScope } from './scopes.ts';
import type { Place } from './source.ts';

/** Where a level comes from, for the explanation. */
export type PermissionOrigin = 'job' | 'workflow' | 'caller' | 'default';

/**
 * What GITHUB_TOKEN may do in one job. Authority: `actions/runner`: `src/Sdk/WorkflowParser/Permissions.cs`,
 * `Conversion/PermissionsHelper.cs`, and GitHub docs, "Workflow syntax", `permissions`.
 */
export interface EffectivePermissions {
  readonly levels: Readonly<Record<KnownScope, AccessLevel>>;
  /** Scopes that nobody knows and that are not `none`: each counts as a write. */
  readonly unknownScopes: readonly string[];
  readonly origin: PermissionOrigin;
  readonly place: Place | undefined;
  /**
   * The levels are the permissive default, assumed: the repository's setting is not in any file and reading it needs
   * administration rights. id-token is none under both defaults.
   */
  readonly assumed: boolean;
}

const rank: Readonly<Record<AccessLevel, number>> = { none: 0, read: 1, write: 2 };

export function atLeast(level: AccessLevel, wanted: AccessLevel): boolean {
  return rank[level] >= rank[wanted];
}

/** The two server defaults of a job without any `permissions`. */
export const defaultLevels = {
  restricted: levelsOf((scope) => (scope === 'contents' || scope === 'packages' ? 'read' : 'none')),
  permissive: levelsOf((scope) => (scope === 'id-token' ? 'none' : highest(scope))),
} as const;

export const unknownDefault: EffectivePermissions = {
  levels: defaultLevels.permissive,
  unknownScopes: [],
  origin: 'default',
  place: undefined,
  assumed: true,
};

/** A block alone: scopes not named are none; read-all and write-all set every scope, id-token included in write-all. */
export function declaredLevels(block: DeclaredPermissions, origin: PermissionOrigin): EffectivePermissions {
  const { shorthand, scopes, place } = block;
  const base = { origin, place, assumed: false };
  // A block that GitHub refuses runs nothing; until it is mended it counts as everything.
  if (block.invalid) return { ...base, levels: levelsOf(highest), unknownScopes: [] };
  if (shorthand === 'write-all') return { ...base, levels: levelsOf(highest), unknownScopes: [] };
  if (shorthand === 'read-all') return { ...base, levels: levelsOf(readOf), unknownScopes: [] };
  const named = new Map(scopes.map(({ name, level }) => [name, level]));
  return {
    ...base,
    levels: levelsOf((scope) => (named.has(scope) ? levelOf(scope, named.get(scope) ?? '') : 'none')),
    unknownScopes: scopes
      .filter(({ name, level }) => !isKnownScope(name) && level !== 'none')
      .map(({ name }) => name),
  };
}

/** A level that the scope does not have is refused by GitHub; it counts as the highest one. */
function levelOf(scope: KnownScope, written: string): AccessLevel {
  const levels: readonly string[] = scopeLevels[scope];
  return levels.includes(written) ? (written as AccessLevel) : highest(scope);
}

function highest(scope: KnownScope): AccessLevel {
  return scopeLevels[scope].at(-1) ?? 'none';
}

function readOf(scope: KnownScope): AccessLevel {
  return (scopeLevels[scope] as readonly string[]).includes('read') ? 'read' : 'none';
}

function levelsOf(level: (scope: KnownScope) => AccessLevel): Readonly<Record<KnownScope, AccessLevel>> {
  return Object.fromEntries(knownScopes.map((scope) => [scope, level(scope)])) as Record<
    KnownScope,
    AccessLevel
  >;
}

export interface PermissionBlocks {
  readonly workflow: DeclaredPermissions | undefined;
  readonly job: DeclaredPermissions | undefined;
}

/**
 * What a job gets: its own block replaces the workflow's, without a merge; with neither it has what its caller has,
 * id-token included, or the repository's default.
 * @param ceiling what the calling job has; undefined for a workflow that is triggered itself.
 */
export function effectivePermissions(
  { workflow, job }: PermissionBlocks,
  ceiling: EffectivePermissions | undefined,
): EffectivePermissions {
  if (job !== undefined) return declaredLevels(job, 'job');
  if (workflow !== undefined) return declaredLevels(workflow, 'workflow');
  return ceiling === undefined
    ? unknownDefault
    : { ...ceiling, origin: ceiling.assumed ? 'default' : 'caller' };
}

export interface Breach {
  readonly scope: string;
  readonly wanted: AccessLevel;
  readonly allowed: AccessLevel;
  /** Whether the ceiling is the assumed default, so that the breach depends on the repository's setting. */
  readonly dependsOnDefault: boolean;
}

/**
 * Where a called workflow asks for more than its caller has. GitHub refuses to start such a run, before any `if`:
 * "is requesting …, but is only allowed …". The root block and each job's block are checked alike against the caller.
 * A caller without any block has the repository's default: the permissive one allows a callee of the same owner
 * everything, id-token included (`PermissionsHelper.CreatePermissionsFromPolicy`), the restricted one two reads.
 */
export function breaches(block: DeclaredPermissions, ceiling: EffectivePermissions): readonly Breach[] {
  const asked = declaredLevels(block, 'job');
  const known = knownScopes.flatMap((scope): Breach[] => {
    const wanted = asked.levels[scope];
    const allowed = ceiling.assumed ? defaultLevels.restricted[scope] : ceiling.levels[scope];
    return atLeast(allowed, wanted) ? [] : [{ scope, wanted, allowed, dependsOnDefault: ceiling.assumed }];
  });
  const unknown = asked.unknownScopes
    .filter((scope) => !ceiling.unknownScopes.includes(scope))
    .map((scope): Breach => ({ scope, wanted: 'write', allowed: 'none', dependsOnDefault: ceiling.assumed }));
  return [...known, ...unknown];
}

export type Downgrade = 'none' | 'fork' | 'dependabot';

/**
 * What an event takes away. A pull request from a fork has no write and no id-token, whatever the file says; one of
 * Dependabot starts read-only, but a block in the file raises it again. `pull_request_target` and `workflow_run` lose nothing.
 * Source: GitHub docs, "Workflow syntax" (permissions, forks) and the changelog of 2021-10-06 (Dependabot).
 */
export function downgraded(permissions: EffectivePermissions, downgrade: Downgrade): EffectivePermissions {
  if (downgrade === 'none') return permissions;
  if (downgrade === 'dependabot' && permissions.origin !== 'default') return permissions;
  const levels = levelsOf((scope) => {
    const level = permissions.levels[scope];
    return level === 'write' ? readOf(scope) : level;
  });
  return { ...permissions, levels, unknownScopes: [] };
}

/** The scopes with write, unknown ones included. */
export function writesOf(permissions: EffectivePermissions): readonly string[] {
  return [
    ...knownScopes.filter((scope) => permissions.levels[scope] === 'write'),
    ...permissions.unknownScopes,
  ];
}
