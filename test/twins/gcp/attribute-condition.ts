type Claims = Readonly<Record<string, unknown>>;

/**
 * Evaluates a condition of the form `assertion.<claim> == "<text>" && …`, the part of CEL that equality needs. A claim
 * that is not there makes CEL fail, and Google refuse.
 * @throws Error for any other expression.
 */
export function holds(condition: string, claims: Claims): boolean {
  const term = /^assertion\.(\w+) == ("(?:[^"\\]|\\.)*")(?: && |$)/;
  let rest = condition;
  let all = true;
  while (rest !== '') {
    const [whole, claim = '', text = ''] = term.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`The twin does not know the expression ${rest}`);
    all &&= claims[claim] === JSON.parse(text);
    rest = rest.slice(whole.length);
  }
  return all;
}
