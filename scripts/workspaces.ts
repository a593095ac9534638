import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Manifest {
  readonly name?: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Workspace {
  /** Relative to the repository's root; the root itself is `.`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The root and every package that its `workspaces` (`folder/*` patterns) find. */
export function findWorkspaces(root: string): Workspace[] {
  const manifest = readManifest(root);
  const members = (manifest.workspaces ?? []).flatMap((pattern) =>
    readdirSync(join(root, dirname(pattern)))
      .sort()
      .map((name) => `${dirname(pattern)}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json'))),
  );
  return [
    { folder: '.', manifest },
    ...members.map((folder) => ({ folder, manifest: readManifest(join(root, folder)) })),
  ];
}
