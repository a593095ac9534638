import { describe, expect, test } from '@jest/globals';
import { checkRepository, rules, type ExampleFiles, type Finding } from '@sallyport/separation';
import { exampleInput, loadExamples } from '../../../packages/separation/src/example-input.ts';

const ruleIds = rules.map(({ id }) => id);

function findings(example: string | ExampleFiles, rule: string): readonly Finding[] {
  const { files, policy } = exampleInput(example, ruleIds);
  const options = { today: '2026-11-01', ...(policy === undefined ? {} : { policy }) };
  return checkRepository({ files }, options).findings.filter((finding) => finding.rule === rule);
}

const loaded = await Promise.all(rules.map(async (rule) => ({ rule, examples: await loadExamples(rule) })));
const rows = loaded.flatMap(({ rule, examples }) => [
  {
    rule,
    name: 'before',
    files: examples.before,
    expected: rule.id === 'unreadable-workflow' ? 'unverifiable' : 'violated',
  },
  { rule, name: 'after', files: examples.after, expected: 'holds' },
  ...examples.violated.map(({ name, files }) => ({ rule, name, files, expected: 'violated' })),
  ...examples.holds.map(({ name, files }) => ({ rule, name, files, expected: 'holds' })),
  ...(examples.unverifiable ?? []).map(({ name, files }) => ({
    rule,
    name,
    files,
    expected: 'unverifiable',
  })),
]);

describe('each rule judges its own examples', () => {
  test.each(rows.map((row) => ({ ...row, title: `${row.rule.id}: ${row.name} → ${row.expected}` })))(
    '$title',
    ({ rule, files, expected, name }) => {
      const found = findings(files, rule.id);
      if (expected === 'holds') return expect(found.map(({ message }) => message)).toEqual([]);
      expect(found.map(({ verdict }) => verdict)).toContain(expected);
      const lowered = /as a (warning|note)$/.exec(name)?.[1];
      if (lowered !== undefined) expect(found.map(({ tier }) => tier)).toContain(lowered);
      else if (name === 'before') expect(found.map(({ tier }) => tier)).toContain(rule.tier);
      return undefined;
    },
  );
});

describe('each example is a workflow that GitHub would run', () => {
  const runnable = rows.filter(({ rule }) => rule.id !== 'unreadable-workflow');
  test.each(runnable.map((row) => ({ ...row, title: `${row.rule.id}: ${row.name}` })))(
    '$title',
    ({ files }) => {
      const { files: input } = exampleInput(files, ruleIds);
      const { diagnostics } = checkRepository({ files: input }, { today: '2026-11-01' });
      const refused = diagnostics.filter(
        ({ kind, code }) => kind !== 'unresolved' && code !== 'graph/missing-local',
      );
      expect(refused.map(({ message }) => message)).toEqual([]);
    },
  );
});

describe('the rules as a set', () => {
  test('the ids are unique, in kebab-case and the twenty that the guide names are there', () => {
    expect(new Set(ruleIds).size).toBe(ruleIds.length);
    for (const id of ruleIds) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(ruleIds.length).toBeGreaterThanOrEqual(20);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))('%s: texts are whole sentences', (_, rule) => {
    for (const text of [rule.reason, rule.tierReason, rule.remedy]) expect(text).toMatch(/^[A-Z`].*[.)]$/s);
    expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
  });

  test.each(loaded)('$rule.id: an unverifiable finding says what would settle it', ({ rule, examples }) => {
    for (const { files } of examples.unverifiable ?? []) {
      for (const finding of findings(files, rule.id)) {
        if (finding.verdict === 'unverifiable') expect(finding.settle ?? '').not.toBe('');
      }
    }
  });
});
