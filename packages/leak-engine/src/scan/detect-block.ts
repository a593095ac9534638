import { readDumpPair } from '../blocks/memory-dump.ts';
import { readKeyBlock, readPuttyKey, type KeyBlock } from '../blocks/pem.ts';
import { builtIn } from '../findings/built-in.ts';
import type { Place, RuleInfo } from '../findings/candidate.ts';
import type { View } from './view.ts';

/** How far around a key its JSON says whose it is. */
const jsonAround = 2048;

function ruleOf(view: View, block: KeyBlock): RuleInfo {
  if (block.label.startsWith('PGP')) return builtIn.pgpKey;
  if (block.encrypted) return builtIn.encryptedKey;
  const before = view.text.toString('latin1', Math.max(0, block.start - jsonAround), block.start);
  if (/service_account/.test(before) && /private_key/.test(before)) return builtIn.serviceAccount;
  return builtIn.privateKey;
}

function reportBlock(view: View, rule: RuleInfo, block: KeyBlock): void {
  view.report({
    rule,
    distinctive: true,
    value: block.body,
    start: block.start,
    end: block.end,
    severity: rule.severity,
    confidence: 'high',
    why: [
      block.complete ? 'it has a beginning, a body and an end' : 'it has a beginning and a body',
      ...(block.encrypted ? ['it is encrypted'] : []),
    ],
  });
}

/**
 * Reads a private key at `-----BEGIN `.
 * @returns where it ends, so that what is in it is not looked at again.
 */
export function detectKeyBlock(view: View, start: number): void {
  const block = readKeyBlock(view.text, start, view.length);
  if (!view.engine.allowWork(256) || block === undefined) return;
  reportBlock(view, ruleOf(view, block), block);
}

export function detectPuttyKey(view: View, start: number): void {
  const block = readPuttyKey(view.text, start, view.length);
  if (block !== undefined) reportBlock(view, builtIn.puttyKey, block);
}

/** What a dump of the runner's memory held. */
export interface Dump {
  readonly place: Place;
  pairs: number;
  readonly names: Set<string>;
  readonly values: string[];
}

/** Names and values that are kept of a dump; all pairs are counted. */
const mostNames = 1000;

/** Adds the pair at `":{"value":"` to the dump of this text, or begins one. */
export function detectDumpPair(view: View, at: number, dump: Dump | undefined): Dump | undefined {
  const pair = readDumpPair(view.text, at, view.length);
  if (pair === undefined) return dump;
  const place = dump?.place ?? view.placeAt(pair.start, pair.end);
  const grown = dump ?? { place, pairs: 0, names: new Set<string>(), values: [] };
  grown.pairs += 1;
  if (grown.names.size < mostNames) grown.names.add(pair.name);
  if (grown.values.length < mostNames && pair.value !== '') grown.values.push(pair.value);
  return grown;
}
