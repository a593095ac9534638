import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkRepository, collectCallees, keyOf } from '@sallyport/separation';
import { serveOnLoopback, type TwinRequest } from '../../twins/loopback-server.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const steps = '    runs-on: x\n    steps:\n      - uses: o/tool/sub@v1\n';
const ours = `on: push\npermissions: {}\njobs:\n  a:\n    uses: o/r/.github/workflows/a.yml@${sha}\n`;
const files = [{ path: '.github/workflows/ci.yml', content: ours }];

const remote: Readonly<Record<string, string>> = {
  [`o/r/${sha}/.github/workflows/a.yml`]: `on: workflow_call\njobs:\n  b:\n    uses: p/q/.github/workflows/b.yml@v2\n`,
  'p/q/v2/.github/workflows/b.yml': `on: workflow_call\njobs:\n  c:\n${steps}`,
  'o/tool/v1/sub/action.yml':
    'name: t\ndescription: t\nruns:\n  using: composite\n  steps: [{ run: echo, shell: sh }]\n',
};

test('callees of callees are collected, and with them the repository can be judged', async () => {
  const texts = await collectCallees(files, (file) => Promise.resolve(remote[keyOf(file)]));
  expect([...texts.keys()].sort()).toEqual(Object.keys(remote).sort());
  const today = '2026-11-01';
  expect(checkRepository({ files }, { today }).verdict).toBe('unverifiable');
  expect(checkRepository({ files, remote: (path) => texts.get(path) }, { today }).verdict).toBe('holds');
});

test('a path that would leave the folder is not asked for', async () => {
  const hostile = [{ path: '.github/workflows/ci.yml', content: ours.replace(`@${sha}`, '@../../x') }];
  const asked: string[] = [];
  await collectCallees(hostile, (file) => {
    asked.push(keyOf(file));
    return Promise.resolve(undefined);
  });
  expect(asked).toEqual([]);
});

test('the script fills a folder through the REST API, with the token and at the ref', async () => {
  const token = ['ghs', 'A1b2'.repeat(9)].join('_');
  const refused: string[] = [];
  const answer = ({ method, target, headers }: TwinRequest) => {
    const url = new URL(target, 'http://twin');
    const [, owner, repository, path] =
      /^\/repos\/([^/]+)\/([^/]+)\/contents\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    if (method !== 'GET' || headers['authorization']?.endsWith(token) !== true || path === undefined)
      refused.push(target);
    const text = remote[`${owner}/${repository}/${url.searchParams.get('ref')}/${path}`];
    const body =
      text === undefined
        ? '{}'
        : JSON.stringify({ type: 'file', encoding: 'base64', content: Buffer.from(text).toString('base64') });
    return {
      kind: 'answer',
      status: text === undefined ? 404 : 200,
      headers: { 'content-type': 'application/json' },
      body,
    } as const;
  };
  const twin = await serveOnLoopback(answer);
  const folder = mkdtempSync(join(tmpdir(), 'callees-'));
  try {
    mkdirSync(join(folder, 'repo/.github/workflows'), { recursive: true });
    writeFileSync(join(folder, 'repo/.github/workflows/ci.yml'), ours);
    const script = join(import.meta.dirname, '../../../scripts/fetch-callees.ts');
    const code = await new Promise((resolve) => {
      spawn(process.execPath, ['--import', 'tsx', script, join(folder, 'repo'), join(folder, 'out')], {
        env: { PATH: process.env['PATH'], GITHUB_TOKEN: token, GITHUB_API_URL: twin.origin },
        cwd: join(import.meta.dirname, '../../..'),
        stdio: ['ignore', 'ignore', 'inherit'],
      }).on('exit', resolve);
    });
    expect([code, refused]).toEqual([0, []]);
    for (const [path, text] of Object.entries(remote))
      expect(readFileSync(join(folder, 'out', path), 'utf8')).toBe(text);
  } finally {
    await twin.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
