import { constants, gunzipSync, inflateSync } from 'node:zlib';

/** Compressed bytes that one run may hold, and bytes that they may become. */
export const inflateLimits = { input: 8 * 1024 * 1024, output: 32 * 1024 * 1024 } as const;

/**
 * Inflates gzip (RFC 1952) or zlib (RFC 1950) data; of a cut stream, what can be read.
 * @returns undefined if it is not such data, `too-large` if it would exceed the limit.
 */
export function inflate(
  data: Uint8Array,
  form: 'gzip' | 'zlib',
  limit: number,
): Uint8Array | 'too-large' | undefined {
  const options = { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    return form === 'gzip' ? gunzipSync(data, options) : inflateSync(data, options);
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : undefined;
  }
}
