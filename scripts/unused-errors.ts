/**
 * Leaves the areas of the error catalogue out of a bundle that throws none of their codes: a code is always written as a
 * literal (`failure('graph/encoding')`), and the types hold it to the catalogue. The minifier then drops their texts.
 *
 * The transformation is textual and strict: it knows the one form that ncc writes.
 */
export function dropUnusedErrors(code: string): string {
  const areas = [...code.matchAll(/^const (\w+Errors) = \{\n {4}['"]([a-z-]+)\/[\s\S]*?^\};$/gm)];
  return areas.reduce((text, [own, name = '', area = '']) => {
    const elsewhere = code.replace(own, '');
    const isThrown = new RegExp(`['"\`]${area}/`).test(elsewhere);
    return isThrown ? text : text.replace(`    ...${name},\n`, '');
  }, code);
}
