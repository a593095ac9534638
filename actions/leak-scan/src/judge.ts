import {
  finishScan,
  isAtLeast,
  type JudgedFinding,
  type JudgedScan,
  judgeScan,
  type ScannedText,
} from '@sallyport/leak-engine';
import type { Gathered, Unread } from './gathered.ts';
import type { LeakInputs } from './inputs.ts';
import { masksFor, withoutSecrets } from './masks.ts';
import type { Judgement } from './settings.ts';

/** A scan as it is reported: no value is in it. */
export interface Outcome {
  readonly scan: JudgedScan;
  readonly excluded: readonly Unread[];
  /** Findings that count: reported and not suppressed. */
  readonly counted: readonly JudgedFinding[];
  /** Texts that were read, in whole or in part. */
  readonly texts: number;
}

/** One line each, everything that must be masked before the outcome is spoken of. */
export function secretsOf(gathered: Gathered): readonly string[] {
  return masksFor(gathered.texts.flatMap(({ parts }) => parts.flatMap(({ secrets }) => secrets)));
}

/**
 * Decides the verdict. Names that came with the logs are cleared of what was found first.
 * @param secrets what `secretsOf` gave.
 */
export function judge(
  gathered: Gathered,
  secrets: readonly string[],
  inputs: Pick<LeakInputs, 'failOn' | 'severity' | 'maxFindings' | 'fingerprintKey'>,
  judgement: Judgement,
  now: number,
): Outcome {
  const clear = (text: string): string => withoutSecrets(text, secrets);
  const clearEntry = ({ file, reason }: Unread): Unread => ({ file: clear(file), reason });
  const result = finishScan(
    gathered.texts.map((text) => clearNames(text, clear)),
    inputs.fingerprintKey,
  );
  const chosen = result.findings.filter(({ rule }) => judgement.ruleIds.has(rule));
  const kept = chosen.slice(0, inputs.maxFindings);
  const cut: Unread[] =
    kept.length === chosen.length
      ? []
      : [{ file: '(all)', reason: `There are ${chosen.length} findings, of which ${kept.length} are kept.` }];
  const judged = judgeScan({ ...result, findings: kept }, [...gathered.unread.map(clearEntry), ...cut], {
    config: judgement.config,
    baseline: judgement.baseline,
    failOn: inputs.failOn === 'never' ? 'high' : inputs.failOn,
    now,
  });
  const findings = judged.findings.filter(({ severity }) => isAtLeast(severity, inputs.severity));
  return {
    scan: { ...judged, findings },
    excluded: gathered.excluded.map(clearEntry),
    counted: findings.filter(({ suppressed }) => suppressed === undefined),
    texts: gathered.texts.length,
  };
}

function clearNames(text: ScannedText, clear: (name: string) => string): ScannedText {
  const { name, job, step } = text.source;
  return {
    ...text,
    source: {
      name: clear(name),
      ...(job === undefined ? {} : { job: { ...job, name: clear(job.name) } }),
      ...(step === undefined ? {} : { step: { ...step, name: clear(step.name) } }),
    },
  };
}
