import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { createHttpClient, startDeadline, type HttpClientOptions } from '@sallyport/http';
import { startFaultServer, type FaultServer } from '../../twins/http-faults.ts';
import { createTestAuthority } from '../../twins/test-ca.ts';
import { runChild } from './child.ts';
import { everyText, rejectionOf } from './every-text.ts';
import { createInstantClock } from './instant-clock.ts';

const authority = createTestAuthority('Sallyport Test CA');
const stranger = createTestAuthority('Another CA');
const names = ['127.0.0.1', 'localhost'];
const day = 24 * 60 * 60 * 1000;

const servers: FaultServer[] = [];

async function start(tls: Parameters<typeof startFaultServer>[0]): Promise<FaultServer> {
  const server = await startFaultServer(tls);
  servers.push(server);
  return server;
}

function serverFor(certificate: { certificate: string; key: string }) {
  return { cert: certificate.certificate, key: certificate.key };
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function ask(url: string, options: Partial<HttpClientOptions> = {}, headers = {}) {
  const clock = createInstantClock();
  const client = createHttpClient({
    deadline: startDeadline(clock, 60),
    clock,
    certificateAuthorities: authority.certificate,
    ...options,
  });
  try {
    return await client.send({ method: 'GET', url, headers, repeat: 'always', peer: 'the Vault server' });
  } finally {
    client.close();
  }
}

describe('the server', () => {
  test('is trusted when a given authority signed its certificate', async () => {
    const { origin } = await start(serverFor(authority.issue({ names })));
    expect(await ask(origin)).toMatchObject({ status: 200 });
  });

  test('is trusted when one of several given authorities did', async () => {
    const { origin } = await start(serverFor(authority.issue({ names })));
    const certificateAuthorities = `# ours\n${stranger.certificate}\r\n# theirs\n${authority.certificate}`;
    expect(await ask(origin, { certificateAuthorities })).toMatchObject({ status: 200 });
  });

  const past = { notBefore: new Date(Date.now() - 2 * day), notAfter: new Date(Date.now() - day) };
  const future = { notBefore: new Date(Date.now() + day), notAfter: new Date(Date.now() + 2 * day) };
  test.each([
    ['signed by another authority', stranger.issue({ names }), 'http/tls-untrusted'],
    ['expired', authority.issue({ names, ...past }), 'http/tls-expired'],
    ['not valid yet', authority.issue({ names, ...future }), 'http/tls-expired'],
    ['for another name', authority.issue({ names: ['example.com'] }), 'http/tls-name'],
  ])('is refused with a certificate %s, at once', async (_name, certificate, code) => {
    const { origin, requests } = await start(serverFor(certificate));
    const error = await rejectionOf(ask(origin));
    expect(error).toMatchObject({ code, details: undefined });
    expect(error).toMatchObject({
      what: expect.stringMatching(/^The Vault server \(127\.0\.0\.1:\d+\) shows /),
    });
    expect(requests).toEqual([]);
  });

  test('is refused without any given authority', async () => {
    const { origin } = await start(serverFor(authority.issue({ names })));
    const error = await rejectionOf(ask(origin, { certificateAuthorities: undefined }));
    expect(error).toMatchObject({ code: 'http/tls-untrusted' });
  });

  test('is refused when it speaks TLS 1.1 only', async () => {
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const { origin } = await start({ ...serverFor(authority.issue({ names })), ...old });
    expect(await rejectionOf(ask(origin))).toMatchObject({ code: 'http/tls-failed' });
  });

  test('is refused when it does not speak TLS', async () => {
    const { port } = await start(undefined);
    expect(await rejectionOf(ask(`https://127.0.0.1:${port}/`))).toMatchObject({ code: 'http/tls-failed' });
  });
});

test('a Host header does not decide whose certificate is accepted', async () => {
  const { origin, requests } = await start(serverFor(authority.issue({ names: ['other.example.com'] })));
  const error = await rejectionOf(ask(origin, {}, { Host: 'other.example.com' }));
  expect(error).toMatchObject({ code: 'http/tls-name' });
  expect(requests).toEqual([]);
});

describe('the client certificate', () => {
  const mutual = { ...serverFor(authority.issue({ names })), ca: authority.certificate, requestCert: true };
  const own = authority.issue({ names: ['runner'] });

  test('is shown to a server that asks for it', async () => {
    const { origin } = await start({ ...mutual, rejectUnauthorized: true });
    const options = { clientCertificate: own.certificate, clientKey: own.key };
    expect(await ask(origin, options)).toMatchObject({ status: 200 });
  });

  // TLS 1.2 has one alert for everything that a handshake may fail of.
  test.each([
    ['TLSv1.3', 'http/tls-client-certificate'],
    ['TLSv1.2', 'http/tls-failed'],
  ] as const)('%s: without one the server refuses: %s', async (maxVersion, code) => {
    const { origin, requests } = await start({ ...mutual, rejectUnauthorized: true, maxVersion });
    expect(await rejectionOf(ask(origin))).toMatchObject({ code, details: undefined });
    expect(requests).toEqual([]);
  });

  const other = authority.issue({ names: ['runner'] });
  test.each([
    ['a certificate without its key', { clientCertificate: own.certificate }],
    ['a key without its certificate', { clientKey: own.key }],
    ['a key of another certificate', { clientCertificate: own.certificate, clientKey: other.key }],
    ['a key that is not PEM', { clientCertificate: own.certificate, clientKey: own.key.replaceAll('-', '') }],
    ['a certificate that is not PEM', { clientCertificate: 'cert.pem', clientKey: own.key }],
  ])('%s is refused before any request', async (_name, options) => {
    const error = await rejectionOf(ask('https://127.0.0.1:1/', options));
    expect(error).toMatchObject({ code: 'http/client-certificate-invalid' });
    expect(everyText(error)).not.toContain(own.key.split('\n')[1]);
  });
});

describe('the given authorities', () => {
  const whole = authority.certificate;
  test.each([
    ['empty', '', 'holds no usable certificate'],
    ['a path', '/etc/ssl/ca.pem', 'holds no usable certificate'],
    ['cut off', whole.slice(0, 200), 'holds no usable certificate'],
    ['damaged', whole.replace(/\n[^-]{20}/, '\nAAAAAAAAAAAAAAAAAAAA'), 'Certificate 1 of 1'],
    [
      'the second damaged',
      `${whole}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`,
      'Certificate 2 of 2',
    ],
    ['the second cut off', whole + whole.slice(0, 200), 'Certificate 2 of 2'],
    ['a private key', `${whole}${authority.issue({ names }).key}`, 'holds a private key'],
  ])('%s: refused before any request', async (_name, certificateAuthorities, text) => {
    const error = await rejectionOf(ask('https://127.0.0.1:1/', { certificateAuthorities }));
    expect(error).toMatchObject({ code: 'http/ca-invalid', what: expect.stringContaining(text) });
  });
});

describe('what an earlier step can plant in the environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-http-'));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, authority.certificate);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Asks without a given authority, once by plain node:https and once by the client. */
  const program = `
    import { get } from 'node:https';
    import { createHttpClient, startDeadline, systemClock } from './packages/http/src/index.ts';
    const url = process.argv[1];
    const bare = await new Promise((resolve) => {
      get(url, (answer) => { answer.resume(); resolve(answer.statusCode); }).on('error', (e) => resolve(e.code));
    });
    const client = createHttpClient({ deadline: startDeadline(systemClock, 20), clock: systemClock });
    const ours = await client.send({ method: 'GET', url, repeat: 'never', peer: 'it' })
      .then(({ status }) => status, ({ code }) => code);
    client.close();
    console.log(JSON.stringify({ bare, ours }));
    process.exit(0);
  `;

  test.each<[string, Record<string, string>, unknown]>([
    ['nothing', {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 200],
    ['NODE_EXTRA_CA_CERTS', { NODE_EXTRA_CA_CERTS: file }, 200],
    [
      'NODE_USE_SYSTEM_CA with SSL_CERT_FILE',
      { NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: file },
      expect.anything(),
    ],
  ])('%s does not make the client trust a stranger', async (_name, env, bare) => {
    const { origin } = await start(serverFor(authority.issue({ names })));
    const { output } = await runChild(program, [`${origin}/`], env);
    expect(JSON.parse(output)).toEqual({ bare, ours: 'http/tls-untrusted' });
  });
});
