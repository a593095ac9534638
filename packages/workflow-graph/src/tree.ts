/** A YAML document without its syntax: what GitHub would see, with the offset of everything. */
export type TreeNode = ScalarNode | MapNode | ListNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, without quotes: `1.10` stays `1.10`. */
  readonly text: string;
  /** Offset of the first character of the value. */
  readonly at: number;
  /** Whether it is a block scalar, whose lines are indented in the file. */
  readonly block: boolean;
}

export interface MapEntry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: TreeNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly at: number;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly TreeNode[];
  readonly at: number;
}

/** The value of a key; keys match case-sensitively, as GitHub's schema does. */
export function child(node: TreeNode | undefined, key: string): TreeNode | undefined {
  if (node?.kind !== 'map') return undefined;
  return node.entries.find((entry) => entry.key === key)?.value;
}

export function entriesOf(node: TreeNode | undefined): readonly MapEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** A scalar's text; null counts as absent. */
export function textOf(node: TreeNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** One text or a list of texts, as `needs`, `branches` and many others allow. */
export function textsOf(node: TreeNode | undefined): readonly string[] {
  const items = node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
  return items.flatMap((item) => textOf(item) ?? []);
}
