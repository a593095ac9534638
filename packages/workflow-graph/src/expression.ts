import { Lexer, Parser, type Expr } from '@actions/expressions';
import type { Contexts } from './schema.ts';

/** A text cut into what stands there and what GitHub evaluates. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'expression'; readonly text: string; readonly offset: number };

/** Where nothing says otherwise: every context and function, so that reading does not depend on the place. */
export const anyContexts: Contexts = {
  names: [
    'github',
    'inputs',
    'vars',
    'needs',
    'strategy',
    'matrix',
    'secrets',
    'steps',
    'job',
    'jobs',
    'runner',
    'env',
  ],
  functions: [
    { name: 'hashFiles', minArgs: 1, maxArgs: 255 },
    { name: 'always', minArgs: 0, maxArgs: 0 },
    { name: 'cancelled', minArgs: 0, maxArgs: 0 },
    { name: 'success', minArgs: 0, maxArgs: 255 },
    { name: 'failure', minArgs: 0, maxArgs: 255 },
  ],
};

/**
 * Cuts a text at `${{ … }}`. A `}}` inside a quoted string does not close (`actions/runner`: `TemplateReader.cs`).
 * An unclosed expression is returned as a segment whose text is undefined.
 */
export function segmentsOf(text: string): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let from = 0;
  for (let open = text.indexOf('${{'); open >= 0; open = text.indexOf('${{', from)) {
    if (open > from) segments.push({ kind: 'literal', text: text.slice(from, open) });
    const close = closingBraces(text, open + 3);
    if (close < 0) return undefined;
    segments.push({ kind: 'expression', text: text.slice(open + 3, close), offset: open + 3 });
    from = close + 2;
  }
  if (from < text.length) segments.push({ kind: 'literal', text: text.slice(from) });
  return segments;
}

function closingBraces(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text[at] === '}' && text[at + 1] === '}') return at;
  }
  return -1;
}

export type Parsed = { readonly expr: Expr } | { readonly problem: string };

const longestExpression = 21_000;
const parsed = new WeakMap<Contexts, Map<string, Parsed>>();

/** Parses one expression; the same text in the same place is parsed once. GitHub's own length limit holds. */
export function parseExpression(text: string, contexts: Contexts = anyContexts): Parsed {
  let known = parsed.get(contexts);
  if (known === undefined) parsed.set(contexts, (known = new Map()));
  let result = known.get(text);
  if (result === undefined) {
    if (known.size > 20_000) known.clear();
    known.set(text, (result = parse(text, contexts)));
  }
  return result;
}

function parse(text: string, contexts: Contexts): Parsed {
  if (text.length > longestExpression)
    return { problem: `The expression is longer than ${longestExpression} characters` };
  try {
    const { tokens } = new Lexer(text).lex();
    return { expr: new Parser(tokens, [...contexts.names], [...contexts.functions]).parse() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'The expression cannot be read' };
  }
}

export function hasExpression(text: string): boolean {
  return text.includes('${{');
}

/** The one expression that a text consists of (`${{ x }}`), or the text itself where the place is a condition. */
export function soleExpression(text: string, condition = false): string | undefined {
  const segments = segmentsOf(text.trim());
  if (segments === undefined) return undefined;
  const [first] = segments;
  if (segments.length === 1 && first?.kind === 'expression') return first.text;
  return condition && segments.every(({ kind }) => kind === 'literal') ? text : undefined;
}
