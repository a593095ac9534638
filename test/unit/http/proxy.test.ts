import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpClient, readProxySettings, startDeadline } from '@sallyport/http';
import { startConnectProxy, type ConnectProxy, type ConnectProxyOptions } from '../../twins/connect-proxy.ts';
import { findClosedPort, startFaultServer, type FaultServer } from '../../twins/http-faults.ts';
import { createTestAuthority } from '../../twins/test-ca.ts';
import { everyText, rejectionOf } from './every-text.ts';
import { createInstantClock } from './instant-clock.ts';
import { createManualTimers, until } from './manual-timers.ts';

const authority = createTestAuthority('Sallyport Test CA');
const stranger = createTestAuthority('Interceptor CA');
const host = 'vault.example.com';
const token = ['bearer', 'token'].join('-');
const password = ['proxy', 'pass', 'word'].join('-');

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});

async function startPeer(issuer = authority, name = host): Promise<FaultServer> {
  const { certificate, key } = issuer.issue({ names: [name] });
  const server = await startFaultServer({ cert: certificate, key });
  opened.push(server);
  return server;
}

async function startProxy(options: ConnectProxyOptions): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(options);
  opened.push(proxy);
  return proxy;
}

const timers = createManualTimers();

function createClient(proxyUrl: string, noProxy = '') {
  const clock = createInstantClock();
  return createHttpClient({
    deadline: startDeadline(clock, 60),
    clock,
    random: () => 0,
    certificateAuthorities: authority.certificate,
    proxy: readProxySettings({ HTTPS_PROXY: proxyUrl, NO_PROXY: noProxy }),
    userAgent: 'sallyport/1',
    startTimer: timers.startTimer,
  });
}

const request = {
  method: 'POST',
  url: `https://${host}/v1/auth?x=${token}`,
  headers: { authorization: `Bearer ${token}` },
  body: token,
  repeat: 'unless-acted',
  peer: 'the Vault server',
} as const;

describe('through a CONNECT proxy', () => {
  test('TLS reaches from end to end: the proxy sees host and port, and not one word more', async () => {
    const peer = await startPeer();
    const proxy = await startProxy({ routes: { [`${host}:443`]: peer.port } });
    const client = createClient(`http://127.0.0.1:${proxy.port}`);
    expect(await client.send(request)).toMatchObject({ status: 200 });
    expect(await client.send(request)).toMatchObject({ status: 200 });
    client.close();
    expect(proxy.tunnels).toMatchObject([
      { authority: `${host}:443`, headers: { host: `${host}:443`, 'user-agent': 'sallyport/1' } },
    ]);
    expect(proxy.tunnels[0]?.headers).not.toHaveProperty('authorization');
    expect(proxy.plainRequests).toEqual([]);
    expect(proxy.seen().length).toBeGreaterThan(500);
    expect(proxy.seen().includes(token)).toBe(false);
    expect(peer.requests.map(({ body, connection }) => [body, connection])).toEqual([
      [token, 1],
      [token, 1],
    ]);
    expect(peer.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test('the proxy itself may speak TLS', async () => {
    const peer = await startPeer();
    const tls = authority.issue({ names: ['127.0.0.1'] });
    const proxy = await startProxy({ routes: { [`${host}:443`]: peer.port }, tls });
    const client = createClient(`https://127.0.0.1:${proxy.port}`);
    expect(await client.send(request)).toMatchObject({ status: 200 });
    client.close();
  });

  test('its credentials come from its URL and go to it alone', async () => {
    const peer = await startPeer();
    const authorization = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
    const proxy = await startProxy({ routes: { [`${host}:443`]: peer.port }, authorization });
    const client = createClient(`http://me:${password}@127.0.0.1:${proxy.port}`);
    expect(await client.send(request)).toMatchObject({ status: 200 });
    client.close();
    expect(JSON.stringify(peer.requests)).not.toContain(authorization);
  });

  test('NO_PROXY goes past it', async () => {
    const proxy = await startProxy({ routes: {} });
    const client = createClient(`http://127.0.0.1:${proxy.port}`, 'example.invalid');
    const error = await rejectionOf(client.send({ ...request, url: 'https://vault.example.invalid/' }));
    client.close();
    expect(error).toMatchObject({ code: 'http/dns' });
    expect(proxy.tunnels).toEqual([]);
  });

  test('what it does to a stream is told apart: a reset inside the tunnel is the peer, not the proxy', async () => {
    const peer = await startPeer();
    peer.plan({ does: 'reset' });
    const proxy = await startProxy({ routes: { [`${host}:443`]: peer.port } });
    const client = createClient(`http://127.0.0.1:${proxy.port}`);
    const error = await rejectionOf(client.send(request));
    client.close();
    expect(error).toMatchObject({ code: 'http/reset', what: expect.stringContaining(host) });
    expect(peer.requests).toHaveLength(1);
  });
});

describe('a man in the middle', () => {
  test.each([
    ['with a certificate of his own authority', stranger, host, 'http/tls-untrusted'],
    ['with a good certificate for another host', authority, 'evil.example.com', 'http/tls-name'],
  ] as const)('%s learns nothing', async (_name, issuer, name, code) => {
    const interceptor = await startPeer(issuer, name);
    const proxy = await startProxy({ routes: { [`${host}:443`]: interceptor.port } });
    const client = createClient(`http://127.0.0.1:${proxy.port}`);
    const error = await rejectionOf(client.send(request));
    client.close();
    expect(error).toMatchObject({ code, what: expect.stringContaining(`The Vault server (${host})`) });
    expect(interceptor.requests).toEqual([]);
    expect(proxy.tunnels).toHaveLength(1);
  });

  test('an https proxy with a certificate of a stranger does not even learn the credentials', async () => {
    const tls = stranger.issue({ names: ['127.0.0.1'] });
    const proxy = await startProxy({ routes: {}, tls });
    const client = createClient(`https://me:${password}@127.0.0.1:${proxy.port}`);
    const error = await rejectionOf(client.send(request));
    client.close();
    expect(error).toMatchObject({
      code: 'http/tls-untrusted',
      what: expect.stringMatching(/^The proxy \(127/),
    });
    expect(proxy.tunnels).toEqual([]);
  });
});

describe('a proxy that opens no tunnel', () => {
  test.each([
    [403, 1, 'answered 403 to CONNECT vault.example.com:443.'],
    [407, 1, 'wants credentials'],
    [502, 6, 'answered 502'],
    [503, 6, 'answered 503'],
  ])('%i: asked %i times', async (status, times, text) => {
    const proxy = await startProxy({ routes: {}, refuseWith: status });
    const client = createClient(`http://me:${password}@127.0.0.1:${proxy.port}`);
    const error = await rejectionOf(client.send(request));
    client.close();
    expect(error).toMatchObject({ code: 'http/proxy-refused', what: expect.stringContaining(text) });
    expect(error).toMatchObject({ what: expect.stringContaining(`127.0.0.1:${proxy.port}`) });
    expect(proxy.tunnels).toHaveLength(times);
    for (const secret of [token, password, Buffer.from(`me:${password}`).toString('base64')]) {
      expect(everyText(error)).not.toContain(secret);
    }
  });

  test('because it is silent', async () => {
    const proxy = await startProxy({ routes: {}, silent: true });
    const client = createClient(`http://me:${password}@127.0.0.1:${proxy.port}`);
    const sending = rejectionOf(client.send({ ...request, repeat: 'never' }));
    await until(() => proxy.tunnels.length === 1);
    timers.fire();
    const error = await sending;
    await until(() => proxy.connections() === 0);
    client.close();
    expect(error).toMatchObject({ code: 'http/connect-timeout', what: expect.stringContaining(host) });
    expect(everyText(error)).not.toContain(password);
  });

  test('and is left when the step ends', async () => {
    const proxy = await startProxy({ routes: {}, silent: true });
    const client = createClient(`http://127.0.0.1:${proxy.port}`);
    const sending = rejectionOf(client.send(request));
    await until(() => proxy.tunnels.length === 1);
    client.close();
    expect(await sending).toMatchObject({ code: 'http/closed' });
    await until(() => proxy.connections() === 0);
  });

  test('because nothing listens there', async () => {
    const port = await findClosedPort();
    const client = createClient(`http://me:${password}@127.0.0.1:${port}`);
    const error = await rejectionOf(client.send(request));
    client.close();
    expect(error).toMatchObject({
      code: 'http/proxy-unreachable',
      what: `The proxy (127.0.0.1:${port}) refused the connection.`,
      details: 'Tried 6 times.',
    });
    expect(everyText(error)).not.toContain(password);
  });

  test('because it is no proxy', async () => {
    const server = await startFaultServer();
    opened.push(server);
    server.plan({ does: 'babble' });
    const client = createClient(`http://127.0.0.1:${server.port}`);
    const error = await rejectionOf(client.send(request));
    client.close();
    expect(error).toMatchObject({ code: expect.stringMatching(/^http\/proxy-(unreachable|refused)$/) });
  });
});
