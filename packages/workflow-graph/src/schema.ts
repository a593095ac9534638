import { eventFilters, eventTypes } from './events.ts';
import { scopeLevels } from './scopes.ts';

/**
 * The shape that GitHub demands of a workflow file, written down as data.
 * Source: `actions/languageservices`: `workflow-parser/src/workflow-v1.0.json` (definition `workflow-root-strict`).
 */
export type Shape =
  | {
      readonly kind: 'text';
      readonly contexts?: Contexts;
      readonly nonEmpty?: boolean;
      readonly values?: readonly string[];
    }
  /** A text that is an expression even without `${{ }}`. */
  | { readonly kind: 'condition'; readonly contexts: Contexts }
  | { readonly kind: 'boolean' | 'number' | 'null' | 'any'; readonly contexts?: Contexts }
  | { readonly kind: 'list'; readonly item: Shape; readonly contexts?: Contexts }
  | MapShape
  | { readonly kind: 'oneOf'; readonly shapes: readonly Shape[]; readonly contexts?: Contexts };

export interface MapShape {
  readonly kind: 'map';
  readonly keys: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** The shape of the values under keys that are free. Absent: no other key is allowed. */
  readonly loose?: Shape;
  readonly contexts?: Contexts;
}

/** What an expression in this place may name; functions beyond the built-in ones with their argument counts. */
export interface Contexts {
  readonly names: readonly string[];
  readonly functions: readonly {
    readonly name: string;
    readonly minArgs: number;
    readonly maxArgs: number;
  }[];
}

const hashFiles = { name: 'hashFiles', minArgs: 1, maxArgs: 255 };
const statusFunctions = (maxArgs: number): Contexts['functions'] =>
  ['always', 'cancelled', 'success', 'failure'].map((name) => ({
    name,
    minArgs: 0,
    maxArgs: name === 'success' || name === 'failure' ? maxArgs : 0,
  }));

const runNames = ['github', 'inputs', 'vars'];
const jobNames = [...runNames, 'needs', 'strategy', 'matrix'];
const stepNames = [...jobNames, 'steps', 'job', 'runner', 'env'];

const names = (...list: readonly string[]): Contexts => ({ names: list, functions: [] });
const inRun = names(...runNames);
const inNeeds = names(...runNames, 'needs');
const inJob = names(...jobNames);
const inRunner = names(...stepNames, 'secrets');
const inStep: Contexts = { names: [...stepNames, 'secrets'], functions: [hashFiles] };

const text: Shape = { kind: 'text' };
const word: Shape = { kind: 'text', nonEmpty: true };
const words: Shape = { kind: 'list', item: word };
const wordOrWords = oneOf(word, words);
const nothing: Shape = { kind: 'null' };
const boolean: Shape = { kind: 'boolean' };
const number: Shape = { kind: 'number' };
const scalar = oneOf(text, boolean, number);
const choice = (...values: readonly string[]): Shape => ({ kind: 'text', values });

function oneOf(...shapes: readonly Shape[]): Shape {
  return { kind: 'oneOf', shapes };
}

function map(keys: Readonly<Record<string, Shape>>, ...required: readonly string[]): MapShape {
  return { kind: 'map', keys, required };
}

function free(loose: Shape, keys: Readonly<Record<string, Shape>> = {}): MapShape {
  return { kind: 'map', keys, loose };
}

function within<S extends Shape>(contexts: Contexts, shape: S): S {
  return { ...shape, contexts };
}

const permissions = oneOf(
  map(Object.fromEntries(Object.entries(scopeLevels).map(([scope, levels]) => [scope, choice(...levels)]))),
  choice('read-all', 'write-all'),
);

const runDefaults = map({ shell: word, 'working-directory': word });
const concurrency = map(
  { group: word, 'cancel-in-progress': boolean, queue: choice('single', 'max') },
  'group',
);

const callEvent = oneOf(
  nothing,
  map({
    inputs: free(
      map(
        {
          description: text,
          deprecationMessage: text,
          type: choice('string', 'boolean', 'number'),
          required: boolean,
          default: within(inRun, scalar),
        },
        'type',
      ),
    ),
    secrets: free(oneOf(nothing, map({ description: text, required: boolean }))),
    outputs: free(map({ description: text, value: within(names(...runNames, 'jobs'), text) }, 'value')),
  }),
);

const dispatchEvent = oneOf(
  nothing,
  map({
    inputs: free(
      oneOf(
        nothing,
        map({
          description: text,
          deprecationMessage: text,
          type: choice('string', 'boolean', 'number', 'environment', 'choice'),
          required: boolean,
          default: scalar,
          options: { kind: 'list', item: text },
        }),
      ),
    ),
  }),
);

function eventShape(event: string): Shape {
  if (event === 'workflow_call') return callEvent;
  if (event === 'workflow_dispatch') return dispatchEvent;
  if (event === 'schedule') return { kind: 'list', item: map({ cron: word, timezone: word }, 'cron') };
  if (event === 'repository_dispatch') return oneOf(nothing, map({ types: wordOrWords }));
  const types = eventTypes[event] ?? [];
  const filters = Object.fromEntries((eventFilters[event] ?? []).map((key) => [key, wordOrWords]));
  if (types.length === 0) return oneOf(nothing, map(filters));
  const type = choice(...types);
  return oneOf(nothing, map({ types: oneOf(type, { kind: 'list', item: type }), ...filters }));
}

const eventName = choice(...Object.keys(eventTypes));
const on = oneOf(
  eventName,
  { kind: 'list', item: eventName },
  map(Object.fromEntries(Object.keys(eventTypes).map((event) => [event, eventShape(event)]))),
);

const containerKeys = {
  image: word,
  options: text,
  env: within(inRunner, free(scalar)),
  ports: words,
  volumes: words,
  credentials: within(names(...runNames, 'secrets', 'env'), map({ username: word, password: word })),
};

const environment = within(
  inJob,
  oneOf(text, map({ name: text, url: within(names(...stepNames), text), deployment: boolean }, 'name')),
);

const strategy = within(
  inNeeds,
  map({
    'fail-fast': boolean,
    'max-parallel': number,
    matrix: free(
      { kind: 'list', item: { kind: 'any' } },
      {
        include: { kind: 'list', item: free({ kind: 'any' }) },
        exclude: { kind: 'list', item: free({ kind: 'any' }) },
      },
    ),
  }),
);

const jobCondition: Shape = {
  kind: 'condition',
  contexts: { names: [...runNames, 'needs'], functions: statusFunctions(255) },
};
const stepCondition: Shape = {
  kind: 'condition',
  contexts: { names: stepNames, functions: [...statusFunctions(0), hashFiles] },
};

const stepBase = { name: within(inStep, text), id: word, 'continue-on-error': within(inStep, boolean) };
const stepRun = {
  ...stepBase,
  if: stepCondition,
  'timeout-minutes': within(inStep, number),
  env: within(inStep, free(scalar)),
  background: boolean,
};

/** The kinds of a step, told apart by the key that each demands. */
export const stepShapes: Readonly<Record<string, MapShape>> = {
  run: map(
    { ...stepRun, run: within(inStep, text), 'working-directory': within(inStep, text), shell: word },
    'run',
  ),
  uses: map({ ...stepRun, uses: word, with: within(inStep, free(scalar)) }, 'uses'),
  wait: map({ ...stepBase, wait: wordOrWords }, 'wait'),
  'wait-all': map({ ...stepBase, 'wait-all': oneOf(nothing, boolean) }, 'wait-all'),
  cancel: map({ ...stepBase, cancel: word }, 'cancel'),
  parallel: map({ parallel: { kind: 'list', item: { kind: 'any' } } }, 'parallel'),
};

const jobBase = {
  name: within(inJob, text),
  needs: wordOrWords,
  if: jobCondition,
  permissions,
  concurrency: within(inJob, oneOf(word, concurrency)),
  strategy,
};

/** A job that runs steps. */
export const stepsJobShape = map(
  {
    ...jobBase,
    'runs-on': within(inJob, oneOf(word, words, map({ group: word, labels: wordOrWords }))),
    'timeout-minutes': within(inJob, number),
    'cancel-timeout-minutes': within(inJob, number),
    'continue-on-error': within(inJob, boolean),
    container: within(inJob, oneOf(text, map(containerKeys))),
    services: within(inJob, free(oneOf(word, map({ ...containerKeys, entrypoint: text, command: text })))),
    env: within(names(...jobNames, 'secrets'), free(scalar)),
    environment,
    outputs: free(within(inRunner, text)),
    defaults: map({ run: within(names(...jobNames, 'env'), runDefaults) }),
    // Steps are checked one by one against `stepShapes`, which gives better messages than a choice of six.
    steps: { kind: 'list', item: { kind: 'any' } },
    snapshot: oneOf(word, map({ 'image-name': word, if: within(inJob, text), version: word }, 'image-name')),
  },
  'runs-on',
);

/** A job that calls a reusable workflow: no environment and no env (GitHub docs, "Reusing workflow configurations"). */
export const callJobShape = map(
  {
    ...jobBase,
    uses: word,
    with: within(inJob, free(scalar)),
    secrets: oneOf(within(names(...jobNames, 'secrets'), free(scalar)), choice('inherit')),
  },
  'uses',
);

export const workflowShape = map(
  {
    on,
    name: text,
    description: text,
    'run-name': within(inRun, text),
    defaults: map({ run: runDefaults }),
    env: within(names(...runNames, 'secrets'), free(scalar)),
    permissions,
    concurrency: within(inRun, oneOf(text, concurrency)),
    jobs: free({ kind: 'any' }),
  },
  'on',
  'jobs',
);
