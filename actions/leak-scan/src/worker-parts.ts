import { parentPort, workerData } from 'node:worker_threads';
import { createScanOptions } from './scan-options.ts';
import { type FilePart, scanPart } from './scan-part.ts';
import type { ScanSettings } from './settings.ts';

/** What a worker answers to each part, in order. */
export type PartAnswer =
  | { readonly ok: true; readonly scan: Awaited<ReturnType<typeof scanPart>> }
  | { readonly ok: false; readonly reason: string };

/** A worker's life: scans each part that it is sent. It ends when its owner ends it. */
export function serveParts(): void {
  const optionsFor = createScanOptions(workerData as ScanSettings);
  parentPort?.on('message', (part: FilePart) => {
    scanPart(part, optionsFor).then(
      (scan) => answer({ ok: true, scan: withPlainRules(scan) }),
      (error: unknown) => answer({ ok: false, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' }),
    );
  });
}

function answer(message: PartAnswer): void {
  parentPort?.postMessage(message);
}

/** Rules have functions, which cannot be sent to another thread; findings need only their texts. */
function withPlainRules(scan: Awaited<ReturnType<typeof scanPart>>): typeof scan {
  const findings = scan.part.findings.map((finding) => {
    const { id, title, severity, remedy } = finding.rule;
    return { ...finding, rule: { id, title, severity, remedy } };
  });
  return { ...scan, part: { ...scan.part, findings } };
}
