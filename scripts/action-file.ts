import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface InputDeclaration {
  readonly description?: string;
  readonly required?: boolean;
  /** YAML's own types where the file does not quote it; the runner makes text of them. */
  readonly default?: string | number | boolean;
  readonly deprecationMessage?: string;
}

/** The parts of an `action.yml` that documentation and checks read. */
export interface ActionFile {
  readonly name?: string;
  readonly description?: string;
  readonly inputs?: Readonly<Record<string, InputDeclaration>>;
  readonly outputs?: Readonly<Record<string, { readonly description?: string }>>;
  readonly runs?: { readonly using?: string; readonly main?: string; readonly post?: string };
  readonly branding?: { readonly icon?: string; readonly color?: string };
}

/** The actions of the repository at `root`: those folders of `actions/` that hold an `action.yml`, by name. */
export function readActions(root: string): ReadonlyMap<string, ActionFile> {
  const folder = join(root, 'actions');
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder)
      .sort()
      .filter((name) => existsSync(join(folder, name, 'action.yml')))
      .map((name) => [name, parse(readFileSync(join(folder, name, 'action.yml'), 'utf8')) as ActionFile]),
  );
}

/** The input that this one is another name for: its description begins "Another name of `input`". */
export function aliasOf({ description }: InputDeclaration): string | undefined {
  return /^Another name of `([^`]+)`/.exec(description ?? '')?.[1];
}

/**
 * Whether an input is there for those who come from another action: its description begins with what we do with it,
 * "Another name of", "As in", "Accepted" or "Refused".
 */
export function isForeign({ description }: InputDeclaration): boolean {
  return /^(Another name of|As in|Accepted|Refused)\b/.test(description ?? '');
}
