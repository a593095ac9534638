import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  evaluatePolicy,
  knownClaims,
  parsePolicy,
  policyDigest,
  renderDecision,
  renderDecisionMarkdown,
  suggestPolicy,
  type ComparedClaim,
} from '@sallyport/github-identity';
import { scenarioNames } from '../../twins/github/index.ts';
import { claimsOf } from './identity-under-test.ts';

const hostile = [
  '::error::owned',
  'a\n::set-output name=x::y',
  'a\r\n##[error]x',
  '\u001b[31mred\u001b[0m',
  '| x | <img src=x onerror=y> `code` [a](javascript:b) **b**',
  '\u202egnp.exe',
  'x'.repeat(5000),
];

describe('a rendered decision', () => {
  test('is a table that fits one screen, with hints under their rows', () => {
    const policy = parsePolicy(
      'repository_id: "987654321"\nref: refs/heads/release\nenvironment: production',
    );
    expect(renderDecision(evaluatePolicy(policy, claimsOf()))).toBe(
      [
        'claim          expected            actual           verdict',
        'repository_id  987654321           987654321        ok',
        'ref            refs/heads/release  refs/heads/main  VIOLATED',
        'environment    production          (absent)         VIOLATED',
        '  The job names no `environment:`, so its token has no such claim.',
      ].join('\n'),
    );
  });

  test.each(hostile)('shows hostile text as text: %j', (text) => {
    const row: ComparedClaim = {
      claim: 'head_ref',
      expected: text,
      actual: text,
      verdict: 'violated',
      hint: text,
    };
    const decision = { verdict: 'violated', rows: [row] } as const;
    const log = renderDecision(decision);
    expect(log.split('\n')).toHaveLength(3);
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(log).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(log).not.toMatch(/^\s*::/m);
    expect(log).not.toContain('##[');
    const markdown = renderDecisionMarkdown(decision);
    const [, , cells = ''] = markdown.split('\n');
    expect(markdown.split('\n')).toHaveLength(3);
    expect(cells.split('|')).toHaveLength(6);
    expect(cells.replaceAll(/<\/?code>/g, '')).not.toMatch(/[<>`[\]]/);
  });
});

describe('a suggested policy', () => {
  test('names ids, and says on every line what may be loosened', () => {
    expect(suggestPolicy(claimsOf({ scenario: 'environment' }))).toBe(
      [
        'repository_id: "987654321"                                    # never loosen: names can be taken over, this id cannot',
        'repository_owner_id: "1234567"                                # never loosen: the id of the owner',
        'event_name: push                                              # a list admits more events',
        'ref: refs/heads/main                                          # keep, unless other branches may log in too',
        'environment: production                                       # keep: its protection rules are the gate',
        'workflow_ref: my-org/app/.github/workflows/deploy.yml@refs/heads/main  # the workflow file; may be left out if any workflow may log in',
        'runner_environment: github-hosted                             # may be left out; keep it to refuse self-hosted runners',
      ].join('\n'),
    );
  });

  test.each(scenarioNames)('of the scenario %s is a policy that exactly this run satisfies', (scenario) => {
    const claims = claimsOf({ scenario });
    const policy = parsePolicy(suggestPolicy(claims));
    expect(evaluatePolicy(policy, claims).verdict).toBe('holds');
    const other = claimsOf({ scenario, names: { repositoryId: '1' } });
    expect(evaluatePolicy(policy, other).verdict).toBe('violated');
    expect(
      suggestPolicy(claims)
        .split('\n')
        .every((line) => line.includes('  # ')),
    ).toBe(true);
  });

  test('survives every environment and branch name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }), (text) => {
        const claims = claimsOf({ claims: { environment: text, ref: `refs/heads/${text}` } });
        const suggestion = suggestPolicy(claims);
        expect(suggestion).not.toMatch(/^\s*::|##\[|[^\n\x20-\x7e]/m);
        expect(evaluatePolicy(parsePolicy(suggestion), claims).verdict).toBe('holds');
      }),
      { seed: 1 },
    );
  });

  test.each(['true', 'null', 'no', '1.10', '- a', '{a}', 'a: b', 'a #b', '*x', '&x', '!x', '::x', '##[x]'])(
    'quotes what YAML would read otherwise: %s',
    (environment) => {
      const claims = claimsOf({ claims: { environment } });
      expect(evaluatePolicy(parsePolicy(suggestPolicy(claims)), claims).verdict).toBe('holds');
    },
  );

  test('warns of a risky event, and names it', () => {
    expect(suggestPolicy(claimsOf({ scenario: 'issue_comment' }))).toMatch(
      /event_name: issue_comment .*# risky: /,
    );
  });
});

test('the digest of a policy is what sha256sum prints', () => {
  const text = 'repository_id: "1"\n';
  expect(policyDigest(text)).toBe(createHash('sha256').update(text).digest('hex'));
});

test('every claim that a scenario has is known', () => {
  for (const scenario of scenarioNames) {
    for (const claim of Object.keys(claimsOf({ scenario, names: { enterprise: 'octo' } }))) {
      expect(Object.keys(knownClaims)).toContain(claim);
    }
  }
});
