import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { contextOf, formatSubject, otherForm, parseSubject } from '@sallyport/github-identity';
import { buildSubject, scenarioNames } from '../../twins/github/index.ts';
import { claimsOf } from './identity-under-test.ts';

describe('a subject', () => {
  test.each([
    ['repo:o/r:ref:refs/heads/main', 'legacy', ['repo', 'ref']],
    ['repo:o/r:ref:refs/tags/v1', 'legacy', ['repo', 'ref']],
    ['repo:o/r:pull_request', 'legacy', ['repo', 'pull_request']],
    ['repo:o/r:environment:production', 'legacy', ['repo', 'environment']],
    ['repo:o@1/r@2:environment:a%3Ab', 'immutable', ['repo', 'environment']],
    ['repo:o@1/r@2:pull_request', 'immutable', ['repo', 'pull_request']],
    ['repo:o@1/r:pull_request', 'custom', ['repo', 'pull_request']],
    ['repo:o@x/r@2:pull_request', 'custom', ['repo', 'pull_request']],
    ['repository_id:2:ref:refs/heads/main', 'custom', ['repository_id', 'ref']],
    [
      'repo:o/r:pull_request:job_workflow_ref:o/d/x.yml@refs/heads/a',
      'custom',
      ['repo', 'pull_request', 'job_workflow_ref'],
    ],
    ['environment:production:repo:o/r', 'custom', ['environment', 'repo']],
    ['repo:o/r', 'custom', ['repo']],
  ])('%s is %s', (sub, form, keys) => {
    const subject = parseSubject(sub);
    expect(subject?.form).toBe(form);
    expect(subject?.parts.map((part) => part.key)).toEqual(keys);
  });

  test.each([
    '',
    'repo',
    'repo:',
    'repo::ref:x',
    'nonsense:x',
    'repo:o/r:environment:a:b',
    'repo:o/r:ref',
    'repo:o/r:repo:o/r',
    'iat:1',
    'constructor:x',
    'o/r:ref:refs/heads/main',
  ])('%j follows no template', (sub) => {
    expect(parseSubject(sub)).toBeUndefined();
  });

  test('decodes a colon inside a value, and never takes it for the next key', () => {
    const subject = parseSubject('repo:o/r:environment:x%3Aref%3Arefs/heads/main');
    expect(subject?.parts).toEqual([
      { key: 'repo', value: 'o/r' },
      { key: 'environment', value: 'x:ref:refs/heads/main' },
    ]);
    expect(subject && contextOf(subject)?.key).toBe('environment');
  });

  test('reads what GitHub writes, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !/%3a/i.test(text)),
        (environment) => {
          const claims = { repository: 'o/r', repository_owner_id: '1', repository_id: '2', environment };
          const sub = buildSubject(claims, { form: 'immutable' });
          const subject = parseSubject(sub);
          expect(subject?.parts.at(-1)).toEqual({ key: 'environment', value: environment });
          expect(formatSubject(subject?.parts ?? [])).toBe(sub);
        },
      ),
      { seed: 1 },
    );
  });

  test.each(scenarioNames)('of the scenario %s converts to the other form and back', (scenario) => {
    const [legacy, immutable] = (['legacy', 'immutable'] as const).map((subjectForm) =>
      claimsOf({ scenario, subjectForm }),
    );
    expect(otherForm(legacy!.sub, legacy!)).toBe(immutable!.sub);
    expect(otherForm(immutable!.sub, immutable!)).toBe(legacy!.sub);
  });

  test.each(['nonsense', 'repository_id:1:ref:refs/heads/a'])('%s has no other form', (sub) => {
    expect(otherForm(sub, claimsOf())).toBeUndefined();
  });

  test('has no other form where the token lacks the ids', () => {
    const claims = claimsOf({ claims: { repository_owner_id: undefined } });
    expect(otherForm(claims.sub, claims)).toBeUndefined();
  });
});
