import { describe, expect, test } from '@jest/globals';
import {
  breaches,
  declaredLevels,
  downgraded,
  effectivePermissions,
  knownScopes,
  readPermissions,
  readYaml,
  scopeLevels,
  DiagnosticList,
  SourceText,
  unknownDefault,
  type DeclaredPermissions,
  type Downgrade,
  type EffectivePermissions,
} from '@sallyport/workflow-graph';

/** A block as it would stand after `permissions:`; '' is an absent one. */
function block(text: string): DeclaredPermissions | undefined {
  if (text === '') return undefined;
  const yaml = /^[a-zA-Z][\w-]*: /.test(text) ? `{ ${text} }` : text;
  const source = new SourceText('x.yml', `p: ${yaml}\n`);
  const root = readYaml(source, new DiagnosticList());
  return root?.kind === 'map' ? readPermissions(root.entries[0]?.value, source) : undefined;
}

function ceilingOf(text: string): EffectivePermissions | undefined {
  if (text === 'DEFAULT') return unknownDefault;
  const declared = block(text);
  return declared === undefined ? undefined : declaredLevels(declared, 'job');
}

/** `contents=r id-token=w ?unknown`, every scope that is not none; whole sets by one word. */
function shown({ levels, unknownScopes, assumed }: EffectivePermissions): string {
  const named = knownScopes.filter((scope) => levels[scope] !== 'none');
  const all = (level: string): boolean =>
    knownScopes.every((scope) => {
      const possible: readonly string[] = scopeLevels[scope];
      return (
        levels[scope] === (level === 'write' ? possible.at(-1) : possible.includes('read') ? 'read' : 'none')
      );
    });
  if (assumed) return 'DEFAULT';
  if (all('write')) return 'WRITE';
  if (all('read')) return 'READ';
  const parts = [
    ...named.map((scope) => `${scope}=${levels[scope][0]}`),
    ...unknownScopes.map((scope) => `?${scope}`),
  ];
  return parts.length === 0 ? 'nothing' : parts.sort().join(' ');
}

const sorted = (text: string): string => text.split(' ').sort().join(' ');

// name, workflow block, job block, calling job's block, result
const effective: readonly (readonly [string, string, string, string, string])[] = [
  ['job names actions: write', '', 'actions: write', '', 'actions=w'],
  ['job names actions: read', '', 'actions: read', '', 'actions=r'],
  ['workflow names actions: write', 'actions: write', '', '', 'actions=w'],
  ['job names artifact-metadata: write', '', 'artifact-metadata: write', '', 'artifact-metadata=w'],
  ['job names artifact-metadata: read', '', 'artifact-metadata: read', '', 'artifact-metadata=r'],
  ['workflow names artifact-metadata: write', 'artifact-metadata: write', '', '', 'artifact-metadata=w'],
  ['job names attestations: write', '', 'attestations: write', '', 'attestations=w'],
  ['job names attestations: read', '', 'attestations: read', '', 'attestations=r'],
  ['workflow names attestations: write', 'attestations: write', '', '', 'attestations=w'],
  ['job names checks: write', '', 'checks: write', '', 'checks=w'],
  ['job names checks: read', '', 'checks: read', '', 'checks=r'],
  ['workflow names checks: write', 'checks: write', '', '', 'checks=w'],
  ['job names code-quality: write', '', 'code-quality: write', '', 'code-quality=w'],
  ['job names code-quality: read', '', 'code-quality: read', '', 'code-quality=r'],
  ['workflow names code-quality: write', 'code-quality: write', '', '', 'code-quality=w'],
  ['job names contents: write', '', 'contents: write', '', 'contents=w'],
  ['job names contents: read', '', 'contents: read', '', 'contents=r'],
  ['workflow names contents: write', 'contents: write', '', '', 'contents=w'],
  ['job names deployments: write', '', 'deployments: write', '', 'deployments=w'],
  ['job names deployments: read', '', 'deployments: read', '', 'deployments=r'],
  ['workflow names deployments: write', 'deployments: write', '', '', 'deployments=w'],
  ['job names discussions: write', '', 'discussions: write', '', 'discussions=w'],
  ['job names discussions: read', '', 'discussions: read', '', 'discussions=r'],
  ['workflow names discussions: write', 'discussions: write', '', '', 'discussions=w'],
  ['job names drives: write', '', 'drives: write', '', 'drives=w'],
  ['job names drives: read', '', 'drives: read', '', 'drives=r'],
  ['workflow names drives: write', 'drives: write', '', '', 'drives=w'],
  ['job names issues: write', '', 'issues: write', '', 'issues=w'],
  ['job names issues: read', '', 'issues: read', '', 'issues=r'],
  ['workflow names issues: write', 'issues: write', '', '', 'issues=w'],
  ['job names packages: write', '', 'packages: write', '', 'packages=w'],
  ['job names packages: read', '', 'packages: read', '', 'packages=r'],
  ['workflow names packages: write', 'packages: write', '', '', 'packages=w'],
  ['job names pages: write', '', 'pages: write', '', 'pages=w'],
  ['job names pages: read', '', 'pages: read', '', 'pages=r'],
  ['workflow names pages: write', 'pages: write', '', '', 'pages=w'],
  ['job names pull-requests: write', '', 'pull-requests: write', '', 'pull-requests=w'],
  ['job names pull-requests: read', '', 'pull-requests: read', '', 'pull-requests=r'],
  ['workflow names pull-requests: write', 'pull-requests: write', '', '', 'pull-requests=w'],
  ['job names repository-projects: write', '', 'repository-projects: write', '', 'repository-projects=w'],
  ['job names repository-projects: read', '', 'repository-projects: read', '', 'repository-projects=r'],
  [
    'workflow names repository-projects: write',
    'repository-projects: write',
    '',
    '',
    'repository-projects=w',
  ],
  ['job names security-events: write', '', 'security-events: write', '', 'security-events=w'],
  ['job names security-events: read', '', 'security-events: read', '', 'security-events=r'],
  ['workflow names security-events: write', 'security-events: write', '', '', 'security-events=w'],
  ['job names statuses: write', '', 'statuses: write', '', 'statuses=w'],
  ['job names statuses: read', '', 'statuses: read', '', 'statuses=r'],
  ['workflow names statuses: write', 'statuses: write', '', '', 'statuses=w'],
  ['job names id-token: write', '', 'id-token: write', '', 'id-token=w'],
  ['job names id-token: none', '', 'id-token: none', '', 'nothing'],
  ['id-token has no read: refused, counts as write', '', 'id-token: read', '', 'id-token=w'],
  ['workflow names id-token: write', 'id-token: write', '', '', 'id-token=w'],
  ['job names copilot-requests: write', '', 'copilot-requests: write', '', 'copilot-requests=w'],
  ['job names copilot-requests: none', '', 'copilot-requests: none', '', 'nothing'],
  [
    'copilot-requests has no read: refused, counts as write',
    '',
    'copilot-requests: read',
    '',
    'copilot-requests=w',
  ],
  ['workflow names copilot-requests: write', 'copilot-requests: write', '', '', 'copilot-requests=w'],
  ['job names models: read', '', 'models: read', '', 'models=r'],
  ['job names models: none', '', 'models: none', '', 'nothing'],
  ['models has no write: refused, counts as read', '', 'models: write', '', 'models=r'],
  ['workflow names models: read', 'models: read', '', '', 'models=r'],
  ['job names vulnerability-alerts: read', '', 'vulnerability-alerts: read', '', 'vulnerability-alerts=r'],
  ['job names vulnerability-alerts: none', '', 'vulnerability-alerts: none', '', 'nothing'],
  [
    'vulnerability-alerts has no write: refused, counts as read',
    '',
    'vulnerability-alerts: write',
    '',
    'vulnerability-alerts=r',
  ],
  [
    'workflow names vulnerability-alerts: read',
    'vulnerability-alerts: read',
    '',
    '',
    'vulnerability-alerts=r',
  ],
  ['job empties everything', 'contents: write', '{}', '', 'nothing'],
  ['workflow empties everything', '{}', '', '', 'nothing'],
  ['both are empty', '{}', '{}', '', 'nothing'],
  ['job replaces, no merge', 'contents: write, issues: write', 'contents: read', '', 'contents=r'],
  ['job replaces by another scope', 'contents: write', 'id-token: write', '', 'id-token=w'],
  ['job raises what the workflow gave', 'contents: read', 'contents: write', '', 'contents=w'],
  ['job has the empty block, workflow write-all', 'write-all', '{}', '', 'nothing'],
  [
    'workflow reaches a job without a block',
    'contents: read, id-token: write',
    '',
    '',
    'contents=r id-token=w',
  ],
  ['workflow read-all', 'read-all', '', '', 'READ'],
  ['workflow write-all', 'write-all', '', '', 'WRITE'],
  ['job read-all over workflow write-all', 'write-all', 'read-all', '', 'READ'],
  ['job write-all over workflow empty', '{}', 'write-all', '', 'WRITE'],
  ['none is none', '', 'contents: none', '', 'nothing'],
  ['none beside write', '', 'contents: none, packages: write', '', 'packages=w'],
  ['nothing at all: the permissive default, assumed', '', '', '', 'DEFAULT'],
  ['an unknown scope alone counts as a write', '', 'secrets: write', '', '?secrets'],
  ['an unknown scope with read counts as a write', '', 'repo: read', '', '?repo'],
  ['an unknown scope with none does not', '', 'repo: none', '', 'nothing'],
  ['an unknown scope beside known ones', '', 'contents: read, enclave: write', '', 'contents=r ?enclave'],
  ['case matters: Contents is unknown', '', 'Contents: write', '', '?Contents'],
  ['an unknown level counts as the highest', '', 'contents: admin', '', 'contents=w'],
  ['an empty level counts as the highest', '', "contents: ''", '', 'contents=w'],
  ['a null block at the job is refused, counts as everything', '', 'null', '', 'WRITE'],
  ['a null block at the workflow is refused, counts as everything', 'null', '', '', 'WRITE'],
  ['a wrong word is refused, counts as everything', '', 'write', '', 'WRITE'],
  ['a list is refused, counts as everything', '', '[contents]', '', 'WRITE'],
  ["the job's good block wins over a bad one above", 'null', 'contents: read', '', 'contents=r'],
  [
    "called without any block: all of the caller's, id-token included",
    '',
    '',
    'contents: read, id-token: write',
    'contents=r id-token=w',
  ],
  ['called without any block under an empty caller', '', '', '{}', 'nothing'],
  ['called without any block under write-all', '', '', 'write-all', 'WRITE'],
  ['called without any block under read-all', '', '', 'read-all', 'READ'],
  ['called without any block, caller without any: the default', '', '', 'DEFAULT', 'DEFAULT'],
  ['called, its workflow names less', 'contents: read', '', 'contents: write, id-token: write', 'contents=r'],
  ['called, its workflow is empty', '{}', '', 'contents: write', 'nothing'],
  ['called, its job names its own', '', 'packages: write', 'contents: write, packages: write', 'packages=w'],
  [
    'called, its job over its workflow',
    'contents: read',
    'packages: read',
    'contents: read, packages: write',
    'packages=r',
  ],
  ['called, its job is empty', 'contents: read', '{}', 'write-all', 'nothing'],
  [
    "called, the job's own set is its own, also beyond the workflow's",
    '{}',
    'contents: read',
    'contents: read',
    'contents=r',
  ],
  ['called, unknown scopes are inherited', '', '', 'enclave: write', '?enclave'],
  ['called, read-all in the job', '', 'read-all', 'write-all', 'READ'],
  [
    'several scopes at once',
    '',
    'actions: read, checks: write, statuses: write',
    '',
    'actions=r checks=w statuses=w',
  ],
  ["the deploy's pair", '', 'contents: read, id-token: write', '', 'contents=r id-token=w'],
  ['pages deploy', '', 'pages: write, id-token: write', '', 'pages=w id-token=w'],
  ["the guide's build", '', 'contents: read, packages: write', '', 'contents=r packages=w'],
  [
    'attesting build',
    '',
    'contents: read, id-token: write, attestations: write, artifact-metadata: write',
    '',
    'contents=r id-token=w attestations=w artifact-metadata=w',
  ],
  [
    'code scanning',
    'contents: read',
    'contents: read, security-events: write',
    '',
    'contents=r security-events=w',
  ],
  ['comment bot', '{}', 'pull-requests: write, issues: write', '', 'pull-requests=w issues=w'],
  ['workflow level id-token reaches every job without a block', 'id-token: write', '', '', 'id-token=w'],
];

// name, calling job's block, called block, scopes in breach (`?`: depends on the repository's default)
const ceilings: readonly (readonly [string, string, string, string])[] = [
  ['same level', 'contents: read', 'contents: read', ''],
  ['less', 'contents: write', 'contents: read', ''],
  ['nothing asked', 'contents: read', '{}', ''],
  ['nothing allowed, nothing asked', '{}', '{}', ''],
  ['write over read', 'contents: read', 'contents: write', 'contents'],
  ['read over nothing', '{}', 'contents: read', 'contents'],
  ['a scope that the caller does not name', 'contents: read', 'packages: read', 'packages'],
  ['id-token over nothing', 'contents: read', 'contents: read, id-token: write', 'id-token'],
  ['id-token over read-all', 'read-all', 'id-token: write', 'id-token'],
  ['id-token under write-all', 'write-all', 'id-token: write', ''],
  ['write-all under write-all', 'write-all', 'write-all', ''],
  ['read-all under read-all', 'read-all', 'read-all', ''],
  ['read-all under write-all, which gives read-only scopes too', 'write-all', 'read-all', ''],
  ['two at once', 'contents: read', 'contents: write, issues: write', 'contents issues'],
  ['none is never a breach', '{}', 'contents: none, id-token: none', ''],
  ['unknown scope that the caller lacks', 'contents: read', 'enclave: write', 'enclave'],
  ['unknown scope that the caller has', 'enclave: write', 'enclave: write', ''],
  ['models over nothing', '{}', 'models: read', 'models'],
  ['packages write under packages write', 'packages: write', 'packages: write', ''],
  ['attestations over contents', 'contents: write', 'attestations: write', 'attestations'],
  ['default caller, contents read', 'DEFAULT', 'contents: read', ''],
  ['default caller, packages read', 'DEFAULT', 'packages: read', ''],
  ['default caller, contents write depends', 'DEFAULT', 'contents: write', 'contents?'],
  ['default caller, id-token depends', 'DEFAULT', 'id-token: write', 'id-token?'],
  ['default caller, issues read depends', 'DEFAULT', 'issues: read', 'issues?'],
  ['default caller, empty', 'DEFAULT', '{}', ''],
  ['a null block asks for everything', 'contents: write, id-token: write', 'null', 'many'],
];

// name, block, what the event takes away, result
const downgrades: readonly (readonly [string, string, Downgrade, string])[] = [
  ['fork: write becomes read', 'contents: write', 'fork', 'contents=r'],
  ['fork: read stays', 'contents: read', 'fork', 'contents=r'],
  ['fork: id-token is gone', 'contents: read, id-token: write', 'fork', 'contents=r'],
  ['fork: unknown scopes are gone', 'enclave: write', 'fork', 'nothing'],
  ['fork: write-all becomes read-all', 'write-all', 'fork', 'READ'],
  ['fork: nothing stays nothing', '{}', 'fork', 'nothing'],
  ['fork: packages write becomes read', 'packages: write', 'fork', 'packages=r'],
  ['Dependabot: a block raises it again', 'contents: write', 'dependabot', 'contents=w'],
  ['Dependabot: id-token by a block', 'id-token: write', 'dependabot', 'id-token=w'],
  ['Dependabot: an empty block', '{}', 'dependabot', 'nothing'],
  ['no downgrade: everything stays', 'contents: write, id-token: write', 'none', 'contents=w id-token=w'],
  ['no downgrade: write-all stays', 'write-all', 'none', 'WRITE'],
];

describe('effective permissions', () => {
  test.each(effective)('%s', (_, workflow, job, caller, expected) => {
    const result = effectivePermissions({ workflow: block(workflow), job: block(job) }, ceilingOf(caller));
    expect(shown(result)).toBe(sorted(expected));
  });

  test('the assumed default is the permissive one: every write, but no id-token', () => {
    expect(unknownDefault.levels['id-token']).toBe('none');
    expect(unknownDefault.levels.contents).toBe('write');
    expect(unknownDefault.levels.models).toBe('read');
  });

  test('the origin says where the levels come from', () => {
    const origin = (workflow: string, job: string, caller: string): string =>
      effectivePermissions({ workflow: block(workflow), job: block(job) }, ceilingOf(caller)).origin;
    expect(origin('{}', '{}', '')).toBe('job');
    expect(origin('{}', '', '')).toBe('workflow');
    expect(origin('', '', 'contents: read')).toBe('caller');
    expect(origin('', '', '')).toBe('default');
    expect(origin('', '', 'DEFAULT')).toBe('default');
  });
});

describe('the ceiling of a called workflow', () => {
  test.each(ceilings)('%s', (_, caller, called, expected) => {
    const ceiling = ceilingOf(caller);
    const asked = block(called);
    if (ceiling === undefined || asked === undefined) throw new Error('the row is incomplete');
    const found = breaches(asked, ceiling).map(
      ({ scope, dependsOnDefault }) => scope + (dependsOnDefault ? '?' : ''),
    );
    if (expected === 'many') expect(found.length).toBeGreaterThan(10);
    else expect(found.sort().join(' ')).toBe(expected);
  });
});

describe('what an event takes away', () => {
  test.each(downgrades)('%s', (_, text, downgrade, expected) => {
    const declared = block(text);
    if (declared === undefined) throw new Error('the row is incomplete');
    expect(shown(downgraded(declaredLevels(declared, 'job'), downgrade))).toBe(sorted(expected));
  });

  test('Dependabot without a block is read-only', () => {
    expect(downgraded(unknownDefault, 'dependabot').levels.contents).toBe('read');
  });
});

test('the table is as long as it has to be', () => {
  expect(effective.length + ceilings.length + downgrades.length).toBeGreaterThanOrEqual(150);
});
