import { describe, expect, test } from '@jest/globals';
import { provider } from '../../../packages/federation/src/providers/vault.ts';
import { claimsOf, given, type Inputs, refusalOf } from './given.ts';

const least = { 'vault-url': 'https://vault.example.com:8200/', 'vault-role': 'deploy' };

test.each<[string, Inputs, Record<string, unknown>]>([
  ['defaults', least, { address: 'https://vault.example.com:8200', mount: 'jwt', namespace: undefined }],
  ['the address as audience', least, { audience: 'https://vault.example.com:8200' }],
  ['an audience', { ...least, audience: 'x' }, { audience: 'x' }],
  ['a mount with its prefix', { ...least, 'vault-auth-mount': 'auth/github' }, { mount: 'github' }],
  ['a namespace', { ...least, 'vault-namespace': 'team' }, { namespace: 'team' }],
])('the settings of Vault: %s', (_, inputs, settings) => {
  expect(provider.readSettings(given(inputs))).toMatchObject(settings);
});

test.each<[string, Inputs, string]>([
  ['no address', { 'vault-role': 'x' }, 'inputs/missing'],
  ['no role', { 'vault-url': 'https://v' }, 'inputs/missing'],
  ['a host without a scheme', { ...least, 'vault-url': 'vault.example.com' }, 'inputs/invalid'],
  ['another scheme', { ...least, 'vault-url': 'file:///etc/passwd' }, 'inputs/invalid'],
])('the settings of Vault refuse %s', (_, inputs, code) => {
  expect(refusalOf(() => provider.readSettings(given(inputs)))).toContain(code);
});

describe('the role that fits', () => {
  test('binds every asserted claim that the token has, and leaves none unchecked', () => {
    const claims = claimsOf('https://vault.example.com:8200');
    const settings = provider.readSettings(given(least));
    const { drafts, uncheckable } = provider.explain(settings, claims, ['sub', 'workflow', 'head_ref_x']);
    const role = JSON.parse(drafts[0]!.text) as Record<string, unknown>;
    expect(role).toMatchObject({
      bound_audiences: ['https://vault.example.com:8200'],
      bound_subject: claims.sub,
      bound_claims: { repository_id: claims['repository_id'], workflow: claims['workflow'] },
    });
    expect(role['bound_claims']).not.toHaveProperty('sub');
    expect(role['bound_claims']).not.toHaveProperty('head_ref_x');
    expect(uncheckable).toEqual([]);
    expect(drafts[1]!.text).toContain('bound_claims_type = "string"');
  });
});
