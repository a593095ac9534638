import {
  allRules,
  type KnownDigest,
  parseKnownDigests,
  readBaseline,
  readConfig,
  rules as tokenRules,
  type LeakConfig,
} from '@sallyport/leak-engine';
import { failure, plainText } from '@sallyport/errors';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { LeakInputs } from './inputs.ts';

/** What a scanner has to know, as plain data: a worker gets a copy of it. Holds secrets. */
export interface ScanSettings {
  /** Ids of the vendors' rules that are looked for. */
  readonly ruleIds: readonly string[];
  readonly knownValues: readonly string[];
  readonly digests: readonly KnownDigest[];
  readonly digestKey: string;
  readonly maxFindings: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What decides which findings count. */
export interface Judgement {
  readonly config: LeakConfig;
  readonly baseline: ReadonlySet<string>;
  /** Rules that are reported, the built-in ones too. */
  readonly ruleIds: ReadonlySet<string>;
}

const largestFile = 16 * 1024 * 1024;
const ids: ReadonlySet<string> = new Set(allRules.map(({ id }) => id));

/**
 * Reads the files that inputs name.
 * @throws CodedError `logs/unreadable-input`, `leak/*`, `inputs/invalid`
 */
export function readSettings(
  inputs: LeakInputs,
  workspace: string,
  now: number,
): { readonly settings: ScanSettings; readonly judgement: Judgement } {
  const ruleIds = chooseRules(inputs.rules);
  const digests =
    inputs.knownValuesFile === undefined ? '' : read(inputs.knownValuesFile, 'known-values-file');
  const settings: ScanSettings = {
    ruleIds: tokenRules.map(({ id }) => id).filter((id) => ruleIds.has(id)),
    knownValues: inputs.knownValues,
    digests: parseKnownDigests(digests),
    digestKey: inputs.fingerprintKey ?? '',
    maxFindings: inputs.maxFindings,
    now,
  };
  const judgement: Judgement = {
    config:
      inputs.config === undefined ? readConfig(undefined, ids) : parseConfig(read(inputs.config, 'config')),
    baseline: inputs.baseline === undefined ? new Set() : parseBaseline(read(inputs.baseline, 'baseline')),
    ruleIds,
  };
  return { settings, judgement };

  function read(path: string, input: string): string {
    return readNamedFile(resolve(workspace, path), path, input);
  }
}

/** `!id` takes a rule out; ids without it choose. */
function chooseRules(entries: readonly string[]): ReadonlySet<string> {
  for (const entry of entries) {
    const id = entry.replace(/^!/, '');
    if (!ids.has(id)) {
      throw failure('leak/rule-unknown', {
        what: `The input \`rules\` names "${plainText(id, 60)}", which is no rule.`,
      });
    }
  }
  const chosen = entries.filter((entry) => !entry.startsWith('!'));
  const result = new Set(chosen.length === 0 ? ids : chosen);
  for (const entry of entries) if (entry.startsWith('!')) result.delete(entry.slice(1));
  return result;
}

function parseConfig(text: string): LeakConfig {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 100 });
  } catch {
    throw failure('leak/config-invalid', { what: 'The configuration file is no YAML.' });
  }
  if (value === null || value === undefined) return readConfig(undefined, ids);
  if (typeof value !== 'object' || Array.isArray(value))
    throw failure('leak/config-invalid', { what: 'The configuration file is no mapping.' });
  if (!Object.hasOwn(value, 'leak-scan'))
    throw failure('leak/config-invalid', { what: 'The configuration file has no key `leak-scan`.' });
  return readConfig((value as { readonly 'leak-scan'?: unknown })['leak-scan'], ids);
}

function parseBaseline(text: string): ReadonlySet<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw failure('leak/baseline-invalid', { what: 'The baseline is no JSON.' });
  }
  return readBaseline(value);
}

function readNamedFile(path: string, shown: string, input: string): string {
  const unreadable = (reason: string) =>
    failure('logs/unreadable-input', {
      what: `The file ${plainText(shown)} of the input \`${input}\` cannot be read: ${reason}.`,
    });
  try {
    const facts = statSync(path);
    if (!facts.isFile()) throw unreadable('it is no file');
    if (facts.size > largestFile) throw unreadable('it is larger than 16 MiB');
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code !== undefined && /^E[A-Z]+$/.test(code) ? unreadable(code) : error;
  }
}
