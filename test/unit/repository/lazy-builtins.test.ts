import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { loadBuiltinsLazily, loadModulesLazily, markModulesPure } from '../../../scripts/lazy-builtins.ts';

const head = 'import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";';

function external(name: string, id: string): string {
  return `const external_${name}_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("${id}");`;
}

/** Runs a module in a process of its own. */
function run(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lazy-'));
  try {
    writeFileSync(join(folder, 'index.mjs'), code);
    return execFileSync(process.execPath, [join(folder, 'index.mjs')], { encoding: 'utf8' }).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('builtins loaded when they are used', () => {
  test.each([
    ['a call', 'url', 'node:url', "external_url_namespaceObject.fileURLToPath('file:///a')", '/a'],
    ['an indirect call', 'path', 'path', "(0,external_path_namespaceObject.join)('a', 'b')", 'a/b'],
    ['a construction', 'url', 'node:url', "new external_url_namespaceObject.URL('http://h/').host", 'h'],
    [
      'a class',
      'events',
      'events',
      'new (class extends external_events_namespaceObject.EventEmitter {})().listenerCount("x")',
      '0',
    ],
    ['the module itself', 'path', 'path', 'typeof external_path_namespaceObject.sep', 'string'],
  ])('%s still works', (_, name, id, expression, printed) => {
    const code = [head, external(name, id), `console.log(${expression});`, ''].join('\n');
    expect(run(code)).toBe(printed);
    expect(run(loadBuiltinsLazily(code))).toBe(printed);
  });

  test('one that is not used is not loaded', () => {
    const tail = 'console.log(process.moduleLoadList.includes("NativeModule https"));';
    const code = [head, external('https', 'https'), tail, ''].join('\n');
    expect(run(code)).toBe('true');
    expect(run(loadBuiltinsLazily(code))).toBe('false');
  });

  test('other code stays as it is', () => {
    expect(loadBuiltinsLazily('const a = external_x_namespaceObject;')).toBe(
      'const a = external_x_namespaceObject;',
    );
  });

  test('a module load is marked, and nothing else', () => {
    expect(markModulesPure('var a = __nccwpck_require__(12);')).toBe(
      'var a = /*#__PURE__*/ __nccwpck_require__(12);',
    );
    expect(markModulesPure('__nccwpck_require__(12);')).toBe('__nccwpck_require__(12);');
  });
});

describe('bundled modules loaded when they are used', () => {
  const modules =
    'const loaded = []; const __nccwpck_require__ = (id) => { loaded.push(id); return { Tp: (text) => `parsed ${text}` }; };';
  const byDefault = '__nccwpck_require__.n = (module) => () => module.Tp;';
  const imported =
    '// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js\nvar dist = __nccwpck_require__(7);';

  test.each([
    [
      'by name',
      `${modules}\n${imported}\nconsole.log((0,dist/* parse */.Tp)("x"), loaded.join());`,
      'parsed x 7',
    ],
    [
      'as a default',
      `${modules}\n${byDefault}\n${imported}\nvar dist_default = /*#__PURE__*/__nccwpck_require__.n(dist);\nconsole.log(dist_default()("x"), loaded.join());`,
      'parsed x 7',
    ],
  ])('%s still work', (_, code, printed) => {
    expect(run(code)).toBe(printed);
    expect(run(loadModulesLazily(code))).toBe(printed);
  });

  test('one that is not used is not loaded', () => {
    const code = `${modules}\n${imported}\nif (loaded.length > 1) (0,dist/* parse */.Tp)("x");\nconsole.log(loaded.length);`;
    expect(run(code)).toBe('1');
    expect(run(loadModulesLazily(code))).toBe('0');
  });

  test('a variable of the same name elsewhere stays as it is', () => {
    const code = `${imported}\nfunction other(dist) { return dist.length + dist; }`;
    expect(loadModulesLazily(code)).toContain('function other(dist) { return dist.length + dist; }');
  });
});
