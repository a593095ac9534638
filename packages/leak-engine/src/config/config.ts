import { failure } from '@sallyport/errors';
import type { Severity } from '../rule.ts';

/** One thing that is not reported as a leak, and why. */
export interface IgnoreEntry {
  readonly rule: string;
  readonly reason: string;
  /** Only this finding. */
  readonly fingerprint?: string;
  /** Only in steps of this name. */
  readonly step?: string;
  /** Only before this day (ISO date). */
  readonly until?: string;
}

/** The configuration file, docs/schema/leak-config.schema.json. It never comes from a log. */
export interface LeakConfig {
  readonly ignore: readonly IgnoreEntry[];
  readonly severity: ReadonlyMap<string, Severity>;
}

const keys = {
  ignore: ['rule', 'reason', 'fingerprint', 'step', 'until'],
  top: ['ignore', 'severity'],
} as const;
const severities: readonly string[] = ['critical', 'high', 'medium', 'low', 'info'];
const line = /^ignore +(\S+) +(\S.*)$/;
const leastReason = 5;

function invalid(what: string): Error {
  return failure('leak/config-invalid', { what });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkKeys(value: Record<string, unknown>, allowed: readonly string[], where: string): void {
  const unknown = Object.keys(value).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw invalid(`The key \`${unknown}\` of ${where} is not known.`);
}

function checkRule(rule: string, known: ReadonlySet<string>): void {
  if (!known.has(rule)) throw failure('leak/rule-unknown', { what: `The rule \`${rule}\` does not exist.` });
}

function readEntry(entry: unknown, index: number, known: ReadonlySet<string>): IgnoreEntry {
  const where = `entry ${index + 1} of \`ignore\``;
  const written =
    typeof entry === 'string' ? line.exec(entry.startsWith('ignore ') ? entry : `ignore ${entry}`) : null;
  const value = written === null ? entry : { rule: written[1], reason: written[2] };
  if (!isRecord(value)) throw invalid(`The ${where} is neither \`<rule> <reason>\` nor a mapping.`);
  checkKeys(value, keys.ignore, where);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string' || text.trim() === '')
      throw invalid(`The key \`${key}\` of ${where} must be a text.`);
  }
  const { rule, reason, fingerprint, step, until } = value as Record<string, string | undefined>;
  if (rule === undefined) throw invalid(`The ${where} names no rule.`);
  if (reason === undefined || reason.trim().length < leastReason)
    throw invalid(`The ${where} gives no reason.`);
  checkRule(rule, known);
  if (until !== undefined && (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(Date.parse(until)))) {
    throw invalid(`The key \`until\` of ${where} must be a date such as 2027-01-31.`);
  }
  return {
    rule,
    reason,
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(step === undefined ? {} : { step }),
    ...(until === undefined ? {} : { until }),
  };
}

/**
 * Reads the `leak-scan` part of the configuration file, parsed from YAML or JSON.
 * @param ruleIds Every rule that may be referred to.
 * @throws `leak/config-invalid`, `leak/rule-unknown`
 */
export function readConfig(value: unknown, ruleIds: ReadonlySet<string>): LeakConfig {
  if (value === undefined || value === null) return { ignore: [], severity: new Map() };
  if (!isRecord(value)) throw invalid('The configuration of the leak scan is no mapping.');
  checkKeys(value, keys.top, '`leak-scan`');
  const ignore = value['ignore'] ?? [];
  if (!Array.isArray(ignore)) throw invalid('The key `ignore` must be a list.');
  const severity = value['severity'] ?? {};
  if (!isRecord(severity)) throw invalid('The key `severity` must be a mapping of rules to severities.');
  const overrides = Object.entries(severity).map(([rule, level]): [string, Severity] => {
    checkRule(rule, ruleIds);
    if (typeof level !== 'string' || !severities.includes(level)) {
      throw invalid(`The severity of \`${rule}\` must be one of ${severities.join(', ')}.`);
    }
    return [rule, level as Severity];
  });
  return {
    ignore: ignore.map((entry, index) => readEntry(entry, index, ruleIds)),
    severity: new Map(overrides),
  };
}
