import { base64Forms, pairForms, utf16Forms } from './base64.ts';
import { distinct, type Form } from './form.ts';
import { escapeForms, hexForms } from './hex.ts';
import { htmlForms } from './html.ts';
import { jsonForms } from './json.ts';
import { leavesOf, linesOf } from './parts.ts';
import { percentForms } from './percent.ts';
import { shellForms } from './shell.ts';

/** A form and what it is a form of: `value`, `line 3`, `.database.password`. */
export interface SourcedForm extends Form {
  readonly source: string;
}

/** A text as it is and in every encoding, each once. */
export function encodingsOf(text: string): Form[] {
  if (text === '') return [];
  return distinct([
    { family: 'plain', name: 'plain', text },
    ...base64Forms(text),
    ...hexForms(text),
    ...percentForms(text),
    ...jsonForms(text),
    ...htmlForms(text),
    ...shellForms(text),
    ...utf16Forms(text),
    ...escapeForms(text),
  ]);
}

/**
 * Every form in which a value may be printed: the value and the leaves in it in every encoding, `user:value` pairs,
 * and its lines as they are. Texts may be short and may hold line breaks; which to use is for the caller to say.
 */
export function formsOf(value: string): SourcedForm[] {
  const leaves = leavesOf(value);
  const sourced = (source: string, forms: readonly Form[]) => forms.map((form) => ({ ...form, source }));
  const all = [
    ...sourced('value', encodingsOf(value)),
    ...leaves.flatMap(({ name, text, user }) =>
      sourced(name, [...encodingsOf(text), ...(user === undefined ? [] : pairForms(user, text))]),
    ),
    ...linesOf(value).flatMap(({ name, text }) => sourced(name, [{ family: 'plain', name: 'plain', text }])),
  ];
  return distinct(all);
}
