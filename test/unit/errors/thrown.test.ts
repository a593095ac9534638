import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { catalogue } from '@sallyport/errors';

const root = join(import.meta.dirname, '..', '..', '..');

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('src/') && file.endsWith('.ts') && !file.startsWith('errors/'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'));
}

test('every code of the catalogue is thrown somewhere', () => {
  const sources = [...sourcesBelow('packages'), ...sourcesBelow('actions')].join('\n');
  expect(Object.keys(catalogue).filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});
