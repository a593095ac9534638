import { failure, plainText, type CodedError, type ErrorCode } from '@sallyport/errors';
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Scalar,
  type YAMLMap,
} from 'yaml';

const largestPolicy = 64 * 1024;

/** A policy's YAML with its positions: what may stand in it is narrower than what YAML allows. */
export interface PolicyDocument {
  readonly root: YAMLMap;
  /** An error that names line and column of the node, both from 1. */
  readonly fail: (code: ErrorCode, what: string, node: unknown, remedy?: string) => CodedError;
}

/**
 * Reads a policy as one YAML 1.2 mapping. Anchors, aliases, tags and directives are refused: they serve no purpose in a
 * policy, and aliases multiply (the "billion laughs").
 * @throws CodedError `policy/too-large`, `policy/syntax`, `policy/empty`.
 */
export function readPolicyDocument(text: string): PolicyDocument {
  if (Buffer.byteLength(text) > largestPolicy) throw failure('policy/too-large');
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return ` (line ${line}, column ${col})`;
  };
  const documents = parseDocuments(text, lines);
  const [document, second] = documents;
  if (document === undefined) throw failure('policy/empty');
  const problem = documents.flatMap((each) => [...each.errors, ...each.warnings])[0];
  if (problem !== undefined) {
    const message =
      problem.code === 'RESOURCE_EXHAUSTION'
        ? 'it is nested too deeply'
        : plainText(problem.message.split('\n')[0] ?? '', 160).replace(/\.$/, '');
    throw failure('policy/syntax', {
      what: `The claim policy is not valid YAML: ${message}${at(problem.pos[0])}.`,
    });
  }
  if (second !== undefined) {
    throw failure('policy/syntax', {
      what: `The claim policy holds a second YAML document${at(second.range[0])}.`,
    });
  }
  if (document.directives?.yaml.explicit === true) {
    throw failure('policy/syntax', { what: 'The claim policy begins with a YAML directive.' });
  }
  const fail: PolicyDocument['fail'] = (code, what, node, remedy) => {
    const offset = isNode(node) ? node.range?.[0] : undefined;
    const place = offset === undefined ? '' : at(offset);
    return failure(code, { what: `${what}${place}.`, ...(remedy === undefined ? {} : { remedy }) });
  };
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) throw failure('policy/empty');
  refuseExtras(root, fail);
  if (!isMap(root))
    throw fail('policy/syntax', 'The claim policy is not a mapping of claims to conditions', root);
  if (root.items.length === 0) throw failure('policy/empty');
  return { root, fail };
}

/** The text of a scalar as it was written: numbers are not rounded, and `1.10` stays `1.10`. */
export function sourceText(scalar: Scalar): string | undefined {
  if (typeof scalar.value === 'string') return scalar.value;
  return scalar.value === null ? undefined : scalar.source;
}

/** Refuses anchors, aliases and tags on one node; callers visit every node that they read. */
export function refuseExtras(node: unknown, fail: PolicyDocument['fail']): void {
  if (isAlias(node)) throw fail('policy/syntax', 'The claim policy uses a YAML alias', node);
  if (!isNode(node)) return;
  if ('anchor' in node && node.anchor !== undefined) {
    throw fail('policy/syntax', 'The claim policy uses a YAML anchor', node);
  }
  if (node.tag !== undefined) throw fail('policy/syntax', 'The claim policy uses a YAML tag', node);
}

function parseDocuments(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  return [
    ...parseAllDocuments(text, { lineCounter, prettyErrors: false, uniqueKeys: false, version: '1.2' }),
  ];
}
