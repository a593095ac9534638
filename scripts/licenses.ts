import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { section } from './markdown.ts';
import { findWorkspaces, type Workspace } from './workspaces.ts';

/** Where a licence may be: in what users run, or only in what builds and tests it. */
type Reach = 'anywhere' | 'development';

interface Allowed {
  readonly reach: Reach;
  readonly reason: string;
}

/** SPDX identifiers, each with why it may be here. */
const allowed: Readonly<Record<string, Allowed>> = {
  MIT: { reach: 'anywhere', reason: 'Our own licence; asks for its notice, which licenses.txt carries.' },
  ISC: { reach: 'anywhere', reason: 'As MIT, in fewer words.' },
  'BSD-2-Clause': { reach: 'anywhere', reason: 'Asks for its notice, which licenses.txt carries.' },
  'BSD-3-Clause': { reach: 'anywhere', reason: 'As BSD-2-Clause; we use no name to advertise.' },
  'Apache-2.0': {
    reach: 'anywhere',
    reason: 'Permissive with a patent grant; licenses.txt carries its text.',
  },
  'BlueOak-1.0.0': {
    reach: 'anywhere',
    reason: 'Permissive with a patent grant; asks for its link or text.',
  },
  'CC-BY-4.0': { reach: 'development', reason: 'A licence for data (browser tables of the test runner).' },
};

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/**
 * Whether an SPDX expression can be met with allowed licences: one side of an OR, both sides of an AND. AND binds
 * closer (SPDX 2.3, annex D.4). Anything else (WITH, LicenseRef, a sentence) is not an allowed identifier, so it fails.
 */
export function permits(expression: string, isAllowed: (id: string) => boolean): boolean {
  const tokens = expression.match(/[()]|[^()\s]+/g) ?? [];
  let position = 0;
  const next = () => tokens[position];

  const atom = (): boolean => {
    const token = tokens[position++];
    if (token !== '(') return token !== undefined && isAllowed(token);
    const inner = either();
    return tokens[position++] === ')' && inner;
  };
  const both = (): boolean => {
    let all = atom();
    while (next() === 'AND') {
      position += 1;
      all = atom() && all;
    }
    return all;
  };
  const either = (): boolean => {
    let any = both();
    while (next() === 'OR') {
      position += 1;
      any = both() || any;
    }
    return any;
  };

  const verdict = either();
  return verdict && position === tokens.length;
}

/** Every package of the lockfile whose licence is missing or not allowed where it is used. */
export function licenceComplaints(lock: Lockfile): string[] {
  return Object.entries(lock.packages).flatMap(([path, { version, license, dev, link }]) => {
    if (link === true) return [];
    const name = path === '' ? 'the root package' : `${path}@${version ?? '(no version)'}`;
    if (license === undefined) return [`${name}: the lockfile names no licence`];
    const fits = permits(license, (id) => {
      const rule = Object.hasOwn(allowed, id) ? allowed[id] : undefined;
      return rule !== undefined && (rule.reach === 'anywhere' || dev === true);
    });
    return fits ? [] : [`${name}: licence ${license} is not allowed${dev === true ? '' : ' at run time'}`];
  });
}

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Where a package says why it has each dependency: its README; for the root's tools, CONTRIBUTING.md. */
function reasonsFile({ folder }: Workspace): string {
  return folder === '.' ? 'CONTRIBUTING.md' : `${folder}/README.md`;
}

/** Every dependency that is not pinned to one version, or that its package does not explain under "Dependencies". */
export function dependencyComplaints(root: string): string[] {
  const workspaces = findWorkspaces(root);
  const own = new Set(workspaces.map(({ manifest }) => manifest.name));
  return workspaces.flatMap((workspace) => {
    const { dependencies, devDependencies } = workspace.manifest;
    const all = Object.entries({ ...dependencies, ...devDependencies });
    const file = reasonsFile(workspace);
    const reasons = existsSync(join(root, file))
      ? section(readFileSync(join(root, file), 'utf8'), 'Dependencies')
      : undefined;
    return [
      ...all
        .filter(([, version]) => !exact.test(version))
        .map(
          ([name, version]) => `${workspace.folder}/package.json: ${name} ${version} is not an exact version`,
        ),
      ...all
        .filter(([name]) => !own.has(name) && reasons?.includes(`\`${name}\``) !== true)
        .map(([name]) => `${file}: \`${name}\` is not explained under the heading "Dependencies"`),
    ];
  });
}

/** All complaints about the licences and versions of what the repository at `root` depends on. */
export function checkLicences(root: string): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  return [...licenceComplaints(lock), ...dependencyComplaints(root)];
}
