import { describe, expect, test } from '@jest/globals';
import { failure } from '@sallyport/errors';
import { asCodedError, renderFailure, renderSummary } from '@sallyport/runner';

describe('the summary', () => {
  test('has one look: heading, verdict, body, details', () => {
    const text = renderSummary({ title: 'T', verdict: 'V', body: 'B', details: [{ title: 'D', body: 'b' }] });
    expect(text).toBe('### T\n\nV\n\nB\n\n<details><summary>D</summary>\n\nb\n\n</details>\n\n');
  });

  test('is cut below the size at which GitHub drops it', () => {
    const text = renderSummary({ title: 'T', verdict: 'V', body: 'x'.repeat(2 * 1024 * 1024) });
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toContain('cut here');
  });

  test('a refusal says what, why and what to do, and hostile names stay text', () => {
    const text = renderFailure(
      'T',
      failure('runner/defect', { what: '<img src=x> [a](b)', why: 'Because.', remedy: 'Do `x`.' }),
    );
    expect(text).not.toContain('<img');
    expect(text).not.toContain('[a](b)');
    expect(text).toContain('Because.');
    expect(text).toContain('`runner/defect`');
  });

  test('what is not coded is a defect, without its message', () => {
    expect(asCodedError(new TypeError('some inner text')).message).toBe(
      'runner/defect: Something unexpected happened (TypeError).',
    );
  });
});
