import type { Place } from '@sallyport/workflow-graph';
import { rules as allRules, type CheckResult } from '../check.ts';
import type { Finding, Rule } from '../rule.ts';

/** Code scanning shows at most this many results per run (GitHub docs, "SARIF support for code scanning"). */
const mostResults = 5000;

/**
 * SARIF 2.1.0 with a help text per rule. An unverifiable finding keeps its level, so that code scanning shows it, and
 * says so in its text and properties; an ignored one is suppressed with its reason.
 */
export function sarif(result: CheckResult, version: string): string {
  const rules = allRules;
  const index = new Map(rules.map((rule, position) => [rule.id, position]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'separation-guard', version, rules: rules.map(describe) } },
        columnKind: 'utf16CodeUnits',
        results: result.findings
          .slice(0, mostResults)
          .map((finding) => toResult(finding, index.get(finding.rule) ?? 0)),
        properties: { verdict: result.verdict },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describe(rule: Rule): unknown {
  return {
    id: rule.id,
    name: rule.id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${rule.title}.` },
    fullDescription: { text: rule.reason },
    help: {
      text: `${rule.reason}\n\n${rule.remedy}`,
      markdown: `${rule.reason}\n\n**Remedy.** ${rule.remedy}\n\n**Tier.** ${rule.tierReason}`,
    },
    defaultConfiguration: { level: rule.tier },
    properties: { tags: ['security', 'separation'], precision: 'high' },
  };
}

function toResult(finding: Finding, ruleIndex: number): unknown {
  const prefix = finding.verdict === 'unverifiable' ? 'Unverifiable: ' : '';
  const settle = finding.settle === undefined ? '' : ` To settle: ${finding.settle}`;
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: finding.tier,
    message: { text: `${prefix}${finding.message}${settle}` },
    locations: [location(finding.place)],
    ...(finding.related === undefined
      ? {}
      : { relatedLocations: finding.related.map((place, id) => ({ id, ...location(place) })) }),
    partialFingerprints: { 'sallyport/v1': finding.fingerprint },
    ...(finding.ignoredBy === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              justification: `${finding.ignoredBy.reason} (until ${finding.ignoredBy.expires})`,
            },
          ],
        }),
    properties: { verdict: finding.verdict, known: finding.known },
  };
}

function location({ path, line, column }: Place): { readonly physicalLocation: unknown } {
  return {
    physicalLocation: {
      artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
      region: { startLine: line, startColumn: column },
    },
  };
}
