import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPrivateFolder, openPrivateFolder } from '@sallyport/runner';

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'runner-temp-'));
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

describe('private files', () => {
  test('are readable by this user alone, folder and file', () => {
    const folder = createPrivateFolder(temporary);
    const file = folder.write('credentials', 'text');
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe('text');
    folder.remove();
    folder.remove();
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('never follow or replace what is there already', () => {
    const folder = createPrivateFolder(temporary);
    writeFileSync(join(temporary, 'victim'), 'untouched');
    symlinkSync(join(temporary, 'victim'), join(folder.path, 'credentials'));
    expect(() => folder.write('credentials', 'text')).toThrow('EEXIST');
    expect(readFileSync(join(temporary, 'victim'), 'utf8')).toBe('untouched');
  });

  test('refuse a RUNNER_TEMP that is a link', () => {
    mkdirSync(join(temporary, 'real'));
    symlinkSync(join(temporary, 'real'), join(temporary, 'link'));
    expect(() => createPrivateFolder(join(temporary, 'link'))).toThrow('RUNNER_TEMP is a symbolic link.');
  });

  test('say why they cannot be written', () => {
    writeFileSync(join(temporary, 'file'), '');
    expect(() => createPrivateFolder(join(temporary, 'file', 'below'))).toThrow('ENOTDIR');
    const folder = createPrivateFolder(temporary);
    chmodSync(folder.path, 0o500);
    if (process.getuid?.() !== 0) expect(() => folder.write('credentials', 'text')).toThrow('EACCES');
    folder.remove();
    expect(() => folder.write('credentials', 'text')).toThrow('ENOENT');
  });

  test('are refused on Windows', () => {
    expect(() => createPrivateFolder(temporary, 'win32')).toThrow(
      'Private files are not available on Windows.',
    );
  });

  test.each(['/', '/etc', 'sallyport-relative', '/tmp/other-folder'])(
    'only our own folder is opened again, not %s',
    (path) => {
      expect(() => openPrivateFolder(path)).toThrow('not one that this action made');
    },
  );
});
