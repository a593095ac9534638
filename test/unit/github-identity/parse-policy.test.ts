import { describe, expect, test } from '@jest/globals';
import { describeCondition, parsePolicy } from '@sallyport/github-identity';
import { refusalOf } from './identity-under-test.ts';

const id = 'repository_id: "987654321"';

describe('a policy', () => {
  test.each([
    ['an exact text', 'ref: refs/heads/main', 'refs/heads/main'],
    ['a list', 'event_name: [push, workflow_dispatch]', 'push | workflow_dispatch'],
    ['a list of one', 'event_name: [push]', 'push'],
    ['a glob', 'ref: { glob: "refs/tags/v*" }', 'glob refs/tags/v*'],
    ['globs', 'ref: { glob: [refs/tags/v*, refs/heads/main] }', 'glob refs/tags/v* | glob refs/heads/main'],
    ['a negation', 'runner_environment: { not: self-hosted }', 'not self-hosted'],
    ['a negated list', 'environment: { not: [dev, test] }', 'not dev | test'],
    ['a negated glob', 'environment: { not: { glob: dev* } }', 'not glob dev*'],
    ['an absence', 'head_ref: { absent: true }', 'absent'],
    ['a presence', 'environment: { not: { absent: true } }', 'present'],
    ['absent or a text', 'environment: [{ absent: true }, dev]', 'absent | dev'],
    [
      'a glob with an exception',
      'ref: { glob: refs/heads/*, not: refs/heads/wip }',
      'glob refs/heads/* and not refs/heads/wip',
    ],
    ['an unquoted number', 'run_number: 117', '117'],
    ['an id beyond 2^53', 'repository_owner_id: 12345678901234567890', '12345678901234567890'],
    ['a number that keeps its zeros', 'environment: 1.10', '1.10'],
    ['an exponent that stays text', 'environment: 1e3', '1e3'],
    ['an unquoted flag', 'ref_protected: true', 'true'],
    ['a custom property', 'repo_property_team: payments', 'payments'],
    ['a custom property in capitals', 'repo_property_Cost-Center: "42"', '42'],
  ])('may hold %s', (_name, line, described) => {
    const policy = parsePolicy(`${id}\n${line}\n`);
    expect(policy.entries.map((entry) => describeCondition(entry.condition))).toEqual([
      '987654321',
      described,
    ]);
  });

  test.each([
    ['repository_id: 1', 'repository_id'],
    ['repository_owner_id: "7"', 'repository_owner_id'],
    ['enterprise_id: [4711, 4712]', 'enterprise_id'],
    ['{repository_id: 1}', 'repository_id'],
    ['---\nrepository_id: 1\n...\n', 'repository_id'],
    ['# comment\n\nrepository_id: 1 # one', 'repository_id'],
  ])('is enough with one permanent id: %j', (text, claim) => {
    expect(parsePolicy(text).entries[0]?.claim).toBe(claim);
  });
});

const nested = (depth: number): string => `ref: ${'['.repeat(depth)}x${']'.repeat(depth)}`;

describe('a policy is refused, with its place,', () => {
  const rows: [string, string, string, RegExp][] = [
    ['empty', '', 'policy/empty', /empty/],
    ['of comments', '# nothing\n', 'policy/empty', /empty/],
    ['null', 'null', 'policy/empty', /empty/],
    ['of an empty mapping', '{}', 'policy/empty', /empty/],
    ['of an empty document', '---\n', 'policy/empty', /empty/],
    ['a text', 'main', 'policy/syntax', /mapping.*line 1, column 1/],
    ['a list', '- ref: refs/heads/main', 'policy/syntax', /mapping.*line 1, column 1/],
    ['broken YAML', `${id}\nref: [a`, 'policy/syntax', /line 2, column 8/],
    ['tabs', `${id}\nref:\n\t- a`, 'policy/syntax', /line 3/],
    ['two documents', `${id}\n---\n${id}`, 'policy/syntax', /second.*line 2/],
    ['an anchor', `${id}\nref: &a refs/heads/main`, 'policy/syntax', /anchor.*line 2, column 9/],
    ['an alias', `${id}\nsub: &a [x:y]\naud: *a`, 'policy/syntax', /anchor.*line 2/],
    ['an alias as a name', `${id}\n*a : x`, 'policy/syntax', /alias|Unresolved/i],
    ['an anchor on the mapping', `&a\n${id}`, 'policy/syntax', /anchor/],
    ['an anchor inside a list', `${id}\nevent_name: [push, &e schedule]`, 'policy/syntax', /anchor.*line 2/],
    ['an anchor inside a glob', `${id}\nref: { glob: &g refs/** }`, 'policy/syntax', /anchor.*line 2/],
    ['a tag', `${id}\nref: !!str refs/heads/main`, 'policy/syntax', /tag.*line 2/],
    ['a foreign tag', `${id}\nref: !eval x`, 'policy/syntax', /tag/i],
    ['a directive', `%YAML 1.1\n---\n${id}`, 'policy/syntax', /directive/],
    ['a merge key', `${id}\n<<: { ref: refs/heads/main }`, 'policy/unknown-claim', /line 2, column 1/],
    [
      'a doubled claim',
      `${id}\nref: refs/heads/a\nref: refs/heads/b`,
      'policy/duplicate-claim',
      /line 3, column 1/,
    ],
    ['a claim doubled in quotes', `${id}\n"repository_id": 2`, 'policy/duplicate-claim', /line 2/],
    [
      'a doubled operator',
      `${id}\nref: { glob: refs/a*, glob: refs/b* }`,
      'policy/duplicate-claim',
      /line 2, column 23/,
    ],
    ['a misspelt claim', `${id}\nrepositroy: a/b`, 'policy/unknown-claim', /line 2, column 1/],
    ['a claim of a hostile name', `${id}\n"::error::x\\n": a`, 'policy/unknown-claim', /\\::error::x\\n/],
    ['a claim that objects have', `${id}\nconstructor: a`, 'policy/unknown-claim', /line 2/],
    ['__proto__', `${id}\n__proto__: a`, 'policy/unknown-claim', /line 2/],
    ['a mapping as a name', `${id}\n? {a: b}\n: c`, 'policy/unknown-claim', /line 2/],
    ['a null name', `${id}\n~: c`, 'policy/unknown-claim', /line 2/],
    ['a time', `${id}\nexp: 1`, 'policy/unassertable-claim', /line 2/],
    ['a token id', `${id}\njti: x`, 'policy/unassertable-claim', /line 2/],
    ['no value', `${id}\nref:`, 'policy/invalid-value', /no value/],
    ['a null value', `${id}\nref: ~`, 'policy/invalid-value', /line 2, column 6/],
    ['an empty value', `${id}\nref: ""`, 'policy/invalid-value', /line 2, column 6/],
    ['a null in a list', `${id}\nref: [refs/heads/main, null]`, 'policy/invalid-value', /line 2, column 24/],
    ['a block text', `${id}\nref: |\n  refs/heads/main\n`, 'policy/invalid-value', /line break.*line 2/],
    ['an empty list', `${id}\nref: []`, 'policy/invalid-condition', /empty.*line 2/],
    ['a list in a list', `${id}\nref: [[refs/heads/main]]`, 'policy/invalid-condition', /line 2/],
    ['an empty condition', `${id}\nref: {}`, 'policy/invalid-condition', /line 2/],
    [
      'an unknown operator',
      `${id}\nref: { regex: .* }`,
      'policy/invalid-condition',
      /regex.*line 2, column 8/,
    ],
    ['absent: false', `${id}\nhead_ref: { absent: false }`, 'policy/invalid-condition', /line 2/],
    ['absent: "true"', `${id}\nhead_ref: { absent: "true" }`, 'policy/invalid-condition', /line 2/],
    ['absent and glob', `${id}\nhead_ref: { absent: true, glob: a* }`, 'policy/invalid-condition', /line 2/],
    ['a double negation', `${id}\nref: { not: { not: refs/heads/a } }`, 'policy/invalid-condition', /line 2/],
    ['an empty glob list', `${id}\nref: { glob: [] }`, 'policy/invalid-condition', /line 2/],
    ['a glob of a mapping', `${id}\nref: { glob: { a: b } }`, 'policy/invalid-condition', /line 2/],
    ['three stars', `${id}\nref: { glob: "refs/***" }`, 'policy/invalid-value', /line 2/],
    [
      'the absence of what is always there',
      `${id}\nref: { absent: true }`,
      'policy/invalid-value',
      /never absent/,
    ],
    [
      'an id as a glob',
      `${id}\nrepository_owner_id: { glob: "1*" }`,
      'policy/invalid-value',
      /line 2, column 30/,
    ],
    ['an id that is a name', 'repository_id: my-org/app', 'policy/invalid-value', /line 1, column 16/],
    ['an id with a leading zero', 'repository_id: 0123', 'policy/invalid-value', /line 1/],
    ['a hexadecimal id', 'repository_id: 0x1F', 'policy/invalid-value', /line 1/],
    ['an id as an exponent', 'repository_id: 1e5', 'policy/invalid-value', /line 1/],
    ['an id with separators', 'repository_id: 1_000', 'policy/invalid-value', /line 1/],
    ['a flag in capitals', `${id}\nref_protected: True`, 'policy/invalid-value', /true, false/],
    ['a short ref', `${id}\nref: main`, 'policy/invalid-value', /refs\/heads\/main/],
    ['a glob of a short ref', `${id}\nref: { glob: main* }`, 'policy/invalid-value', /line 2/],
    ['a full ref in base_ref', `${id}\nbase_ref: refs/heads/main`, 'policy/invalid-value', /short/],
    [
      'a file without a ref',
      `${id}\njob_workflow_ref: o/r/.github/workflows/a.yml`,
      'policy/invalid-value',
      /@REF/,
    ],
    [
      'a glob of a file without a ref',
      `${id}\njob_workflow_ref: { glob: "o/r/**" }`,
      'policy/invalid-value',
      /@REF/,
    ],
    ['an unknown runner', `${id}\nrunner_environment: selfhosted`, 'policy/invalid-value', /github-hosted/],
    ['a short SHA', `${id}\nsha: abc1234`, 'policy/invalid-value', /SHA/],
    ['an event with a dash', `${id}\nevent_name: pull-request`, 'policy/invalid-value', /line 2/],
    ['no id', 'repository: my-org/app\nref: refs/heads/main', 'policy/no-identity', /permanent id/],
    [
      'an id that is only denied',
      'repository_id: { not: "1" }\nref: refs/heads/main',
      'policy/no-identity',
      /id/,
    ],
    ['only an actor', `${id}\nactor: dependabot[bot]`, 'policy/weak', /`actor`/],
    ['only a workflow name', `${id}\nworkflow: Deploy\nrepository: my-org/app`, 'policy/weak', /`workflow`/],
    ['too large', `${id}\n# ${'x'.repeat(70_000)}`, 'policy/too-large', /large/],
    [
      'with too many claims',
      Array.from({ length: 101 }, (_, n) => `repo_property_p${n}: x`).join('\n'),
      'policy/too-large',
      /large/,
    ],
    ['with too long a value', `${id}\nenvironment: ${'x'.repeat(1025)}`, 'policy/too-large', /line 2/],
    ['with too many values', `${id}\nenvironment: [${'a,'.repeat(201)}]`, 'policy/too-large', /large/],
    ['nested deeply', nested(30_000), 'policy/syntax', /nested too deeply/],
    ['nested deeply in blocks', `ref: \n${'- '.repeat(30_000)}x`, 'policy/syntax', /nested too deeply/],
  ];
  test.each(rows)('if it is %s', async (_name, text, code, place) => {
    const error = await refusalOf(() => parsePolicy(text));
    expect(error.code).toBe(code);
    expect(error.what).toMatch(place);
    expect(error.what).toMatch(/\.$/);
  });

  test('a bomb of aliases is refused at once', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) =>
        `a${n}: &a${n} [${Array(9)
          .fill(n === 0 ? 'x' : `*a${n - 1}`)
          .join(',')}]`,
    );
    const start = performance.now();
    const error = await refusalOf(() => parsePolicy(levels.join('\n')));
    expect(error.code).toMatch(/^policy\//);
    expect(performance.now() - start).toBeLessThan(500);
  });

  test.each([
    ['repositroy', 'repository'],
    ['repo', 'repository'],
    ['branch', 'ref'],
    ['subject', 'sub'],
    ['repositoryId', 'repository_id'],
    ['Environment', 'environment'],
    ['eventname', 'event_name'],
    ['job-workflow-ref', 'job_workflow_ref'],
    ['runner_enviroment', 'runner_environment'],
  ])('the name %s suggests %s', async (written, meant) => {
    expect((await refusalOf(() => parsePolicy(`${id}\n${written}: x`))).remedy).toContain(`\`${meant}\``);
  });

  test('a name like none suggests none', async () => {
    expect((await refusalOf(() => parsePolicy(`${id}\nzzzzzzzz: x`))).remedy).toContain('docs/claims.md');
  });
});
