import { describe, expect, test } from '@jest/globals';
import { readProxySettings } from '@sallyport/http';
import { readDestination } from '../../../packages/http/src/destination.ts';
import { chooseProxy } from '../../../packages/http/src/proxy-settings.ts';
import { everyText } from './every-text.ts';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('the proxy', () => {
  test.each<[string, Record<string, string>, object | undefined]>([
    ['none', {}, undefined],
    ['empty', { HTTPS_PROXY: ' ' }, undefined],
    ['HTTP_PROXY alone has no part in it', { HTTP_PROXY: 'http://p:1', http_proxy: 'http://p:1' }, undefined],
    [
      'upper case',
      { HTTPS_PROXY: 'http://p:3128' },
      { hostname: 'p', port: 3128, secure: false, host: 'p:3128' },
    ],
    [
      'lower case wins',
      { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:2' },
      { host: 'lower:2' },
    ],
    ['an empty one does not', { HTTPS_PROXY: 'http://upper:1', https_proxy: '' }, { host: 'upper:1' }],
    [
      'without a scheme',
      { HTTPS_PROXY: 'p.example.com:3128' },
      { hostname: 'p.example.com', port: 3128, secure: false },
    ],
    ['without a port', { HTTPS_PROXY: 'http://p' }, { port: 80 }],
    ['https', { HTTPS_PROXY: 'https://p' }, { port: 443, secure: true }],
    ['IPv6', { HTTPS_PROXY: 'http://[::1]:3128' }, { hostname: '::1', port: 3128 }],
    [
      'credentials',
      { HTTPS_PROXY: 'http://me:pa%40ss@p:1' },
      { authorization: basic('me:pa@ss'), host: 'p:1' },
    ],
    ['a user name alone', { HTTPS_PROXY: 'http://me@p:1' }, { authorization: basic('me:') }],
    ['no credentials', { HTTPS_PROXY: 'http://p:1' }, { authorization: undefined }],
  ])('%s', (_name, env, proxy) => {
    const settings = readProxySettings(env);
    if (proxy === undefined) expect(settings).toBeUndefined();
    else expect(settings?.proxy).toMatchObject(proxy);
  });

  const password = ['proxy', 'pass', 'word'].join('-');
  test.each([
    ['SOCKS', `socks5://me:${password}@p:1080`],
    ['no host', `http://me:${password}@`],
    ['not a URL', `http://me:${password}@p:port`],
    ['a stray percent sign', `http://me:${password}%@p:1`],
  ])('%s is refused without showing it', (_name, url) => {
    let error: unknown;
    try {
      readProxySettings({ HTTPS_PROXY: url });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      code: 'http/proxy-invalid',
      what: expect.stringContaining('`HTTPS_PROXY`'),
    });
    expect(everyText(error)).not.toContain(password);
  });
});

describe('NO_PROXY', () => {
  const direct = (url: string, noProxy: string, name = 'NO_PROXY') => {
    const settings = readProxySettings({ HTTPS_PROXY: 'http://p:1', [name]: noProxy });
    return chooseProxy(settings, readDestination(url, 'it')) === undefined;
  };
  test.each([
    ['', 'https://example.com', false],
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://EXAMPLE.com', true],
    ['Example.COM', 'https://example.com', true],
    ['example.com', 'https://api.example.com', true],
    ['example.com', 'https://notexample.com', false],
    ['example.com', 'https://example.com.evil.org', false],
    ['.example.com', 'https://api.example.com', true],
    ['.example.com', 'https://example.com', true],
    ['*.example.com', 'https://api.example.com', true],
    ['api.example.com', 'https://example.com', false],
    ['example.com.', 'https://example.com', true],
    ['example.com', 'https://example.com.', true],
    ['example.com:443', 'https://example.com', true],
    ['example.com:8443', 'https://example.com', false],
    ['example.com:8443', 'https://example.com:8443', true],
    ['*', 'https://example.com', true],
    ['a.org, example.com', 'https://example.com', true],
    ['a.org example.com', 'https://example.com', true],
    [',,', 'https://example.com', false],
    ['.', 'https://example.com', false],
    ['10.0.0.1', 'https://10.0.0.1', true],
    ['10.0.0.1', 'https://210.0.0.1', false],
    ['0.1', 'https://10.0.0.1', false],
    ['10.0.0.0/8', 'https://10.0.0.1', false],
    ['2001:db8::1', 'https://[2001:db8::1]', true],
    ['2001:DB8:0::1', 'https://[2001:db8::1]', true],
    ['[2001:db8::1]:8200', 'https://[2001:db8::1]:8200', true],
    ['[2001:db8::1]:8200', 'https://[2001:db8::1]', false],
    ['[2001:db8::1]', 'https://[2001:db8::1]:9', true],
  ])('%p: %s goes direct: %p', (noProxy, url, expected) => {
    expect(direct(url, noProxy)).toBe(expected);
    expect(direct(url, noProxy, 'no_proxy')).toBe(expected);
  });

  test.each(['https://localhost:8200', 'https://127.0.0.1', 'https://[::1]', 'http://127.0.0.1:1'])(
    '%s is this machine and never goes through a proxy',
    (url) => {
      expect(direct(url, '')).toBe(true);
    },
  );
});
