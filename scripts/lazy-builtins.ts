/**
 * Makes a bundle load Node's own modules when they are first used instead of at its start.
 *
 * ncc evaluates `require("node:https")` for every builtin that any bundled module imports, also for one that is only
 * used on a road not taken: @actions/core alone brings https, tls and child_process, a third of the start of a step
 * that makes no request. Builtins have no side effects, so when they are loaded makes no other difference.
 *
 * The transformation is textual and strict: it knows the one form that ncc writes.
 */
export function loadBuiltinsLazily(code: string): string {
  const declaration =
    /^const (external_\w+_namespaceObject) = __WEBPACK_EXTERNAL_createRequire\(import\.meta\.url\)\(("[^"]+")\);$/gm;
  const declared = [...code.matchAll(declaration)].map(([, name = '', id = '']) => ({ name, id }));
  if (declared.length === 0) return code;
  const names = new Map(declared.map(({ name, id }) => [name, id]));
  // In parentheses, so that `new module.Class(x)` still constructs the class and not the loader.
  const used = code
    .replace(declaration, '')
    .replace(/\bexternal_\w+_namespaceObject\b/g, (name) => (names.has(name) ? `(${name}())` : name));
  const loaders = declared.map(
    ({ name, id }) =>
      `let ${name}_loaded; function ${name}() { return ${name}_loaded ??= loadBuiltin(${id}); }`,
  );
  return [
    used,
    'var loadBuiltinFrom; function loadBuiltin(id) {',
    '  return (loadBuiltinFrom ??= __WEBPACK_EXTERNAL_createRequire(import.meta.url))(id);',
    '}',
    ...loaders.map((loader) => loader.replace('let ', 'var ')),
    '',
  ].join('\n');
}

/**
 * Marks module loads as free of side effects, so that the minifier drops those whose result nobody uses. Which packages
 * are bundled is chosen by hand (each has its reason in a README), and none does anything when it is loaded.
 */
export function markModulesPure(code: string): string {
  return code.replace(/= (__nccwpck_require__\(\d+\);)/g, '= /*#__PURE__*/ $1');
}

/**
 * The same for bundled CommonJS modules that ECMAScript code imports, such as parsers that most runs never need: they are
 * evaluated when one of their exports is first used. Knows the two forms in which webpack writes such an import, by name
 * (`(0,dist/* parse *\/.Tp)`) and as a default (`jsonata_default()`).
 */
export function loadModulesLazily(code: string): string {
  const declaration =
    /^(\/\/ EXTERNAL MODULE: \.\/node_modules\/[^\n]*\n)var (\w+) = __nccwpck_require__\((\d+)\);\n(?:var (\w+) = \/\*#__PURE__\*\/ ?__nccwpck_require__\.n\(\2\);\n)?/gm;
  const named = new Set([...code.matchAll(declaration)].map(([, , name = '']) => name));
  return code
    .replace(declaration, (_, comment: string, name: string, id: string, byDefault: string | undefined) => {
      const lazy = `${comment}function ${name}_lazy() { return __nccwpck_require__(${id}); }\n`;
      if (byDefault === undefined) return lazy;
      return `${lazy}function ${byDefault}() { return __nccwpck_require__.n(${name}_lazy())(); }\n`;
    })
    .replace(/\b(\w+)(\/\* [\w$]+ \*\/\.)/g, (whole, name: string, access: string) =>
      named.has(name) ? `(${name}_lazy())${access}` : whole,
    );
}
