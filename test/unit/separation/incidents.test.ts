import { describe, expect, test } from '@jest/globals';
import { checkRepository, rules, type CheckResult, type ExampleFiles } from '@sallyport/separation';
import { exampleInput } from '../../../packages/separation/src/example-input.ts';
import { incidents } from './incidents.ts';

const ids = rules.map(({ id }) => id);
const check = (files: ExampleFiles): CheckResult =>
  checkRepository({ files: exampleInput(files, ids).files }, { today: '2026-11-01' });

describe('each incident is seen before its fix, and not after it', () => {
  test.each(incidents.map((incident) => [`${incident.when} ${incident.name}`, incident] as const))(
    '%s',
    (_, { rule, before, after }) => {
      const seen = check(before);
      const shown = seen.findings.find((finding) => finding.rule === rule && finding.verdict === 'violated');
      expect(shown).toBeDefined();
      expect(seen.diagnostics).toEqual([]);

      const fixed = check(after);
      expect(
        fixed.findings.filter((finding) => finding.rule === rule && finding.tier === shown?.tier),
      ).toEqual([]);
      expect(fixed.verdict).toBe('holds');
    },
  );
});
