import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { hasValidSignature, readToken } from '../../../packages/github-identity/src/token/jwt.ts';
import { readKeySet } from '../../../packages/github-identity/src/token/keys.ts';
import { readClaims } from '../../../packages/github-identity/src/token/read-claims.ts';
import { parseStrictObject } from '../../../packages/github-identity/src/token/strict-json.ts';
import { refusalOf, setUp } from './identity-under-test.ts';

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const header = encode({ alg: 'RS256', kid: 'k' });

describe('a JSON object', () => {
  test.each([
    ['{}', {}],
    ['{"a":1,"b":{"a":2}}', { a: 1, b: { a: 2 } }],
    ['{"a":[{"x":1},{"x":2}]}', { a: [{ x: 1 }, { x: 2 }] }],
    ['{"a":"b","b":"a:"}', { a: 'b', b: 'a:' }],
    [String.raw`{"a\"":1,"a":"{\"a\":1}"}`, { 'a"': 1, a: '{"a":1}' }],
  ])('is read: %s', (text, value) => {
    expect(parseStrictObject(text)).toEqual(value);
  });

  test.each([
    '',
    'null',
    '[]',
    '"a"',
    '{',
    '{"a":1}x',
    '{"a":1,"a":1}',
    '{"a":{"b":1,"b":2}}',
    '{"a":[{"b":1,"b":2}]}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"a" : 1, "a"\n: 2}',
  ])('is refused: %j', (text) => {
    expect(parseStrictObject(text)).toBeUndefined();
  });

  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(parseStrictObject(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1 },
    );
  });
});

describe('a token', () => {
  test.each([
    ['empty', ''],
    ['of one part', 'abc'],
    ['of four parts', `${header}.e30.AA.AA`],
    ['with an empty signature', `${header}.e30.`],
    ['with padding', `${header}.e30=.AA`],
    ['with a stray bit', `${header}.e30.AB`],
    ['with base64 instead of base64url', `${header}.e30.+/+/`],
    ['with a line break', `${header}.e30\n.AA`],
    ['whose header is a list', `${encode([])}.e30.AA`],
    ['whose header has a name twice', `${encode('{"alg":"none","alg":"RS256","kid":"k"}')}.e30.AA`],
    ['whose payload is no JSON', `${header}.${encode('hello')}.AA`],
    ['whose payload is not UTF-8', `${header}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.AA`],
    ['without a key id', `${encode({ alg: 'RS256' })}.e30.AA`],
    ['with a key id of another type', `${encode({ alg: 'RS256', kid: 1 })}.e30.AA`],
    ['with a long key id', `${encode({ alg: 'RS256', kid: 'k'.repeat(257) })}.e30.AA`],
    ['with a critical extension', `${encode({ alg: 'RS256', kid: 'k', crit: ['b64'], b64: false })}.e30.AA`],
    ['that is huge', `${header}.${'A'.repeat(40_000)}.AA`],
  ])('%s is malformed', async (_name, jwt) => {
    const error = await refusalOf(() => readToken(jwt));
    expect(error.code).toBe('oidc/token-malformed');
    expect(`${error.what} ${error.why}`).not.toContain(header);
  });

  test.each(['none', 'None', 'HS256', 'RS384', 'PS256', 'ES256', 'rs256', undefined, null, ['RS256']])(
    'with the algorithm %j is refused before anything else',
    async (alg) => {
      expect((await refusalOf(() => readToken(`${encode({ alg, kid: 'k' })}.e30.`))).code).toBe(
        'oidc/algorithm',
      );
    },
  );

  test('changed in any byte has no valid signature', () => {
    const { twin } = setUp();
    const jwt = twin.mint('a');
    const key = createPublicKey({ key: twin.publishedKeys()[0]!, format: 'jwk' });
    expect(hasValidSignature(readToken(jwt), key)).toBe(true);
    const token = readToken(jwt);
    fc.assert(
      fc.property(fc.nat({ max: token.signedText.length - 1 }), (index) => {
        const other = token.signedText.charAt(index) === 'A' ? 'B' : 'A';
        const signedText = token.signedText.slice(0, index) + other + token.signedText.slice(index + 1);
        return !hasValidSignature({ ...token, signedText }, key);
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe('claims', () => {
  const payload = { iss: 'i', sub: 's', aud: 'a', exp: 2, iat: 1 };
  test.each([
    ['an audience list', { aud: ['a', 'b'] }],
    ['a number for an id', { repository_id: 1 }],
    ['a boolean for a flag', { ref_protected: true }],
    ['a text for a time', { exp: '2' }],
    ['a fraction for a time', { iat: 1.5 }],
    ['a negative time', { nbf: -1 }],
    ['an object', { ref: {} }],
    ['null', { sub: null }],
    ['no issuer', { iss: undefined }],
    ['an empty audience', { aud: '' }],
    ['no end', { exp: undefined }],
    ['a huge value', { environment: 'x'.repeat(5000) }],
  ])('with %s are refused', async (_name, changes) => {
    const given = JSON.parse(JSON.stringify({ ...payload, ...changes })) as Record<string, unknown>;
    expect((await refusalOf(() => readClaims(given))).code).toBe('oidc/claim-type');
  });

  test('keep what is unknown as text, leave out the rest, and have no prototype', () => {
    const claims = readClaims({ ...payload, new_claim: 'x', other: { a: 1 }, list: ['a'] });
    expect(claims['new_claim']).toBe('x');
    expect(claims['other']).toBeUndefined();
    expect(claims['constructor']).toBeUndefined();
  });
});

describe('a key set', () => {
  const good = (): Record<string, unknown> => ({ ...setUp().twin.publishedKeys()[0] });
  test('keeps the RSA signing keys and leaves the rest out', () => {
    const keys = [
      good(),
      { ...good(), kid: 'enc', use: 'enc' },
      { ...good(), kid: 'ps', alg: 'PS256' },
      null,
      'x',
      { kty: 'RSA', kid: 'broken', n: '', e: '' },
    ];
    expect([...readKeySet(JSON.stringify({ keys })).keys()]).toEqual([good()['kid']]);
  });

  test.each([
    '',
    '{}',
    '[]',
    '{"keys":{}}',
    '{"keys":[]}',
    '{"keys":[null]}',
    `{"keys":[${Array(101).fill('{}').join()}]}`,
  ])('without one is refused: %s', async (text) => {
    expect((await refusalOf(() => readKeySet(text))).code).toBe('oidc/keys-invalid');
  });
});
