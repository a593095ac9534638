import { expect, test } from '@jest/globals';
import { dropUnusedErrors } from '../../../scripts/unused-errors.ts';

const catalogue = `const graphErrors = {
    'graph/encoding': {
        what: 'x',
    },
};
const httpErrors = {
    'http/reset': {
        what: 'y',
    },
};
const catalogue = {
    ...graphErrors,
    ...httpErrors,
};
`;

test.each([
  ['thrown', "failure('graph/encoding');", true],
  ['thrown by a template', 'failure(`graph/${kind}`);', true],
  ['not thrown', "failure('http/reset');", false],
])('an area whose codes are %s', (_, use, isKept) => {
  const code = dropUnusedErrors(`${catalogue}failure('http/reset');${use}`);
  expect(code.includes('...graphErrors')).toBe(isKept);
  expect(code).toContain('...httpErrors');
});
