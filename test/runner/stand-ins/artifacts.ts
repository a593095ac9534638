import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findFiles, globToRegExp } from '../globs.ts';
import type { StandIn } from '../types.ts';

/** `actions/upload-artifact`: keeps files under a name, once in a run. */
export const uploadArtifact: StandIn = {
  main: async ({ inputs, workspace, artifacts, log, warn, setOutput }) => {
    const name = inputs['name'] || 'artifact';
    const patterns = (inputs['path'] ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const folder = commonFolder(workspace, patterns);
    const files = findFiles(
      folder,
      patterns.map((pattern) => relativeTo(folder, workspace, pattern)),
    ).filter((file) => inputs['include-hidden-files'] === 'true' || !/(?:^|\/)\./.test(file));
    if (files.length === 0) {
      const message = `No files were found with the provided path: ${patterns.join(', ')}. No artifacts will be uploaded.`;
      if (inputs['if-no-files-found'] === 'error') throw new Error(message);
      if (inputs['if-no-files-found'] === 'ignore') log(message);
      else warn(message);
      return;
    }
    const target = join(artifacts, name);
    if (existsSync(target)) {
      if (inputs['overwrite'] !== 'true')
        throw new Error(
          `Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run`,
        );
      rmSync(target, { recursive: true });
    }
    for (const file of files) copy(join(folder, file), join(target, file));
    log(`Artifact ${name} has been successfully uploaded! Files: ${files.length}`);
    setOutput('artifact-id', giveId(artifacts, name));
    setOutput('artifact-digest', digest(target, files));
  },
};

/** `actions/download-artifact`: one by name or by id, or those that fit a pattern, of this run. */
export const downloadArtifact: StandIn = {
  main: async ({ inputs, workspace, artifacts, log, setOutput }) => {
    const target = resolve(workspace, inputs['path'] ?? '');
    const ids = (inputs['artifact-ids'] ?? '').split(',').filter((id) => id.trim() !== '');
    if (ids.length > 1) throw new Error('More than one id is not supported here.');
    const [id] = ids;
    const name = id === undefined ? (inputs['name'] ?? '') : nameOf(artifacts, id.trim());
    if (name !== '') {
      if (!existsSync(join(artifacts, name)))
        throw new Error(`Unable to download artifact(s): Artifact not found for name: ${name}`);
      mkdirSync(target, { recursive: true });
      cpSync(join(artifacts, name), target, { recursive: true });
    } else {
      const fits = globToRegExp(inputs['pattern'] || '*');
      for (const found of readdirSync(artifacts).filter((other) => fits.test(other))) {
        const folder = inputs['merge-multiple'] === 'true' ? target : join(target, found);
        mkdirSync(folder, { recursive: true });
        cpSync(join(artifacts, found), folder, { recursive: true });
      }
    }
    log(`Download artifact has finished successfully`);
    setOutput('download-path', target);
  },
};

/** Ids are never given twice, also when a name is uploaded again. */
function giveId(artifacts: string, name: string): string {
  const names = [...givenNames(artifacts), name];
  writeFileSync(idsFile(artifacts), JSON.stringify(names));
  return String(names.length);
}

function nameOf(artifacts: string, id: string): string {
  const names = givenNames(artifacts);
  const name = /^\d+$/.test(id) ? names[Number(id) - 1] : undefined;
  // An upload in the place of an earlier one deletes that one.
  if (name === undefined || names.lastIndexOf(name) !== Number(id) - 1) {
    throw new Error(`Unable to download artifact(s): Artifact not found for id: ${id}`);
  }
  return name;
}

function givenNames(artifacts: string): string[] {
  const file = idsFile(artifacts);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
}

function idsFile(artifacts: string): string {
  return `${artifacts}.json`;
}

/** The folder that the names inside an artifact are relative to: the one pattern's, or the workspace. */
function commonFolder(workspace: string, patterns: readonly string[]): string {
  const [only] = patterns;
  if (patterns.length !== 1 || only === undefined) return workspace;
  const path = resolve(workspace, only);
  const plain = path.split('/').findIndex((part) => /[*?[]/.test(part));
  if (plain >= 0) return path.split('/').slice(0, plain).join('/');
  return existsSync(path) && !isFolder(path) ? dirname(path) : path;
}

function isFolder(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch {
    return false;
  }
}

function relativeTo(folder: string, workspace: string, pattern: string): string {
  const taken = pattern.startsWith('!') ? '!' : '';
  const path = resolve(workspace, pattern.slice(taken.length));
  return `${taken}${path === folder ? '.' : path.slice(folder.length + 1)}`;
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

function digest(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
