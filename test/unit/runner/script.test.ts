import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPrivateFolder, type PrivateFolder, runScript, type Shell } from '@sallyport/runner';
import { watchCancellation } from '../../../packages/runner/src/cancellation.ts';

let temporary: string;
let folder: PrivateFolder;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'script-'));
  folder = createPrivateFolder(temporary);
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

function run(
  script: string,
  options: { shell?: Shell; cancelled?: AbortSignal; environment?: Record<string, string> } = {},
): Promise<number> {
  return runScript({
    script,
    shell: options.shell ?? 'bash',
    environment: { PATH: process.env['PATH'], OUT: join(temporary, 'out'), ...options.environment },
    folder,
    cancelled: options.cancelled ?? new AbortController().signal,
  });
}

describe('the run script', () => {
  test('gets its environment and nothing else', async () => {
    expect(await run('env > "$OUT"', { environment: { TOKEN: 'only-here' } })).toBe(0);
    const seen = readFileSync(join(temporary, 'out'), 'utf8');
    expect(seen).toContain('TOKEN=only-here');
    expect(seen).not.toContain('HOME=');
    expect(process.env['TOKEN']).toBeUndefined();
  });

  test.each<[string, Shell, string, number]>([
    ['bash stops at the first failure', 'bash', 'false\ntouch "$OUT"', 1],
    ['bash fails with its pipe', 'bash', 'false | true\ntouch "$OUT"', 1],
    ['sh stops at the first failure', 'sh', 'false\ntouch "$OUT"', 1],
    ['its exit code is ours', 'bash', 'exit 7', 7],
    ['a signal counts as in a shell', 'bash', 'kill -TERM $$', 143],
  ])('%s', async (_, shell, script, code) => {
    expect(await run(script, { shell })).toBe(code);
    expect(existsSync(join(temporary, 'out'))).toBe(false);
  });

  test('is interrupted when the job is cancelled', async () => {
    const controller = new AbortController();
    const running = run(
      'trap \'echo interrupted > "$OUT"; exit 9\' INT\ntouch "$OUT.ready"\nwhile true; do sleep 0.01; done',
      {
        cancelled: controller.signal,
      },
    );
    while (!existsSync(join(temporary, 'out.ready'))) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
    expect(readFileSync(join(temporary, 'out'), 'utf8')).toBe('interrupted\n');
  });

  test('needs a shell that is there', async () => {
    await expect(run('true', { environment: { PATH: temporary } })).rejects.toThrow(
      'The shell `bash` is not on this machine.',
    );
  });
});

describe('cancellation', () => {
  test('the first signal aborts, the second ends', () => {
    const source = new EventEmitter();
    let ended = 0;
    const { signal, stop } = watchCancellation(source, () => ended++);
    source.emit('SIGINT');
    expect([signal.aborted, ended]).toEqual([true, 0]);
    expect(String(signal.reason)).toContain('runner/cancelled');
    source.emit('SIGTERM');
    expect(ended).toBe(1);
    stop();
    source.emit('SIGINT');
    expect(ended).toBe(1);
  });
});
