import { expect, test } from '@jest/globals';
import { dropUnusedErrors } from '../../../scripts/unused-errors.ts';

const catalogue = `const graphErrors = {
    'graph/encoding': {
        what: 'x',
        why: \`y\`,
    },
    'graph/cycle': {
        what: 'z',
    },
};
`;

test.each([
  ['thrown', "failure('graph/encoding');", ['encoding']],
  ['both thrown', 'failure(\'graph/encoding\');failure("graph/cycle");', ['encoding', 'cycle']],
  ['built by a template', 'failure(`graph/${kind}`);', ['encoding', 'cycle']],
  ['of which a longer name is thrown', "failure('graph/encoding-x');", []],
  ['not thrown', "failure('http/reset');", []],
])('texts of codes that are %s', (_, use, kept) => {
  const code = dropUnusedErrors(`${catalogue}${use}`);
  for (const name of ['encoding', 'cycle']) {
    expect(code.includes(`'graph/${name}': {`)).toBe(kept.includes(name));
  }
  expect(code).toContain(use);
  expect(code).toMatch(/^const graphErrors = \{\n[\s\S]*^\};$/m);
});
