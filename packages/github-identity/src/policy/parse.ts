import { failure, plainText } from '@sallyport/errors';
import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { identityClaims, knowledgeOf, type ClaimKnowledge } from '../claims.ts';
import { closestClaim } from './claim-names.ts';
import { claimShapes } from './claim-shapes.ts';
import { hasWildcard } from './glob.ts';
import { literalsOf, type ClaimPolicy, type Condition, type PolicyEntry } from './language.ts';
import { readPolicyDocument, refuseExtras, sourceText, type PolicyDocument } from './policy-document.ts';

const mostClaims = 100;
const mostAlternatives = 200;
/** Characters that a value of a policy may have. */
export const longestText = 1024;
const operators: readonly string[] = ['glob', 'not', 'absent'];

/** The claim that a condition is about, and how to complain about it. */
interface Subject {
  readonly claim: string;
  readonly knowledge: ClaimKnowledge;
  readonly fail: PolicyDocument['fail'];
}

/**
 * Reads a claim policy: a YAML mapping from claims to a text (exact), a list (any of), or a mapping of `glob`, `not` and
 * `absent: true` (all of them hold). Everything that would make a policy weaker than it looks is an error with its line
 * and column: unknown and doubled claims, values that can never hold, no permanent id, reliance on `actor` alone.
 * @throws CodedError `policy/*`.
 */
export function parsePolicy(text: string): ClaimPolicy {
  const document = readPolicyDocument(text);
  if (document.root.items.length > mostClaims) throw failure('policy/too-large');
  const seen = new Set<string>();
  const entries = document.root.items.map((pair) => readEntry(pair, document, seen));
  const policy: ClaimPolicy = { entries };
  requireIdentity(policy);
  refuseWeakPolicy(policy);
  return policy;
}

function readEntry(pair: Pair, { fail }: PolicyDocument, seen: Set<string>): PolicyEntry {
  const { key } = pair;
  refuseExtras(key, fail);
  const claim = isScalar(key) ? sourceText(key) : undefined;
  if (claim === undefined) throw fail('policy/unknown-claim', 'The name of a claim is not a text', key);
  const shown = plainText(claim, 60);
  const knowledge = knowledgeOf(claim);
  if (knowledge === undefined) {
    const meant = closestClaim(claim);
    const remedy = meant === undefined ? undefined : `Write \`${meant}\` if that is what you mean.`;
    throw fail('policy/unknown-claim', `GitHub's token has no claim \`${shown}\``, key, remedy);
  }
  if (seen.has(claim)) {
    throw fail('policy/duplicate-claim', `The claim \`${shown}\` is named twice`, key);
  }
  seen.add(claim);
  if (knowledge.holds === 'time' || knowledge.holds === 'opaque') {
    throw fail('policy/unassertable-claim', `The claim \`${shown}\` differs in every token`, key);
  }
  const subject: Subject = { claim, knowledge, fail };
  return { claim, condition: readCondition(pair.value, subject, key) };
}

function readCondition(node: unknown, subject: Subject, place: unknown): Condition {
  refuseExtras(node, subject.fail);
  if (isScalar(node)) return { kind: 'equals', text: readLiteral(node, subject) };
  if (isSeq(node)) return readAlternatives(node.items, subject, node);
  if (isMap(node)) return readOperators(node, subject);
  throw subject.fail('policy/invalid-value', `The claim \`${subject.claim}\` has no value`, place);
}

function readAlternatives(items: readonly unknown[], subject: Subject, place: unknown): Condition {
  const { claim, fail } = subject;
  if (items.length === 0) throw fail('policy/invalid-condition', `The list for \`${claim}\` is empty`, place);
  if (items.length > mostAlternatives) throw failure('policy/too-large');
  const of = items.map((item) => {
    if (isSeq(item)) throw fail('policy/invalid-condition', `The list for \`${claim}\` holds a list`, item);
    return readCondition(item, subject, place);
  });
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'any', of };
}

function readOperators(map: YAMLMap, subject: Subject): Condition {
  const { claim, fail } = subject;
  const seen = new Set<string>();
  const of = map.items.map((pair) => {
    refuseExtras(pair.key, fail);
    const operator = isScalar(pair.key) ? String(pair.key.value) : '';
    if (!operators.includes(operator)) {
      const what = `\`${claim}\` uses \`${plainText(operator, 60)}\`, which is none of glob, not, absent`;
      throw fail('policy/invalid-condition', what, pair.key);
    }
    if (seen.has(operator)) throw fail('policy/duplicate-claim', `\`${operator}\` is given twice`, pair.key);
    seen.add(operator);
    return readOperator(operator, pair.value, subject, pair.key);
  });
  if (seen.has('absent') && of.length > 1) {
    throw fail('policy/invalid-condition', `\`${claim}\` cannot be absent and something else`, map);
  }
  if (of.length === 0) throw fail('policy/invalid-condition', `The condition for \`${claim}\` is empty`, map);
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'all', of };
}

function readOperator(operator: string, node: unknown, subject: Subject, place: unknown): Condition {
  if (operator === 'glob') return readGlobs(node, subject, place);
  if (operator === 'absent') return readAbsent(node, subject, place);
  if (isMap(node) && node.items.some((pair) => isScalar(pair.key) && pair.key.value === 'not')) {
    throw subject.fail('policy/invalid-condition', `\`${subject.claim}\` negates twice`, node);
  }
  return { kind: 'not', condition: readCondition(node, subject, place) };
}

function readAbsent(node: unknown, subject: Subject, place: unknown): Condition {
  const { claim, knowledge, fail } = subject;
  refuseExtras(node, fail);
  if (!isScalar(node) || node.value !== true) {
    throw fail('policy/invalid-condition', `\`absent\` for \`${claim}\` is not \`true\``, node ?? place);
  }
  if (knowledge.presence === 'always') {
    throw fail(
      'policy/invalid-value',
      `The claim \`${claim}\` is in every token, so it is never absent`,
      place,
    );
  }
  return { kind: 'absent' };
}

function readGlobs(node: unknown, subject: Subject, place: unknown): Condition {
  refuseExtras(node, subject.fail);
  const items: readonly unknown[] = isSeq(node) ? node.items : [node];
  if (items.length > mostAlternatives) throw failure('policy/too-large');
  const of = items.map((item) => ({ kind: 'glob' as const, pattern: readPattern(item, subject, place) }));
  const [first] = of;
  if (first === undefined) {
    throw subject.fail('policy/invalid-condition', `The list for \`${subject.claim}\` is empty`, place);
  }
  return of.length === 1 ? first : { kind: 'any', of };
}

function readPattern(node: unknown, subject: Subject, place: unknown): string {
  const { claim, knowledge, fail } = subject;
  refuseExtras(node, fail);
  if (!isScalar(node))
    throw fail('policy/invalid-condition', `The glob for \`${claim}\` is not a text`, place);
  const pattern = readText(node, subject);
  if (knowledge.holds === 'id') {
    throw fail(
      'policy/invalid-value',
      `The id \`${claim}\` cannot be a glob`,
      node,
      'Give the id, or a list of ids.',
    );
  }
  if (/\*{3}/.test(pattern)) {
    throw fail('policy/invalid-value', `The glob for \`${claim}\` has three stars in a row`, node);
  }
  checkShape(pattern, node, subject, hasWildcard(pattern));
  return pattern;
}

function readLiteral(node: Scalar, subject: Subject): string {
  const text = readText(node, subject);
  checkShape(text, node, subject, false);
  return text;
}

function readText(node: Scalar, { claim, fail }: Subject): string {
  const text = sourceText(node);
  if (text === undefined || text === '') {
    const remedy = `Give a value, or \`{ absent: true }\`.`;
    throw fail('policy/invalid-value', `The claim \`${claim}\` has no value`, node, remedy);
  }
  if (text.length > longestText) throw fail('policy/too-large', `A value of \`${claim}\` is too long`, node);
  if (/[\r\n]/.test(text)) {
    const remedy = 'Write the value on one line, in quotes.';
    throw fail('policy/invalid-value', `A value of \`${claim}\` has a line break`, node, remedy);
  }
  return text;
}

function checkShape(text: string, node: Scalar, { claim, fail }: Subject, isGlob: boolean): void {
  const shape = Object.hasOwn(claimShapes, claim) ? claimShapes[claim] : undefined;
  const pattern = isGlob ? shape?.glob : shape?.pattern;
  if (shape === undefined || pattern === undefined || pattern.test(text)) return;
  const kind = isGlob ? 'matches no value' : 'is no value';
  const remedy =
    !isGlob && hasWildcard(text)
      ? `A plain text is compared exactly; write \`{ glob: "…" }\` for a pattern.`
      : undefined;
  const what = `"${plainText(text, 80)}" ${kind} of \`${claim}\`, which ${shape.says}`;
  throw fail('policy/invalid-value', what, node, remedy);
}

function requireIdentity({ entries }: ClaimPolicy): void {
  const named = entries.some(
    ({ claim, condition }) => identityClaims.includes(claim) && literalsOf(condition).length > 0,
  );
  if (!named) throw failure('policy/no-identity');
}

/** Conditions that say whose repository it is, and those that others can influence, do not say which run is meant. */
function refuseWeakPolicy({ entries }: ClaimPolicy): void {
  const weak = entries.filter(
    ({ claim, condition }) => condition.kind !== 'absent' && knowledgeOf(claim)?.advice === 'weak',
  );
  const isNarrowed = entries.some(({ claim }) => knowledgeOf(claim)?.advice === 'narrow');
  if (weak.length === 0 || isNarrowed) return;
  const list = weak.map(({ claim }) => `\`${claim}\``).join(', ');
  throw failure('policy/weak', { what: `Beside ids and names the claim policy relies only on ${list}.` });
}
