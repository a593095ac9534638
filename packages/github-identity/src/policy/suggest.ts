import { createHash } from 'node:crypto';
import { presentClaim, type Claims } from '../claims.ts';
import { longestText } from './parse.ts';
import { riskOf } from './risky-events.ts';

interface Line {
  readonly claim: string;
  readonly comment: string;
}

/**
 * The policy that exactly runs like this one satisfy, as YAML ready to paste, with a word on every line: which to loosen
 * and which never. Values that no policy can hold (line breaks, excessive length) are left out.
 */
export function suggestPolicy(claims: Claims): string {
  const lines = chooseLines(claims).flatMap(({ claim, comment }) => {
    const value = presentClaim(claims, claim);
    return value === undefined || !canHold(value) ? [] : [{ text: `${claim}: ${quote(value)}`, comment }];
  });
  const width = Math.min(60, Math.max(0, ...lines.map((line) => line.text.length)));
  return lines.map((line) => `${line.text.padEnd(width)}  # ${line.comment}`).join('\n');
}

/**
 * SHA-256 of the policy text in hexadecimal, as `sha256sum` prints it for the file, so that a policy can be pinned and
 * named in the record of a login.
 */
export function policyDigest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function chooseLines(claims: Claims): readonly Line[] {
  const event = presentClaim(claims, 'event_name') ?? '';
  const risk = riskOf(event);
  const called = claims['job_workflow_ref'] !== claims['workflow_ref'];
  return [
    { claim: 'repository_id', comment: 'never loosen: names can be taken over, this id cannot' },
    { claim: 'repository_owner_id', comment: 'never loosen: the id of the owner' },
    {
      claim: 'event_name',
      comment: risk === undefined ? 'a list admits more events' : `risky: ${risk}`,
    },
    { claim: 'ref', comment: refComment(claims) },
    { claim: 'base_ref', comment: 'the branch that the pull request targets' },
    { claim: 'environment', comment: 'keep: its protection rules are the gate' },
    ...(called
      ? [
          {
            claim: 'job_workflow_ref',
            comment: 'the called workflow; pin its ref, never a bare `*` after `@`',
          },
        ]
      : [
          { claim: 'workflow_ref', comment: 'the workflow file; may be left out if any workflow may log in' },
        ]),
    { claim: 'runner_environment', comment: 'may be left out; keep it to refuse self-hosted runners' },
  ];
}

function refComment(claims: Claims): string {
  if (claims['ref_type'] === 'tag') return 'loosen to { glob: "refs/tags/v*" } for releases';
  const ref = presentClaim(claims, 'ref') ?? '';
  if (ref.startsWith('refs/pull/')) return 'loosen to { glob: "refs/pull/*/merge" } for every pull request';
  return 'keep, unless other branches may log in too';
}

function canHold(value: string): boolean {
  return value.length <= longestText && !/[\r\n]/.test(value);
}

const plain = /^[A-Za-z][A-Za-z0-9_.-]*(?:[/@][A-Za-z0-9_.-]+)*$/;
/** Words that other readers of YAML take for something else than a text. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A YAML scalar; quoted where the plain text could mean something else, with everything invisible escaped. */
function quote(value: string): string {
  if (plain.test(value) && !reserved.test(value)) return value;
  return JSON.stringify(value)
    .replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('##[', '##\\x5b');
}
