import { describe, expect, test } from '@jest/globals';
import { dropUnusedErrorAreas } from '../../../scripts/unused-errors.ts';

const vault = "const vaultErrors = {\n    'vault/sealed': {\n        what: 'Sealed.',\n    },\n};";
const leak = "const leakErrors = {\n    'leak/found': {\n        what: 'Found.',\n    },\n};";

describe('error areas that a bundle never names', () => {
  test('are emptied, and the others stay', () => {
    const code = [vault, leak, "throw failure('vault/sealed');"].join('\n');
    expect(dropUnusedErrorAreas(code)).toBe(
      [vault, 'const leakErrors = {};', "throw failure('vault/sealed');"].join('\n'),
    );
  });

  test.each(['"vault/sealed"', '`vault/${kind}`'])('%s counts as named', (text) => {
    expect(dropUnusedErrorAreas(`${vault}\nuse(${text});`)).toContain("'vault/sealed': {");
  });
});
