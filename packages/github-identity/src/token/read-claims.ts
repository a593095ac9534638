import { failure, plainText } from '@sallyport/errors';
import { knownClaims, type Claims } from '../claims.ts';

const longestValue = 4096;
const required = ['iss', 'sub', 'aud', 'exp', 'iat'] as const;

/**
 * The payload as claims: texts, and times as whole seconds. A claim that is known and has another type is an error; an
 * unknown one of another type is left out, because nothing can be asserted on it.
 * @throws CodedError `oidc/claim-type`.
 */
export function readClaims(payload: Readonly<Record<string, unknown>>): Claims {
  const claims: Record<string, string | number> = Object.create(null);
  for (const [name, value] of Object.entries(payload)) {
    const known = Object.hasOwn(knownClaims, name) ? knownClaims[name] : undefined;
    const expected = known?.holds === 'time' ? 'a whole number' : 'a text';
    if (isOfType(value, known?.holds === 'time')) claims[name] = value;
    else if (known !== undefined) throw wrongType(name, `is not ${expected}`);
  }
  for (const name of required) {
    if (claims[name] === undefined || claims[name] === '') throw wrongType(name, 'is missing');
  }
  return claims as unknown as Claims;
}

function isOfType(value: unknown, time: boolean): value is string | number {
  if (time) return Number.isSafeInteger(value) && Number(value) >= 0;
  return typeof value === 'string' && value.length <= longestValue;
}

function wrongType(name: string, problem: string): Error {
  return failure('oidc/claim-type', {
    what: `The claim \`${plainText(name, 60)}\` of the token ${problem}.`,
  });
}
