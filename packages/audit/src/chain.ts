import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { OcsfEvent } from './event.ts';

/** What precedes the first event of a chain. */
export const genesis = '0'.repeat(64);

/**
 * The names are those of OCSF 1.9-dev's `record_integrity` profile (objects/attestation.json), kept under `unmapped`
 * until that version is released.
 */
interface Integrity {
  readonly prev_event: string;
  readonly fingerprint: { readonly algorithm_id: 3; readonly value: string }; // 3: SHA-256
}

export type ChainedEvent = OcsfEvent & { readonly unmapped: { readonly record_integrity: Integrity } };

/** Links an event to the one before: SHA-256 over the RFC 8785 form of the event with `prev_event` in it. */
export function linkEvent(event: OcsfEvent, previous: string): ChainedEvent {
  return { ...event, unmapped: { ...unmappedOf(event), record_integrity: integrity(event, previous) } };
}

function integrity(event: OcsfEvent, previous: string): Integrity {
  const hashed = { ...event, unmapped: { ...unmappedOf(event), record_integrity: { prev_event: previous } } };
  // A JSON round trip drops `undefined` members, which RFC 8785 does not know.
  const text = canonicalize(JSON.parse(JSON.stringify(hashed)) as object) ?? '';
  return {
    prev_event: previous,
    fingerprint: { algorithm_id: 3, value: createHash('sha256').update(text).digest('hex') },
  };
}

function unmappedOf(event: OcsfEvent): object {
  const { record_integrity: _, ...rest } = (event['unmapped'] ?? {}) as Record<string, unknown>;
  return rest;
}

/** The hash that the next event must name, read from the last line of a spool; `genesis` for an empty one. */
export function headOf(lines: readonly string[]): string {
  const last = lines.at(-1);
  return last === undefined ? genesis : (fingerprintOf(last) ?? genesis);
}

function fingerprintOf(line: string): string | undefined {
  try {
    return (JSON.parse(line) as ChainedEvent).unmapped.record_integrity.fingerprint.value;
  } catch {
    return undefined;
  }
}

export type ChainVerdict =
  | { readonly intact: true; readonly head: string; readonly events: number }
  | { readonly intact: false; readonly line: number; readonly reason: 'not-json' | 'changed' | 'unlinked' };

/** Recomputes a spool. Proves order and completeness up to its head, not that events were ever written. */
export function verifyChain(lines: readonly string[]): ChainVerdict {
  let head = genesis;
  for (const [index, line] of lines.entries()) {
    const reason = faultIn(line, head);
    if (reason !== undefined) return { intact: false, line: index + 1, reason };
    head = fingerprintOf(line) ?? genesis;
  }
  return { intact: true, head, events: lines.length };
}

function faultIn(line: string, head: string): 'not-json' | 'changed' | 'unlinked' | undefined {
  const stored = fingerprintOf(line);
  if (stored === undefined) return 'not-json';
  const event = JSON.parse(line) as ChainedEvent;
  const claimed = event.unmapped.record_integrity;
  if (integrity(event, claimed.prev_event).fingerprint.value !== stored) return 'changed';
  return claimed.prev_event === head ? undefined : 'unlinked';
}
