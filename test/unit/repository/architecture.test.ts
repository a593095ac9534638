import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findWorkspaces } from '../../../scripts/workspaces.ts';
import { ambienceFaults, arrows, importFaults, reachable, readers } from './architecture.ts';
import { findSources, root } from './source.ts';

const workspaces = findWorkspaces(root).filter(({ folder }) => folder !== '.');

describe('the packages', () => {
  test('are those of the table of arrows', () => {
    expect(readdirSync(join(root, 'packages')).sort()).toEqual(Object.keys(arrows).sort());
  });

  test.each(Object.keys(arrows))('%s does not stand on itself', (name) => {
    expect(reachable(name).has(name)).toBe(false);
  });

  test.each(workspaces)('$folder declares only packages below it', ({ folder, manifest }) => {
    const names = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@sallyport/'));
    const file = {
      path: `${folder}/package.json`,
      text: names.map((name) => `import '${name}';`).join('\n'),
    };
    expect(importFaults(file, new Set(names))).toEqual([]);
  });

  test.each(workspaces)('$folder imports only what it may', ({ folder, manifest }) => {
    const declared = new Set(Object.keys(manifest.dependencies ?? {}));
    expect(findSources(`${folder}/src`).flatMap((file) => importFaults(file, declared))).toEqual([]);
  });

  test.each(workspaces)('$folder takes nothing from the process behind its back', ({ folder }) => {
    expect(findSources(`${folder}/src`).flatMap(ambienceFaults)).toEqual([]);
  });
});

test.each(Object.keys(readers))('the exception %s is still needed', (path) => {
  const [file] = findSources('packages').filter((source) => source.path === path);
  expect(file?.text).toMatch(/(GITHUB|RUNNER)_/);
});

describe('a forbidden import', () => {
  const declared = new Set([
    '@sallyport/http',
    '@sallyport/runner',
    '@sallyport/action-x',
    '@actions/core',
    'undici',
  ]);
  test.each([
    { name: 'upwards', path: 'packages/errors/src/a.ts', text: "import { a } from '@sallyport/http';" },
    { name: 'sideways', path: 'packages/audit/src/a.ts', text: "import { a } from '@sallyport/runner';" },
    {
      name: 'for types only',
      path: 'packages/errors/src/a.ts',
      text: "import type { A } from '@sallyport/http';",
    },
    { name: 're-exported', path: 'packages/errors/src/a.ts', text: "export * from '@sallyport/http';" },
    { name: 'dynamic', path: 'packages/errors/src/a.ts', text: "await import('@sallyport/http');" },
    {
      name: 'by path',
      path: 'packages/audit/src/a.ts',
      text: "import { a } from '../../http/src/index.ts';",
    },
    { name: 'of a test', path: 'packages/audit/src/a.ts', text: "import '../../../test/twins/x.ts';" },
    { name: 'undeclared', path: 'packages/audit/src/a.ts', text: "import leftPad from 'left-pad';" },
    {
      name: 'of the toolkit',
      path: 'packages/audit/src/a.ts',
      text: "import * as core from '@actions/core';",
    },
    { name: 'of the toolkit by an action', path: 'actions/x/src/main.ts', text: "import '@actions/core';" },
    { name: 'of node:https', path: 'packages/audit/src/a.ts', text: "import { request } from 'node:https';" },
    { name: 'of http without node:', path: 'packages/audit/src/a.ts', text: "import { get } from 'http';" },
    { name: 'of tls by an action', path: 'actions/x/src/main.ts', text: "import 'node:tls';" },
    { name: 'of undici', path: 'packages/http/src/a.ts', text: "import { fetch } from 'undici';" },
    {
      name: 'of files by a pure package',
      path: 'packages/errors/src/a.ts',
      text: "import 'node:fs/promises';",
    },
    { name: 'of an action', path: 'actions/y/src/main.ts', text: "import '@sallyport/action-x';" },
  ])('$name is found', ({ path, text }) => {
    expect(importFaults({ path, text }, declared)).toHaveLength(1);
  });

  test('is told from those that are allowed', () => {
    const text = [
      "import { request } from 'node:https';",
      "import { failure } from '@sallyport/errors';",
      "import { a } from './a.ts';",
      "// import '@sallyport/runner';",
      'const text = "import \'@actions/core\'";',
    ].join('\n');
    expect(importFaults({ path: 'packages/http/src/b.ts', text }, new Set(['@sallyport/errors']))).toEqual(
      [],
    );
  });
});

describe('reading the ambience', () => {
  test.each([
    { name: 'process.env', text: 'const a = process.env.PATH;' },
    { name: "process['env']", text: "const a = process['env'];" },
    { name: 'globalThis.process.env', text: 'f(globalThis.process.env);' },
    { name: 'a destructured env', text: 'const { env } = process;' },
    { name: 'node:process', text: "import { env } from 'node:process';" },
    { name: 'process.exit', text: 'process.exit(1);' },
    { name: 'process.stdout', text: "process.stdout.write('::notice::');" },
    { name: 'the global fetch', text: 'await fetch(url);' },
    { name: 'globalThis.fetch', text: 'await globalThis.fetch(url);' },
    { name: "the runner's variable of a parameter", text: 'const f = (env: Env) => env.GITHUB_SHA;' },
    { name: "the runner's variable by its text", text: "const f = (env: Env) => env['RUNNER_TEMP'];" },
    { name: "the runner's variable from a pattern", text: 'const f = ({ INPUT_ROLE }: Env) => INPUT_ROLE;' },
  ])('$name is found', ({ text }) => {
    expect(ambienceFaults({ path: 'packages/http/src/a.ts', text })).toHaveLength(1);
    expect(ambienceFaults({ path: 'packages/runner/src/a.ts', text })).toEqual([]);
  });

  test('is allowed to `step` where it is handed in, not where it is ambient', () => {
    const path = 'packages/step/src/a.ts';
    expect(ambienceFaults({ path, text: 'const f = (env: Env) => env.GITHUB_SHA;' })).toEqual([]);
    expect(ambienceFaults({ path, text: 'f(process.env.GITHUB_SHA);' })).toHaveLength(1);
  });

  test('is told from naming it', () => {
    const text =
      "const remedy = 'Unset GITHUB_TOKEN.'; const names = ['RUNNER_TEMP']; f(process.platform, it.env);";
    const own = 'const f = (fetch: Fetch) => fetch(url);';
    expect(ambienceFaults({ path: 'packages/http/src/a.ts', text: own })).toEqual([]);
    expect(ambienceFaults({ path: 'packages/http/src/a.ts', text })).toEqual([]);
  });
});
