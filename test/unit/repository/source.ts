import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export const root = join(import.meta.dirname, '..', '..', '..');

export interface SourceFile {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Files below a folder, by the end of their name; folders that hold what is installed, built or planted left out. */
export function findSources(folder: string, end = '.ts', within = root): SourceFile[] {
  return listFiles(folder, within)
    .filter((path) => path.endsWith(end))
    .map((path) => ({ path, text: readFileSync(join(within, path), 'utf8') }));
}

function listFiles(folder: string, within: string): string[] {
  const hidden = new Set(['node_modules', 'dist', 'fixtures', 'out']);
  try {
    return readdirSync(join(within, folder), { withFileTypes: true }).flatMap((item) => {
      const path = posix.join(folder, item.name);
      if (item.isDirectory()) return hidden.has(item.name) ? [] : listFiles(path, within);
      return [path];
    });
  } catch {
    return [];
  }
}

/** Every module a file names: imports, re-exports, dynamic imports and `require`, also those for types only. */
export function importsOf({ text }: SourceFile): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** What a file reads by name from an object: `a.b`, `a['b']`, `const { b } = a`, with the text of `a`. */
export interface Access {
  readonly object: string;
  readonly property: string;
}

export function accessesOf(file: SourceFile): Access[] {
  const found: Access[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      found.push({ object: node.expression.getText(), property: node.name.text });
    } else if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
      found.push({ object: node.expression.getText(), property: node.argumentExpression.text });
    } else if (ts.isBindingElement(node)) {
      found.push({ object: objectOfPattern(node), property: nameOf(node.propertyName ?? node.name) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true));
  return found;
}

function objectOfPattern(element: ts.BindingElement): string {
  const declaration = element.parent.parent;
  return ts.isVariableDeclaration(declaration) ? (declaration.initializer?.getText() ?? '') : '';
}

function nameOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) || ts.isIdentifier(node) ? node.text : node.getText();
}

/** Whether a file calls a function that it neither imports, declares nor takes as a parameter: a global. */
export function callsGlobal(file: SourceFile, name: string): boolean {
  let called = false;
  let declared = false;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name)
      called = true;
    if (isDeclaration(node) && node.name !== undefined && nameOf(node.name) === name) declared = true;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true));
  return called && !declared;
}

function isDeclaration(node: ts.Node) {
  return (
    ts.isImportSpecifier(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node)
  );
}
