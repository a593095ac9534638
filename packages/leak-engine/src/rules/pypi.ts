import { base64url } from '../alphabets.ts';
import type { Rule } from '../rule.ts';
import { run } from '../shape.ts';
import { token } from '../token.ts';

export const rules: readonly Rule[] = [
  token({
    id: 'pypi-api-token',
    title: 'PyPI API token',
    severity: 'critical',
    shape: ['pypi-AgEIcHlwaS5vcmc', run(base64url, 50, 1000)],
    remedy: 'Remove it under pypi.org > Account settings > API tokens.',
    source: 'https://pypi.org/help/#apitoken',
  }),
  token({
    id: 'pypi-test-api-token',
    title: 'TestPyPI API token',
    severity: 'medium',
    shape: ['pypi-AgENdGVzdC5weXBpLm9yZw', run(base64url, 50, 1000)],
    remedy: 'Remove it under test.pypi.org > Account settings > API tokens.',
    source: 'https://pypi.org/help/#apitoken',
  }),
];
