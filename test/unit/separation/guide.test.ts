import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkRepository } from '@sallyport/separation';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide-separation.md'), 'utf8');
const states = [...guide.matchAll(/```yaml\n# state: (\w+) ?([\w-]*)\n([\s\S]*?)```/g)].map(
  ([, verdict = '', rule = '', content = '']) => ({
    verdict,
    rule,
    content,
  }),
);

describe('the guide’s states', () => {
  test('are all there', () =>
    expect(states.map(({ verdict }) => verdict)).toEqual([
      'violated',
      'violated',
      'violated',
      'holds',
      'holds',
    ]));

  test.each(states)('$verdict $rule', ({ verdict, rule, content }) => {
    const result = checkRepository(
      { files: [{ path: '.github/workflows/release.yml', content }] },
      { today: '2026-11-01' },
    );
    expect(result.verdict).toBe(verdict);
    expect(result.diagnostics).toEqual([]);
    const found = result.findings.map((finding) => finding.rule);
    if (rule === '') expect(found).toEqual([]);
    else expect(found).toContain(rule);
  });
});
