import { runInNewContext } from 'node:vm';
import jsonata from 'jsonata/jsonata.min.js';
import type { Expression } from 'jsonata';

/** What an expression may cost: the value it works on is foreign, and it may loop. */
const bounds = { timeout: 2000, stack: 500, sequence: 100_000 };
const regexMilliseconds = 250;

/** A regular expression can backtrack for ever, which JSONata's own bounds do not see. */
class BoundedRegExp extends RegExp {
  override exec(text: string): RegExpExecArray | null {
    const work = { exec: () => super.exec(text) };
    return runInNewContext('exec()', work, { timeout: regexMilliseconds }) as RegExpExecArray | null;
  }
}

export type CompiledSelector =
  | { readonly fault: undefined; readonly isPath: boolean; readonly expression: Expression }
  /** `position` counts characters of the selector from 0. */
  | { readonly fault: string; readonly position: number };

export function compileSelector(text: string): CompiledSelector {
  try {
    const expression = jsonata(text, { ...bounds, RegexEngine: BoundedRegExp as RegExpConstructor });
    const ast = expression.ast() as { type: string; steps?: { type: string; stages?: unknown }[] };
    const isPath =
      ast.type === 'string' ||
      (ast.type === 'path' &&
        ast.steps?.[0]?.stages === undefined &&
        ast.steps?.every(({ type }) => type === 'name') === true);
    return { fault: undefined, isPath, expression };
  } catch (error) {
    const { position = 1, code = '' } = error as { position?: number; code?: string };
    return {
      fault: `This is no JSONata expression (${code}); put a key with unusual characters into back-ticks.`,
      position: Math.max(0, Math.min(text.length, position) - 1),
    };
  }
}

/** JSONata's codes for what ran into a bound; a regular expression ends with Node's. */
export function isOutOfBounds(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    error instanceof RangeError ||
    (typeof code === 'string' && /^(D1011|D1012|D2014|D2015|U1001|ERR_SCRIPT_EXECUTION_TIMEOUT)$/.test(code))
  );
}
