import { encoders, type EncoderName } from './encoders.ts';
import type { Contract } from './rules.ts';

/**
 * The secrets of one job and what replaces them. Values can be added, never removed.
 * Source: actions/runner `src/Sdk/DTLogging/Logging/SecretMasker.cs`.
 */
export class Masker {
  readonly #contract: Contract;
  readonly #texts = new Set<string>();

  constructor(contract: Contract) {
    this.#contract = contract;
  }

  /** Registers one value and its encoded forms. No minimum length; an empty value is ignored. */
  add(value: string): void {
    if (value === '') return;
    if (!this.#contract.holds('mask/no-minimum-length') && value.length < 4) return;
    if (this.#contract.holds('mask/value')) this.#texts.add(value);
    for (const [name, encode] of Object.entries(encoders)) {
      if (!this.#contract.holds(`mask/${name as EncoderName}`)) continue;
      const encoded = encode(value);
      if (encoded !== '') this.#texts.add(encoded);
    }
  }

  /** Registers a value as a whole, and each of its lines, trimmed: how secrets and `add-mask` come in. */
  addWithLines(value: string): void {
    this.add(value);
    if (!this.#contract.holds('mask/each-line')) return;
    for (const line of value.split(/[\r\n]/)) this.add(line.trim());
  }

  /** What is registered now; `restore` goes back to it. Only a broken contract does. */
  snapshot(): readonly string[] {
    return [...this.#texts];
  }

  restore(texts: readonly string[]): void {
    this.#texts.clear();
    for (const text of texts) this.#texts.add(text);
  }

  /** Replaces each hit, and hits that overlap or touch together, by `***`. */
  mask(text: string): string {
    const hits = this.#hits(text);
    if (hits.length === 0) return text;
    let masked = '';
    let position = 0;
    for (const [start, end] of this.#contract.holds('mask/merge') ? merge(hits) : hits) {
      if (start < position) continue;
      masked += `${text.slice(position, start)}***`;
      position = end;
    }
    return masked + text.slice(position);
  }

  #hits(text: string): [number, number][] {
    const hits: [number, number][] = [];
    for (const secret of this.#texts) {
      for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
        hits.push([at, at + secret.length]);
      }
    }
    return hits.sort(([a], [b]) => a - b);
  }
}

function merge(hits: readonly [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of hits) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
