import type { Contract } from './rules.ts';

/** One workflow command, as parsed from a line. */
export interface Command {
  readonly name: string;
  /** Keys are lower-cased: the runner compares them without case. */
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

type Escapes = readonly (readonly [escaped: string, text: string])[];

const dataEscapes: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
];
const propertyEscapes: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
];
const bracketEscapes: Escapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
];

function unescape(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [escaped, plain]) => result.replaceAll(escaped, plain), text);
}

function parseProperties(text: string, separator: string, escapes: Escapes, fold: boolean) {
  const properties: Record<string, string> = {};
  for (const pair of text.split(separator)) {
    const equals = pair.indexOf('=');
    const key = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    if (equals > 0 && value !== '') properties[fold ? key.toLowerCase() : key] = unescape(value, escapes);
  }
  return properties;
}

function splitName(info: string): readonly [name: string, properties: string] {
  const space = info.indexOf(' ');
  return space < 0 ? [info, ''] : [info.slice(0, space), info.slice(space + 1)];
}

/**
 * Reads `::name key=value,…::data`, after blanks, or else the older `##[name key=value;…]data`, which may stand
 * anywhere in the line. Source: actions/runner `src/Runner.Common/ActionCommand.cs`.
 * @param isKnown whether a name, without regard to case, is a command; other lines are text.
 */
export function parseCommand(
  line: string,
  isKnown: (name: string) => boolean,
  contract: Contract,
): Command | undefined {
  const known = (name: string): boolean =>
    isKnown(contract.holds('command/case') ? name.toLowerCase() : name) ||
    (!contract.holds('command/unknown') && name !== '');
  return parseColons(line, known, contract) ?? parseBrackets(line, known, contract);
}

function parseColons(
  line: string,
  known: (name: string) => boolean,
  contract: Contract,
): Command | undefined {
  const text = contract.holds('command/leading-blanks') ? line.trimStart() : line;
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  const [name, properties] = splitName(text.slice(2, end));
  if (!known(name)) return undefined;
  const data = text.slice(end + 2);
  return {
    name: name.toLowerCase(),
    properties: parseProperties(
      properties.trim(),
      ',',
      contract.holds('command/unescape-properties') ? propertyEscapes : [],
      contract.holds('command/case'),
    ),
    data: contract.holds('command/unescape-data') ? unescape(data, dataEscapes) : data,
  };
}

function parseBrackets(
  line: string,
  known: (name: string) => boolean,
  contract: Contract,
): Command | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  if (start > 0 && !contract.holds('command/brackets-anywhere')) return undefined;
  const [name, properties] = splitName(line.slice(start + 3, end));
  if (!known(name)) return undefined;
  return {
    name: name.toLowerCase(),
    properties: parseProperties(properties, ';', bracketEscapes, true),
    data: unescape(line.slice(end + 1), bracketEscapes),
  };
}
