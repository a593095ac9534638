import { judgeName } from '../context/names.ts';
import { builtIn } from '../findings/built-in.ts';
import type { View } from './view.ts';

/** Whether an operator, a quote or a blank stands before the word that ends here: most masks end here. */
function followsOperator(text: Uint8Array, end: number): boolean {
  let at = end;
  while (at > 0 && end - at <= 32 && isWordByte(text[at - 1] ?? 0)) at -= 1;
  const before = text[at - 1];
  return before === 61 || before === 58 || before === 32 || before === 34 || before === 39;
}

function isWordByte(byte: number): boolean {
  const lower = byte | 32;
  return (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57) || byte === 95 || byte === 45;
}

const nameBefore =
  /([\w.-]{3,80})\\{0,4}["']? {0,3}[=:] {0,3}\\{0,4}["']?(?:\w{1,8} )?([A-Za-z0-9_+/=.-]{0,32})$/;

/** Looks at what touches a mask: a value that was masked in part. */
export function detectPartialMask(view: View, start: number, end: number): void {
  if (view.text[end] === 42 || view.text[start - 1] === 42 || !followsOperator(view.text, start)) return;
  const after =
    /^[A-Za-z0-9_+/=.-]{0,64}/.exec(
      view.text.toString('latin1', end, Math.min(view.length, end + 64)),
    )?.[0] ?? '';
  const before = nameBefore.exec(view.text.toString('latin1', Math.max(0, start - 120), start));
  if (before?.[1] === undefined || judgeName(before[1]) !== 'strong') return;
  const left = before[2] ?? '';
  const rest = after.length >= left.length ? after : left;
  if (rest.length < 3 || rest.length > 32 || !/^[A-Za-z0-9]/.test(rest)) return;
  const at = rest === after ? end : start - left.length;
  view.report({
    rule: builtIn.partialMask,
    distinctive: false,
    value: rest,
    start: at,
    end: at + rest.length,
    severity: 'low',
    confidence: 'medium',
    why: ['a mask covers only part of the value'],
  });
}
