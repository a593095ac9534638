import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readActions } from '../../../scripts/action-file.ts';
import { declaredInputs } from '../../../actions/leak-scan/src/declared-inputs.ts';
import { everythingReadable, runBundle } from '../run-bundle.ts';
import { base64, fakeToken, logOf } from './fakes.ts';

const token = fakeToken('live');
const timeline = '11111111-2222-3333-4444-555555555555';
const jobRecord = '99999999-2222-3333-4444-555555555555';
const stepRecord = '77777777-2222-3333-4444-555555555555';
let root: string;
let pages: string;
let node: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'runner-'));
  pages = join(root, '_diag', 'pages');
  const bin = join(root, 'externals', 'node24', 'bin');
  mkdirSync(bin, { recursive: true });
  node = join(bin, 'node');
  copyFileSync(process.execPath, node);
});
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(pages, { recursive: true, force: true });
});

function writePage(record: string, number: number, text: string): void {
  mkdirSync(pages, { recursive: true });
  writeFileSync(join(pages, `${timeline}_${record}_${number}.log`), text);
}

const post = () => runBundle({ bundle: 'leak-scan/post', inputs: { source: 'live' }, node });

describe('the live scan', () => {
  test('leaves everything to its post step', async () => {
    const result = await runBundle({ bundle: 'leak-scan/main', inputs: { source: 'live' } });
    expect(result).toMatchObject({ code: 0, outputs: {} });
  });

  test('finds what the job has printed, fails the job and shows nothing of it', async () => {
    writePage(jobRecord, 1, logOf('hello', base64(token, 2)));
    writePage(stepRecord, 1, logOf('hello'));
    const result = await post();
    expect(result.code).toBe(1);
    expect(result.shown).toContain('line 5');
    expect(result.shown).toContain('last few kilobytes');
    for (const form of [token, base64(token, 2).slice(0, 20)])
      expect(everythingReadable(result)).not.toContain(form);
  });

  test('is clean where nothing leaked', async () => {
    writePage(jobRecord, 1, logOf('hello'));
    expect((await post()).code).toBe(0);
  });

  test.each([
    { name: 'without pages', prepare: () => {}, says: 'keeps no pages' },
    {
      name: 'whose first pages are uploaded',
      prepare: () => writePage(jobRecord, 3, logOf('hello')),
      says: 'first 2 pages',
    },
  ])('$name is incomplete', async ({ prepare, says }) => {
    prepare();
    const result = await post();
    expect(result.code).toBe(1);
    expect(result.shown).toContain('Verdict: incomplete');
    expect(result.shown).toContain(says);
  });

  test('with another source the post step does nothing', async () => {
    const result = await runBundle({ bundle: 'leak-scan/post', inputs: { source: 'files', paths: 'x' } });
    expect(result).toMatchObject({ code: 0, raw: '' });
  });
});

test('the declared inputs are those of action.yml', () => {
  const action = new Map(readActions(join(import.meta.dirname, '..', '..', '..'))).get('leak-scan');
  expect([...declaredInputs].sort()).toEqual(Object.keys(action?.inputs ?? {}).sort());
});
