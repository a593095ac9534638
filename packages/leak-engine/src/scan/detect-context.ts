import { commandForms, longestCommand } from '../context/commands.ts';
import { judgeName, keyStoreName, readName } from '../context/names.ts';
import type { Pair } from '../context/pair-text.ts';
import { readPair } from '../context/pairs.ts';
import { readSignedUrl, signatureNames } from '../context/signed-urls.ts';
import { readUrlCredential } from '../context/urls.ts';
import { entropy, isHarmless, judgeValue, type ValueJudgement } from '../context/values.ts';
import { looksLikeText } from '../decode/printable.ts';
import { builtIn } from '../findings/built-in.ts';
import type { RuleInfo } from '../findings/candidate.ts';
import { weigh } from './detect-token.ts';
import type { View } from './view.ts';

/** Shorter values are not looked at; `Basic` and other schemes are followed by more. */
const shortestValue = 3;

const schemes = /^(?:bearer|basic|token|apikey|bot|digest|negotiate|ntlm)$/i;
const schemeBefore = /^(bearer|basic|token|apikey|bot) +(\S.*)$/i;

/** What a pair holds once authentication schemes and cookie names are taken off. */
interface Held {
  readonly value: string;
  readonly start: number;
  readonly scheme: string | undefined;
}

function readHeld(view: View, pair: Pair, name: string): Held {
  const value = view.text.toString('latin1', pair.valueStart, pair.valueEnd);
  if (schemes.test(value) && view.text[pair.valueEnd] === 32) {
    const start = pair.valueEnd + 1;
    const rest = /^[^\s"'`,;<>)}\\]{1,4096}/.exec(
      view.text.toString('latin1', start, Math.min(view.length, start + 4096)),
    );
    return { value: rest?.[0] ?? '', start, scheme: value.toLowerCase() };
  }
  const prefixed = schemeBefore.exec(value);
  if (prefixed?.[1] !== undefined && prefixed[2] !== undefined) {
    const start = pair.valueEnd - prefixed[2].length;
    return { value: prefixed[2], start, scheme: prefixed[1].toLowerCase() };
  }
  const cookie = /cookie/i.test(name) ? /^[^=]{1,64}=/.exec(value) : null;
  if (cookie !== null) {
    return {
      value: value.slice(cookie[0].length),
      start: pair.valueStart + cookie[0].length,
      scheme: undefined,
    };
  }
  return { value, start: pair.valueStart, scheme: undefined };
}

/** The `user:secret` that HTTP Basic (RFC 7617) and Docker's `auth` encode. */
function readBasic(value: string): { user: string; password: string } | undefined {
  if (!/^[A-Za-z0-9+/_-]{8,2048}={0,2}$/.test(value)) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (!looksLikeText(bytes, 0, bytes.length)) return undefined;
  const text = bytes.toString('latin1');
  const colon = text.indexOf(':');
  if (colon < 0 || text.length - colon < 5) return undefined;
  return { user: text.slice(0, colon), password: text.slice(colon + 1).trimEnd() };
}

/**
 * Looks at the pair around a context word.
 * @returns where the name ends, so that further words of the same name are skipped.
 */
export function detectContext(view: View, wordStart: number, wordEnd: number): number {
  const { text } = view;
  const pair = readPair(text, wordStart, wordEnd, view.length);
  if (pair === undefined) {
    detectProse(view, wordStart, wordEnd);
    return bearerEnd(view, wordStart, wordEnd);
  }
  if (pair.valueEnd - pair.valueStart < shortestValue) return pair.nameEnd;
  const name = text.toString('latin1', pair.nameStart, pair.nameEnd);
  if (detectAssigned(view, pair, name)) return pair.nameEnd;
  if (keyStoreName.test(name) && detectKeyStore(view, pair)) return pair.nameEnd;
  const { strength, last } = readName(name);
  if (strength === undefined) return pair.nameEnd;
  if (signatureNames.has(name.toLowerCase()) && detectSignedUrl(view, pair)) return pair.nameEnd;
  const held = readHeld(view, pair, name);
  if (held.value.length < 6) return pair.nameEnd;
  if (held.scheme === 'basic' || last === 'auth') {
    if (detectBasic(view, held, pair)) return pair.nameEnd;
  }
  const judged = judgeValue(held.value, name, strength, pair.quoted || held.scheme !== undefined);
  if (judged === undefined) return pair.nameEnd;
  const header = held.scheme !== undefined || last === 'authorization';
  if (header && held.scheme === undefined && held.value.length < 16) return pair.nameEnd;
  const inBlock = view.position.inRunnerBlock && pair.form === 'assignment';
  const rule = header ? builtIn.authorization : inBlock ? builtIn.runnerEnvironment : builtIn.context;
  reportContext(view, rule, held, judged, [
    strength === 'strong' ? 'its name says credential' : 'its name may say credential and it looks random',
    ...(inBlock ? ['the runner printed it without a mask'] : []),
  ]);
  return pair.nameEnd;
}

/** Letters after a name and a blank with which a sentence may go on to its value. */
const sentences = new Set(Array.from('iwscr"\'`[', (letter) => letter.charCodeAt(0)));
const saidOf =
  /^ (?:(?:(?:is|was)(?: now)?(?: set to)?|(?:set|changed|reset) to):? {0,3}["'`[]?|["'`[](?=[^\s"'`<>[\]]{8,128}["'`\]]))([^\s"'`<>[\]]{8,128}?)["'`\]]?[.,;!]?(?=\s|$)/;
/** Words before a name that make the sentence one about a parser or a page. */
const aboutOthers =
  /(?:unexpected|invalid|illegal|missing|expected|unknown|next|page|found) ["'`]?\w{0,32}$/i;

/** A sentence that gives a value: `password is: …`, `token "…"`, `API key [...]`. */
function detectProse(view: View, wordStart: number, wordEnd: number): void {
  const { text } = view;
  if (text[wordEnd] !== 32 || !sentences.has(text[wordEnd + 1] as number)) return;
  const found = saidOf.exec(text.toString('latin1', wordEnd, Math.min(view.length, wordEnd + 192)));
  const value = found?.[1];
  if (found === null || value === undefined || !/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return;
  const word = text.toString('latin1', wordStart, wordEnd);
  if (judgeName(word) !== 'strong') return;
  if (aboutOthers.test(text.toString('latin1', Math.max(0, wordStart - 64), wordStart))) return;
  const judged = judgeValue(value, word, 'strong', false);
  if (judged === undefined) return;
  const start = wordEnd + found[0].indexOf(value);
  reportContext(view, builtIn.context, { value, start, scheme: undefined }, judged, ['a sentence gives it']);
}

/** `Bearer …` without a name before it. */
function bearerEnd(view: View, wordStart: number, wordEnd: number): number {
  const { text } = view;
  if (text[wordEnd] !== 32 || ((text[wordStart] ?? 0) | 32) !== 98) return wordEnd;
  if (!/^bearer$/i.test(text.toString('latin1', wordStart, wordEnd))) return wordEnd;
  const start = wordEnd + 1;
  const found = /^[A-Za-z0-9._~+/=-]{20,2048}/.exec(
    text.toString('latin1', start, Math.min(view.length, start + 2048)),
  );
  if (found === null) return wordEnd;
  const judged = judgeValue(found[0], 'bearer', 'strong', false);
  if (judged !== undefined && entropy(found[0].slice(0, 256)) >= 3.2) {
    reportContext(view, builtIn.authorization, { value: found[0], start, scheme: 'bearer' }, judged, [
      'it follows the word Bearer',
    ]);
  }
  return wordEnd;
}

function reportContext(
  view: View,
  rule: RuleInfo,
  held: Held,
  judged: ValueJudgement,
  why: readonly string[],
): void {
  const end = held.start + held.value.length;
  view.report({ rule, distinctive: false, value: held.value, start: held.start, end, ...judged, why });
}

function detectAssigned(view: View, pair: Pair, name: string): boolean {
  const lower = name.toLowerCase();
  if (!view.engine.mayBeAssigned(lower)) return false;
  const value = view.text.toString('latin1', pair.valueStart, pair.valueEnd);
  for (const rule of view.engine.assigned) {
    if (value.length > rule.maxLength || !rule.pattern.test(value)) continue;
    if (!rule.anchors.some((anchor) => lower.includes(anchor)) || isHarmless(value, name)) continue;
    const weighed = weigh(rule, value, view.engine.now);
    if (weighed === undefined) continue;
    const why = ['its name and its shape are those of this vendor', ...weighed.why];
    view.report({
      rule,
      distinctive: false,
      value,
      start: pair.valueStart,
      end: pair.valueEnd,
      ...weighed,
      why,
    });
    return true;
  }
  return false;
}

/** PKCS#12 (RFC 7292: a DER sequence) and Java key stores (their magic number), in base64. */
const keyStore = /^(?:MI[IJK][A-Za-z0-9+/]{120}|\/u3\+7Q[A-Za-z0-9+/]{80})/;

function detectKeyStore(view: View, pair: Pair): boolean {
  const value = view.text.toString('latin1', pair.valueStart, pair.valueEnd);
  if (!keyStore.test(value)) return false;
  const judged = { confidence: 'medium', severity: 'high' } as const;
  reportContext(view, builtIn.keystore, { value, start: pair.valueStart, scheme: undefined }, judged, [
    'its name and its first bytes are those of a key store',
  ]);
  return true;
}

function detectBasic(view: View, held: Held, pair: Pair): boolean {
  const basic = readBasic(held.value);
  if (basic === undefined) return false;
  if (isHarmless(basic.password, basic.user) || basic.password.length < 4) return true;
  const judged = { confidence: 'medium', severity: 'high' } as const;
  reportContext(view, builtIn.authorization, { ...held, value: held.value }, judged, [
    'it decodes to a user and a password',
    ...(view.position.inRunnerBlock && pair.form === 'assignment'
      ? ['the runner printed it without a mask']
      : []),
  ]);
  return true;
}

/** A signed URL is a credential until it expires. True if the parameter signs a URL. */
function detectSignedUrl(view: View, pair: Pair): boolean {
  const url = readSignedUrl(view.text, pair.nameStart, view.length);
  if (url === undefined || pair.valueEnd - pair.valueStart < 20) return false;
  const value = view.text.toString('latin1', pair.valueStart, pair.valueEnd);
  if (isHarmless(value, 'sig')) return true;
  const expired = url.expiresAt !== undefined && url.expiresAt <= view.engine.now;
  view.report({
    rule: builtIn.signedUrl,
    distinctive: false,
    value,
    start: pair.valueStart,
    end: pair.valueEnd,
    severity: expired ? 'info' : 'medium',
    confidence: url.expiresAt === undefined ? 'low' : 'medium',
    why: expired ? ['it has expired'] : ['the signature of a URL opens what it points to'],
  });
  return true;
}

/** Looks at the user information of a URL. */
export function detectUrl(view: View, separator: number): void {
  const found = readUrlCredential(view.text, separator, view.length);
  if (found === undefined) return;
  const user = view.text.toString(
    'latin1',
    found.userStart,
    Math.max(found.userStart, found.passwordStart - 1),
  );
  const value = view.text.toString('latin1', found.passwordStart, found.passwordEnd);
  const alone = found.passwordStart === found.userStart;
  if (value.length < (alone ? 20 : 5) || value.length > 256) return;
  if (isHarmless(value, user) && !isPasswordOnly(value)) return;
  if (alone && (entropy(value) < 3.5 || !/[0-9]/.test(value))) return;
  if (/^x-(?:access|oauth)/.test(value) || (!alone && entropy(value) < 2)) return;
  view.report({
    rule: builtIn.url,
    distinctive: false,
    value,
    start: found.passwordStart,
    end: found.passwordEnd,
    severity: value.length >= 8 ? 'high' : 'medium',
    confidence: value.length >= 8 && /[0-9]/.test(value) ? 'medium' : 'low',
    why: ['it stands between the user and the host of a URL'],
  });
}

/** A word in one case may well be a password in a URL, where nothing else stands; a template may not. */
function isPasswordOnly(value: string): boolean {
  return /^[A-Za-z]{12,}$/.test(value) && entropy(value) >= 3;
}

/** Looks at a command line that takes a credential without naming it. */
export function detectCommand(view: View, form: number, start: number): void {
  const command = commandForms[form];
  if (command === undefined) return;
  const to = Math.min(view.length, start + longestCommand);
  const lineEnd = view.text.indexOf(10, start);
  const stop = lineEnd < 0 || command.spansLines === true ? to : Math.min(to, lineEnd);
  const line = view.text.toString('latin1', start, stop);
  if (!view.engine.allowWork(line.length)) return;
  const found = command.pattern.exec(line);
  const value = found?.[1];
  if (found === null || value === undefined) return;
  const judged = judgeValue(value, command.id, 'strong', false);
  if (judged === undefined) return;
  const at = start + found.index + found[0].lastIndexOf(value);
  reportContext(view, builtIn.command, { value, start: at, scheme: undefined }, judged, [
    'a command takes it here',
  ]);
}

/** Whether an operator, a quote or a blank stands before the word that ends here: most masks end here. */
function followsOperator(text: Uint8Array, end: number): boolean {
  let at = end;
  while (at > 0 && end - at <= 32 && isWordByte(text[at - 1] ?? 0)) at -= 1;
  const before = text[at - 1];
  return before === 61 || before === 58 || before === 32 || before === 34 || before === 39;
}

function isWordByte(byte: number): boolean {
  const lower = byte | 32;
  return (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57) || byte === 95 || byte === 45;
}

const nameBefore =
  /([\w.-]{3,80})\\{0,4}["']? {0,3}[=:] {0,3}\\{0,4}["']?(?:\w{1,8} )?([A-Za-z0-9_+/=.-]{0,32})$/;

/** Looks at what touches a mask: a value that was masked in part. */
export function detectPartialMask(view: View, start: number, end: number): void {
  if (view.text[end] === 42 || view.text[start - 1] === 42 || !followsOperator(view.text, start)) return;
  const after =
    /^[A-Za-z0-9_+/=.-]{0,64}/.exec(
      view.text.toString('latin1', end, Math.min(view.length, end + 64)),
    )?.[0] ?? '';
  const before = nameBefore.exec(view.text.toString('latin1', Math.max(0, start - 120), start));
  if (before?.[1] === undefined || judgeName(before[1]) !== 'strong') return;
  const left = before[2] ?? '';
  const rest = after.length >= left.length ? after : left;
  if (rest.length < 3 || rest.length > 32 || !/^[A-Za-z0-9]/.test(rest)) return;
  const at = rest === after ? end : start - left.length;
  view.report({
    rule: builtIn.partialMask,
    distinctive: false,
    value: rest,
    start: at,
    end: at + rest.length,
    severity: 'low',
    confidence: 'medium',
    why: ['a mask covers only part of the value'],
  });
}
