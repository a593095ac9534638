import { keyStoreName, readName } from '../context/names.ts';
import type { Pair } from '../context/pair-text.ts';
import { readPair } from '../context/pairs.ts';
import { readSignedUrl, signatureNames } from '../context/signed-urls.ts';
import { isHarmless, judgeValue } from '../context/values.ts';
import { looksLikeText } from '../decode/printable.ts';
import { builtIn } from '../findings/built-in.ts';
import { bearerEnd, detectSentence } from './detect-sentence.ts';
import { weigh } from './detect-token.ts';
import { reportContext, type Held } from './report-context.ts';
import type { View } from './view.ts';

/** Shorter values are not looked at; `Basic` and other schemes are followed by more. */
const shortestValue = 3;

const schemes = /^(?:bearer|basic|token|apikey|bot|digest|negotiate|ntlm)$/i;
const schemeBefore = /^(bearer|basic|token|apikey|bot) +(\S.*)$/i;

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
    detectSentence(view, wordStart, wordEnd);
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
