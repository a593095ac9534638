import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocsGenerator, GeneratedFile } from './docs-generator.ts';
import { repositoryRoot } from './entries.ts';
import { markdownFaults } from './markdown-faults.ts';

// npm run docs: writes what scripts/*-docs.ts generate. npm run check:docs: compares only, and checks every link and YAML
// block in the Markdown files.
const check = process.argv.includes('--check');
const complaints: string[] = [];

for await (const file of generateAll()) settle(file);
if (check) complaints.push(...markdownFaults(repositoryRoot));

for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;

/** One generator after the other: several may each own a part of the same file, and read it as it is by then. */
async function* generateAll(): AsyncGenerator<GeneratedFile> {
  for (const name of readdirSync(import.meta.dirname).filter((script) => script.endsWith('-docs.ts'))) {
    try {
      const module = (await import(pathToFileURL(join(import.meta.dirname, name)).href)) as {
        generate: DocsGenerator;
      };
      yield* await module.generate(repositoryRoot);
    } catch (error) {
      complaints.push(`scripts/${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function settle(file: GeneratedFile): void {
  const path = join(repositoryRoot, file.path);
  if (existsSync(path) && readFileSync(path, 'utf8') === file.text) return;
  if (check) {
    complaints.push(`${file.path}: differs from what it is generated from: run \`npm run docs\``);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.text);
  console.log(`updated ${file.path}`);
}
