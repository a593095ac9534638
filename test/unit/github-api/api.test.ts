import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findClosedPort, startFaultServer, type FaultServer } from '../../twins/http-faults.ts';
import { everyText, rejectionOf } from '../http/every-text.ts';
import { createSetting, json, token, type Setting } from './twin.ts';

const repository = { owner: 'octo', repo: 'castle' };
const runs = 'GET /repos/{owner}/{repo}/actions/runs';

let server: FaultServer;
let setting: Setting;

beforeEach(async () => {
  server = await startFaultServer();
  setting = await createSetting(`${server.origin}/api/v3/`, 60, { maxPages: 4, userAgent: 'sallyport/1' });
});

afterEach(async () => {
  setting.http.close();
  await server.close();
});

describe('a request', () => {
  test('goes to the given API with token, version and user agent', async () => {
    server.plan(json({ id: 1, full_name: 'octo/castle' }));
    const data = await setting.api.request('GET /repos/{owner}/{repo}', repository);
    expect(data).toMatchObject({ id: 1, full_name: 'octo/castle' });
    expect(server.requests).toMatchObject([
      {
        method: 'GET',
        path: '/api/v3/repos/octo/castle',
        headers: {
          authorization: `token ${token}`,
          'x-github-api-version': '2022-11-28',
          'user-agent': expect.stringContaining('sallyport/1'),
          accept: 'application/vnd.github.v3+json',
          'accept-encoding': 'identity',
        },
      },
    ]);
  });

  test('carries a body', async () => {
    server.plan({ does: 'answer', status: 202 });
    const route = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel';
    await setting.api.request(route, { ...repository, run_id: 7 });
    server.plan(json({ number: 1 }, {}, 201));
    await setting.api.request('POST /repos/{owner}/{repo}/issues', { ...repository, title: 'Leak found' });
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/api/v3/repos/octo/castle/actions/runs/7/cancel', body: '' },
      {
        method: 'POST',
        body: '{"title":"Leak found"}',
        headers: { 'content-type': expect.stringContaining('json') },
      },
    ]);
  });

  test('percent-encodes foreign names', async () => {
    server.plan(json({}));
    const route = 'GET /repos/{owner}/{repo}/environments/{environment_name}';
    await setting.api.request(route, { ...repository, environment_name: 'a/../b?c#d e' });
    expect(server.requests[0]?.path).toBe('/api/v3/repos/octo/castle/environments/a%2F..%2Fb%3Fc%23d%20e');
  });

  test.each(['.', '..'])(
    'with "%s" for a name is refused: the URL would mean something else',
    async (name) => {
      const route = 'GET /repos/{owner}/{repo}/environments/{environment_name}';
      const error = await rejectionOf(setting.api.request(route, { ...repository, environment_name: name }));
      expect(error).toMatchObject({
        code: 'github-api/invalid-request',
        what: expect.stringContaining('`environment_name`'),
      });
      expect(server.requests).toEqual([]);
    },
  );

  test('is repeated after a reset only if it changes nothing', async () => {
    server.plan({ does: 'reset' }, json({ id: 1 }), { does: 'reset' });
    expect(await setting.api.request('GET /repos/{owner}/{repo}', repository)).toMatchObject({ id: 1 });
    const deletion = setting.api.request('DELETE /repos/{owner}/{repo}/actions/runs/{run_id}/logs', {
      ...repository,
      run_id: 7,
    });
    const error = await rejectionOf(deletion);
    expect(error).toMatchObject({
      code: 'http/reset',
      what: expect.stringContaining("GitHub's API (127.0.0.1:"),
    });
    expect(everyText(error)).not.toContain(token);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'DELETE']);
  });

  test('to another host than the API is not made', async () => {
    const other = await startFaultServer();
    const error = await rejectionOf(setting.api.request(`GET ${other.origin}/user` as 'GET /user', {}));
    await other.close();
    expect(error).toMatchObject({ code: 'github-api/foreign-address' });
    expect(other.requests).toEqual([]);
  });
});

describe('a status that is no success', () => {
  const accepted = (value: string) => ({ 'x-accepted-github-permissions': value });
  test.each<[number, Record<string, string>, string, string]>([
    [301, { location: 'https://elsewhere.example.com/' }, 'github-api/moved', 'new name'],
    [400, {}, 'github-api/invalid-request', 'inputs'],
    [401, {}, 'github-api/unauthorized', 'valid token'],
    [403, {}, 'github-api/forbidden', '`permissions:`'],
    [403, accepted('actions=read'), 'github-api/forbidden', 'Grant `actions: read` under `permissions:`'],
    [
      403,
      accepted('contents=read,pull_requests=write'),
      'github-api/forbidden',
      '`contents: read` and `pull-requests: write`',
    ],
    [
      403,
      accepted('issues=read; metadata=read'),
      'github-api/forbidden',
      '`issues: read`, or `metadata: read`',
    ],
    [403, accepted('::warning::x'), 'github-api/forbidden', 'Grant the permission under'],
    [403, { 'x-github-sso': 'required; url=https://x' }, 'github-api/forbidden', 'SAML'],
    [404, {}, 'github-api/not-found', 'names and ids'],
    [404, accepted('administration=read'), 'github-api/not-found', 'grant `administration: read`'],
    [409, {}, 'github-api/conflict', 'when the run has ended'],
    [410, {}, 'github-api/gone', 'retention'],
    [418, {}, 'github-api/unexpected', 'API address'],
    [422, {}, 'github-api/invalid-request', 'inputs'],
    [451, {}, 'github-api/forbidden', '`permissions:`'],
    [500, {}, 'github-api/unavailable', 'later'],
    [502, {}, 'github-api/unavailable', 'later'],
  ])('%i %j is %s', async (status, headers, code, remedy) => {
    const secret = ['body', 'of', 'the', 'answer'].join('-');
    server.plan(...Array.from({ length: 6 }, () => json({ message: secret }, headers, status)));
    const error = await rejectionOf(setting.api.request('GET /repos/{owner}/{repo}', repository));
    expect(error).toMatchObject({ code, remedy: expect.stringContaining(remedy) });
    expect(error).toMatchObject({
      what: `GitHub's API answered ${status} to \`GET /repos/{owner}/{repo}\`.`,
    });
    for (const text of [secret, token, 'elsewhere', '::']) {
      const texts = error as { what?: string; why?: string; remedy?: string };
      expect([texts.what, texts.why, texts.remedy].join()).not.toContain(text);
    }
    expect(everyText(error)).not.toContain(token);
    expect(everyText(error)).not.toContain(secret);
    expect(server.requests).toHaveLength(status >= 500 ? 6 : 1);
  });

  test('an HTML page for JSON is not taken for an answer', async () => {
    server.plan({ does: 'answer', headers: { 'content-type': 'text/html' }, body: '<html>login</html>' });
    const error = await rejectionOf(setting.api.list(runs, repository));
    expect(error).toMatchObject({ code: 'github-api/unexpected' });
  });
});

describe('the rate limit', () => {
  const start = Date.UTC(2026, 10, 24) / 1000;
  const used = (seconds: number) => ({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(start + seconds),
    date: new Date(start * 1000).toUTCString(),
  });
  test.each<[string, number, Record<string, string>, object, number]>([
    ['primary', 403, used(20), {}, 21_000],
    ['primary', 429, used(20), {}, 21_000],
    ['primary, over by now', 403, used(-5), {}, 1000],
    ['secondary with Retry-After', 403, { 'retry-after': '30' }, {}, 30_000],
    ['secondary with Retry-After', 429, { 'retry-after': '30' }, {}, 30_000],
    ['secondary without', 403, {}, { message: 'You have exceeded a secondary rate limit.' }, 60_000],
    ['secondary without', 429, {}, {}, 60_000],
  ])('%s (%i %j) is waited for', async (_name, status, headers, body, wait) => {
    const { api, clock } = await createSetting(server.origin, 100);
    server.plan(
      json(body, headers, status),
      json({ id: 1 }),
      json(body, headers, status),
      json({ id: 2 }, {}, 201),
    );
    expect(await api.request('GET /repos/{owner}/{repo}', repository)).toMatchObject({ id: 1 });
    expect(clock.sleeps).toEqual([wait]);
  });

  test('is waited for also by a request that creates something: it was not let in', async () => {
    const { api, clock } = await createSetting(server.origin, 100);
    server.plan(json({}, used(20), 403), json({ number: 1 }, {}, 201));
    await api.request('POST /repos/{owner}/{repo}/issues', { ...repository, title: 'Leak found' });
    expect(clock.sleeps).toEqual([21_000]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['primary', used(1800), '2026-11-24T00:30:01Z'],
    ['secondary', { 'retry-after': '90' }, '2026-11-24T00:01:30Z'],
  ])('%s beyond the deadline ends at once and names when', async (_name, headers, time) => {
    server.plan(json({}, headers, 403));
    const error = await rejectionOf(setting.api.request('GET /repos/{owner}/{repo}', repository));
    expect(error).toMatchObject({ code: 'github-api/rate-limited', what: expect.stringContaining(time) });
    expect(setting.clock.sleeps).toEqual([]);
  });

  test('that does not end is given up', async () => {
    const { api, clock } = await createSetting(server.origin, 1000);
    server.plan(...Array.from({ length: 6 }, () => json({}, { 'retry-after': '1' }, 429)));
    const error = await rejectionOf(api.request('GET /repos/{owner}/{repo}', repository));
    expect(error).toMatchObject({ code: 'github-api/rate-limited' });
    expect(clock.sleeps).toHaveLength(5);
  });

  test('is not suspected where a permission is missing', async () => {
    server.plan(json({}, { 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': String(start) }, 403));
    const error = await rejectionOf(setting.api.request('GET /repos/{owner}/{repo}', repository));
    expect(error).toMatchObject({ code: 'github-api/forbidden' });
  });
});

describe('a list', () => {
  const next = (query: string, host = server.origin) => ({ link: `<${host}/api/v3/x?${query}>; rel="next"` });

  test('is read to its end, whatever it is wrapped in', async () => {
    server.plan(
      json({ total_count: 5, workflow_runs: [{ id: 1 }, { id: 2 }] }, next('per_page=100&page=2')),
      json({ total_count: 5, workflow_runs: [{ id: 3 }, { id: 4 }] }, next('per_page=100&page=3')),
      json(
        { total_count: 5, workflow_runs: [{ id: 5 }] },
        { link: `<${server.origin}/x?page=1>; rel="first"` },
      ),
    );
    const all = await setting.api.list(runs, { ...repository, branch: 'a:b c' });
    expect(all.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/api/v3/repos/octo/castle/actions/runs?per_page=100&branch=a%3Ab%20c',
      '/api/v3/repos/octo/castle/actions/runs?per_page=100&branch=a%3Ab%20c&page=2',
      '/api/v3/repos/octo/castle/actions/runs?per_page=100&branch=a%3Ab%20c&page=3',
    ]);
  });

  test('may be an array and use cursors', async () => {
    server.plan(json([{ name: 'a' }], next('after=Y3Vyc29y')), json([{ name: 'b' }]));
    const branches = await setting.api.list('GET /repos/{owner}/{repo}/branches', repository);
    expect(branches.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(server.requests[1]?.path).toContain('after=Y3Vyc29y');
  });

  test('is read only as far as it is wanted', async () => {
    server.plan(
      json({ workflow_runs: [{ id: 1 }, { id: 2 }] }, next('page=2')),
      json({ workflow_runs: [{ id: 3 }] }),
    );
    for await (const run of setting.api.items(runs, { ...repository, per_page: 2 })) if (run.id === 2) break;
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/api/v3/repos/octo/castle/actions/runs?per_page=2',
    ]);
  });

  test('longer than the bound is an error and not a part', async () => {
    server.plan(...Array.from({ length: 9 }, () => json({ workflow_runs: [{ id: 1 }] }, next('page=2'))));
    const error = await rejectionOf(setting.api.list(runs, repository));
    expect(error).toMatchObject({
      code: 'github-api/too-many-pages',
      what: `\`${runs}\` has more than 4 pages.`,
    });
    expect(server.requests).toHaveLength(4);
  });

  test('that breaks off is an error and not a part', async () => {
    server.plan(json({ workflow_runs: [{ id: 1 }] }, next('page=2')), json({}, {}, 409));
    expect(await rejectionOf(setting.api.list(runs, repository))).toMatchObject({
      code: 'github-api/conflict',
    });
  });

  test('does not lead the token to another host', async () => {
    const other = await startFaultServer();
    server.plan(json([{ name: 'a' }], next('page=2', other.origin)), json([{ name: 'b' }]));
    await setting.api.list('GET /repos/{owner}/{repo}/branches', repository);
    await other.close();
    expect(other.requests).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  test.each<[string, unknown, Record<string, string>]>([
    ['without a list', { id: 1 }, {}],
    ['with two lists', { a: [], b: [] }, {}],
    ['with null', null, {}],
    ['with a next page that has no address', [], { link: '<http://>; rel="next"' }],
  ])('an answer %s is not taken for one', async (_name, body, headers) => {
    server.plan(json(body, headers));
    expect(await rejectionOf(setting.api.list(runs, repository))).toMatchObject({
      code: 'github-api/unexpected',
    });
  });
});

describe('a download', () => {
  const logs = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs';
  const run = { ...repository, run_id: 7 };
  const signature = ['signed', 'for', 'a', 'minute'].join('-');
  let store: FaultServer;

  beforeEach(async () => {
    store = await startFaultServer();
    server.plan({
      does: 'answer',
      status: 302,
      headers: { location: `${store.origin}/logs.zip?sig=${signature}` },
    });
  });

  afterEach(async () => {
    await store.close();
  });

  test('is located but not followed', async () => {
    expect(await setting.api.locate(logs, run)).toBe(`${store.origin}/logs.zip?sig=${signature}`);
    expect(store.requests).toEqual([]);
  });

  test('is fetched without the token, in pieces', async () => {
    store.plan({ does: 'flood', bytes: 200_000, announced: true });
    const answer = await setting.api.download(logs, run, 200_000);
    let bytes = 0;
    for await (const piece of answer.body) bytes += piece.length;
    expect(bytes).toBe(200_000);
    expect(store.requests).toMatchObject([{ method: 'GET', path: `/logs.zip?sig=${signature}` }]);
    expect(JSON.stringify(store.requests)).not.toContain(token);
    expect(store.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test.each([
    [404, 'github-api/gone'],
    [410, 'github-api/gone'],
    [403, 'github-api/unavailable'],
    [302, 'github-api/unavailable'],
  ])('that its store answers with %i is %s', async (status, code) => {
    store.plan({ does: 'answer', status, headers: { location: server.origin } });
    const error = await rejectionOf(setting.api.download(logs, run, 1000));
    expect(error).toMatchObject({ code, what: expect.stringContaining(String(status)) });
    expect(everyText(error)).not.toContain(signature);
  });

  test('that is too large ends', async () => {
    store.plan({ does: 'flood', bytes: 200_000, announced: true });
    const answer = await setting.api.download(logs, run, 1000);
    const error = await rejectionOf(answer.body[Symbol.asyncIterator]().next());
    expect(error).toMatchObject({ code: 'http/too-large' });
    expect(everyText(error)).not.toContain(signature);
  });

  test.each([
    [json({}), 'github-api/unexpected'],
    [json({}, {}, 404), 'github-api/not-found'],
    [json({}, {}, 410), 'github-api/gone'],
    [json({}, { location: 'https://elsewhere.example.com' }, 301), 'github-api/moved'],
  ])('that is not located is an error', async (behaviour, code) => {
    await setting.api.locate(logs, run);
    server.plan(behaviour);
    expect(await rejectionOf(setting.api.download(logs, run, 1000))).toMatchObject({ code });
  });
});

describe('a client', () => {
  test.each([
    ['api.github.com'],
    ['ftp://api.github.com'],
    ['https://api.github.com/?x=1'],
    ['https://api.github.com/#x'],
    [''],
  ])('for %j is not made', async (baseUrl) => {
    expect(await rejectionOf(createSetting(baseUrl))).toMatchObject({ code: 'github-api/invalid-address' });
  });

  test('without a token is not made', async () => {
    const error = await rejectionOf(createSetting(server.origin, 60, { token: '' }));
    expect(error).toMatchObject({ code: 'github-api/unauthorized' });
  });

  test('for plain http on another host asks nothing', async () => {
    const { api } = await createSetting('http://github.example.com/api/v3');
    expect(await rejectionOf(api.request('GET /user', {}))).toMatchObject({ code: 'http/insecure-url' });
  });

  test('whose server is away says so as packages/http does', async () => {
    const { api } = await createSetting(`http://127.0.0.1:${await findClosedPort()}`);
    expect(await rejectionOf(api.request('GET /user', {}))).toMatchObject({ code: 'http/refused' });
  });

  test('with a token that no header can hold sends nothing', async () => {
    const { api } = await createSetting(server.origin, 60, { token: `${token}\n` });
    const error = await rejectionOf(api.request('GET /user', {}));
    expect(error).toMatchObject({
      code: 'http/invalid-header',
      what: expect.stringContaining('`authorization`'),
    });
    expect(everyText(error)).not.toContain(token);
    expect(server.requests).toEqual([]);
  });
});
