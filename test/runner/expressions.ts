import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { findFiles } from './globs.ts';

type ExpressionData = data.ExpressionData;

/** Contexts by name, as plain values. An expression may use no other names. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What the status functions and `hashFiles` look at. Absent where the place allows them not. */
export interface ExpressionState {
  readonly status?: {
    readonly success: boolean;
    readonly failure: boolean;
    readonly cancelled: boolean;
  };
  /** The folder in which `hashFiles` looks. */
  readonly workspace?: string;
}

/** Evaluates one expression, without `${{ }}`, to a plain value. */
export function evaluate(expression: string, contexts: Contexts, state: ExpressionState = {}): unknown {
  return fromData(evaluateData(expression, contexts, state));
}

function evaluateData(expression: string, contexts: Contexts, state: ExpressionState): ExpressionData {
  const functions = functionsOf(state);
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse();
  return new Evaluator(parsed, toData(contexts) as data.Dictionary, functions).evaluate();
}

/** Puts the values of all `${{ }}` into a text. */
export function interpolate(text: string, contexts: Contexts, state: ExpressionState = {}): string {
  return splitTemplate(text)
    .map((part) => (part.expression ? evaluateData(part.text, contexts, state).coerceString() : part.text))
    .join('');
}

/**
 * Evaluates a YAML value: texts are interpolated, a text that is one whole expression keeps its type, and lists and
 * mappings are walked through.
 */
export function resolve(value: unknown, contexts: Contexts, state: ExpressionState = {}): unknown {
  if (typeof value === 'string') {
    const parts = splitTemplate(value.trim());
    const [only] = parts;
    if (parts.length === 1 && only?.expression === true) return evaluate(only.text, contexts, state);
    return interpolate(value, contexts, state);
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, contexts, state));
  if (isMapping(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        interpolate(key, contexts, state),
        resolve(item, contexts, state),
      ]),
    );
  }
  return value;
}

/** Evaluates a mapping of texts, such as `env:` or `with:`. Other scalars become text as YAML prints them. */
export function resolveTexts(value: unknown, contexts: Contexts, state: ExpressionState = {}) {
  const mapping = typeof value === 'string' ? resolve(value, contexts, state) : value;
  const texts: Record<string, string> = {};
  if (!isMapping(mapping)) return texts;
  for (const [key, item] of Object.entries(mapping)) {
    texts[key] = typeof item === 'string' ? interpolate(item, contexts, state) : scalarText(item);
  }
  return texts;
}

/**
 * Evaluates an `if:`. Without a status function in it, `success() &&` stands before it.
 * Source: actions/runner `src/Sdk/DTPipelines/Pipelines/ObjectTemplating/PipelineTemplateConverter.cs` (ConvertToIfCondition).
 */
export function evaluateCondition(condition: unknown, contexts: Contexts, state: ExpressionState): boolean {
  const text = conditionText(condition);
  return truthy(evaluateData(text, contexts, state));
}

function conditionText(condition: unknown): string {
  if (condition === undefined || condition === null || condition === '') return 'success()';
  const text = scalarText(condition).trim();
  const parts = splitTemplate(text);
  const [only] = parts;
  const expression =
    parts.length === 1 && only?.expression === true
      ? only.text
      : parts.some((part) => part.expression)
        ? `format('${parts.map((part, at) => (part.expression ? `{${at}}` : part.text.replaceAll("'", "''").replace(/[{}]/g, '$&$&'))).join('')}', ${parts.map((part) => (part.expression ? part.text : "''")).join(', ')})`
        : text;
  return usesStatus(expression) ? expression : `success() && (${expression})`;
}

function usesStatus(expression: string): boolean {
  const outsideTexts = expression.replace(/'(?:[^']|'')*'/g, "''");
  return /\b(?:success|failure|cancelled|always)\s*\(/i.test(outsideTexts);
}

/** How a scalar of YAML or of an expression is written as text. */
export function scalarText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return JSON.stringify(value);
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface TemplatePart {
  readonly text: string;
  readonly expression: boolean;
}

function splitTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let position = 0;
  for (let start = text.indexOf('${{'); start >= 0; start = text.indexOf('${{', position)) {
    const end = endOfExpression(text, start + 3);
    if (end < 0)
      throw new Error(`The expression is not closed. An unescaped \${{ sequence was found: ${text}`);
    if (start > position) parts.push({ text: text.slice(position, start), expression: false });
    parts.push({ text: text.slice(start + 3, end).trim(), expression: true });
    position = end + 2;
  }
  if (position < text.length || parts.length === 0) {
    parts.push({ text: text.slice(position), expression: false });
  }
  return parts;
}

function endOfExpression(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text.startsWith('}}', at)) return at;
  }
  return -1;
}

function functionsOf(state: ExpressionState): Map<string, FunctionDefinition> {
  const functions = new Map<string, FunctionDefinition>();
  const { status, workspace } = state;
  if (status !== undefined) {
    const flags = { ...status, always: true };
    for (const [name, value] of Object.entries(flags)) {
      functions.set(name, { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) });
    }
  }
  if (workspace !== undefined) {
    functions.set('hashfiles', {
      name: 'hashFiles',
      minArgs: 1,
      maxArgs: 255,
      call: (...patterns) =>
        new data.StringData(
          hashFiles(
            workspace,
            patterns.map((pattern) => pattern.coerceString()),
          ),
        ),
    });
  }
  return functions;
}

/** SHA-256 over the SHA-256 of each file, in order of their paths; empty when no file fits. */
function hashFiles(workspace: string, patterns: readonly string[]): string {
  const files = findFiles(workspace, patterns.flatMap((pattern) => pattern.split('\n')).filter(Boolean));
  if (files.length === 0) return '';
  const whole = createHash('sha256');
  for (const file of files) {
    whole.update(
      createHash('sha256')
        .update(readFileSync(join(workspace, file)))
        .digest(),
    );
  }
  return whole.digest('hex');
}

function toData(value: unknown): ExpressionData {
  if (value === undefined || value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  return new data.Dictionary(...Object.entries(value).map(([key, item]) => ({ key, value: toData(item) })));
}

function fromData(value: ExpressionData | undefined): unknown {
  if (value === undefined || value.kind === data.Kind.Null) return null;
  if (value.kind === data.Kind.Array) return value.values().map(fromData);
  if (value.kind !== data.Kind.Dictionary) return value.value;
  return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, fromData(item)]));
}

function truthy(value: ExpressionData): boolean {
  const plain = fromData(value);
  return !(
    plain === null ||
    plain === false ||
    plain === '' ||
    plain === 0 ||
    (typeof plain === 'number' && Number.isNaN(plain))
  );
}
