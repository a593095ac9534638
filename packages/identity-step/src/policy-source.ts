import { failure } from '@sallyport/errors';
import type { InputReader } from '@sallyport/runner';

/** Where the claim policy comes from. */
export type PolicySource =
  | { readonly from: 'input'; readonly text: string }
  | { readonly from: 'file'; readonly path: string; readonly sha256: string | undefined };

/**
 * The inputs `claims`, `claims-file` and `claims-sha256`.
 * @throws CodedError `inputs/*` where they contradict each other.
 */
export function readPolicySource(inputs: InputReader): PolicySource | undefined {
  const text = inputs.optional('claims');
  const path = inputs.optional('claims-file');
  const sha256 = inputs.optional('claims-sha256');
  if (text !== undefined && path !== undefined) {
    throw failure('inputs/conflict', {
      what: 'Both `claims` and `claims-file` are given.',
      remedy: 'Keep one of them.',
    });
  }
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) {
    throw failure('inputs/invalid', {
      what: 'The input `claims-sha256` is not a SHA-256 digest.',
      remedy: 'Write 64 lower-case hexadecimal digits, as `sha256sum` prints them.',
    });
  }
  if (text !== undefined) return { from: 'input', text };
  return path === undefined ? undefined : { from: 'file', path, sha256 };
}
