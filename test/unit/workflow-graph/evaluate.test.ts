import { describe, expect, test } from '@jest/globals';
import {
  anything,
  canBeFalse,
  canBeTrue,
  eitherBoolean,
  oneOf,
  possibleCondition,
  possibleTexts,
  type PossibleValues,
  type Scope,
} from '@sallyport/workflow-graph';

const known: Readonly<Record<string, PossibleValues>> = {
  'github.event_name': oneOf(['push']),
  'github.ref': oneOf(['refs/heads/main'], ['refs/tags/v']),
  'github.head_ref': oneOf(['']),
  'inputs.target': oneOf(['staging', 'production']),
  'inputs.dry': eitherBoolean,
  'inputs.count': oneOf([3]),
  'inputs.none': oneOf([null]),
  'matrix.env': oneOf(['a', 'b']),
  'vars.free': anything,
};

const scope: Scope = {
  lookup: (path) => known[path.join('.')],
  status: (name) => oneOf([name === 'success']),
};

function shown(values: PossibleValues): string {
  const parts = [
    ...values.literals.map((value) => JSON.stringify(value)),
    ...values.prefixes.map((prefix) => `${prefix}…`),
  ];
  return [...parts.sort(), ...(values.open ? ['open'] : [])].join(' ');
}

// Expected: every value that is possible, `x…` for a beginning, `open` where anything else is possible too.
const texts: readonly (readonly [string, string])[] = [
  ['production', '"production"'],
  ['', '""'],
  ['${{ inputs.target }}', '"production" "staging"'],
  ['eu-${{ inputs.target }}', '"eu-production" "eu-staging"'],
  ['${{ inputs.target }}-${{ matrix.env }}', '"production-a" "production-b" "staging-a" "staging-b"'],
  ["${{ github.event_name == 'push' && 'prod' || 'dev' }}", '"prod"'],
  ["${{ github.event_name == 'release' && 'prod' || 'dev' }}", '"dev"'],
  ["${{ inputs.dry && 'dry' || '' }}", '"" "dry"'],
  ["${{ inputs.dry && '' || 'live' }}", '"live"'],
  ["${{ vars.free == 'x' && 'prod' || '' }}", '"" "prod"'],
  ['${{ vars.free }}', 'open'],
  ['env-${{ vars.free }}', 'env-…'],
  ["${{ vars.free || 'dev' }}", '"dev" open'],
  ["${{ format('{0}-{1}', inputs.target, 'x') }}", '"production-x" "staging-x"'],
  ['${{ fromJSON(\'"quoted"\') }}', '"quoted"'],
  ["${{ fromJSON('[1]') }}", 'open'],
  ['${{ inputs.count }}', '"3"'],
  ['${{ inputs.none }}', '""'],
  ["${{ github.head_ref || 'trunk' }}", '"trunk"'],
  ['${{ inputs.dry }}', '"false" "true"'],
  ["${{ case(true, 'a', 'b') }}", 'open'],
  ['${{ unclosed', 'open'],
  ["${{ 'a }} b' }}", '"a }} b"'],
  ['${{ matrix[inputs.target] }}', 'open'],
  ['${{ github.ref }}', '"refs/heads/main" refs/tags/v…'],
];

const conditions: readonly (readonly [string, 'true' | 'false' | 'either'])[] = [
  ["github.event_name == 'push'", 'true'],
  ["github.event_name == 'PUSH'", 'true'],
  ["github.event_name != 'push'", 'false'],
  ["github.ref == 'refs/heads/main'", 'either'],
  ["github.ref == 'refs/heads/dev'", 'false'],
  ["startsWith(github.ref, 'refs/')", 'true'],
  ["startsWith(github.ref, 'refs/pull/')", 'false'],
  ["startsWith(github.ref, 'refs/tags/')", 'either'],
  ["startsWith(github.ref, 'refs/tags/v1')", 'either'],
  ['contains(fromJSON(\'["push", "release"]\'), github.event_name)', 'true'],
  ['contains(fromJSON(\'["issues"]\'), github.event_name)', 'false'],
  ["contains(github.event_name, 'us')", 'true'],
  ["endsWith(github.event_name, 'sh')", 'true'],
  ['!inputs.dry', 'either'],
  ['!cancelled()', 'true'],
  ['always()', 'true'],
  ['failure()', 'false'],
  ['success() && inputs.dry', 'either'],
  ["${{ github.event_name == 'issues' }}", 'false'],
  ["${{ github.event_name == 'issues' }} && true", 'true'],
  ['inputs.count > 2', 'true'],
  ['inputs.count <= 2', 'false'],
  ['inputs.none == null', 'true'],
  ["inputs.none == ''", 'true'],
  ['vars.free', 'either'],
  ["vars.free == 'x' && false", 'false'],
  ['true || vars.free', 'true'],
  ['(inputs.dry && false) || false', 'false'],
  ['', 'true'],
  ['this is not an expression', 'either'],
];

describe('what a text may become', () => {
  test.each(texts)('%s → %s', (text, expected) => expect(shown(possibleTexts(text, scope))).toBe(expected));
});

describe('what a condition may be', () => {
  test.each(conditions)('%s → %s', (text, expected) => {
    const values = possibleCondition(text, scope);
    expect([canBeTrue(values), canBeFalse(values)]).toEqual([expected !== 'false', expected !== 'true']);
  });
});

test('more values than can be listed are open, not cut', () => {
  const many: Scope = { lookup: () => oneOf(Array.from({ length: 60 }, (_, index) => `v${index}`)) };
  expect(possibleTexts('${{ a.b }}-${{ a.b }}'.replaceAll('a.b', 'matrix.x'), many).open).toBe(true);
});
