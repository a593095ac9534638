import { compileKnownValues, type OwnPart, rules, type ScanOptions } from '@sallyport/leak-engine';
import type { ScanSettings } from './settings.ts';

/** The settings as the engine takes them; made once a thread, since rules and known values are compiled by identity. */
export function createScanOptions(settings: ScanSettings): (part?: OwnPart) => ScanOptions {
  const chosen = new Set(settings.ruleIds);
  const options: ScanOptions = {
    rules: chosen.size === rules.length ? rules : rules.filter(({ id }) => chosen.has(id)),
    known: compileKnownValues(settings.knownValues).needles,
    ...(settings.digests.length === 0
      ? {}
      : { knownDigests: { digests: settings.digests, key: settings.digestKey } }),
    limits: { findings: settings.maxFindings },
    now: settings.now,
  };
  return (part) => (part === undefined ? options : { ...options, part });
}
