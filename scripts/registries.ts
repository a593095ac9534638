import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from './entries.ts';

/**
 * Folders in which one file is one provider, vendor or rule. The list of them is generated, so that adding one means
 * adding one file.
 */
interface Registry {
  readonly folder: string;
  readonly output: string;
  /** The name that each file exports. */
  readonly member: string;
  /** The name of the generated list. */
  readonly list: string;
  /** Whether each file exports an array of members. */
  readonly spread: boolean;
}

const registries: readonly Registry[] = [
  {
    folder: 'packages/federation/src/providers',
    output: 'packages/federation/src/providers.generated.ts',
    member: 'provider',
    list: 'providers',
    spread: false,
  },
  {
    folder: 'packages/leak-engine/src/rules',
    output: 'packages/leak-engine/src/rules.generated.ts',
    member: 'rules',
    list: 'rules',
    spread: true,
  },
  {
    folder: 'packages/separation/src/rules',
    output: 'packages/separation/src/rules.generated.ts',
    member: 'rule',
    list: 'rules',
    spread: false,
  },
];

function identifier(file: string): string {
  const name = basename(file, '.ts').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return /^\d/.test(name) ? `_${name}` : name;
}

function render(registry: Registry, files: readonly string[]): string {
  const imports = files.map(
    (file) =>
      `import { ${registry.member} as ${identifier(file)} } from './${basename(registry.folder)}/${file}';`,
  );
  const members = files.map((file) => `  ${registry.spread ? '...' : ''}${identifier(file)},`);
  return [
    `// Generated from ${registry.folder} by \`npm run build\`: add a file there, do not edit this one.`,
    ...imports,
    '',
    `export const ${registry.list} = [`,
    ...members,
    '] as const;',
    '',
  ].join('\n');
}

/**
 * Writes each registry that differs from its folder.
 * @returns the registries that were out of date, as paths relative to the root.
 */
export function updateRegistries(root = repositoryRoot, write = true): string[] {
  return registries.flatMap((registry) => {
    const files = listSources(join(root, registry.folder));
    if (files.length === 0) return [];
    const target = join(root, registry.output);
    const text = render(registry, files);
    if (readIfThere(target) === text) return [];
    if (write) writeFileSync(target, text);
    return [registry.output];
  });
}

function listSources(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .sort();
  } catch {
    return [];
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
