import { DiagnosticList } from './diagnostics.ts';
import type {
  CallInput,
  Container,
  DeclaredPermissions,
  Environment,
  Job,
  RunsOn,
  Trigger,
  Workflow,
} from './model.ts';
import { readNamedTexts, readSteps, readText, readUnknown } from './read-step.ts';
import { readYaml } from './read-yaml.ts';
import { SourceText } from './source.ts';
import { child, entriesOf, textOf, textsOf, type TreeNode } from './tree.ts';
import { validateWorkflow } from './validate.ts';

const workflowKeys = new Set(
  'on name description run-name defaults env permissions concurrency jobs'.split(' '),
);
const jobKeys = new Set(
  'name needs if permissions concurrency strategy runs-on timeout-minutes cancel-timeout-minutes continue-on-error container services env environment outputs defaults steps snapshot uses with secrets'.split(
    ' ',
  ),
);

/**
 * Reads one workflow file. Never throws for what the file holds: what GitHub would refuse or we cannot read is in
 * `diagnostics`, and what is readable of such a file is in the model all the same.
 */
export function readWorkflow(path: string, text: string): Workflow {
  const source = new SourceText(path, text);
  const diagnostics = new DiagnosticList();
  const root = readYaml(source, diagnostics);
  if (root !== undefined) validateWorkflow(root, source, diagnostics);
  const node: TreeNode = root ?? { kind: 'map', entries: [], at: 0 };
  const call = child(child(node, 'on'), 'workflow_call');
  const dispatch = child(child(node, 'on'), 'workflow_dispatch');
  return {
    path,
    fileName: path.slice(path.lastIndexOf('/') + 1),
    name: textOf(child(node, 'name')) ?? path,
    place: source.place(node.at),
    triggers: readTriggers(child(node, 'on'), source),
    permissions: readPermissions(child(node, 'permissions'), source),
    env: readNamedTexts(child(node, 'env'), source),
    jobs: entriesOf(child(node, 'jobs')).map(({ key, keyAt, value }) => readJob(key, keyAt, value, source)),
    inputs: readInputs(child(call, 'inputs')),
    dispatchInputs: readInputs(child(dispatch, 'inputs')),
    outputs: entriesOf(child(call, 'outputs')).map(({ key, keyAt, value }) => ({
      name: key,
      text: textOf(child(value, 'value')) ?? '',
      place: source.place(keyAt),
    })),
    unknown: readUnknown(node, workflowKeys, source),
    diagnostics: diagnostics.items,
  };
}

/** A key that is there but empty (`permissions:`) is a block that GitHub refuses, not an absent one. */
export function readPermissions(
  node: TreeNode | undefined,
  source: SourceText,
): DeclaredPermissions | undefined {
  if (node === undefined) return undefined;
  const place = source.place(node.at);
  const text = textOf(node);
  const shorthand = text === 'read-all' || text === 'write-all' ? text : undefined;
  return {
    place,
    shorthand,
    scopes: entriesOf(node).map(({ key, keyAt, value }) => ({
      name: key,
      level: textOf(value) ?? '',
      place: source.place(keyAt),
    })),
    invalid: node.kind !== 'map' && shorthand === undefined,
  };
}

function readTriggers(node: TreeNode | undefined, source: SourceText): readonly Trigger[] {
  if (node?.kind === 'map') {
    return node.entries.map(({ key, keyAt, value }) => ({
      event: key,
      place: source.place(keyAt),
      types: textsOf(child(value, 'types')),
      branches: textsOf(child(value, 'branches')),
      branchesIgnore: textsOf(child(value, 'branches-ignore')),
      tags: textsOf(child(value, 'tags')),
      tagsIgnore: textsOf(child(value, 'tags-ignore')),
      workflows: textsOf(child(value, 'workflows')),
    }));
  }
  const place = source.place(node?.at ?? 0);
  const none = { types: [], branches: [], branchesIgnore: [], tags: [], tagsIgnore: [], workflows: [] };
  return textsOf(node).map((event) => ({ event, place, ...none }));
}

export function readInputs(node: TreeNode | undefined): readonly CallInput[] {
  return entriesOf(node).map(({ key, value }) => ({
    name: key,
    type: textOf(child(value, 'type')) ?? 'string',
    required: textOf(child(value, 'required')) === 'true',
    default: textOf(child(value, 'default')),
    options: textsOf(child(value, 'options')),
  }));
}

function readJob(id: string, keyAt: number, node: TreeNode, source: SourceText): Job {
  const get = (key: string): TreeNode | undefined => child(node, key);
  const needs = get('needs');
  const secrets = get('secrets');
  return {
    id,
    place: source.place(keyAt),
    name: textOf(get('name')),
    needs: (needs?.kind === 'list' ? needs.items : needs === undefined ? [] : [needs]).flatMap(
      (item) => readText(item, source) ?? [],
    ),
    if: readText(get('if'), source),
    permissions: readPermissions(get('permissions'), source),
    environment: readEnvironment(get('environment'), source),
    runsOn: readRunsOn(get('runs-on'), source),
    matrix: child(get('strategy'), 'matrix'),
    container: readContainer('container', get('container'), source),
    services: entriesOf(get('services')).flatMap(({ key, value }) => readContainer(key, value, source) ?? []),
    env: readNamedTexts(get('env'), source),
    outputs: readNamedTexts(get('outputs'), source),
    steps: readSteps(get('steps'), source),
    uses: readText(get('uses'), source),
    with: readNamedTexts(get('with'), source),
    secrets: textOf(secrets) === 'inherit' ? 'inherit' : readNamedTexts(secrets, source),
    secretsPlace: secrets === undefined ? undefined : source.place(secrets.at),
    unknown: readUnknown(node, jobKeys, source),
  };
}

function readEnvironment(node: TreeNode | undefined, source: SourceText): Environment | undefined {
  if (node === undefined) return undefined;
  const name = node.kind === 'map' ? child(node, 'name') : node;
  return {
    place: source.place(node.at),
    name: textOf(name) ?? '',
    deployment: textOf(child(node, 'deployment')) !== 'false',
  };
}

function readRunsOn(node: TreeNode | undefined, source: SourceText): RunsOn | undefined {
  if (node === undefined) return undefined;
  return {
    place: source.place(node.at),
    labels: textsOf(node.kind === 'map' ? child(node, 'labels') : node),
    group: textOf(child(node, 'group')),
  };
}

function readContainer(name: string, node: TreeNode | undefined, source: SourceText): Container | undefined {
  if (node === undefined) return undefined;
  const image = node.kind === 'map' ? child(node, 'image') : node;
  return {
    name,
    image: textOf(image) ?? '',
    place: source.place(node.at),
    credentials: child(node, 'credentials') !== undefined,
  };
}
