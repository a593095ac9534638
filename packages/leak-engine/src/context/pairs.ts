import { readColumn, readKeyValue, readMember, readValueBefore, skipType } from './distant-values.ts';

/** Where a name stands. */
export interface PairName {
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** A name and the value assigned to it, as positions in the text. */
export interface Pair extends PairName {
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly quoted: boolean;
  /** How they were joined: an assignment, an HTTP header, a flag of a command, an XML element. */
  readonly form: 'assignment' | 'flag' | 'element';
}

const longestName = 80;
export const longestValue = 4096;
/** Tools align their operators in columns. */
const mostBlanks = 48;

const nameBytes = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.') {
  nameBytes[character.charCodeAt(0)] = 1;
}

export function skipBlanks(text: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && at - from < mostBlanks && (text[at] === 32 || text[at] === 9)) at += 1;
  return at;
}

/** A quotation mark, possibly escaped: its byte and how many backslashes stand before it. */
interface Quote {
  readonly mark: number;
  readonly slashes: number;
  readonly end: number;
}

export function readQuote(text: Uint8Array, from: number, end: number): Quote | undefined {
  let at = from;
  while (at < end && at - from < 8 && text[at] === 92) at += 1;
  const mark = text[at];
  if (at >= end || (mark !== 34 && mark !== 39 && mark !== 96)) return undefined;
  return { mark, slashes: at - from, end: at + 1 };
}

/** Where a quoted value ends: at the same mark with as many backslashes before it. */
function endOfQuoted(text: Uint8Array, from: number, end: number, quote: Quote): number {
  let slashes = 0;
  for (let at = from; at < end; at += 1) {
    const byte = text[at];
    if (byte === 10) return -1;
    if (byte === 92) {
      slashes += 1;
      continue;
    }
    if (byte === quote.mark && slashes <= quote.slashes) return at - slashes;
    slashes = 0;
  }
  return -1;
}

const stops = new Uint8Array(256);
for (const character of ' \t\n"\'`,;<>)}]&|\\') stops[character.charCodeAt(0)] = 1;
const blankStops = new Uint8Array(256);
for (const character of ' \t\n') blankStops[character.charCodeAt(0)] = 1;

function endOfBare(text: Uint8Array, from: number, end: number, wholeLine: boolean): number {
  const set = wholeLine ? blankStops : stops;
  let at = from;
  while (at < end && set[text[at] as number] === 0) at += 1;
  return at;
}

/** Reads the value after an operator: quoted, or up to what cannot belong to it. */
export function readValue(text: Uint8Array, from: number, end: number, wholeLine: boolean) {
  const limit = Math.min(end, from + longestValue);
  const quote = readQuote(text, from, limit);
  if (quote === undefined) {
    return { valueStart: from, valueEnd: endOfBare(text, from, limit, wholeLine), quoted: false };
  }
  const close = endOfQuoted(text, quote.end, limit, quote);
  if (close >= 0) return { valueStart: quote.end, valueEnd: close, quoted: true };
  return { valueStart: quote.end, valueEnd: endOfBare(text, quote.end, limit, false), quoted: false };
}

/** Where the name begins that a word is part of. */
function startOfName(text: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && at - start < longestName && nameBytes[text[start - 1] as number] === 1) start -= 1;
  return start;
}

/**
 * Whether an assignment is alone in its line (env dump, shell trace, .env file): then only a blank ends its value.
 */
function isWholeLine(text: Uint8Array, nameStart: number): boolean {
  let at = nameStart;
  if (text[at - 1] === 32 && at >= 7 && (text[at - 2] === 116 || text[at - 2] === 120)) at -= 7;
  while (at > 0 && nameStart - at < 24 && (text[at - 1] === 32 || text[at - 1] === 43)) at -= 1;
  return at <= 0 || text[at - 1] === 10;
}

/** What may follow a name that something is assigned to. */
const followers = new Uint8Array(256);
for (const character of '=:"\'\\ >\t],\n') followers[character.charCodeAt(0)] = 1;

/** What may come after a name and a blank: an operator, a quote, a bracket, or the word `value`. */
const sayings = new Uint8Array(256);
for (const character of '=:|"\'`\\],vV\n') sayings[character.charCodeAt(0)] = 1;

/** Whether a blank after a name may begin anything but prose: a flag's value, a column, an operator. */
function maySay(text: Uint8Array, nameStart: number, nameEnd: number, end: number): boolean {
  if (text[nameStart] === 45 || text[nameEnd + 1] === 32 || text[nameStart - 2] === 86) return true;
  return sayings[text[skipBlanks(text, nameEnd, end)] as number] === 1;
}

/**
 * Reads the pair whose name holds the word `text[wordStart, wordEnd)`: `NAME=value`, `name: value`, `"name": "value"`
 * (also escaped), `name => value`, `<name>value</name>`, `--name value`, and the forms of `distant-values.ts`.
 * @param end Where the text ends that may be read.
 */
export function readPair(text: Buffer, wordStart: number, wordEnd: number, end: number): Pair | undefined {
  let nameEnd = wordEnd;
  while (nameEnd < end && nameEnd - wordEnd < longestName && nameBytes[text[nameEnd] as number] === 1)
    nameEnd += 1;
  const follower = text[nameEnd];
  // Most mentions of a word end here: nothing is assigned.
  if (follower === undefined || followers[follower] === 0) return undefined;
  const nameStart = startOfName(text, wordStart);
  if (follower === 32 && !maySay(text, nameStart, nameEnd, end)) return undefined;
  const element = readElement(text, nameStart, nameEnd, end);
  if (element !== undefined) return element;
  const quote = readQuote(text, nameEnd, end);
  let at = quote?.end ?? nameEnd;
  if (text[at] === 93) at += 1;
  at = skipBlanks(text, at, end);
  const operator = endOfOperator(text, at, end);
  if (operator < 0) {
    const name = { nameStart, nameEnd };
    if (quote !== undefined && text[at] === 62) return readContent(text, name, at + 1, end);
    return (
      readFlag(text, nameStart, nameEnd, end) ??
      readColumn(text, name, at, end) ??
      readKeyValue(text, name, at, end) ??
      readValueBefore(text, name)
    );
  }
  const from = skipType(text, skipBlanks(text, operator, end));
  if (text[from] === 123) {
    const member = readMember(text, { nameStart, nameEnd }, from, end);
    if (member !== undefined) return member;
  }
  const wholeLine = quote === undefined && at === nameEnd && text[at] === 61 && isWholeLine(text, nameStart);
  return { nameStart, nameEnd, form: 'assignment', ...readValue(text, from, end, wholeLine) };
}

/** After `=`, `:`, `=>` or `:=`; -1 if none of them is there, or a comparison. */
export function endOfOperator(text: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const next = text[at + 1];
  if (text[at] === 61) return next === 61 ? -1 : at + (next === 62 ? 2 : 1);
  if (text[at] !== 58) return -1;
  if (next === 58 || next === 47) return -1;
  return at + (next === 61 ? 2 : 1);
}

function readElement(text: Uint8Array, nameStart: number, nameEnd: number, end: number): Pair | undefined {
  if (text[nameEnd] !== 62 || text[nameStart - 1] !== 60) return undefined;
  return readContent(text, { nameStart, nameEnd }, nameEnd + 1, end);
}

/** What an XML element holds, from behind its start tag on. */
function readContent(text: Uint8Array, name: PairName, from: number, end: number): Pair | undefined {
  const limit = Math.min(end, from + longestValue);
  let close = from;
  while (close < limit && text[close] !== 60 && text[close] !== 10) close += 1;
  if (text[close] !== 60 || text[close + 1] !== 47) return undefined;
  return { ...name, valueStart: from, valueEnd: close, quoted: true, form: 'element' };
}

/** `--password value`: the dashes belong to the name's run. */
function readFlag(text: Uint8Array, nameStart: number, nameEnd: number, end: number): Pair | undefined {
  if (text[nameStart] !== 45 || text[nameEnd] !== 32) return undefined;
  const from = skipBlanks(text, nameEnd, end);
  if (text[from] === 45) return undefined;
  return { nameStart, nameEnd, form: 'flag', ...readValue(text, from, end, false) };
}
