import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { root } from './source.ts';

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

/** Committed paths that the archive of a commit holds, by the attribute that `git archive` obeys. */
function archived(): string[] {
  const paths = git('ls-files', '-z').split('\0').filter(Boolean);
  const ignored = new Set<string>();
  const answer = execFileSync('git', ['check-attr', '-z', '--stdin', 'export-ignore'], {
    cwd: root,
    encoding: 'utf8',
    input: withParents(paths).join('\0'),
  }).split('\0');
  for (let index = 0; index + 2 < answer.length; index += 3) {
    if (answer[index + 2] === 'set') ignored.add(answer[index] ?? '');
  }
  return paths.filter((path) => !withParents([path]).some((part) => ignored.has(part)));
}

/** An ignored folder takes everything below it along, so folders are asked for as well. */
function withParents(paths: readonly string[]): string[] {
  const parts = paths.flatMap((path) => {
    const names = path.split('/');
    return names.map((_, index) => names.slice(0, index + 1).join('/'));
  });
  return [...new Set(parts)];
}

describe('the archive that every job downloads', () => {
  const needed =
    /^(LICENSE|README\.md|SECURITY\.md|action\.yml|actions\/[^/]+\/(action\.yml|README\.md)|dist\/.+)$/;

  test('holds nothing but actions, bundles and what a reader looks for', () => {
    expect(archived().filter((path) => !needed.test(path))).toEqual([]);
  });

  test('holds the actions', () => {
    expect(archived()).toContain('actions/oidc-login/action.yml');
    expect(archived()).toContain('LICENSE');
  });
});
