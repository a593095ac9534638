/** Runs that differ from run to run or may encode something: long words of base64's alphabet, hex, numbers. */
const variable = /[A-Za-z0-9+/_=-]{24,}|\b[0-9a-f]{7,}\b|[0-9]+(?:[.,:][0-9]+)*/gi;

/**
 * A line's text with everything taken out that was found in it, that may encode it, or that changes from run to run:
 * what a fingerprint may be made of.
 */
export function skeletonOf(around: string, values: readonly string[]): string {
  let text = around;
  for (const value of values.slice(0, 64)) if (value.length >= 4) text = text.split(value).join('#');
  return text.replace(variable, '#').trim();
}
