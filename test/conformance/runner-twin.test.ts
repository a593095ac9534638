import { describe, expect, test } from '@jest/globals';
import { judge, rows, rulesWithoutRow } from '../runner/conformance/table.ts';

describe("the runner twin keeps the runner's contract", () => {
  test('each rule has a row', () => {
    expect(rulesWithoutRow()).toEqual([]);
  });

  test.each(rows.map((row) => [row.rule, row.what, row] as const))('%s: %s', async (_rule, _what, row) => {
    const { complaint, redUnderFault } = await judge(row);
    expect(complaint).toBeUndefined();
    expect(redUnderFault).toBe(true);
  });
});
