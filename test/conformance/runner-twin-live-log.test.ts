import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { nodeAction } from '../runner/conformance/row.ts';
import { LivePages, pageBytes } from '../runner/live-pages.ts';
import type { RunOptions } from '../runner/index.ts';
import { marks, run } from './runner-twin-scene.ts';

/** An action that reads the pages as a scanner would: from its own Node's folder. */
const reader = `
const { dirname, join } = require('node:path');
const { readdirSync, readFileSync } = require('node:fs');
const pages = join(dirname(process.execPath), '..', '..', '..', '_diag', 'pages');
const texts = readdirSync(pages).map((name) => [name, readFileSync(join(pages, name), 'utf8')]);
const [name, job] = texts.sort((a, b) => b[1].length - a[1].length)[0];
console.log('mark: ' + JSON.stringify({
  files: texts.length, node: process.execPath.split('/').slice(-4).join('/'),
  name: /^[0-9a-f-]{36}_[0-9a-f-]{36}_1\\.log$/.test(name), bom: job.startsWith('\\uFEFF20'),
  earlier: job.includes('said by an earlier step'), masked: job.includes('a-secret-value') ? 'no' : 'yes',
  stamped: /^\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{7}Z said by an earlier step$/m.test(job), bytes: job.length,
}));`;

const workflow = `
on: push
jobs:
  job:
    runs-on: x
    steps:
      - uses: actions/checkout@v4
      - uses: ./reader
      - run: echo said by an earlier step; echo a-secret-value
`;

async function look(options: Partial<RunOptions>): Promise<Record<string, unknown>> {
  const result = await run(workflow, nodeAction('reader', { post: reader }), {
    secrets: { S: 'a-secret-value' },
    ...options,
  });
  return JSON.parse(marks(result)[0] ?? '{}') as Record<string, unknown>;
}

describe('the log of the running job on disk', () => {
  test('a post step finds what the job printed, under the root of the runner that runs it', async () => {
    expect(await look({ heldBackBytes: 1 })).toMatchObject({
      files: 2,
      node: 'externals/node24/bin/node',
      name: true,
      bom: true,
      earlier: true,
      masked: 'yes',
      stamped: true,
    });
  });

  test('the last few kilobytes are not there yet', async () => {
    expect(await look({})).toMatchObject({ earlier: false, bytes: 0 });
  });

  test('nothing is left after the run, even where the folders of the jobs are kept', async () => {
    const seen: string[] = [];
    await run(
      workflow,
      nodeAction('reader', {
        post: reader.replace("console.log('mark: '", "console.log('pages: ' + pages); console.log('mark: '"),
      }),
      {
        keepFolders: true,
        onLogLine: (line) => seen.push(...(/^pages: (.*)$/.exec(line)?.slice(1) ?? [])),
      },
    );
    expect(seen.map((folder) => [existsSync(folder), readdirSync(folder)])).toEqual([[true, []]]);
  });
});

describe('pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-pages-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const contents = (): string[] =>
    readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

  test('a step writes to its own and to that of the job; its own goes with it', () => {
    const pages = new LivePages(folder, 1);
    const [first, second] = [{}, {}];
    pages.write(first, 'one');
    pages.endStep(first);
    pages.write(second, 'two');
    expect(contents().toSorted()).toEqual(['\uFEFFone\ntwo\n', '\uFEFFtwo\n'].toSorted());
    pages.endJob();
    expect(contents()).toEqual([]);
  });

  test('only whole pieces reach the disk', () => {
    const pages = new LivePages(folder, 8);
    const step = {};
    pages.write(step, '12345678');
    // A mark of three bytes, eight characters and a line feed: eight of twelve bytes.
    expect(contents()).toEqual(['\uFEFF12345', '\uFEFF12345']);
    pages.endJob();
  });

  test('a full page is gone, and the next begins with a mark of its own', () => {
    const pages = new LivePages(folder, 1);
    const step = {};
    pages.write(step, 'x'.repeat(pageBytes));
    expect(contents()).toEqual([]);
    pages.write(step, 'after');
    expect(contents()).toEqual(['\uFEFFafter\n', '\uFEFFafter\n']);
    expect(readdirSync(folder).every((name) => name.endsWith('_2.log'))).toBe(true);
    pages.endJob();
  });
});
