import { commandForms } from '../context/commands.ts';
import { contextWords } from '../context/names.ts';
import type { KnownNeedle } from '../known/needles.ts';
import type { Rule, TokenRule } from '../rule.ts';
import { buildAutomaton, type Automaton } from './automaton.ts';
import { base64Images } from './images.ts';

/** What the prefilter looks for, and who is asked when it is found. */
export type Needle =
  | { readonly kind: 'rule'; readonly text: string; readonly rule: TokenRule }
  | {
      readonly kind: 'word' | 'url' | 'escape' | 'structure' | 'mask' | 'dump' | 'pem' | 'putty';
      readonly text: string;
    }
  | { readonly kind: 'command'; readonly text: string; readonly form: number }
  | { readonly kind: 'encoded'; readonly text: string; readonly dropped: number }
  | { readonly kind: 'known'; readonly text: string; readonly known: KnownNeedle };

/** Texts whose base64 is decoded even if it is not text as a whole, e.g. inside an archive. */
const encodedWords = [
  '"isSecret":true',
  '-----BEGIN ',
  'PRIVATE KEY',
  'x-access-token:',
  '"private_key"',
  'github_pat_',
  'AWS_SECRET_ACCESS_KEY',
  'client-key-data',
];

const escapeStarts = [
  '%2',
  '%3',
  '%4',
  '%5',
  '%6',
  '%7',
  '\\u00',
  '\\x',
  '\\n',
  '\\"',
  '&#',
  '&quot;',
  '&amp;',
  '\\1',
];

/** The automaton over everything, and what its needle numbers mean. */
export interface Prefilter {
  readonly automaton: Automaton;
  /** Needles that end in each accepting state, from the automaton's first one on. */
  readonly accepted: readonly (readonly Needle[])[];
}

function encodedNeedles(): Needle[] {
  const once = encodedWords.flatMap((word) => base64Images(word));
  const twice = base64Images(encodedWords[0] ?? '').flatMap((image) => base64Images(image.text));
  return [...once, ...twice].map(({ text, dropped }) => ({ kind: 'encoded', text, dropped }));
}

const none: readonly KnownNeedle[] = [];
const built = new WeakMap<readonly Rule[], WeakMap<readonly KnownNeedle[], Prefilter>>();

/** The prefilter of a set of rules and known values; built once for the same two lists, which takes some 10 ms. */
export function prefilterOf(rules: readonly Rule[], known: readonly KnownNeedle[] = none): Prefilter {
  const ofRules = built.get(rules) ?? new WeakMap<readonly KnownNeedle[], Prefilter>();
  built.set(rules, ofRules);
  const prefilter = ofRules.get(known) ?? buildPrefilter(rules, known);
  ofRules.set(known, prefilter);
  return prefilter;
}

function buildPrefilter(rules: readonly Rule[], known: readonly KnownNeedle[]): Prefilter {
  const tokenRules = rules.filter((rule) => rule.kind === 'token');
  // A name that holds a context word is looked at on that word's account.
  const assigned = rules
    .filter((rule) => rule.kind === 'assigned')
    .flatMap((rule) => rule.anchors)
    .filter((anchor) => !contextWords.some((word) => anchor.includes(word)));
  const words = [...new Set([...contextWords, ...assigned])];
  const needles: Needle[] = [
    ...tokenRules.flatMap((rule) => rule.anchors.map((text): Needle => ({ kind: 'rule', text, rule }))),
    ...words.map((text): Needle => ({ kind: 'word', text })),
    ...escapeStarts.map((text): Needle => ({ kind: 'escape', text })),
    ...commandForms.map((form, index): Needle => ({ kind: 'command', text: form.anchor, form: index })),
    ...encodedNeedles(),
    ...known.map((needle): Needle => ({ kind: 'known', text: needle.text, known: needle })),
    { kind: 'url', text: '://' },
    { kind: 'structure', text: '##[' },
    { kind: 'structure', text: 'env:' },
    { kind: 'structure', text: 'with:' },
    { kind: 'mask', text: '***' },
    { kind: 'dump', text: '":{"value":"' },
    { kind: 'pem', text: '-----BEGIN ' },
    { kind: 'putty', text: 'Private-Lines:' },
  ];
  const automaton = buildAutomaton(needles.map((needle) => needle.text));
  const accepted = automaton.accepted.map((ids) => Array.from(ids, (id) => needles[id] as Needle));
  return { automaton, accepted };
}
