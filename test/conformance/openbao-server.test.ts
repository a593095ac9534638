import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { provideOpenBao, startOpenBao } from '../peers/openbao.ts';

const peer = await provideOpenBao();
const title = 'missing' in peer ? `OpenBao as a peer (${peer.missing})` : 'OpenBao as a peer';

describe(title, () => {
  const testWithOpenBao = 'missing' in peer ? test.skip : test;

  testWithOpenBao('starts, audits every request to the file, and is gone after stop', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    const auditFile = join(folder, 'audit.log');
    const openbao = await startOpenBao({ auditFile });
    await openbao.api('secret/data/app', { data: { key: 'a value' } });
    const read = await openbao.api('secret/data/app');
    await openbao.stop();

    expect(read.data?.['data']).toEqual({ key: 'a value' });
    const audited = readFileSync(auditFile, 'utf8').trim().split('\n');
    const requests = audited
      .map((line) => JSON.parse(line) as { type: string; request: { operation: string; path: string } })
      .filter((entry) => entry.type === 'request');
    expect(requests.slice(-2).map((entry) => `${entry.request.operation} ${entry.request.path}`)).toEqual([
      'create secret/data/app',
      'read secret/data/app',
    ]);
    await expect(openbao.api('sys/health')).rejects.toThrow();
    rmSync(folder, { recursive: true });
  });

  testWithOpenBao('its errors come in its own words', async () => {
    const openbao = await startOpenBao();
    try {
      await expect(openbao.api('secret/data/app', undefined, { token: 'nobody' })).rejects.toThrow(
        /403 .*permission denied/,
      );
    } finally {
      await openbao.stop();
    }
  });
});
