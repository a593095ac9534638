import { quote, type DiagnosticList, type GraphCode } from './diagnostics.ts';
import { exclusiveFilters } from './events.ts';
import { hasExpression, parseExpression, segmentsOf, soleExpression } from './expression.ts';
import {
  callJobShape,
  stepShapes,
  stepsJobShape,
  workflowShape,
  type Contexts,
  type MapShape,
  type Shape,
} from './schema.ts';
import type { SourceText } from './source.ts';
import { child, entriesOf, textOf, textsOf, type MapEntry, type ScalarNode, type TreeNode } from './tree.ts';

/**
 * Reports whatever GitHub would refuse in a workflow file: unknown keys and scopes, wrong kinds, missing keys,
 * expressions that do not parse or name a context that the place does not have, broken `needs`.
 */
export function validateWorkflow(root: TreeNode, source: SourceText, diagnostics: DiagnosticList): void {
  new Validator(source, diagnostics).workflow(root);
}

class Validator {
  readonly #source: SourceText;
  readonly #diagnostics: DiagnosticList;

  constructor(source: SourceText, diagnostics: DiagnosticList) {
    this.#source = source;
    this.#diagnostics = diagnostics;
  }

  workflow(root: TreeNode): void {
    this.#check(root, workflowShape, undefined, 'The file');
    for (const { key, value } of entriesOf(child(root, 'on'))) this.#filters(key, value);
    const jobs = entriesOf(child(root, 'jobs'));
    if (jobs.length === 0 && child(root, 'jobs')?.kind === 'map') {
      this.#say('graph/missing-key', root.at, 'The workflow has no job.');
    }
    for (const job of jobs) this.#job(job);
    this.#needs(jobs);
  }

  #say(code: GraphCode, at: number, message: string): void {
    this.#diagnostics.add({ code, kind: 'refused', place: this.#source.place(at), message });
  }

  #filters(event: string, node: TreeNode): void {
    for (const filter of exclusiveFilters) {
      if (child(node, filter) !== undefined && child(node, `${filter}-ignore`) !== undefined) {
        this.#say(
          'graph/invalid-value',
          node.at,
          `${quote(event)} has both \`${filter}\` and \`${filter}-ignore\`.`,
        );
      }
    }
  }

  #job({ key, keyAt, value }: MapEntry): void {
    if (!/^[A-Za-z_][A-Za-z0-9_-]{0,99}$/.test(key)) {
      this.#say(
        'graph/invalid-value',
        keyAt,
        `The job name ${quote(key)} is not a letter or _ followed by letters, digits, - and _.`,
      );
    }
    const label = `The job ${quote(key)}`;
    if (child(value, 'uses') !== undefined) return this.#check(value, callJobShape, undefined, label);
    this.#check(value, stepsJobShape, undefined, label);
    const steps = child(value, 'steps');
    if (
      value.kind === 'map' &&
      (steps === undefined || (steps.kind === 'list' && steps.items.length === 0))
    ) {
      this.#say('graph/missing-key', value.at, `${label} has no steps.`);
    }
    this.#steps(steps, new Set());
  }

  #steps(node: TreeNode | undefined, ids: Set<string>): void {
    if (node?.kind !== 'list') return;
    for (const step of node.items) {
      const kinds = Object.keys(stepShapes).filter((kind) => child(step, kind) !== undefined);
      const shape = stepShapes[kinds[0] ?? ''];
      if (shape === undefined || kinds.length > 1) {
        const found = kinds.map((kind) => `\`${kind}\``).join(' and ');
        this.#say(
          'graph/invalid-value',
          step.at,
          kinds.length > 1 ? `A step has both ${found}.` : 'A step has neither `run` nor `uses`.',
        );
      } else this.#check(step, shape, undefined, 'A step');
      this.#stepId(step, ids);
      this.#steps(child(step, 'parallel'), ids);
    }
  }

  #stepId(step: TreeNode, ids: Set<string>): void {
    const id = textOf(child(step, 'id'));
    if (id === undefined) return;
    if (!/^[A-Za-z_][A-Za-z0-9_-]{0,99}$/.test(id) || id.startsWith('__')) {
      this.#say('graph/invalid-value', step.at, `The step id ${quote(id)} is not allowed.`);
    }
    if (ids.has(id.toLowerCase()))
      this.#say('graph/invalid-value', step.at, `The step id ${quote(id)} stands twice in one job.`);
    ids.add(id.toLowerCase());
  }

  /** GitHub refuses unknown jobs, cycles, and a file in which no job can start. */
  #needs(jobs: readonly MapEntry[]): void {
    const known = new Map(jobs.map(({ key, value }) => [key.toLowerCase(), textsOf(child(value, 'needs'))]));
    for (const { key, value } of jobs) {
      const node = child(value, 'needs');
      for (const need of textsOf(node)) {
        if (!known.has(need.toLowerCase())) {
          this.#say(
            'graph/needs-unknown',
            node?.at ?? value.at,
            `The job ${quote(key)} needs ${quote(need)}, which does not exist.`,
          );
        }
      }
    }
    const done = resolvable(known);
    const stuck = jobs.find(({ key }) => !done.has(key.toLowerCase()));
    if (stuck !== undefined) {
      this.#say(
        'graph/needs-cycle',
        stuck.keyAt,
        `The job ${quote(stuck.key)} waits for itself through \`needs\`.`,
      );
    }
  }

  #check(node: TreeNode, shape: Shape, inherited: Contexts | undefined, label: string): void {
    const contexts = shape.contexts ?? inherited;
    if (shape.kind === 'oneOf') return this.#oneOf(node, shape.shapes, contexts, label);
    if (shape.kind === 'condition') return this.#condition(node, shape.contexts, label);
    if (node.kind === 'scalar' && typeof node.value === 'string' && hasExpression(node.text)) {
      return this.#expressions(node, shape, contexts, label);
    }
    if (shape.kind === 'any') return this.#any(node, contexts, label);
    if (shape.kind === 'map') return this.#map(node, shape, contexts, label);
    if (shape.kind === 'list') {
      if (node.kind !== 'list') return this.#wrong(node, label, 'a list');
      for (const item of node.items) this.#check(item, shape.item, contexts, label);
      return;
    }
    if (!matchesScalar(node, shape)) this.#wrong(node, label, describe(shape));
  }

  #any(node: TreeNode, contexts: Contexts | undefined, label: string): void {
    if (contexts === undefined) return;
    if (node.kind === 'list')
      for (const item of node.items) this.#check(item, { kind: 'any' }, contexts, label);
    if (node.kind === 'map')
      for (const { value } of node.entries) this.#check(value, { kind: 'any' }, contexts, label);
  }

  #oneOf(node: TreeNode, shapes: readonly Shape[], contexts: Contexts | undefined, label: string): void {
    const fit = shapes.find((shape) => sameKind(node, shape));
    if (fit !== undefined) return this.#check(node, fit, contexts, label);
    if (node.kind === 'scalar' && hasExpression(node.text)) {
      return this.#expressions(node, shapes[0] ?? { kind: 'any' }, contexts, label);
    }
    this.#wrong(node, label, shapes.map(describe).join(' or '));
  }

  #map(node: TreeNode, shape: MapShape, contexts: Contexts | undefined, label: string): void {
    if (node.kind !== 'map') return this.#wrong(node, label, 'a mapping');
    for (const { key, keyAt, value } of node.entries) {
      const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : shape.loose;
      if (known === undefined) {
        const scopes = Object.hasOwn(shape.keys, 'id-token');
        this.#say(
          scopes ? 'graph/unknown-scope' : 'graph/unknown-key',
          keyAt,
          scopes ? `${quote(key)} is no known permission.` : `${label} has the unknown key ${quote(key)}.`,
        );
      } else this.#check(value, known, contexts, `${quote(key)}`);
    }
    for (const key of shape.required ?? []) {
      if (!node.entries.some((entry) => entry.key === key)) {
        this.#say('graph/missing-key', node.at, `${label} lacks \`${key}\`.`);
      }
    }
  }

  #condition(node: TreeNode, contexts: Contexts, label: string): void {
    if (node.kind !== 'scalar') return this.#wrong(node, label, 'an expression');
    if (node.value === null) return;
    const whole = soleExpression(node.text, true);
    if (whole === undefined) return this.#expressions(node, { kind: 'text' }, contexts, label);
    if (whole.trim() === '') return;
    this.#parse(whole, contexts, node.at);
  }

  #expressions(node: ScalarNode, shape: Shape, contexts: Contexts | undefined, label: string): void {
    const segments = segmentsOf(node.text);
    if (segments === undefined)
      return this.#say('graph/expression-invalid', node.at, `${label} has an expression without an end.`);
    if (contexts === undefined) {
      return this.#say('graph/expression-invalid', node.at, `${label} may not hold an expression.`);
    }
    if (shape.kind !== 'text' && shape.kind !== 'any' && segments.length > 1)
      return this.#wrong(node, label, describe(shape));
    for (const segment of segments)
      if (segment.kind === 'expression') this.#parse(segment.text, contexts, node.at);
  }

  #parse(text: string, contexts: Contexts, at: number): void {
    const result = parseExpression(text, contexts);
    if ('problem' in result) {
      this.#say(
        'graph/expression-invalid',
        at,
        `The expression ${quote(text.trim())} is not valid: ${result.problem}.`,
      );
    }
  }

  #wrong(node: TreeNode, label: string, expected: string): void {
    this.#say('graph/invalid-value', node.at, `${label} has to be ${expected}.`);
  }
}

/** The jobs that can start at some time: all but those on or behind a cycle (Kahn's algorithm). */
function resolvable(needs: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const open = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const [job, list] of needs) {
    const real = list.map((need) => need.toLowerCase()).filter((need) => needs.has(need));
    open.set(job, real.length);
    for (const need of real) append(dependents, need, job);
  }
  const ready = [...open].filter(([, count]) => count === 0).map(([job]) => job);
  const done = new Set<string>();
  for (let job = ready.pop(); job !== undefined; job = ready.pop()) {
    done.add(job);
    for (const next of dependents.get(job) ?? []) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return done;
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function sameKind(node: TreeNode, shape: Shape): boolean {
  if (shape.kind === 'map' || shape.kind === 'list') return node.kind === shape.kind;
  if (shape.kind === 'oneOf') return shape.shapes.some((inner) => sameKind(node, inner));
  return matchesScalar(node, shape);
}

/** GitHub takes numbers and booleans where a text is wanted, and an empty value as an empty text. */
function matchesScalar(node: TreeNode, shape: Shape): boolean {
  if (node.kind !== 'scalar') return false;
  if (shape.kind === 'null') return node.value === null;
  if (shape.kind === 'boolean' || shape.kind === 'number') return typeof node.value === shape.kind;
  if (shape.kind !== 'text') return shape.kind === 'any' || shape.kind === 'condition';
  if (shape.values !== undefined) return shape.values.includes(node.text);
  return shape.nonEmpty === true ? node.text !== '' : true;
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case 'map':
      return 'a mapping';
    case 'list':
      return 'a list';
    case 'null':
      return 'empty';
    case 'boolean':
      return 'true or false';
    case 'number':
      return 'a number';
    case 'oneOf':
      return shape.shapes.map(describe).join(' or ');
    case 'text':
      if (shape.values === undefined) return shape.nonEmpty === true ? 'a text that is not empty' : 'a text';
      return shape.values.length > 6
        ? 'one of the known names'
        : shape.values.map((value) => `\`${value}\``).join(', ');
    case 'any':
    case 'condition':
      return 'a value';
  }
}
