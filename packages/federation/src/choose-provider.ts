import { failure, plainText } from '@sallyport/errors';
import type { Provider } from './provider.ts';
import { providers } from './providers.generated.ts';

/** Each provider has settings of its own; whoever only passes them through need not know them. */
const known = providers as readonly Provider[];

/**
 * The provider that is meant: the one named, or the one whose inputs are given.
 * @param isGiven whether an input has a value.
 * @returns undefined for `none`, and where no provider's input is given.
 * @throws CodedError `inputs/invalid`, `inputs/conflict` when inputs of two providers are given.
 */
export function chooseProvider(
  named: string | undefined,
  isGiven: (input: string) => boolean,
): Provider | undefined {
  const indicated = known.filter(({ infersFrom }) => infersFrom.some(isGiven));
  if (named === 'none') return undefined;
  if (named !== undefined) {
    const provider = known.find(({ id }) => id === named);
    if (provider !== undefined) return provider;
    throw failure('inputs/invalid', {
      what: `The input \`provider\` does not allow "${plainText(named, 60)}".`,
      remedy: `Use one of: ${[...known.map(({ id }) => id), 'none'].join(', ')}.`,
    });
  }
  if (indicated.length > 1) {
    throw failure('inputs/conflict', {
      what: `The inputs of ${indicated.map(({ title }) => title).join(' and ')} are given in one step.`,
      remedy: 'Use one step for each provider.',
    });
  }
  return indicated[0];
}
