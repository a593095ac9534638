import { failure, plainText } from '@sallyport/errors';
import type { NamedSecret } from './resolve.ts';

/**
 * Every name once, whatever its case: the runner finds outputs without regard to it. The same value under the same
 * name twice is one.
 * @throws CodedError `secrets/duplicate-name`
 */
export function distinct(secrets: readonly NamedSecret[]): NamedSecret[] {
  const byName = new Map<string, NamedSecret>();
  for (const secret of secrets) {
    const key = secret.name.toLowerCase();
    const earlier = byName.get(key);
    if (earlier === undefined) byName.set(key, secret);
    else if (!isSame(earlier, secret)) {
      throw failure('secrets/duplicate-name', {
        what: `\`${plainText(earlier.name)}\` (${describe(earlier)}) and \`${plainText(secret.name)}\` (${describe(secret)}) have the same name.`,
      });
    }
  }
  return [...byName.values()];
}

/** @throws CodedError `secrets/duplicate-name` for two variables that differ as outputs, such as `a-b` and `a_b`. */
export function refuseSharedVariables(secrets: readonly NamedSecret[]): void {
  const byVariable = new Map<string, NamedSecret>();
  for (const secret of secrets) {
    const earlier = byVariable.get(secret.variable.toUpperCase());
    if (earlier !== undefined) {
      throw failure('secrets/duplicate-name', {
        what: `\`${plainText(earlier.name)}\` and \`${plainText(secret.name)}\` would be the same environment variable.`,
      });
    }
    byVariable.set(secret.variable.toUpperCase(), secret);
  }
}

function isSame(left: NamedSecret, right: NamedSecret): boolean {
  return (
    left.name === right.name &&
    left.path === right.path &&
    left.key === right.key &&
    left.file?.name === right.file?.name
  );
}

function describe({ path, key }: NamedSecret): string {
  return `\`${plainText(key, 60)}\` of \`${plainText(path)}\``;
}
