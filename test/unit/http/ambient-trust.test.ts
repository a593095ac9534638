import { expect, test } from '@jest/globals';
import { ambientTrust } from '@sallyport/http';

const value = ['planted', 'value'].join('-');

test.each([
  ['NODE_TLS_REJECT_UNAUTHORIZED', 'certificates are always verified'],
  ['NODE_EXTRA_CA_CERTS', '`ca-certificate`'],
  ['NODE_USE_SYSTEM_CA', '`ca-certificate`'],
  ['SSL_CERT_FILE', '`ca-certificate`'],
  ['SSL_CERT_DIR', '`ca-certificate`'],
  ['AWS_CA_BUNDLE', '`ca-certificate`'],
  ['VAULT_CACERT', '`ca-certificate`'],
  ['VAULT_SKIP_VERIFY', 'certificates are always verified'],
  ['AWS_ENDPOINT_URL', 'inputs only'],
  ['AWS_ENDPOINT_URL_STS', 'inputs only'],
  ['GHA_ENDPOINT_OVERRIDE_sts', 'inputs only'],
])('%s is reported by name, not by value', (name, text) => {
  const [ignored, ...others] = ambientTrust({ PATH: '/bin', [name]: value });
  expect(others).toEqual([]);
  expect(ignored).toMatchObject({ name, sentence: expect.stringContaining(text) });
  expect(ignored?.sentence).toContain(`\`${name}\` is set and has no effect`);
  expect(ignored?.sentence).not.toContain(value);
});

test('an environment without them is not remarked on', () => {
  const env = {
    PATH: '/bin',
    HTTPS_PROXY: 'http://p:1',
    AWS_REGION: 'x',
    MY_AWS_ENDPOINT_URL: 'x',
    SSL_CERT_FILE: '',
  };
  expect(ambientTrust(env)).toEqual([]);
});

test('several come in the order of their names', () => {
  const env = { SSL_CERT_FILE: value, AWS_ENDPOINT_URL_S3: value, NODE_EXTRA_CA_CERTS: value };
  expect(ambientTrust(env).map(({ name }) => name)).toEqual(Object.keys(env).sort());
});
