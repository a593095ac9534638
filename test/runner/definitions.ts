import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isMapping, scalarText } from './expressions.ts';

/** One entry of `steps:`, in a workflow or in a composite action. Values may hold expressions. */
export interface StepDefinition {
  /** The id as written, or what the runner makes up: `__run`, `__run_2`, `__actions_checkout`, `__self`. */
  readonly id: string;
  readonly name?: string;
  readonly if?: unknown;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly workingDirectory?: string;
  readonly env?: unknown;
  readonly with?: unknown;
  readonly continueOnError?: unknown;
  readonly timeoutMinutes?: unknown;
}

export type JobDefinition = Readonly<Record<string, unknown>>;

export interface WorkflowDefinition {
  readonly name: string | undefined;
  readonly on: Readonly<Record<string, unknown>>;
  readonly env: unknown;
  readonly defaults: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, JobDefinition>>;
}

export interface ActionDefinition {
  readonly name: string;
  readonly inputs: Readonly<
    Record<string, { readonly default?: unknown; readonly deprecationMessage?: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly runs: {
    readonly using: string;
    readonly main?: string;
    readonly pre?: string;
    readonly 'pre-if'?: string;
    readonly post?: string;
    readonly 'post-if'?: string;
    readonly steps?: readonly unknown[];
  };
}

/** @throws {Error} when the text is no workflow. */
export function parseWorkflow(text: string, path: string): WorkflowDefinition {
  const file: unknown = parse(text);
  if (!isMapping(file) || !isMapping(file['jobs'])) throw new Error(`${path}: a workflow needs 'jobs'.`);
  return {
    name: typeof file['name'] === 'string' ? file['name'] : undefined,
    on: parseTriggers(file['on'], path),
    env: file['env'],
    defaults: file['defaults'],
    permissions: file['permissions'],
    jobs: file['jobs'] as Record<string, JobDefinition>,
  };
}

function parseTriggers(on: unknown, path: string): Record<string, unknown> {
  if (typeof on === 'string') return { [on]: null };
  if (Array.isArray(on)) return Object.fromEntries(on.map((event) => [String(event), null]));
  if (isMapping(on)) return on;
  throw new Error(`${path}: a workflow needs 'on'.`);
}

/** @returns the action of a folder, or undefined when it holds none. */
export function readAction(folder: string): ActionDefinition | undefined {
  for (const file of ['action.yml', 'action.yaml']) {
    const text = readOptional(`${folder}/${file}`);
    if (text === undefined) continue;
    const action: unknown = parse(text);
    if (!isMapping(action) || !isMapping(action['runs']))
      throw new Error(`${folder}/${file}: an action needs 'runs'.`);
    refuseExpressions(action, `${folder}/${file}`);
    return {
      name: scalarText(action['name']),
      inputs: mappingOf(action['inputs']) as ActionDefinition['inputs'],
      outputs: mappingOf(action['outputs']) as ActionDefinition['outputs'],
      runs: action['runs'] as ActionDefinition['runs'],
    };
  }
  return undefined;
}

/**
 * An action file may hold expressions in the defaults of inputs, the values of outputs and the steps of a composite;
 * anywhere else, descriptions included, the runner refuses the whole file.
 * Source: actions/runner `src/Runner.Worker/action_yaml.json`, `src/Sdk/DTObjectTemplating/ObjectTemplating/TemplateReader.cs`.
 */
function refuseExpressions(action: Readonly<Record<string, unknown>>, file: string): void {
  const { inputs, outputs, runs: _runs, ...head } = action;
  const entries = [
    head,
    ...Object.values(mappingOf(inputs)).map((input) => ({ ...mappingOf(input), default: null })),
    ...Object.values(mappingOf(outputs)).map((output) => ({ ...mappingOf(output), value: null })),
  ];
  for (const entry of entries) {
    const text = JSON.stringify(entry);
    if (text.includes('${{'))
      throw new Error(`${file}: A template expression is not allowed in this context: ${text}`);
  }
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function mappingOf(value: unknown): Record<string, unknown> {
  if (!isMapping(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item ?? {}]));
}

/** Reads a `steps:` list and gives each step without an id the one that the runner would. */
export function parseSteps(steps: unknown): StepDefinition[] {
  const taken = new Map<string, number>();
  return (Array.isArray(steps) ? steps : []).map((step: unknown, at) => {
    if (!isMapping(step)) throw new Error(`Step ${at + 1} is no mapping.`);
    const known = step['uses'] === undefined ? 'run' : 'uses';
    if (typeof step[known] !== 'string') throw new Error(`Step ${at + 1} needs 'run' or 'uses'.`);
    return {
      id: typeof step['id'] === 'string' ? step['id'] : generateId(step, taken),
      ...optionalTexts(step, {
        name: 'name',
        uses: 'uses',
        run: 'run',
        shell: 'shell',
        'working-directory': 'workingDirectory',
      }),
      if: step['if'],
      env: step['env'],
      with: step['with'],
      continueOnError: step['continue-on-error'],
      timeoutMinutes: step['timeout-minutes'],
    };
  });
}

function optionalTexts(step: Record<string, unknown>, keys: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(keys)
      .filter(([key]) => step[key] !== undefined && step[key] !== null)
      .map(([key, property]) => [property, scalarText(step[key])]),
  );
}

function generateId(step: Record<string, unknown>, taken: Map<string, number>): string {
  const uses = typeof step['uses'] === 'string' ? step['uses'] : undefined;
  const base =
    uses === undefined
      ? '__run'
      : /^[.$]\//.test(uses)
        ? '__self'
        : `__${(uses.split('@')[0] ?? '').replace(/[^A-Za-z0-9-]/g, '_')}`;
  const count = (taken.get(base) ?? 0) + 1;
  taken.set(base, count);
  return count === 1 ? base : `${base}_${count}`;
}
