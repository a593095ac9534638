export { base64Forms, pairForms, utf16Forms } from './base64.ts';
export type { Family, Form } from './form.ts';
export { encodingsOf, formsOf, type SourcedForm } from './forms.ts';
export { escapeForms, hexForms } from './hex.ts';
export { htmlForms } from './html.ts';
export { jsonForms } from './json.ts';
export { isPemBoundary, leavesOf, linesOf, type Part } from './parts.ts';
export { percentForms } from './percent.ts';
export { shellForms } from './shell.ts';
