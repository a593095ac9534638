import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { aliasOf, isForeign, readActions, type ActionFile } from '../../../scripts/action-file.ts';
import { findEntries } from '../../../scripts/entries.ts';
import { findSources, root, type SourceFile } from './source.ts';

const lineCount = ({ text }: SourceFile) => text.trimEnd().split('\n').length;
const longestFile = 400;
const longestEntry = 25;

describe('files', () => {
  const files = ['packages', 'actions', 'scripts', 'bench', 'test'].flatMap((folder) => findSources(folder));

  test(`have at most ${longestFile} lines`, () => {
    const long = files.filter(
      (file) => !file.path.endsWith('.generated.ts') && lineCount(file) > longestFile,
    );
    expect(long.map((file) => `${file.path}: ${lineCount(file)} lines`)).toEqual([]);
  });

  test('have names in kebab-case that say what they hold', () => {
    const name = /^([a-z0-9]+(-[a-z0-9]+)*)((\.(test|generated|d))?\.ts)$/;
    const grabBags = new Set(['common', 'helpers', 'misc', 'shared', 'util', 'utils']);
    const wrong = files.filter(({ path }) => {
      const match = name.exec(path.slice(path.lastIndexOf('/') + 1));
      return match === null || grabBags.has(match[1] ?? '');
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('entries', () => {
  test(`have at most ${longestEntry} lines`, () => {
    const sources = new Map(findSources('actions').map((file) => [join(root, file.path), file]));
    const long = findEntries().flatMap(({ source }) => {
      const file = sources.get(source);
      return file !== undefined && lineCount(file) > longestEntry
        ? [`${file.path}: ${lineCount(file)} lines`]
        : [];
    });
    expect(long).toEqual([]);
  });
});

/** The colours that the Marketplace knows. */
const colours = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'];

/** What breaks our form of an `action.yml`; `exists` says whether a path below the repository's root does. */
function actionFaults(name: string, action: ActionFile, exists: (path: string) => boolean): string[] {
  const inputs = Object.entries(action.inputs ?? {});
  const outputs = Object.entries(action.outputs ?? {});
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(`${name}: ${fault}`);
  };
  must(Boolean(action.name) && Boolean(action.description), 'name and description are required');
  const composite = action.runs?.using === 'composite';
  must(composite || action.runs?.using === 'node24', 'using: node24 or composite');
  must(Boolean(action.branding?.icon), 'branding.icon');
  must(colours.includes(action.branding?.color ?? ''), 'branding.color');
  for (const entry of ['main', 'post'] as const) {
    const built = !composite && exists(`actions/${name}/src/${entry}.ts`);
    const path = `../../dist/${name}/${entry}/index.js`;
    must(
      action.runs?.[entry] === (built ? path : undefined),
      `runs.${entry} must be ${built ? path : 'absent'}`,
    );
    must(!built || exists(`dist/${name}/${entry}/index.js`), `dist/${name}/${entry}/index.js is not built`);
  }
  for (const [input, declaration] of inputs) {
    const target = aliasOf(declaration);
    must(
      isForeign(declaration) || isKebabCase(input),
      `input ${input} is neither in kebab-case nor another action's`,
    );
    must(
      target === undefined || isOwnInput(action, target),
      `input ${input} is another name of ${target}, which is no input`,
    );
  }
  for (const [output, declaration] of outputs) {
    const isOther = aliasOf(declaration) !== undefined;
    must(isOther || isKebabCase(output), `output ${output} is not in kebab-case`);
  }
  for (const [item, { description }] of [...inputs, ...outputs]) {
    must((description ?? '').trim() !== '', `${item} has no description`);
  }
  return faults;
}

function isKebabCase(name: string): boolean {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);
}

function isOwnInput(action: ActionFile, name: string): boolean {
  const declaration = action.inputs?.[name];
  return declaration !== undefined && aliasOf(declaration) === undefined;
}

describe('action.yml', () => {
  test('of every action has our form', () => {
    const exists = (path: string) => existsSync(join(root, path));
    expect([...readActions(root)].flatMap(([name, action]) => actionFaults(name, action, exists))).toEqual(
      [],
    );
  });

  const good: ActionFile = {
    name: 'X',
    description: 'Does x.',
    inputs: {
      'role-to-assume': { description: 'The role.' },
      roleArn: { description: 'Another name of `role-to-assume`.' },
      exportEnv: { description: 'As in other-action: `true` adds `env` to `expose`.' },
    },
    outputs: { 'expires-at': { description: 'When.' } },
    runs: { using: 'node24', main: '../../dist/x/main/index.js' },
    branding: { icon: 'key', color: 'green' },
  };
  const there = new Set(['actions/x/src/main.ts', 'dist/x/main/index.js']);

  test.each<{ name: string; change: Partial<ActionFile>; without?: string; also?: string }>([
    { name: 'no description', change: { description: '' } },
    { name: 'an older runtime', change: { runs: { using: 'node20', main: '../../dist/x/main/index.js' } } },
    { name: 'no branding', change: { branding: {} } },
    { name: 'a colour that does not exist', change: { branding: { icon: 'key', color: 'pink' } } },
    { name: 'another main', change: { runs: { using: 'node24', main: 'index.js' } } },
    { name: 'a bundle that is not built', change: {}, without: 'dist/x/main/index.js' },
    { name: 'a post entry that is not named', change: {}, also: 'actions/x/src/post.ts' },
    { name: 'an input in snake_case', change: { inputs: { role_arn: { description: 'The role.' } } } },
    { name: 'an input without description', change: { inputs: { role: {} } } },
    {
      name: 'another name of nothing',
      change: { inputs: { roleArn: { description: 'Another name of `role`.' } } },
    },
    { name: 'an output without description', change: { outputs: { role: { description: ' ' } } } },
    { name: 'an output in camelCase', change: { outputs: { expiresAt: { description: 'When.' } } } },
  ])('with $name is found', ({ change, without, also }) => {
    const exists = (path: string) => path !== without && (there.has(path) || path === also);
    expect(actionFaults('x', { ...good, ...change }, exists)).not.toEqual([]);
    expect(actionFaults('x', good, (path) => there.has(path))).toEqual([]);
  });
});
