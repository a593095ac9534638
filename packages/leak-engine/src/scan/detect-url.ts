import { readUrlCredential } from '../context/urls.ts';
import { entropy, isHarmless } from '../context/values.ts';
import { builtIn } from '../findings/built-in.ts';
import type { View } from './view.ts';

/** Looks at the user information of a URL. */
export function detectUrl(view: View, separator: number): void {
  const found = readUrlCredential(view.text, separator, view.length);
  if (found === undefined) return;
  const user = view.text.toString(
    'latin1',
    found.userStart,
    Math.max(found.userStart, found.passwordStart - 1),
  );
  const value = view.text.toString('latin1', found.passwordStart, found.passwordEnd);
  const alone = found.passwordStart === found.userStart;
  if (value.length < (alone ? 20 : 5) || value.length > 256) return;
  if (isHarmless(value, user) && !isPasswordOnly(value)) return;
  if (alone && (entropy(value) < 3.5 || !/[0-9]/.test(value))) return;
  if (/^x-(?:access|oauth)/.test(value) || (!alone && entropy(value) < 2)) return;
  view.report({
    rule: builtIn.url,
    distinctive: false,
    value,
    start: found.passwordStart,
    end: found.passwordEnd,
    severity: value.length >= 8 ? 'high' : 'medium',
    confidence: value.length >= 8 && /[0-9]/.test(value) ? 'medium' : 'low',
    why: ['it stands between the user and the host of a URL'],
  });
}

/** A word in one case may well be a password in a URL, where nothing else stands; a template may not. */
function isPasswordOnly(value: string): boolean {
  return /^[A-Za-z]{12,}$/.test(value) && entropy(value) >= 3;
}
