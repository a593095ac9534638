import { failure } from '@sallyport/errors';
import {
  child,
  DiagnosticList,
  entriesOf,
  quote,
  readYaml,
  SourceText,
  textOf,
  type MapEntry,
  type Place,
  type TreeNode,
} from '@sallyport/workflow-graph';

/** Where a policy file lives unless an input says otherwise. */
export const policyPath = '.github/sallyport.yml';

export const roles = ['build', 'attest', 'deploy', 'check', 'orchestrate'] as const;
export type Role = (typeof roles)[number];

export interface DeclaredRole {
  readonly workflow: string;
  readonly job: string;
  readonly role: Role;
  readonly place: Place;
}

/** A finding that the owners accept for a while. */
export interface Ignore {
  readonly rule: string;
  readonly workflow: string;
  /** Absent: every job of the file. */
  readonly job: string | undefined;
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly place: Place;
}

export interface Policy {
  readonly roles: readonly DeclaredRole[];
  readonly ignores: readonly Ignore[];
}

export const emptyPolicy: Policy = { roles: [], ignores: [] };

/**
 * Reads `.github/sallyport.yml`. Exact: an unknown key, role or rule, or an ignore without reason or expiry, is an
 * error, because a typo here would silently weaken the check.
 * @throws CodedError `separation/policy-invalid` with file, line and column.
 */
export function parsePolicy(path: string, text: string, ruleIds: readonly string[]): Policy {
  const source = new SourceText(path, text);
  const diagnostics = new DiagnosticList();
  const root = readYaml(source, diagnostics);
  const [problem] = diagnostics.items;
  if (problem !== undefined || root === undefined) {
    const { line, column } = problem?.place ?? { line: 1, column: 1 };
    throw failure('separation/policy-invalid', {
      what: `${path}:${line}:${column}: ${problem?.message ?? 'The file is empty.'}`,
    });
  }
  return new PolicyReader(source, ruleIds).read(root);
}

class PolicyReader {
  readonly #source: SourceText;
  readonly #ruleIds: readonly string[];

  constructor(source: SourceText, ruleIds: readonly string[]) {
    this.#source = source;
    this.#ruleIds = ruleIds;
  }

  read(root: TreeNode): Policy {
    this.#keys(root, ['version', 'roles', 'ignore']);
    const version = child(root, 'version');
    if (textOf(version) !== '1') this.#fail(version ?? root, '`version` has to be 1.');
    const declared = this.#map(child(root, 'roles')).flatMap(({ key, value }) =>
      this.#map(value).map((entry) => this.#role(key, entry)),
    );
    return { roles: declared, ignores: this.#ignores(child(root, 'ignore')) };
  }

  #role(workflow: string, { key, keyAt, value }: MapEntry): DeclaredRole {
    const name = textOf(value);
    const role = roles.find((known) => known === name);
    if (role === undefined)
      return this.#fail(value, `The role of ${quote(key)} has to be one of ${roles.join(', ')}.`);
    return { workflow, job: key, role, place: this.#source.place(keyAt) };
  }

  #ignores(node: TreeNode | undefined): readonly Ignore[] {
    if (node === undefined) return [];
    if (node.kind !== 'list') return this.#fail(node, '`ignore` has to be a list.');
    return node.items.map((item) => {
      this.#keys(item, ['rule', 'workflow', 'job', 'reason', 'expires']);
      const need = (key: string): string => {
        const text = textOf(child(item, key))?.trim() ?? '';
        return text === '' ? this.#fail(item, `An ignore needs \`${key}\`.`) : text;
      };
      const rule = need('rule');
      if (!this.#ruleIds.includes(rule))
        this.#fail(child(item, 'rule') ?? item, `${quote(rule)} is no rule.`);
      const expires = need('expires');
      if (!isDate(expires))
        this.#fail(child(item, 'expires') ?? item, '`expires` has to be a day as YYYY-MM-DD.');
      return {
        rule,
        workflow: need('workflow'),
        job: textOf(child(item, 'job')),
        reason: need('reason'),
        expires,
        place: this.#source.place(item.at),
      };
    });
  }

  #keys(node: TreeNode, known: readonly string[]): void {
    if (node.kind !== 'map') this.#fail(node, 'A mapping is expected.');
    for (const { key, keyAt } of entriesOf(node)) {
      if (!known.includes(key))
        this.#failAt(keyAt, `The key ${quote(key)} is not known; known are ${known.join(', ')}.`);
    }
  }

  #map(node: TreeNode | undefined): readonly MapEntry[] {
    if (node === undefined) return [];
    return node.kind === 'map' ? node.entries : this.#fail(node, 'A mapping is expected.');
  }

  #fail(node: TreeNode, message: string): never {
    return this.#failAt(node.at, message);
  }

  #failAt(at: number, message: string): never {
    const { path, line, column } = this.#source.place(at);
    throw failure('separation/policy-invalid', { what: `${path}:${line}:${column}: ${message}` });
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
