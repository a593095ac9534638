import { failure, plainText } from '@sallyport/errors';
import {
  isJsonObject,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  parseJson,
} from '@sallyport/vault-client';
import { compileSelector, isOutOfBounds } from './compile-selector.ts';
import type { Selector } from './secret-entry.ts';

/**
 * What a selector finds in a secret; undefined if nothing. A key of that very name comes first, whatever characters it
 * has; then a walk along the dots, which keeps every digit of a number; then JSONata.
 * @throws CodedError `secrets/selector`, `secrets/selector-bounds`; neither shows a value.
 */
export async function select(data: JsonObject, selector: Selector): Promise<JsonValue | undefined> {
  const { key, expression, text } = selector;
  if (key !== undefined && Object.hasOwn(data, key)) return data[key];
  if (expression === undefined) return undefined;
  if (/^[^.]+(?:\.[^.]+)+$/.test(expression) && key !== undefined) {
    const walked = walk(data, expression.split('.'));
    if (walked !== elsewhere) return walked;
  }
  return evaluate(data, expression, text);
}

/** What a walk cannot tell: arrays and quoted steps are JSONata's. */
const elsewhere = Symbol('elsewhere');

function walk(data: JsonObject, steps: readonly string[]): JsonValue | undefined | typeof elsewhere {
  let value: JsonValue | undefined = data;
  for (const step of steps) {
    if (Array.isArray(value)) return elsewhere;
    if (!isJsonObject(value) || !Object.hasOwn(value, step))
      return /["`'[(]/.test(step) ? elsewhere : undefined;
    value = value[step];
  }
  return value;
}

async function evaluate(data: JsonObject, expression: string, text: string): Promise<JsonValue | undefined> {
  const shown = plainText(text, 100);
  const compiled = compileSelector(expression);
  if (compiled.fault !== undefined) return undefined;
  try {
    const result: unknown = await compiled.expression.evaluate(toPlain(data));
    const json = typeof result === 'function' ? undefined : JSON.stringify(result);
    return json === undefined ? undefined : parseJson(json);
  } catch (error) {
    if (isOutOfBounds(error)) {
      throw failure('secrets/selector-bounds', { what: `The selector \`${shown}\` took too long.` });
    }
    const code = (error as { code?: unknown } | null)?.code;
    throw failure('secrets/selector', {
      what: `The selector \`${shown}\` failed${typeof code === 'string' ? ` (JSONata ${plainText(code, 20)})` : ''}.`,
    });
  }
}

/** JSONata knows doubles only: a number that one cannot hold becomes a text, which keeps its digits. */
function toPlain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]));
}
