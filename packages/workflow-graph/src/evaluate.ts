import { data, type Expr } from '@actions/expressions';
import {
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from '@actions/expressions/ast';
import { parseExpression, segmentsOf, soleExpression } from './expression.ts';
import {
  anything,
  asText,
  canBeFalse,
  canBeTrue,
  combine,
  concatenate,
  eitherBoolean,
  isFalsy,
  oneOf,
  union,
  type PossibleValues,
  type Primitive,
} from './values.ts';

/** What is known where an expression stands. */
export interface Scope {
  /** The values of a path such as `['github', 'event_name']`, in lower case; undefined: not known. */
  readonly lookup: (path: readonly string[]) => PossibleValues | undefined;
  /** The values of `success()`, `failure()`, `cancelled()`. Absent: either. */
  readonly status?: (name: string) => PossibleValues;
}

/** What a text with `${{ }}` may become. */
export function possibleTexts(text: string, scope: Scope): PossibleValues {
  const segments = segmentsOf(text);
  if (segments === undefined) return anything;
  if (segments.every(({ kind }) => kind === 'literal')) return oneOf([text]);
  return concatenate(
    segments.map((segment) =>
      segment.kind === 'literal' ? oneOf([segment.text]) : texts(evaluateText(segment.text, scope)),
    ),
  );
}

function texts(values: PossibleValues): PossibleValues {
  return { ...values, literals: [...new Set(values.literals.map(asText))] };
}

/** What a condition (`if`) may be; a text beside an expression is always true, as GitHub has it. */
export function possibleCondition(text: string, scope: Scope): PossibleValues {
  const whole = soleExpression(text, true);
  if (whole === undefined) return oneOf([true]);
  if (whole.trim() === '') return oneOf([true]);
  return evaluateText(whole, scope);
}

export function evaluateText(expression: string, scope: Scope): PossibleValues {
  const result = parseExpression(expression);
  return 'problem' in result ? anything : evaluate(result.expr, scope);
}

/** Evaluates over sets: every value that is possible is in the result; more may be. */
export function evaluate(expr: Expr, scope: Scope): PossibleValues {
  if (expr instanceof Grouping) return evaluate(expr.group, scope);
  if (expr instanceof Literal) return literal(expr.literal);
  if (expr instanceof Unary) return negate(evaluate(expr.expr, scope));
  if (expr instanceof Logical) return logical(expr, scope);
  if (expr instanceof Binary) {
    return compare(expr.operator.lexeme, evaluate(expr.left, scope), evaluate(expr.right, scope));
  }
  if (expr instanceof FunctionCall) return call(expr, scope);
  const path = pathOf(expr);
  return path === undefined ? anything : (scope.lookup(path) ?? anything);
}

/** `github.event.inputs['x']` as a path; undefined where an index is computed or a `*`. */
export function pathOf(expr: Expr): readonly string[] | undefined {
  if (expr instanceof ContextAccess) return [expr.name.lexeme.toLowerCase()];
  if (!(expr instanceof IndexAccess)) return undefined;
  const before = pathOf(expr.expr);
  if (before === undefined || !(expr.index instanceof Literal)) return undefined;
  return [...before, expr.index.literal.coerceString().toLowerCase()];
}

function literal(value: data.ExpressionData): PossibleValues {
  switch (value.kind) {
    case data.Kind.Null:
      return oneOf([null]);
    case data.Kind.Boolean:
    case data.Kind.Number:
    case data.Kind.String:
      return oneOf([value.value]);
    default:
      return anything;
  }
}

function negate(values: PossibleValues): PossibleValues {
  return oneOf([...(canBeTrue(values) ? [false] : []), ...(canBeFalse(values) ? [true] : [])]);
}

/** `a && b` is `a` where `a` is falsy, else `b`; `a || b` the other way round. */
function logical(expr: Logical, scope: Scope): PossibleValues {
  const isAnd = expr.operator.lexeme === '&&';
  const sets: PossibleValues[] = [];
  let reached = true;
  for (const [index, argument] of expr.args.entries()) {
    const values = evaluate(argument, scope);
    const last = index === expr.args.length - 1;
    if (last) sets.push(values);
    else {
      sets.push(isAnd ? falsyPart(values) : truthyPart(values));
      reached = isAnd ? canBeTrue(values) : canBeFalse(values);
    }
    if (!reached) break;
  }
  return union(...sets);
}

function falsyPart(values: PossibleValues): PossibleValues {
  return oneOf([...values.literals.filter(isFalsy), ...(values.open ? [false, ''] : [])]);
}

function truthyPart(values: PossibleValues): PossibleValues {
  return { ...values, literals: values.literals.filter((value) => !isFalsy(value)) };
}

/** Comparison as GitHub does it: texts without regard to case, other types through numbers. */
function compare(operator: string, left: PossibleValues, right: PossibleValues): PossibleValues {
  const decide = (a: Primitive, b: Primitive): PossibleValues => oneOf([comparePrimitives(operator, a, b)]);
  if ((operator === '==' || operator === '!=') && neverMeet(left, right)) return oneOf([operator === '!=']);
  return combine(left, right, decide, eitherBoolean);
}

/** Whether a set of beginnings excludes every literal on the other side. */
function neverMeet(left: PossibleValues, right: PossibleValues): boolean {
  if (left.open || right.open) return false;
  const [few, many] = left.prefixes.length > 0 ? [left, right] : [right, left];
  if (few.prefixes.length === 0 || many.prefixes.length > 0) return false;
  const others = many.literals.map((value) => asText(value).toLowerCase());
  const equalsLiteral = few.literals.some((value) => others.includes(asText(value).toLowerCase()));
  return (
    !equalsLiteral &&
    few.prefixes.every((prefix) => others.every((other) => !other.startsWith(prefix.toLowerCase())))
  );
}

function comparePrimitives(operator: string, a: Primitive, b: Primitive): boolean {
  const [left, right] =
    typeof a === 'string' && typeof b === 'string'
      ? [a.toUpperCase(), b.toUpperCase()]
      : [number(a), number(b)];
  const equal = typeof a === typeof b && a === null ? true : left === right;
  switch (operator) {
    case '==':
      return equal;
    case '!=':
      return !equal;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

function number(value: Primitive): number {
  return value === null ? 0 : Number(value);
}

function call(expr: FunctionCall, scope: Scope): PossibleValues {
  const name = expr.functionName.lexeme.toLowerCase();
  if (name === 'always') return oneOf([true]);
  if (name === 'success' || name === 'failure' || name === 'cancelled')
    return scope.status?.(name) ?? eitherBoolean;
  const [first, second] = expr.args;
  if (first === undefined) return anything;
  if (name === 'contains' && second !== undefined) {
    const list = literalList(first);
    const item = evaluate(second, scope);
    return list === undefined ? textTest(name, evaluate(first, scope), item) : memberOf(list, item);
  }
  if ((name === 'startswith' || name === 'endswith') && second !== undefined) {
    return textTest(name, evaluate(first, scope), evaluate(second, scope));
  }
  if (name === 'format') return format(expr, scope);
  if (name === 'fromjson') return fromJson(evaluate(first, scope));
  if (name === 'case') return anything;
  return anything;
}

const textTests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

function textTest(name: string, text: PossibleValues, part: PossibleValues): PossibleValues {
  const test = textTests[name];
  if (test === undefined) return eitherBoolean;
  const decided = combine(
    { ...text, prefixes: [] },
    part,
    (a, b) => oneOf([test(lower(a), lower(b))]),
    eitherBoolean,
  );
  if (text.prefixes.length === 0) return decided;
  return union(
    ...(text.literals.length > 0 ? [decided] : []),
    ...text.prefixes.map((prefix) => prefixTest(name, lower(prefix), part)),
  );
}

/** A text that begins with `prefix`: whether it starts with a part is often decided, the rest is not. */
function prefixTest(name: string, prefix: string, part: PossibleValues): PossibleValues {
  if (name !== 'startswith' || part.open || part.prefixes.length > 0) return eitherBoolean;
  return union(
    ...part.literals.map((value) => {
      if (prefix.startsWith(lower(value))) return oneOf([true]);
      return lower(value).startsWith(prefix) ? eitherBoolean : oneOf([false]);
    }),
  );
}

function lower(value: Primitive): string {
  return asText(value).toLowerCase();
}

/** `fromJSON('["a", "b"]')` written out, as careful conditions do. */
function literalList(expr: Expr): readonly string[] | undefined {
  if (!(expr instanceof FunctionCall) || expr.functionName.lexeme.toLowerCase() !== 'fromjson')
    return undefined;
  const [argument] = expr.args;
  if (!(argument instanceof Literal)) return undefined;
  try {
    const value: unknown = JSON.parse(argument.literal.coerceString());
    return Array.isArray(value) ? value.map((item) => String(item).toLowerCase()) : undefined;
  } catch {
    return undefined;
  }
}

function memberOf(list: readonly string[], item: PossibleValues): PossibleValues {
  const known = item.literals.map((value) => list.includes(lower(value)));
  return item.open || item.prefixes.length > 0 ? eitherBoolean : oneOf([...new Set(known)]);
}

function format(expr: FunctionCall, scope: Scope): PossibleValues {
  const [pattern, ...values] = expr.args.map((argument) => evaluate(argument, scope));
  const template = pattern?.literals[0];
  if (pattern === undefined || pattern.open || pattern.literals.length !== 1 || typeof template !== 'string')
    return anything;
  const parts = template.split(/(\{\d+\})/).filter((part) => part !== '');
  return concatenate(
    parts.map((part) => {
      const index = /^\{(\d+)\}$/.exec(part)?.[1];
      return index === undefined
        ? oneOf([part.replaceAll('{{', '{').replaceAll('}}', '}')])
        : (values[Number(index)] ?? anything);
    }),
  );
}

function fromJson(values: PossibleValues): PossibleValues {
  if (values.open || values.prefixes.length > 0) return anything;
  return union(
    ...values.literals.map((value) => {
      try {
        const parsed: unknown = JSON.parse(asText(value));
        return parsed === null || ['string', 'number', 'boolean'].includes(typeof parsed)
          ? oneOf([parsed as Primitive])
          : anything;
      } catch {
        return anything;
      }
    }),
  );
}
