import { describe, expect, test } from '@jest/globals';
import { explainFault, type Stage } from '../../../packages/http/src/faults.ts';

const rows: readonly [string, Stage, string, boolean, string][] = [
  ['ENOTFOUND', 'connecting', 'http/dns', false, 'could not be resolved'],
  ['EAI_AGAIN', 'connecting', 'http/dns', true, 'the name server did not answer'],
  ['ECONNREFUSED', 'connecting', 'http/refused', true, 'refused the connection'],
  ['EHOSTUNREACH', 'connecting', 'http/unreachable', true, 'cannot be reached'],
  ['ENETUNREACH', 'connecting', 'http/unreachable', true, 'cannot be reached'],
  ['EADDRNOTAVAIL', 'connecting', 'http/unreachable', true, 'cannot be reached'],
  ['ETIMEDOUT', 'connecting', 'http/connect-timeout', true, 'did not accept the connection'],
  ['ECONNRESET', 'connecting', 'http/reset', true, 'while it was being opened'],
  ['ECONNRESET', 'sent', 'http/reset', true, 'without an answer'],
  ['EPIPE', 'sent', 'http/reset', true, 'without an answer'],
  ['ECONNRESET', 'answering', 'http/truncated', true, 'broke off in mid-answer'],
  ['CERT_HAS_EXPIRED', 'connecting', 'http/tls-expired', false, 'expired'],
  ['CERT_NOT_YET_VALID', 'connecting', 'http/tls-expired', false, 'from the future'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'connecting', 'http/tls-name', false, 'another name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'connecting', 'http/tls-untrusted', false, 'signed itself'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'connecting', 'http/tls-untrusted', false, 'not trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'connecting', 'http/tls-untrusted', false, 'not known'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'connecting', 'http/tls-untrusted', false, 'not known'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'connecting', 'http/tls-untrusted', false, 'without the chain'],
  ['CERT_REVOKED', 'connecting', 'http/tls-untrusted', false, 'CERT_REVOKED'],
  ['INVALID_PURPOSE', 'connecting', 'http/tls-untrusted', false, 'INVALID_PURPOSE'],
  ['EPROTO', 'connecting', 'http/tls-failed', false, 'EPROTO'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'connecting', 'http/tls-failed', false, 'TLS'],
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'sent',
    'http/tls-client-certificate',
    false,
    'client certificate',
  ],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'sent', 'http/tls-client-certificate', false, 'client certificate'],
  ['HPE_INVALID_CONSTANT', 'sent', 'http/malformed', false, 'HPE_INVALID_CONSTANT'],
  ['HPE_HEADER_OVERFLOW', 'sent', 'http/malformed', false, 'HPE_HEADER_OVERFLOW'],
];

describe('explainFault', () => {
  test.each(rows)('%s while %s is %s, transient: %s', (code, stage, coded, transient, text) => {
    const error = Object.assign(new Error('quotes the-request'), { code });
    const fault = explainFault(error, stage, 'AWS STS', 'sts.example.com');
    expect(fault).toMatchObject({ transient, reached: stage !== 'connecting', error: { code: coded } });
    expect(fault.error.what).toMatch(/^AWS STS \(sts\.example\.com\) /);
    expect(fault.error.what).toContain(text);
    expect(JSON.stringify(fault.error)).not.toContain('the-request');
  });

  test('of several addresses that were tried, the first counts', () => {
    const [first, second] = ['ECONNREFUSED', 'ENETUNREACH'].map((code) =>
      Object.assign(new Error(), { code }),
    );
    const fault = explainFault(new AggregateError([first, second]), 'connecting', 'it', 'localhost');
    expect(fault.error.code).toBe('http/refused');
  });

  test.each([[undefined], ['text'], [new Error('no code')]])('%p still becomes a coded error', (error) => {
    expect(explainFault(error, 'sent', 'it', 'localhost').error.code).toBe('http/reset');
  });
});
