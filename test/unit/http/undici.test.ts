import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startConnectProxy, type ConnectProxy } from '../../twins/connect-proxy.ts';
import { startFaultServer, type FaultServer } from '../../twins/http-faults.ts';
import { createTestAuthority } from '../../twins/test-ca.ts';
import { runChild } from './child.ts';

// The programs run in processes of their own, because what is at stake happens when the packages are imported.
const authority = createTestAuthority('Sallyport Test CA');
const host = 'api.github.example.com';
const jobToken = ['ghs', 'Z9y8'.repeat(9)].join('_');
const folder = mkdtempSync(join(tmpdir(), 'sallyport-undici-'));
const authorityFile = join(folder, 'ca.pem');
writeFileSync(authorityFile, authority.certificate);

let peer: FaultServer;
let proxy: ConnectProxy;

beforeEach(async () => {
  const { certificate, key } = authority.issue({ names: [host] });
  peer = await startFaultServer({ cert: certificate, key });
  proxy = await startConnectProxy({ routes: { [`${host}:443`]: peer.port } });
});

afterEach(async () => {
  await proxy.close();
  await peer.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('what the packages get by the name of undici is the stand-in, and it refuses to be used', async () => {
  const { output } = await runChild(
    `
      import { createRequire } from 'node:module';
      import { readFileSync } from 'node:fs';
      const results = [];
      for (const from of ['@actions/http-client', '@actions/github', '@actions/core']) {
        const at = import.meta.resolve(from);
        const { version } = JSON.parse(readFileSync(
          createRequire(at).resolve('undici').replace(/index.js$/, 'package.json'), 'utf8'));
        results.push(version);
      }
      const undici = await import('undici');
      for (const use of [() => new undici.ProxyAgent('http://p').dispatch(), () => undici.fetch(), () => undici.request()]) {
        try { use(); results.push('used'); } catch (error) { results.push(error.message); }
      }
      console.log(JSON.stringify(results));
    `,
    [],
    {},
  );
  const refusal = 'sallyport: undici is not part of this bundle; requests go through packages/http';
  const standIn = '6.999.0';
  expect(JSON.parse(output)).toEqual([standIn, standIn, standIn, refusal, refusal, refusal]);
});

describe('through a real CONNECT proxy, with the proxy variables set before anything is imported', () => {
  function environment(): Record<string, string> {
    const url = `http://127.0.0.1:${proxy.port}`;
    return {
      https_proxy: url,
      HTTPS_PROXY: url,
      http_proxy: url,
      HTTP_PROXY: url,
      no_proxy: '',
      GITHUB_API_URL: `https://${host}`,
    };
  }

  test('@actions/core says everything it has to say, and its own HTTP client needs no undici either', async () => {
    peer.plan({ does: 'answer', headers: { 'content-type': 'application/json' }, body: '{"value":"a.b.c"}' });
    const { output, code } = await runChild(
      `
        import * as core from '@actions/core';
        core.setSecret('masked'); core.info('info'); core.notice('notice'); core.startGroup('group'); core.endGroup();
        core.setOutput('name', 'value'); core.exportVariable('NAME', 'value'); core.saveState('name', 'value');
        await core.summary.addRaw('text').write();
        core.info('token ' + (await core.getIDToken('us')).length);
      `,
      [],
      {
        ...environment(),
        ...Object.fromEntries(
          ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'].map((name) => {
            const file = join(folder, name);
            writeFileSync(file, '');
            return [name, file];
          }),
        ),
        ACTIONS_ID_TOKEN_REQUEST_URL: `https://${host}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: jobToken,
        // For node:https as @actions/http-client uses it; packages/http pays no regard to it.
        NODE_EXTRA_CA_CERTS: authorityFile,
      },
    );
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('token 5') });
    expect(proxy.tunnels.map(({ authority }) => authority)).toEqual([`${host}:443`]);
    expect(peer.requests).toMatchObject([{ path: '/token?api-version=2.0&audience=us' }]);
  });

  const github = `
    import { readFileSync } from 'node:fs';
    import { createHttpClient, readProxySettings, startDeadline, systemClock } from './packages/http/src/index.ts';
    import { createGitHubApi } from './packages/github-api/src/index.ts';
    const [baseUrl, token, file] = process.argv.slice(1);
    try {
      const http = createHttpClient({
        deadline: startDeadline(systemClock, 20),
        clock: systemClock,
        proxy: readProxySettings(process.env.OURS === undefined ? process.env : {}),
        certificateAuthorities: readFileSync(file, 'utf8'),
      });
      const api = await createGitHubApi({ token, baseUrl, http, clock: systemClock });
      console.log(JSON.stringify(await api.list('GET /repos/{owner}/{repo}/branches', { owner: 'o', repo: 'r' })));
      http.close();
    } catch (error) {
      console.log('caught ' + error.code + ' ' + error.what);
    }
  `;

  test('@actions/github pages over our fetch', async () => {
    const type = { 'content-type': 'application/json' };
    const link = `<https://${host}/repos/o/r/branches?page=2>; rel="next"`;
    peer.plan(
      { does: 'answer', headers: { ...type, link }, body: '[{"name":"main"}]' },
      { does: 'answer', headers: type, body: '[{"name":"next"}]' },
    );
    const result = await runChild(github, [`https://${host}`, jobToken, authorityFile], environment());
    expect(result).toEqual({ code: 0, output: '[{"name":"main"},{"name":"next"}]\n' });
    expect(proxy.tunnels.map(({ authority }) => authority)).toEqual([`${host}:443`]);
    expect(proxy.plainRequests).toEqual([]);
    expect(proxy.seen().includes(jobToken)).toBe(false);
    expect(peer.requests.map(({ path }) => path)).toEqual([
      '/repos/o/r/branches?per_page=100',
      '/repos/o/r/branches?per_page=100&page=2',
    ]);
  });

  const password = ['proxy', 'pass', 'word'].join('-');
  test.each<[string, Record<string, string>, string]>([
    ['a malformed proxy', { https_proxy: `[${password}` }, 'caught http/proxy-invalid'],
    [
      'a proxy that only @actions/github reads',
      { https_proxy: `[${password}`, OURS: 'none' },
      'caught http/proxy-invalid',
    ],
    [
      'a malformed event',
      { OURS: 'none', GITHUB_EVENT_PATH: authorityFile },
      'caught github-api/event-invalid',
    ],
  ])('%s is a coded error, though it makes @actions/github throw at import', async (_name, env, output) => {
    const result = await runChild(github, [`https://${host}`, jobToken, authorityFile], {
      ...(env['https_proxy'] === undefined ? {} : environment()),
      ...env,
    });
    expect(result).toEqual({ code: 0, output: expect.stringContaining(output) });
    expect(result.output).not.toContain(password);
    expect(result.output).not.toContain('BEGIN');
    expect(peer.requests).toEqual([]);
  });
});
