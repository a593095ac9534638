const entry = /^ {4}['"]([a-z-]+)(\/[a-z0-9-]+)['"]: \{\n(?: {8}.*\n)+? {4}\},\n/gm;

/**
 * Leaves out of a bundle the texts of errors that it cannot throw: a code is written as a literal
 * (`failure('graph/encoding')`), and the types hold it to the catalogue. An area that some template builds codes of
 * (`graph/${…}`) stays whole.
 *
 * The transformation is textual and strict: it knows the one form that ncc writes.
 */
export function dropUnusedErrors(code: string): string {
  const elsewhere = code.replaceAll(entry, '');
  return code.replaceAll(entry, (text, area: string, name: string) =>
    isWritten(elsewhere, area + name) || elsewhere.includes(`\`${area}/\${`) ? text : '',
  );
}

function isWritten(code: string, literal: string): boolean {
  return ["'", '"', '`'].some((quote) => code.includes(quote + literal + quote));
}
