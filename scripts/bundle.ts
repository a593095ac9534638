import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { minify } from '@swc/core';
import type { Entry } from './entries.ts';
import { loadBuiltinsLazily, loadModulesLazily, markModulesPure } from './lazy-builtins.ts';
import { dropUnusedErrorAreas } from './unused-errors.ts';

interface NccResult {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Uint8Array }>>;
}

type Ncc = (input: string, options: Readonly<Record<string, unknown>>) => Promise<NccResult>;

const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc;

/**
 * Bundles one entry into `<into>/<action>/<entry>/index.js` with its licences beside it.
 * Types are checked apart (`npm run typecheck`), so ncc only transpiles: a third of the time.
 * Its output is minified by swc, which gets a main bundle below 300 kB where ncc's own minifier leaves 330 kB.
 */
export async function bundle(entry: Entry, into: string): Promise<number> {
  const { code, assets } = await ncc(entry.source, {
    cache: false,
    license: 'licenses.txt',
    quiet: true,
    transpileOnly: true,
    target: 'es2022',
  });
  const small = await minify(
    markModulesPure(loadModulesLazily(loadBuiltinsLazily(dropUnusedErrorAreas(code)))),
    {
      module: true,
      compress: { passes: 3, ecma: 2020 },
      ecma: 2020,
      mangle: true,
      format: { comments: false },
    },
  );
  const folder = join(into, entry.target);
  rmSync(folder, { recursive: true, force: true });
  write(join(folder, 'index.js'), small.code);
  for (const [name, asset] of Object.entries(assets)) write(join(folder, name), asset.source);
  // The nearest package.json decides the format that ncc chose: ECMAScript modules.
  write(join(folder, 'package.json'), '{ "type": "module" }\n');
  return Buffer.byteLength(small.code);
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content.replaceAll('\r\n', '\n') : content);
}
