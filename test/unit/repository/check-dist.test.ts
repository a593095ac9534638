import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { distDifferences } from '../../../scripts/dist-differences.ts';
import type { Entry } from '../../../scripts/entries.ts';
import { plantTree } from './temporary-tree.ts';

/** Stands for the bundler: the comparison is what is tested here. */
function copySource(entry: Entry, into: string): Promise<void> {
  const folder = join(into, entry.target);
  mkdirSync(folder, { recursive: true });
  cpSync(entry.source, join(folder, 'index.js'));
  return Promise.resolve();
}

const honest = {
  'actions/login/src/main.ts': 'main\n',
  'actions/login/src/post.ts': 'post\n',
  'actions/login/src/policy.ts': 'not an entry\n',
  'dist/login/main/index.js': 'main\n',
  'dist/login/post/index.js': 'post\n',
};

function without(path: keyof typeof honest): Record<string, string> {
  return Object.fromEntries(Object.entries(honest).filter(([name]) => name !== path));
}

const rules = 'packages/separation/src/rules';

describe('check:dist', () => {
  test.each<{ name: string; tree: Record<string, string>; differences: string[] }>([
    { name: 'an honest dist', tree: honest, differences: [] },
    {
      name: 'one changed byte',
      tree: { ...honest, 'dist/login/main/index.js': 'mbin\n' },
      differences: ['changed dist/login/main/index.js'],
    },
    {
      name: 'other line ends',
      tree: { ...honest, 'dist/login/main/index.js': 'main\r\n' },
      differences: ['changed dist/login/main/index.js'],
    },
    {
      name: 'an entry that was not built',
      tree: without('dist/login/post/index.js'),
      differences: ['new dist/login/post/index.js'],
    },
    {
      name: 'a bundle whose entry is gone',
      tree: without('actions/login/src/post.ts'),
      differences: ['missing dist/login/post/index.js'],
    },
    {
      name: 'a file that no build makes',
      tree: { ...honest, 'dist/login/main/extra.js': 'x\n', 'dist/.hidden': 'x\n' },
      differences: ['missing dist/.hidden', 'missing dist/login/main/extra.js'],
    },
    {
      name: 'no dist at all',
      tree: { 'actions/login/src/main.ts': 'main\n' },
      differences: ['new dist/login/main/index.js'],
    },
    {
      name: 'a list of sources that is out of date',
      tree: {
        ...honest,
        [`${rules}/one.ts`]: 'export const rule = 1;\n',
        [`${rules}.generated.ts`]: '// old\n',
      },
      differences: [`outdated ${rules}.generated.ts`],
    },
  ])('$name', async ({ tree, differences }) => {
    const root = plantTree(tree);
    const before = snapshot(root);
    const found = await distDifferences(root, copySource);
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual(differences);
    expect(snapshot(root)).toEqual(before);
  });

  test('fails, rather than finds no difference, when a bundle cannot be built', async () => {
    const broken = () => Promise.reject(new Error('cannot be built'));
    await expect(distDifferences(plantTree(honest), broken)).rejects.toThrow('cannot be built');
  });
});

function snapshot(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const state = statSync(join(root, path));
      return `${path} ${state.isFile() ? `${state.mtimeMs} ${readFileSync(join(root, path), 'utf8')}` : ''}`;
    });
}
