import { describe, expect, test } from '@jest/globals';
import { rules } from '@sallyport/leak-engine';
import { bech32Checksum, isBech32 } from '../../../packages/leak-engine/src/checksums/bech32.ts';
import { crc32Hex, crc32HexReversed } from '../../../packages/leak-engine/src/checksums/crc32-hex.ts';
import { decodeObject, encodeObject } from '../../../packages/leak-engine/src/checksums/encoded-json.ts';
import { isRoutable, routableTail } from '../../../packages/leak-engine/src/checksums/gitlab.ts';
import { createRandom } from './random.ts';

function inspect(id: string, value: string) {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule?.inspect === undefined) throw new Error(`no inspection: ${id}`);
  return rule.inspect(value);
}

function leakOf(id: string, seed: number): string {
  const leak = rules.find((candidate) => candidate.id === id)?.examples.leaks[0];
  if (leak === undefined) throw new Error(`no example: ${id}`);
  return leak(createRandom(seed));
}

/** Another character of the same kind at `index`. */
function alter(text: string, index: number): string {
  const at = index < 0 ? text.length + index : index;
  const old = text.charAt(at);
  return text.slice(0, at) + (old === '7' ? '3' : '7') + text.slice(at + 1);
}

describe('checksums against published vectors', () => {
  test.each([
    ['123456789', 'cbf43926'],
    ['', '00000000'],
  ])('CRC-32 of %j', (text, expected) => {
    expect(crc32Hex(text)).toBe(expected);
    expect(crc32HexReversed(text)).toBe((expected.match(/../g) ?? []).reverse().join(''));
  });

  test('Bech32 of BIP 173', () => {
    for (const valid of ['A12UEL5L', 'a12uel5l', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw']) {
      expect(isBech32(valid)).toBe(true);
    }
    for (const invalid of ['A12UEL5M', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxx', 'a1lqfn3a']) {
      expect(isBech32(invalid)).toBe(false);
    }
    expect(bech32Checksum('a', '')).toBe('2uel5l');
  });

  test('the shortest routable token of GitLab’s design document', () => {
    const head = ['bzoxd_Rb5', 'cHeWe1JH56wr2FCBA.'].join('_');
    expect(isRoutable(`${head}0r1pum4t4`)).toBe(true);
    expect(isRoutable(`${head}0r1pum4t5`)).toBe(false);
    expect(routableTail(head)).toBe('0r1pum4t4');
  });

  test('the service account token of Grafana’s documentation', () => {
    const body = ['glsa', 'yscW25imSKJIuav8zF37RZmnbiDvB05G'].join('_');
    expect(crc32HexReversed(body)).toBe('fcaaf58a');
  });
});

describe('kinds with a checksum', () => {
  test.each([
    ['github-pat'],
    ['npm-access-token'],
    ['gitlab-pat-routable'],
    ['gitlab-runner-token-routable'],
    ['grafana-service-account-token'],
    ['packagist-token'],
    ['age-secret-key'],
  ])('%s: proved as drawn, unproved with one character altered', (id) => {
    for (const seed of [1, 2, 3, 4]) {
      const leak = leakOf(id, seed);
      expect(inspect(id, leak).proof).toBe('proved');
      expect(inspect(id, alter(leak, -1)).proof).toBe('unproved');
      expect(inspect(id, alter(leak, 20)).proof).toBe('unproved');
    }
  });
});

describe('kinds with a structure', () => {
  test('a Sentry organization token names its organization', () => {
    const leak = leakOf('sentry-organization-token', 1);
    expect(inspect('sentry-organization-token', leak).proof).toBe('proved');
    expect(inspect('sentry-organization-token', leak.replace('eyJ', 'eyK')).proof).toBe('unproved');
  });

  test.each([
    ['an object', encodeObject({ alg: 'none' }), { alg: 'none' }],
    ['an array', btoa('[1]'), undefined],
    ['a number', btoa('1'), undefined],
    ['no JSON', btoa('{"alg"'), undefined],
    ['no base64', '%%%', undefined],
    ['no UTF-8', btoa('{"a":"\xff"}'), undefined],
  ])('base64 of %s', (_, encoded, expected) => {
    expect(decodeObject(encoded)).toEqual(expected);
  });
});

describe('a JSON Web Token', () => {
  const exp = 1_900_000_000;
  const rows: readonly (readonly [string, object, string])[] = [
    [
      'a GitHub Actions job',
      { iss: 'https://token.actions.githubusercontent.com', exp },
      'it is an OIDC token of a GitHub Actions job',
    ],
    [
      'an enterprise’s own issuer',
      { iss: 'https://token.actions.githubusercontent.com/acme', exp },
      'it is an OIDC token of a GitHub Actions job',
    ],
    [
      'the runner',
      { scp: 'Actions.Results:x', ac: '[]', exp },
      'it is the runtime token of a GitHub Actions job',
    ],
    ['Kubernetes', { iss: 'kubernetes/serviceaccount', exp }, 'it is a Kubernetes service account token'],
    ['Entra', { iss: 'https://sts.windows.net/0000/', exp }, 'it is a Microsoft Entra token'],
    ['anybody', { iss: 'https://issuer.example', exp }, 'its header decodes'],
  ];

  test.each(rows)('of %s is told by its claims', (_, claims, note) => {
    const token = [encodeObject({ alg: 'RS256' }), encodeObject(claims), 'c2ln'].join('.');
    expect(inspect('jwt-bearer', token)).toEqual({ proof: 'proved', note, expiresAt: exp * 1000 });
  });

  test('that a browser may have is informative', () => {
    const token = [
      encodeObject({ alg: 'HS256' }),
      encodeObject({ iss: 'supabase', role: 'anon' }),
      'c2ln',
    ].join('.');
    expect(inspect('jwt-bearer', token).severity).toBe('info');
  });

  test('without a header is unproved', () => {
    expect(inspect('jwt-bearer', `${encodeObject({ typ: 'JWT' })}.e30.c2ln`).proof).toBe('unproved');
  });
});

describe('what expires', () => {
  const signature = createRandom(1).text('0123456789abcdef', 64);
  const presigned = (fields: string) =>
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&${fields}&X-Amz-Signature=${signature}`;
  const sas = (fields: string) =>
    `${fields}&sig=${createRandom(2).text('abcdefghijkLMNOPQ0123456789', 43)}%3D`;

  test.each([
    [
      'aws-presigned-url',
      presigned('X-Amz-Date=20260101T000000Z&X-Amz-Expires=900'),
      Date.UTC(2026, 0, 1, 0, 15),
    ],
    ['aws-presigned-url', presigned('X-Amz-Date=20260101T000000Z&X-Amz-SignedHeaders=host'), undefined],
    ['aws-presigned-url', presigned('X-Amz-Expires=900&X-Amz-SignedHeaders=host'), undefined],
    ['azure-sas', sas('sv=2024-11-04&sr=b&sp=r&se=2031-01-01T10:30:00Z'), Date.UTC(2031, 0, 1, 10, 30)],
    ['azure-sas', sas('sv=2024-11-04&sr=b&sp=r&se=2031-01-01T10%3A30%3A00Z'), Date.UTC(2031, 0, 1, 10, 30)],
    ['azure-sas', sas('sv=2024-11-04&sr=b&sp=r&se=2031-01-01'), Date.UTC(2031, 0, 1)],
    ['azure-sas', sas('sv=2024-11-04&sr=b&si=policy'), undefined],
    ['azure-sas', sas('sv=2024-11-04&sr=b&sp=r&se=2031-19-41T99:99:00Z'), undefined],
  ])('%s of %s', (id, value, expected) => {
    const inspection = inspect(id, value);
    expect(inspection.proof).toBe('none');
    expect(inspection.expiresAt).toBe(expected);
  });
});

describe('test-mode credentials weigh little', () => {
  test.each([
    ['plaid-access-token', 'access-sandbox-', 'access-production-'],
    ['shippo-api-token', 'shippo_test_', 'shippo_live_'],
    ['duffel-access-token', 'duffel_test_', 'duffel_live_'],
    ['easypost-api-key', 'EZTK', 'EZAK'],
    ['asaas-api-key', '$aact_hmlg_', '$aact_prod_'],
  ])('%s', (id, mild, grave) => {
    const seed = [1, 2, 3, 4, 5, 6, 7, 8].find((candidate) => leakOf(id, candidate).startsWith(mild)) ?? 0;
    const leak = leakOf(id, seed);
    expect(inspect(id, leak)).toEqual({ proof: 'none', severity: 'low' });
    expect(inspect(id, leak.replace(mild, grave))).toEqual({ proof: 'none' });
  });
});
