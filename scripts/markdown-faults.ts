import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readActions, type ActionFile } from './action-file.ts';
import { anchors, fencedBlocks, links } from './markdown.ts';
import { unknownInputs } from './step-references.ts';
import { isWorkflow, workflowErrors } from './workflow-schema.ts';

const ignoredFolders = new Set(['node_modules', 'dist', 'out', 'coverage', 'fixtures', '.git', '.cache']);

/** Every Markdown file of the repository, relative to its root. */
export function findMarkdown(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((item) => {
      const path = posix.join(folder, item.name);
      if (item.isDirectory()) return ignoredFolders.has(item.name) ? [] : findMarkdown(root, path);
      return item.isFile() && item.name.endsWith('.md') ? [path] : [];
    });
}

/**
 * What is wrong with the Markdown files at `root`, as `file:line: fault`: relative links to a file or heading that does
 * not exist, YAML blocks that do not parse, steps in them that give one of our actions an input it does not have, and whole
 * workflows that GitHub would not take.
 */
export function markdownFaults(root: string): string[] {
  const actions = readActions(root);
  return findMarkdown(root).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...linkFaults(root, file, text), ...yamlFaults(actions, file, text)];
  });
}

function linkFaults(root: string, file: string, text: string): string[] {
  return links(text).flatMap(({ target, line }) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
    const fault = linkFault(root, file, text, target);
    return fault === undefined ? [] : [`${file}:${line + 1}: ${target}: ${fault}`];
  });
}

function linkFault(root: string, file: string, text: string, target: string): string | undefined {
  const decoded = decode(target);
  if (decoded === undefined) return 'is not percent-encoded correctly';
  const [path = '', anchor] = decoded.split('#', 2);
  return path === '' ? anchorFault(text, anchor) : fileFault(root, file, path, anchor);
}

function decode(target: string): string | undefined {
  try {
    return decodeURI(target);
  } catch {
    return undefined;
  }
}

function fileFault(root: string, file: string, path: string, anchor: string | undefined): string | undefined {
  const target = path.startsWith('/') ? join(root, path) : join(root, dirname(file), path);
  if (!existsSync(target)) return 'no such file';
  if (anchor === undefined || anchor === '') return undefined;
  if (statSync(target).isDirectory()) return 'a folder has no headings';
  const text = readFileSync(target, 'utf8');
  return basename(target).endsWith('.md') ? anchorFault(text, anchor) : lineFault(text, anchor);
}

function anchorFault(text: string, anchor: string | undefined): string | undefined {
  return anchor === undefined || anchor === '' || anchors(text).has(anchor) ? undefined : 'no such heading';
}

function lineFault(text: string, anchor: string): string | undefined {
  const line = /^L(\d+)/.exec(anchor)?.[1];
  return line !== undefined && Number(line) <= text.split('\n').length ? undefined : 'no such line';
}

function yamlFaults(actions: ReadonlyMap<string, ActionFile>, file: string, text: string): string[] {
  return fencedBlocks(text)
    .filter(({ language }) => language === 'yaml' || language === 'yml')
    .flatMap((block) =>
      blockFaults(actions, block.text).map((fault) => `${file}:${block.line + 1}: YAML: ${fault}`),
    );
}

function blockFaults(actions: ReadonlyMap<string, ActionFile>, text: string): string[] {
  const parsed = parseAllDocuments(text);
  const documents = 'empty' in parsed ? [] : parsed;
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) return errors.map(({ message }) => message.split('\n')[0] ?? message);
  const values = documents.map((document): unknown => document.toJS());
  return [
    ...values.flatMap((value) => unknownInputs(value, actions)),
    ...(values.length === 1 && isWorkflow(values[0]) ? workflowErrors(text) : []),
  ];
}
