import { describe, expect, test } from '@jest/globals';
import { createHttpClient, startDeadline } from '@sallyport/http';
import { readDestination } from '../../../packages/http/src/destination.ts';
import { everyText, rejectionOf } from './every-text.ts';
import { createInstantClock } from './instant-clock.ts';

describe('addresses that are accepted', () => {
  test.each([
    ['https://sts.amazonaws.com', 'sts.amazonaws.com', 443, '/', false],
    ['https://vault.example.com:8200/v1/x?list=true', 'vault.example.com', 8200, '/v1/x?list=true', false],
    ['https://[2001:db8::1]:8200/', '2001:db8::1', 8200, '/', false],
    ['http://localhost:8080/x', 'localhost', 8080, '/x', true],
    ['http://127.0.0.1/', '127.0.0.1', 80, '/', true],
    ['http://127.9.8.7/', '127.9.8.7', 80, '/', true],
    ['http://127.1/', '127.0.0.1', 80, '/', true],
    ['http://[::1]:1234/', '::1', 1234, '/', true],
    ['https://127.0.0.1:8443/', '127.0.0.1', 8443, '/', true],
    ['https://example.com/#fragment', 'example.com', 443, '/', false],
  ])('%s', (url, hostname, port, path, loopback) => {
    expect(readDestination(url, 'it')).toMatchObject({ hostname, port, path, loopback });
  });
});

describe('addresses that are refused, before any request and without showing them', () => {
  const secret = ['in', 'the', 'url'].join('-');
  test.each([
    ['plain http', `http://example.com/${secret}`, 'http/insecure-url'],
    ['a name that only looks like loopback', `http://127.0.0.1.example.com/${secret}`, 'http/insecure-url'],
    ['a name below localhost', `http://evil.localhost/${secret}`, 'http/insecure-url'],
    ['the unspecified address', `http://0.0.0.0/${secret}`, 'http/insecure-url'],
    ['a mapped address', `http://[::ffff:127.0.0.1]/${secret}`, 'http/insecure-url'],
    ['the metadata service', `http://169.254.169.254/${secret}`, 'http/insecure-url'],
    ['a user name', `https://${secret}@example.com/`, 'http/url-credentials'],
    ['a password', `https://user:${secret}@example.com/`, 'http/url-credentials'],
    ['credentials for loopback', `http://user:${secret}@localhost/`, 'http/url-credentials'],
    ['no scheme', `example.com/${secret}`, 'http/invalid-url'],
    ['another scheme', `file:///etc/${secret}`, 'http/invalid-url'],
    ['a host and port alone', `localhost:8200/${secret}`, 'http/invalid-url'],
    ['nothing', '', 'http/invalid-url'],
    ['a space in the host', `https://exam ple.com/${secret}`, 'http/invalid-url'],
    ['a port too high', `https://example.com:99999/${secret}`, 'http/invalid-url'],
  ])('%s: %s', async (_name, url, code) => {
    const clock = createInstantClock();
    const client = createHttpClient({ deadline: startDeadline(clock, 60), clock });
    const error = await rejectionOf(
      client.send({ method: 'GET', url, repeat: 'always', peer: 'the Vault server' }),
    );
    expect(error).toMatchObject({ code, what: expect.stringContaining('the Vault server') });
    expect(everyText(error)).not.toContain(secret);
  });
});
