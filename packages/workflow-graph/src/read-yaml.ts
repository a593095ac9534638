import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Scalar } from 'yaml';
import { quote, type DiagnosticList, type GraphCode } from './diagnostics.ts';
import type { SourceText } from './source.ts';
import type { ListNode, MapEntry, MapNode, ScalarNode, TreeNode } from './tree.ts';

/**
 * Limits of GitHub's own reader (`actions/runner`: `src/Sdk/WorkflowParser/ParseOptions.cs`, 1 MiB of text, depth 100):
 * beyond them a file does not run, so nothing is lost by stopping there.
 */
export const yamlLimits = { characters: 1024 * 1024, depth: 100, nodes: 400_000 } as const;

/** Where a yaml library error code has a meaning of its own; all others are invalid YAML. */
const meanings: Readonly<Record<string, GraphCode>> = {
  MULTIPLE_DOCS: 'graph/second-document',
  DUPLICATE_KEY: 'graph/duplicate-key',
};

/**
 * Reads one YAML document as GitHub does: one document, no merge keys, keys unique without regard to case, aliases
 * allowed but bounded. What is wrong becomes a diagnostic.
 * @returns undefined where nothing useful can be read.
 */
export function readYaml(source: SourceText, diagnostics: DiagnosticList): TreeNode | undefined {
  const say = (code: GraphCode, kind: 'refused' | 'unread', offset: number, message: string): void =>
    diagnostics.add({ code, kind, place: source.place(offset), message });
  if (source.text.length > yamlLimits.characters) {
    say(
      'graph/too-large',
      'unread',
      0,
      `The file has ${source.text.length} characters; GitHub reads at most ${yamlLimits.characters}.`,
    );
    return undefined;
  }
  if (nesting.test(source.text)) return tooDeep(say);
  let document: Document.Parsed;
  try {
    document = parseDocument(source.text, {
      // Uniqueness is checked below: without regard to case, and in linear time.
      uniqueKeys: false,
      merge: false,
      schema: 'core',
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch {
    return tooDeep(say);
  }
  for (const error of document.errors) {
    const text = error.message.split('\n', 1)[0] ?? '';
    say(
      meanings[error.code] ?? 'graph/yaml-invalid',
      'refused',
      error.pos[0],
      `${text.replace(/[.:]?$/, '')}.`,
    );
  }
  if (document.contents === null) {
    say('graph/yaml-invalid', 'refused', 0, 'The file is empty.');
    return undefined;
  }
  return new TreeBuilder(say).build(document.contents);
}

/** A run of openings beyond the depth: told before the recursive parser spends seconds on it. */
const nesting = new RegExp(
  `(?:[[{]\\s*(?:[\\w-]+:\\s*)?){${yamlLimits.depth + 1}}|^\\s*(?:- ){${yamlLimits.depth + 1}}`,
  'm',
);

function tooDeep(say: Say): undefined {
  say('graph/too-deep', 'unread', 0, `The file nests deeper than ${yamlLimits.depth} levels.`);
}

type Say = (code: GraphCode, kind: 'refused' | 'unread', offset: number, message: string) => void;

class LimitReached extends Error {}

class TreeBuilder {
  readonly #say: Say;
  readonly #anchors = new Map<string, { readonly node: TreeNode; readonly size: number }>();
  /** Nodes as GitHub counts them: an alias counts as all that it stands for. */
  #count = 0;

  constructor(say: Say) {
    this.#say = say;
  }

  build(node: Node): TreeNode | undefined {
    try {
      return this.#convert(node, 1);
    } catch (error) {
      if (error instanceof LimitReached) return undefined;
      throw error;
    }
  }

  #convert(node: Node | null, depth: number): TreeNode {
    const at = node?.range?.[0] ?? 0;
    if (depth > yamlLimits.depth) {
      this.#say('graph/too-deep', 'unread', at, `The file nests deeper than ${yamlLimits.depth} levels.`);
      throw new LimitReached();
    }
    if (isAlias(node)) return this.#alias(node.source, at);
    const before = this.#count;
    this.#grow(1, at);
    const converted = this.#content(node, at, depth);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, { node: converted, size: this.#count - before });
    return converted;
  }

  #content(node: Node | null, at: number, depth: number): TreeNode {
    if (isMap(node)) return this.#map(node.items as readonly Pair[], at, depth);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#convert(item as Node | null, depth + 1));
      return { kind: 'list', items, at } satisfies ListNode;
    }
    return scalar(node as Scalar | null, at);
  }

  #alias(name: string, at: number): TreeNode {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#say(
        'graph/yaml-invalid',
        'refused',
        at,
        `The alias ${quote(name)} stands for nothing before it.`,
      );
      return { kind: 'scalar', value: null, text: '', at, block: false };
    }
    this.#grow(target.size, at);
    return target.node;
  }

  #map(items: readonly Pair[], at: number, depth: number): MapNode {
    const seen = new Set<string>();
    const entries: MapEntry[] = [];
    for (const { key, value } of items) {
      const keyAt = key?.range?.[0] ?? at;
      if (!isScalar(key)) {
        this.#say('graph/yaml-invalid', 'refused', keyAt, 'A key has to be plain text.');
        continue;
      }
      const name = scalar(key, keyAt).text;
      if (name === '<<')
        this.#say('graph/merge-key', 'refused', keyAt, 'GitHub does not know the merge key `<<`.');
      if (seen.has(name.toLowerCase())) {
        this.#say(
          'graph/duplicate-key',
          'refused',
          keyAt,
          `The key ${quote(name)} stands twice in one mapping.`,
        );
      }
      seen.add(name.toLowerCase());
      this.#grow(1, keyAt);
      entries.push({ key: name, keyAt, value: this.#convert(value, depth + 1) });
    }
    return { kind: 'map', entries, at };
  }

  #grow(by: number, at: number): void {
    this.#count += by;
    if (this.#count <= yamlLimits.nodes) return;
    this.#say(
      'graph/alias-limit',
      'unread',
      at,
      `With its aliases expanded the file has more than ${yamlLimits.nodes} values.`,
    );
    throw new LimitReached();
  }
}

interface Pair {
  readonly key: Node | null;
  readonly value: Node | null;
}

function scalar(node: Scalar | null, at: number): ScalarNode {
  const value = node?.value;
  const plain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  const text = typeof plain === 'string' ? plain : plain === null ? '' : (node?.source ?? String(plain));
  return {
    kind: 'scalar',
    value: plain,
    text,
    at,
    block: node?.type === 'BLOCK_LITERAL' || node?.type === 'BLOCK_FOLDED',
  };
}
