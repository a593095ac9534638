import { endOfOperator, readQuote, readValue, skipBlanks, type Pair, type PairName } from './pair-text.ts';

// Values that do not follow their name's operator: members of an object, further attributes, columns of a table.

/** Characters between a name and its value that are looked at. */
const longestDistance = 512;

const between =
  /^["',\s]{0,64}(?:"(?:slotSetting|type)"\s{0,4}:\s{0,4}"?\w{1,32}"?\s{0,4},\s{1,64})?"?(?:parameter)?value/i;

/** First letters of what `between` may meet after blanks and quotes. */
const firstLetters = new Set(Array.from('vVpPsStT', (letter) => letter.charCodeAt(0)));

/**
 * `key="Password" value="…"`, `name: PASSWORD, value: …`, the two lines of a Kubernetes `env` entry, a CloudFormation
 * parameter, an SSM parameter, an Azure application setting.
 */
export function readKeyValue(text: Buffer, name: PairName, from: number, end: number): Pair | undefined {
  let at = from;
  while (at < end && at - from < 64 && isOpening(text[at] as number)) at += 1;
  if (!firstLetters.has(text[at] as number)) return undefined;
  const found = between.exec(text.toString('latin1', from, Math.min(end, from + 256)));
  if (found === null) return undefined;
  return readAfterName(text, name, from + found[0].length, end);
}

function isOpening(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 9 || byte === 44 || byte === 34;
}

function readAfterName(text: Buffer, name: PairName, nameEnd: number, end: number): Pair | undefined {
  const quote = readQuote(text, nameEnd, end);
  const operator = endOfOperator(text, skipBlanks(text, quote?.end ?? nameEnd, end), end);
  if (operator < 0) return undefined;
  return { ...name, form: 'assignment', ...readValue(text, skipBlanks(text, operator, end), end, false) };
}

/** The `value` of an object: `"password": {"sensitive": true, "value": "…"}`, as `terraform output -json` prints. */
export function readMember(text: Buffer, name: PairName, brace: number, end: number): Pair | undefined {
  const object = text.toString('latin1', brace, Math.min(end, brace + longestDistance));
  const found = /^\{[^{}]{0,480}?\\{0,4}"value/.exec(object);
  return found === null ? undefined : readAfterName(text, name, brace + found[0].length, end);
}

const valueBefore = /"value"\s{0,4}:\s{0,4}"([^"\n]{8,256})"\s{0,4},\s{1,64}"name"\s{0,4}:\s{0,4}"$/i;

/** `"value": "…", "name": "PASSWORD"`: the order of a container's environment is up to who prints it. */
export function readValueBefore(text: Buffer, name: PairName): Pair | undefined {
  const { nameStart } = name;
  if (text[nameStart - 1] !== 34 || (text[nameStart - 2] !== 32 && text[nameStart - 2] !== 58))
    return undefined;
  const before = text.toString('latin1', Math.max(0, nameStart - longestDistance), nameStart);
  const value = valueBefore.exec(before)?.[1];
  if (value === undefined) return undefined;
  const valueStart = nameStart - before.length + before.lastIndexOf(value);
  return { ...name, valueStart, valueEnd: valueStart + value.length, quoted: true, form: 'assignment' };
}

/** What may stand before a name in its line if the value stands in a column after it. */
const columnBefore = /(?:^|\n)(?:[ \t|]{0,16}|.{0,64}(?:^| )ENV )$/;
const columnAfter =
  /^(?: {0,48}\| {1,48}|\t{1,8}| {2,64}| (?=\S{8,256} {0,8}(?:\n|$)))([^\s|]{8,256})[ \t]{0,48}(?:\||\n|$)/;

/** `NAME      value` and `| NAME | value |`, alone in their line, and a Dockerfile's `ENV NAME value`. */
export function readColumn(text: Buffer, name: PairName, from: number, end: number): Pair | undefined {
  const { nameStart, nameEnd } = name;
  const next = text[nameEnd];
  if (next !== 32 && next !== 9) return undefined;
  const isInstruction = text[nameStart - 2] === 86;
  const spaced = text[nameEnd + 1] === 32 || next === 9 || text[from] === 124;
  if (!isInstruction && !spaced) return undefined;
  const before = columnBefore.exec(text.toString('latin1', Math.max(0, nameStart - 80), nameStart));
  if (before === null) return undefined;
  const after = text.toString('latin1', nameEnd, Math.min(end, nameEnd + longestDistance));
  const value = columnAfter.exec(after)?.[1];
  // Words in columns are a table's headings or help.
  if (value === undefined || !/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return undefined;
  const valueStart = nameEnd + after.indexOf(value);
  return { ...name, valueStart, valueEnd: valueStart + value.length, quoted: false, form: 'assignment' };
}

/** Behind the type and length that PHP's `var_dump` puts before a text: `string(16) "…"`. */
export function skipType(text: Buffer, from: number): number {
  if (text[from] !== 115) return from;
  const type = /^string\([0-9]{1,5}\) /.exec(text.toString('latin1', from, from + 16));
  return type === null ? from : from + type[0].length;
}
