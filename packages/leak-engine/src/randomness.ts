import { runsOf, type Shape } from './shape.ts';

/** Beyond this length the expectation no longer grows: encoded text (a JWT, JSON) is less varied than random bytes. */
const longestExpectation = 40;
/** Draws have this share of the different characters that can be expected, with odds of a million to one. */
const leastVariety = 0.5;

/** Whether more than half of the characters repeat or continue the one before: `xxxx`, `abcdef`, `123456`. */
function isSequence(text: string): boolean {
  let steps = 0;
  for (let index = 1; index < text.length; index += 1) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
    if (step === 0 || step === 1) steps += 1;
  }
  return steps * 2 > text.length;
}

/** Whether it is written as names are in code: words in one case, joined by signs. */
function isIdentifier(text: string): boolean {
  return /[._-]/.test(text) && (/^[a-z._-]+$/.test(text) || /^[A-Z._-]+$/.test(text));
}

/** Whether letters alone change their case as seldom as words in camel case do. */
export function isWords(text: string): boolean {
  if (!/^[A-Za-z]+$/.test(text)) return false;
  const changes = text.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  return changes * 5 < text.length * 2;
}

/** Whether the text has far fewer different characters than `length` draws from the alphabet would give. */
function isMonotonous(text: string, alphabet: string, length: number): boolean {
  const size = alphabet.length;
  const expected = size * (1 - (1 - 1 / size) ** length);
  return new Set(text).size < leastVariety * expected;
}

/**
 * Makes the test that tells a placeholder (`xxxx`, `your_token_here`) from a drawn credential of a shape.
 * @param anchors Literals with which a value may begin; they are not looked at.
 * @returns a predicate on the value; true for what no random source makes in practice.
 */
export function placeholderTest(shape: Shape, anchors: readonly string[]): (value: string) => boolean {
  const [longest] = [...runsOf(shape)].sort((a, b) => b.min - a.min);
  if (longest === undefined) return () => false;
  const length = Math.min(longest.min, longestExpectation);
  return (value) => {
    const prefix = anchors.find((anchor) => value.startsWith(anchor)) ?? '';
    const body = value.slice(prefix.length);
    return isSequence(body) || isIdentifier(body) || isMonotonous(body, longest.alphabet, length);
  };
}
