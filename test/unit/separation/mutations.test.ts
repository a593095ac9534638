import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { checkRepository, jsonReport, rules, sarif, summary } from '@sallyport/separation';
import { exampleInput, loadExamples } from '../../../packages/separation/src/example-input.ts';

const ids = rules.map(({ id }) => id);
const loaded = await Promise.all(rules.map((rule) => loadExamples(rule)));
const workflows = loaded
  .flatMap(({ before, after }) => [before, after])
  .flatMap((example) => exampleInput(example, ids).files.map(({ content }) => String(content)));

const pieces = [
  '${{',
  '}}',
  '[',
  ']',
  '{',
  '}',
  ': ',
  '- ',
  '&a ',
  '*a',
  '\t',
  '"',
  "'",
  '|\n',
  'null',
  '<<: ',
  '? ',
  '`',
  '\u0000',
  '\n---\n',
];
const mutation = fc.record({
  at: fc.nat(2000),
  cut: fc.nat(40),
  piece: fc.constantFrom('', ...pieces),
});

test('no mutation of a workflow makes the check throw, and none is skipped without a word', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...workflows),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (workflow, mutations) => {
        let text = workflow;
        for (const { at, cut, piece } of mutations) {
          const from = at % (text.length + 1);
          text = text.slice(0, from) + piece + text.slice(from + cut);
        }
        const result = checkRepository(
          { files: [{ path: '.github/workflows/x.yml', content: text }] },
          { today: '2026-11-01' },
        );
        expect(JSON.parse(jsonReport(result))).toMatchObject({ workflows: ['.github/workflows/x.yml'] });
        expect(JSON.parse(sarif(result, '1'))).toMatchObject({ version: '2.1.0' });
        expect(summary(result)).toContain('Separation');
        if (result.jobs.length === 0) expect(result.verdict).toBe('unverifiable');
      },
    ),
    { seed: 42, numRuns: 400 },
  );
});
