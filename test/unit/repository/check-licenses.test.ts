import { describe, expect, test } from '@jest/globals';
import {
  checkLicences,
  dependencyComplaints,
  licenceComplaints,
  permits,
} from '../../../scripts/licenses.ts';
import { plantTree } from './temporary-tree.ts';

describe('an SPDX expression', () => {
  const allowed = new Set(['MIT', 'ISC', 'CC0-1.0']);
  test.each([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only)', true],
    ['GPL-3.0-only OR MIT', true],
    ['MIT AND GPL-3.0-only', false],
    ['MIT AND ISC', true],
    ['MIT AND (GPL-3.0-only OR ISC)', true],
    ['GPL-3.0-only AND MIT OR ISC', true],
    ['ISC OR MIT AND GPL-3.0-only', true],
    ['(ISC OR MIT) AND GPL-3.0-only', false],
    ['MIT WITH Some-exception', false],
    ['SEE LICENSE IN LICENSE', false],
    ['UNLICENSED', false],
    ['(MIT', false],
    ['MIT)', false],
    ['', false],
    ['toString', false],
  ])('%p: %p', (expression, verdict) => {
    expect(permits(expression, (id) => allowed.has(id))).toBe(verdict);
  });
});

describe('licences of the lockfile', () => {
  test.each([
    { name: 'an allowed one', locked: { version: '1.0.0', license: 'MIT' }, complaint: undefined },
    {
      name: 'a copyleft one',
      locked: { version: '1.0.0', license: 'AGPL-3.0-only', dev: true },
      complaint: 'node_modules/x@1.0.0: licence AGPL-3.0-only is not allowed',
    },
    {
      name: 'none',
      locked: { version: '1.0.0' },
      complaint: 'node_modules/x@1.0.0: the lockfile names no licence',
    },
    {
      name: 'one that only tools may have, in a tool',
      locked: { version: '1.0.0', license: 'CC-BY-4.0', dev: true },
      complaint: undefined,
    },
    {
      name: 'one that only tools may have, at run time',
      locked: { version: '1.0.0', license: 'CC-BY-4.0' },
      complaint: 'node_modules/x@1.0.0: licence CC-BY-4.0 is not allowed at run time',
    },
    { name: 'a link to a workspace', locked: { link: true }, complaint: undefined },
  ])('$name', ({ locked, complaint }) => {
    const complaints = licenceComplaints({ packages: { 'node_modules/x': locked } });
    expect(complaints).toEqual(complaint === undefined ? [] : [complaint]);
  });
});

const rootManifest = JSON.stringify({
  name: 'root',
  workspaces: ['packages/*'],
  devDependencies: { tool: '1.2.3' },
});
const honest = {
  'package.json': rootManifest,
  'CONTRIBUTING.md': '# C\n\n## Dependencies\n\n| `tool` | builds |\n',
  'packages/a/package.json': JSON.stringify({ name: '@own/a' }),
  'packages/b/package.json': JSON.stringify({
    name: '@own/b',
    dependencies: { '@own/a': '0.1.0', yaml: '2.9.1' },
  }),
  'packages/b/README.md': '# b\n\n## Dependencies\n\n`yaml` parses.\n\n## Figures\n\nNone.\n',
};

describe('dependencies of the workspaces', () => {
  test.each<{ name: string; change: Record<string, string>; complaints: string[] }>([
    { name: 'pinned and explained', change: {}, complaints: [] },
    {
      name: 'a range',
      change: {
        'packages/a/package.json': JSON.stringify({ name: '@own/a', dependencies: { '@own/b': '^0.1.0' } }),
      },
      complaints: ['packages/a/package.json: @own/b ^0.1.0 is not an exact version'],
    },
    {
      name: 'a tag in place of a version',
      change: { 'package.json': rootManifest.replace('1.2.3', 'latest') },
      complaints: ['./package.json: tool latest is not an exact version'],
    },
    {
      name: 'explained under another heading',
      change: { 'packages/b/README.md': '# b\n\n## Dependencies\n\nNone.\n\n## Usage\n\n`yaml`\n' },
      complaints: ['packages/b/README.md: `yaml` is not explained under the heading "Dependencies"'],
    },
    {
      name: 'another name that holds it',
      change: { 'packages/b/README.md': '# b\n\n## Dependencies\n\n`yaml-lint` parses.\n' },
      complaints: ['packages/b/README.md: `yaml` is not explained under the heading "Dependencies"'],
    },
    {
      name: 'a tool of the root that nobody explains',
      change: { 'CONTRIBUTING.md': '# C\n' },
      complaints: ['CONTRIBUTING.md: `tool` is not explained under the heading "Dependencies"'],
    },
  ])('$name', ({ change, complaints }) => {
    expect(dependencyComplaints(plantTree({ ...honest, ...change }))).toEqual(complaints);
  });

  test('a package without a README fails', () => {
    const { 'packages/b/README.md': _, ...rest } = honest;
    expect(dependencyComplaints(plantTree(rest))).toEqual([
      'packages/b/README.md: `yaml` is not explained under the heading "Dependencies"',
    ]);
  });

  test('both checks are made', () => {
    const lock = JSON.stringify({
      packages: { 'node_modules/yaml': { version: '2.9.1', license: 'GPL-2.0-only' } },
    });
    expect(
      checkLicences(plantTree({ ...honest, 'CONTRIBUTING.md': '', 'package-lock.json': lock })),
    ).toHaveLength(2);
  });
});
