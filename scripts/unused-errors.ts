/**
 * Empties those areas of the error catalogue of which a bundle names no code: no action throws every error, and the texts
 * of all of them are 40 kB. An area counts as named if any text in the rest of the bundle begins with `<area>/`.
 *
 * Textual and strict, as lazy-builtins.ts is: it knows the form in which the bundler writes the files of
 * packages/errors/src/catalogue.
 */
export function dropUnusedErrorAreas(code: string): string {
  const area = /^const (\w+)Errors = \{\n\s+'([a-z-]+)\/[\s\S]*?^\};$/gm;
  const rest = code.replace(area, '');
  return code.replace(area, (whole, name: string, prefix: string) =>
    new RegExp(`['"\`]${prefix}/`).test(rest) ? whole : `const ${name}Errors = {};`,
  );
}
