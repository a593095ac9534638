import type { NamedText, Step, Text, UnknownKey } from './model.ts';
import type { SourceText } from './source.ts';
import { child, entriesOf, textOf, type TreeNode } from './tree.ts';

const stepKeys = new Set(
  'name id if run uses with env shell working-directory continue-on-error timeout-minutes background wait wait-all cancel parallel'.split(
    ' ',
  ),
);

export function readText(node: TreeNode | undefined, source: SourceText): Text | undefined {
  const text = textOf(node);
  return text === undefined || node === undefined ? undefined : { text, place: source.place(node.at) };
}

/** A mapping of names to texts; where the mapping itself is one expression, it has the name `*`. */
export function readNamedTexts(node: TreeNode | undefined, source: SourceText): readonly NamedText[] {
  if (node?.kind === 'scalar' && node.text.includes('${{')) {
    return [{ name: '*', text: node.text, place: source.place(node.at) }];
  }
  return entriesOf(node).map(({ key, keyAt, value }) => ({
    name: key,
    text: textOf(value) ?? '',
    place: source.place(keyAt),
  }));
}

export function readUnknown(
  node: TreeNode,
  known: ReadonlySet<string>,
  source: SourceText,
): readonly UnknownKey[] {
  return entriesOf(node)
    .filter(({ key }) => !known.has(key))
    .map(({ key, keyAt, value }) => ({ key, place: source.place(keyAt), value }));
}

/** Reads the steps of a job or a composite action in order; the steps inside `parallel` follow in their place. */
export function readSteps(node: TreeNode | undefined, source: SourceText): readonly Step[] {
  const steps: Step[] = [];
  collect(node, source, false, steps);
  return steps;
}

function collect(node: TreeNode | undefined, source: SourceText, inParallel: boolean, into: Step[]): void {
  if (node?.kind !== 'list') return;
  for (const item of node.items) {
    into.push(readStep(item, source, into.length, inParallel));
    collect(child(item, 'parallel'), source, true, into);
  }
}

function readStep(node: TreeNode, source: SourceText, index: number, inParallel: boolean): Step {
  const text = (key: string): Text | undefined => readText(child(node, key), source);
  const run = child(node, 'run');
  return {
    index,
    place: source.place(node.at),
    id: text('id')?.text,
    name: text('name')?.text,
    if: text('if'),
    uses: text('uses'),
    run: run === undefined ? undefined : (readText(run, source) ?? { text: '', place: source.place(run.at) }),
    shell: text('shell')?.text,
    with: readNamedTexts(child(node, 'with'), source),
    env: readNamedTexts(child(node, 'env'), source),
    workingDirectory: text('working-directory')?.text,
    continueOnError: text('continue-on-error')?.text,
    concurrent: inParallel || text('background')?.text === 'true',
    unknown: readUnknown(node, stepKeys, source),
  };
}
