import { judgeName } from '../context/names.ts';
import { entropy, judgeValue } from '../context/values.ts';
import { builtIn } from '../findings/built-in.ts';
import { reportContext } from './report-context.ts';
import type { View } from './view.ts';

/** Letters after a name and a blank with which a sentence may go on to its value. */
const sentences = new Set(Array.from('iwscr"\'`[', (letter) => letter.charCodeAt(0)));
const saidOf =
  /^ (?:(?:(?:is|was)(?: now)?(?: set to)?|(?:set|changed|reset) to):? {0,3}["'`[]?|["'`[](?=[^\s"'`<>[\]]{8,128}["'`\]]))([^\s"'`<>[\]]{8,128}?)["'`\]]?[.,;!]?(?=\s|$)/;
/** Words before a name that make the sentence one about a parser or a page. */
const aboutOthers =
  /(?:unexpected|invalid|illegal|missing|expected|unknown|next|page|found) ["'`]?\w{0,32}$/i;

/** A sentence that gives a value: `password is: …`, `token "…"`, `API key [...]`. */
export function detectSentence(view: View, wordStart: number, wordEnd: number): void {
  const { text } = view;
  if (text[wordEnd] !== 32 || !sentences.has(text[wordEnd + 1] as number)) return;
  const found = saidOf.exec(text.toString('latin1', wordEnd, Math.min(view.length, wordEnd + 192)));
  const value = found?.[1];
  if (found === null || value === undefined || !/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return;
  const word = text.toString('latin1', wordStart, wordEnd);
  if (judgeName(word) !== 'strong') return;
  if (aboutOthers.test(text.toString('latin1', Math.max(0, wordStart - 64), wordStart))) return;
  const judged = judgeValue(value, word, 'strong', false);
  if (judged === undefined) return;
  const start = wordEnd + found[0].indexOf(value);
  reportContext(view, builtIn.context, { value, start, scheme: undefined }, judged, ['a sentence gives it']);
}

/** `Bearer …` without a name before it. */
export function bearerEnd(view: View, wordStart: number, wordEnd: number): number {
  const { text } = view;
  if (text[wordEnd] !== 32 || ((text[wordStart] ?? 0) | 32) !== 98) return wordEnd;
  if (!/^bearer$/i.test(text.toString('latin1', wordStart, wordEnd))) return wordEnd;
  const start = wordEnd + 1;
  const found = /^[A-Za-z0-9._~+/=-]{20,2048}/.exec(
    text.toString('latin1', start, Math.min(view.length, start + 2048)),
  );
  if (found === null) return wordEnd;
  const judged = judgeValue(found[0], 'bearer', 'strong', false);
  if (judged !== undefined && entropy(found[0].slice(0, 256)) >= 3.2) {
    reportContext(view, builtIn.authorization, { value: found[0], start, scheme: 'bearer' }, judged, [
      'it follows the word Bearer',
    ]);
  }
  return wordEnd;
}
