import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findEntries, repositoryRoot } from '../../scripts/entries.ts';
import { provideNode24 } from '../peers/node24.ts';
import { startAwsScene } from './oidc-login/aws-scene.ts';
import { JobFolder, runBundle } from './run-bundle.ts';

const runtime = await provideNode24();
const node = 'missing' in runtime ? undefined : runtime.path;
const whenThere = node === undefined ? describe.skip : describe;

/** The runtime that `using: node24` means; the other tests run on whatever Node runs them. */
whenThere(`on Node 24${'missing' in runtime ? `: ${runtime.missing}` : ''}`, () => {
  const entries = findEntries().filter(({ action }) =>
    existsSync(join(repositoryRoot, 'actions', action, 'action.yml')),
  );

  test.each(entries.filter(({ entry }) => entry === 'main'))(
    '$target, given nothing, names what is missing',
    async ({ target }) => {
      const result = await runBundle({ bundle: target, inputs: {}, ...at(node) });
      expect(result.code).toBe(1);
      expect(result.shown).toMatch(/^::error title=[a-z-]+\/[a-z-]+::/m);
      expect(result.shown).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
    },
  );

  test.each(entries.filter(({ entry }) => entry === 'post'))(
    '$target, after a step that took nothing, gives nothing back',
    async ({ target }) => {
      const result = await runBundle({ bundle: target, inputs: {}, ...at(node) });
      expect({ code: result.code, shown: result.code === 0 ? '' : result.shown }).toEqual({
        code: 0,
        shown: '',
      });
      expect(result.environment).toEqual({});
    },
  );

  test('oidc-login logs in at AWS and cleans up', async () => {
    const scene = await startAwsScene();
    const job = new JobFolder();
    try {
      const main = await scene.main({ job, ...at(node) });
      expect({ code: main.code, shown: main.code === 0 ? '' : main.shown }).toEqual({ code: 0, shown: '' });
      expect(main.environment['AWS_SESSION_TOKEN']).toBeTruthy();
      const post = await scene.post(main, { job, ...at(node) });
      expect(post.code).toBe(0);
      expect(post.environment).toMatchObject({ AWS_SESSION_TOKEN: '' });
    } finally {
      job.remove();
      await scene.close();
    }
  });
});

function at(path: string | undefined): { readonly node?: string } {
  return path === undefined ? {} : { node: path };
}
