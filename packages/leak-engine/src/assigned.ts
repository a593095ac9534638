import type { AssignedRule, Confidence, Example, Severity } from './rule.ts';
import { extentOf, patternOf, type Shape } from './shape.ts';
import { catalogues, examplesOf, tooShort } from './token.ts';

/** What a vendor's file says of a credential that only its name gives away. */
export interface AssignedKind {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** The names it goes by, in snake case: `heroku_api_key`. Other ways to join the words are understood. */
  readonly names: readonly string[];
  readonly shape: Shape;
  readonly remedy: string;
  readonly source?: string;
  /** Default: `medium`. */
  readonly confidence?: Exclude<Confidence, 'certain'>;
}

/** A name in the forms it has as a variable, a flag, a property and in camel case. */
function spellings(name: string): readonly string[] {
  const words = name.split('_');
  return [...new Set(['_', '-', '.', ''].map((joint) => words.join(joint)))];
}

/** Makes a rule for a value whose form is known but common, from the names it is assigned to. */
export function assigned(kind: AssignedKind): AssignedRule {
  const { id, title, severity, names, shape, remedy } = kind;
  const [any = () => '', shortest = () => '', longest = () => ''] = examplesOf(shape);
  const [name = ''] = names;
  const variable = name.toUpperCase();
  const as =
    (write: (value: string) => string, example: Example): Example =>
    (random) =>
      write(example(random));
  return {
    kind: 'assigned',
    id,
    title,
    severity,
    confidence: kind.confidence ?? 'medium',
    anchors: names.flatMap(spellings),
    pattern: new RegExp(`^${patternOf(shape)}$`),
    maxLength: extentOf(shape).max,
    remedy,
    source: kind.source ?? catalogues,
    examples: {
      leaks: [
        as((value) => `${variable}=${value}`, any),
        as((value) => `${name.replaceAll('_', '-')}: ${value}`, shortest),
        as((value) => `MY_${variable}_2=${value}`, longest),
      ],
      nearMisses: [
        as((value) => `${variable}=${value}`, tooShort(shape)),
        as((value) => `${variable}=${value}+/`, longest),
        as((value) => `${variable}=!${value}`, any),
        as((value) => `SOMETHING_ELSE=${value}`, any),
      ],
    },
  };
}
