import type { Form } from './form.ts';

/** Which entity stands for each quotation mark, by library. `&`, `<` and `>` are the same everywhere. */
const libraries: readonly [name: string, double: string, single: string][] = [
  ['XML', '&quot;', '&apos;'],
  ['Go', '&#34;', '&#39;'],
  ['Python', '&quot;', '&#x27;'],
  ['PHP, lodash, Rails', '&quot;', '&#39;'],
  ['double quotes only', '&quot;', "'"],
  ['text only', '"', "'"],
];

export function htmlForms(text: string): Form[] {
  return libraries.map(([name, double, single]) => ({
    family: 'html',
    name: `HTML, ${name}`,
    text: text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', double)
      .replaceAll("'", single),
  }));
}
