import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { parseEntraError, parseEntraToken } from '../../../packages/federation/src/azure/entra-answer.ts';
import { explainForAzure } from '../../../packages/federation/src/azure/explain.ts';
import { readAzureSettings } from '../../../packages/federation/src/azure/settings.ts';
import {
  parseAccessToken,
  parseGcpError,
  parseIdToken,
} from '../../../packages/federation/src/gcp/answers.ts';
import { shellWord } from '../../../packages/federation/src/shell.ts';
import { claimsOf, given } from './given.ts';

const guid = '00000000-0000-0000-0000-000000000000';

test.each(['plain', "it's", '$(id) `id` "x" \\', "'; id; '", ''])('a shell reads %j as one word', (text) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
});

describe('clouds', () => {
  test.each([
    ['public', 'https://login.microsoftonline.com', 'api://AzureADTokenExchange'],
    ['AzureCloud', 'https://login.microsoftonline.com', 'api://AzureADTokenExchange'],
    ['china', 'https://login.chinacloudapi.cn', 'api://AzureADTokenExchangeChina'],
    ['AzureUSGovernment', 'https://login.microsoftonline.us', 'api://AzureADTokenExchangeUSGov'],
  ])('%s has its authority and audience', (name, authority, audience) => {
    const inputs = { 'client-id': guid, 'tenant-id': guid, environment: name };
    expect(readAzureSettings(given(inputs))).toMatchObject({ authority, audience });
  });
});

describe('what Entra says', () => {
  test.each([
    ['a listed code', '{"error":"x","error_description":"AADSTS1: a","error_codes":[2]}', 2],
    ['a code in the text alone', '{"error":"x","error_description":"AADSTS700213: a"}', 700213],
    ['no code', '{"error":"invalid_client"}', 0],
    ['no error', '{}', undefined],
    ['a page', '<html>', undefined],
  ])('with %s', (_, text, code) => {
    expect(parseEntraError(text)?.code).toBe(code);
  });

  test('is shown without its trace lines', () => {
    const text =
      '{"error":"x","error_description":"AADSTS1: a. Trace ID: t Correlation ID: c","correlation_id":"c"}';
    expect(parseEntraError(text)).toEqual({ code: 1, description: 'AADSTS1: a.', correlationId: 'c' });
  });

  test.each([
    ['a lifetime in text', { expires_in: '3599' }, 3599],
    ['no lifetime', { expires_in: undefined }, undefined],
    ['another type', { token_type: 'pop' }, undefined],
    ['two lines', { access_token: 'a\nb' }, undefined],
  ])('of a token with %s', (_, changes, seconds) => {
    const text = JSON.stringify({ token_type: 'Bearer', access_token: 'a', expires_in: 1, ...changes });
    expect(parseEntraToken(text)?.expiresInSeconds).toBe(seconds);
  });
});

test.each([
  ['legacy', 'legacy' as const, ['event_name', 'repository_id']],
  ['immutable', 'immutable' as const, ['event_name']],
])('with the %s subject, Entra cannot check', (_, subjectForm, left) => {
  const settings = readAzureSettings(given({ 'client-id': guid, 'tenant-id': guid }));
  const claims = claimsOf(settings.audience, { subjectForm });
  const { uncheckable } = explainForAzure(settings, claims, ['ref', 'event_name', 'repository_id']);
  expect(uncheckable.map(({ claim }) => claim)).toEqual(left);
});

describe('what Google says', () => {
  test.each([
    ['the STS', '{"error":"invalid_grant","error_description":"m"}', { code: 'invalid_grant', message: 'm' }],
    [
      'IAM Credentials',
      '{"error":{"code":403,"status":"PERMISSION_DENIED","message":"m"}}',
      { code: 'PERMISSION_DENIED', message: 'm' },
    ],
    ['somebody else', '{"error":{}}', undefined],
    ['a page', '<html>', undefined],
  ])('is read from %s', (_, text, error) => {
    expect(parseGcpError(text)).toEqual(error);
  });

  test.each([
    ['no time', '{"accessToken":"a"}'],
    ['no token', '{"expireTime":"2026-01-01T00:00:00Z"}'],
    ['a list', '[]'],
  ])('with %s is no access token', (_, text) => {
    expect(parseAccessToken(text)).toBeUndefined();
  });

  test.each(['{"token":"opaque"}', '{"token":"a.b.c"}', '{"token":5}'])('%s is no ID token', (text) => {
    expect(parseIdToken(text)).toBeUndefined();
  });
});
