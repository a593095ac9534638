import { isPropertyClaim, presentClaim, type Claims } from '../claims.ts';
import { contextOf, otherForm, parseSubject } from '../subject.ts';
import type { Verdict } from '../verdict.ts';
import { literalsOf, type ClaimPolicy, type PolicyEntry } from './language.ts';

/** What usually causes a difference, as one sentence; undefined where the two values speak for themselves. */
export function explainDifference(
  entry: PolicyEntry,
  verdict: Verdict,
  claims: Claims,
  policy: ClaimPolicy,
): string | undefined {
  const { claim } = entry;
  if (verdict === 'unverifiable')
    return 'This GitHub server does not issue the claim, so it cannot be checked.';
  const actual = presentClaim(claims, claim);
  if (actual === undefined) return explainAbsence(claim);
  const expected = literalsOf(entry.condition);
  if (expected.some((text) => text !== actual && text.toLowerCase() === actual.toLowerCase())) {
    return 'Only upper and lower case differ; write it as the token does.';
  }
  if (claim === 'sub') return firstOf(expected, (text) => explainSubject(text, actual, claims));
  if (claim === 'ref') return firstOf(expected, (text) => explainRef(text, actual, claims));
  if (claim === 'repository' || claim === 'repository_owner') {
    return explainName(claim, expected, actual, claims, policy);
  }
  if (claim === 'job_workflow_ref' || claim === 'workflow_ref') {
    return firstOf(expected, (text) => explainWorkflowRef(text, actual));
  }
  if (claim === 'repository_id' || claim === 'repository_owner_id') return explainId(claim, claims, policy);
  return undefined;
}

function explainAbsence(claim: string): string | undefined {
  if (claim === 'environment' || claim === 'environment_node_id') {
    return 'The job names no `environment:`, so its token has no such claim.';
  }
  if (claim === 'head_ref' || claim === 'base_ref') return 'Only runs of pull requests have this claim.';
  if (claim === 'enterprise' || claim === 'enterprise_id')
    return 'The owner belongs to no enterprise account.';
  if (isPropertyClaim(claim)) {
    return 'The property is not set on the repository, or an administrator has not included it in tokens.';
  }
  return undefined;
}

function explainSubject(expected: string, actual: string, claims: Claims): string | undefined {
  const wanted = parseSubject(expected);
  const given = parseSubject(actual);
  if (wanted === undefined || given === undefined) return undefined;
  if (given.form === 'custom' && wanted.form !== 'custom') {
    return 'The repository or its organization has a customised `sub`.';
  }
  if (wanted.form !== given.form && wanted.form !== 'custom') {
    const other = otherForm(expected, claims);
    return `The policy has the ${wanted.form} form of \`sub\`, the token the ${given.form} one; in that form the policy would say ${other ?? actual}.`;
  }
  const [from, to] = [contextOf(wanted)?.key, contextOf(given)?.key];
  if (from === 'ref' && to === 'environment') {
    return 'The job names an `environment:`, which takes the place of the branch in `sub`; assert `environment` and `ref` instead.';
  }
  if (from === 'environment' && to !== 'environment') {
    return 'The job names no `environment:`, so `sub` holds its ref or event.';
  }
  if (from === 'ref' && to === 'pull_request') return 'This run belongs to a pull request, not to a branch.';
  return explainFork(wanted.parts[0]?.value, given.parts[0]?.value);
}

function explainRef(expected: string, actual: string, claims: Claims): string | undefined {
  const [, expectedKind, expectedName] = splitRef(expected);
  const [, actualKind, actualName] = splitRef(actual);
  if (expectedName !== undefined && expectedName === actualName && expectedKind !== actualKind) {
    return `${actualKind === 'tags' ? 'The run is of a tag' : 'The run is of a branch'} with that name, not of the ${expectedKind === 'tags' ? 'tag' : 'branch'}.`;
  }
  if (actualKind === 'pull') return 'On a pull request `ref` is the merge ref; its target is in `base_ref`.';
  const head = presentClaim(claims, 'head_ref');
  if (head !== undefined && expected === `refs/heads/${head}`) {
    return 'That is the source branch of the pull request, which `head_ref` holds.';
  }
  return undefined;
}

function explainName(
  claim: 'repository' | 'repository_owner',
  expected: readonly string[],
  actual: string,
  claims: Claims,
  policy: ClaimPolicy,
): string | undefined {
  const id = `${claim}_id`;
  const known = policy.entries.find((entry) => entry.claim === id);
  const actualId = presentClaim(claims, id);
  if (known !== undefined && actualId !== undefined && literalsOf(known.condition).includes(actualId)) {
    return `\`${id}\` is the same: it was renamed or transferred, so correct the name in the policy.`;
  }
  return claim === 'repository' ? firstOf(expected, (text) => explainFork(text, actual)) : undefined;
}

function explainId(claim: string, claims: Claims, policy: ClaimPolicy): string | undefined {
  const name = claim.slice(0, -'_id'.length);
  const known = policy.entries.find((entry) => entry.claim === name);
  const actual = presentClaim(claims, name);
  if (known === undefined || actual === undefined || !literalsOf(known.condition).includes(actual))
    return undefined;
  return 'The name is the same and the id is not: it was deleted and made anew, perhaps by somebody else.';
}

function explainFork(expected: string | undefined, actual: string | undefined): string | undefined {
  const [expectedOwner, expectedName] = (expected ?? '').split('/');
  const [actualOwner, actualName] = (actual ?? '').split('/');
  const sameName = expectedName !== undefined && expectedName === actualName;
  return sameName && expectedOwner !== actualOwner
    ? 'The repository has the same name under another owner: it looks like a fork.'
    : undefined;
}

function explainWorkflowRef(expected: string, actual: string): string | undefined {
  const [expectedPath, expectedRef] = expected.split('@');
  const [actualPath, actualRef] = actual.split('@');
  if (expectedPath === actualPath && expectedRef !== actualRef)
    return 'The file is the same, at another ref.';
  return undefined;
}

function splitRef(ref: string): readonly (string | undefined)[] {
  return /^refs\/(heads|tags|pull)\/(.+)$/.exec(ref) ?? [];
}

function firstOf<T>(values: readonly T[], explain: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const sentence = explain(value);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}
