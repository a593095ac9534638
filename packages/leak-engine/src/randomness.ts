import { digits, lower, upper } from './alphabets.ts';
import { runsOf, type Shape } from './shape.ts';

/** A credential of which a random source would make one in a hundred thousand is taken for a placeholder. */
const negligible = 1e-5;
/** Beyond this length the expectations no longer grow: encoded text (a JWT, JSON) is less varied than random bytes. */
const longestExpectation = 40;

/** Whether more than half of the characters repeat or continue the one before: `xxxx`, `abcdef`, `123456`. */
function isSequence(text: string): boolean {
  let steps = 0;
  for (let index = 1; index < text.length; index += 1) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
    if (step === 0 || step === 1) steps += 1;
  }
  return steps * 2 > text.length;
}

/** Whether a class of characters that the alphabet has is absent, although chance would hardly leave it out. */
function lacksClass(text: string, alphabet: string, length: number): boolean {
  return [digits, lower, upper].some((characters) => {
    const share =
      [...alphabet].filter((character) => characters.includes(character)).length / alphabet.length;
    if (share === 0 || (1 - share) ** length > negligible) return false;
    return ![...text].some((character) => characters.includes(character));
  });
}

/** Whether the text has far fewer different characters than `length` draws from the alphabet would give. */
function isMonotonous(text: string, alphabet: string, length: number): boolean {
  const size = alphabet.length;
  const expected = size * (1 - (1 - 1 / size) ** length);
  return new Set(text).size < 0.6 * expected;
}

/**
 * Makes the test that tells a placeholder (`xxxx`, `your_token_here`, an identifier) from a drawn credential of a shape.
 * @returns a predicate on the value; true for what no random source makes in practice.
 */
export function placeholderTest(shape: Shape): (value: string) => boolean {
  const [longest] = [...runsOf(shape)].sort((a, b) => b.min - a.min);
  if (longest === undefined) return () => false;
  const length = Math.min(longest.min, longestExpectation);
  const prefix = typeof shape[0] === 'string' ? shape[0] : '';
  return (value) => {
    const body = value.startsWith(prefix) ? value.slice(prefix.length) : value;
    return (
      isSequence(body) ||
      lacksClass(body, longest.alphabet, length) ||
      isMonotonous(body, longest.alphabet, length)
    );
  };
}
