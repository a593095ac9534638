import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { provide, runClient, type Peer } from '../../peers/provide.ts';
import { plantTree } from './temporary-tree.ts';

/** A peer whose installation writes one file, and counts how often it ran. */
function countingPeer(): { readonly peer: Peer; readonly installations: () => number } {
  let installations = 0;
  return {
    installations: () => installations,
    peer: {
      name: 'tool-1.0',
      what: 'a tool',
      install: async (folder) => {
        installations += 1;
        await Promise.resolve();
        writeFileSync(join(folder, 'tool'), 'works');
      },
    },
  };
}

describe('a peer', () => {
  test('is installed once, also when several ask at the same time', async () => {
    const cache = plantTree({});
    const { peer, installations } = countingPeer();
    const answers = await Promise.all([provide(peer, cache), provide(peer, cache), provide(peer, cache)]);
    answers.push(await provide(peer, cache));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(readFileSync(join(cache, 'tool-1.0', 'tool'), 'utf8')).toBe('works');
    expect(installations()).toBe(1);
    expect(readdirSync(cache)).toEqual(['tool-1.0']);
  });

  test('that cannot be fetched is missing, with the reason that its client gave, and leaves nothing', async () => {
    const cache = plantTree({});
    const program =
      'console.error("looking it up"); console.error("npm error 404 no such package"); process.exit(1)';
    const peer: Peer = {
      name: 'tool-1.0',
      what: 'a tool',
      install: async (folder) => {
        writeFileSync(join(folder, 'half'), 'half');
        await runClient(process.execPath, ['-e', program]);
      },
    };
    expect(await provide(peer, cache)).toEqual({
      missing: 'a tool could not be fetched: npm error 404 no such package',
    });
    expect(readdirSync(cache)).toEqual([]);
  });

  test('whose client is not on this machine is missing', async () => {
    const install = async () => {
      await runClient('no-such-client', []);
    };
    expect(await provide({ name: 'tool', what: 'a tool', install }, plantTree({}))).toEqual({
      missing: 'a tool could not be fetched: spawn no-such-client ENOENT',
    });
  });

  test.each([
    { name: 'of a process that is gone', owner: () => String(spawnSync('true').pid), hoursOld: 0 },
    {
      name: 'that is too old, whoever has its process id now',
      owner: () => String(process.pid),
      hoursOld: 1,
    },
  ])('is not held up by a lock $name', async ({ owner, hoursOld }) => {
    const cache = plantTree({ 'tool-1.0.lock': owner() });
    const then = Date.now() / 1000 - hoursOld * 3600;
    utimesSync(join(cache, 'tool-1.0.lock'), then, then);
    const { peer } = countingPeer();
    expect(await provide(peer, cache)).toEqual({ folder: join(cache, 'tool-1.0') });
    expect(existsSync(join(cache, 'tool-1.0.lock'))).toBe(false);
  });

  test('installed meanwhile by who stole the lock is taken as it is', async () => {
    const cache = plantTree({});
    const peer: Peer = {
      name: 'tool-1.0',
      what: 'a tool',
      install: () => {
        mkdirSync(join(cache, 'tool-1.0'));
        return Promise.reject(new Error('lost the race'));
      },
    };
    expect(await provide(peer, cache)).toEqual({ folder: join(cache, 'tool-1.0') });
  });
});

describe('a client', () => {
  test('gets the given variables beside those of this process, or alone', async () => {
    const program = 'console.log(process.env.GIVEN, process.env.PATH === undefined)';
    const run = (inherit: boolean) =>
      runClient(process.execPath, ['-e', program], { GIVEN: 'x' }, { inherit });
    expect(await run(true)).toBe('x false\n');
    expect(await run(false)).toBe('x true\n');
  });
});
