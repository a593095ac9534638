import { completeEvent, type EventDraft, type JobContext } from './event.ts';
import { headOf, linkEvent } from './chain.ts';

/** Where the lines go: one JSON event each, only ever appended to. */
export interface Spool {
  lines(): string[];
  append(line: string): void;
}

export interface TrailOptions {
  readonly spool: Spool;
  readonly context: JobContext;
  /** Version of the product, for `metadata.product`. */
  readonly version: string;
  readonly now: () => number;
  readonly uid: () => string;
}

/** The audit trail of one job: several steps write to it in turn. */
export interface AuditTrail {
  /**
   * Names a value that must never be written. An event that holds it after all, by a defect or because a server put
   * it into a message, is written with the value withheld.
   */
  protect(secret: string): void;
  record(draft: EventDraft): void;
  /** Hash of the newest event. */
  head(): string;
  /** Events written through this object. */
  count(): number;
}

const withheld = '[withheld]';

export function openTrail({ spool, context, version, now, uid }: TrailOptions): AuditTrail {
  const secrets = new Set<string>();
  let head = headOf(spool.lines());
  let count = 0;
  return {
    protect(secret) {
      if (secret.length >= 8) secrets.add(secret);
    },
    record(draft) {
      const event = completeEvent(draft, context, { time: now(), uid: uid(), version });
      const text = withholdAll(JSON.stringify(event), secrets);
      const linked = linkEvent(JSON.parse(text) as typeof event, head);
      spool.append(JSON.stringify(linked));
      head = linked.unmapped.record_integrity.fingerprint.value;
      count += 1;
    },
    head: () => head,
    count: () => count,
  };
}

function withholdAll(json: string, secrets: ReadonlySet<string>): string {
  let text = json;
  for (const secret of secrets) {
    text = text.replaceAll(JSON.stringify(secret).slice(1, -1), withheld);
  }
  return text;
}
