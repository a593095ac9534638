import { knownClaims } from '../claims.ts';

/** What people write instead of the claim's name. */
const customary: Readonly<Record<string, string>> = {
  repo: 'repository',
  repoid: 'repository_id',
  owner: 'repository_owner',
  ownerid: 'repository_owner_id',
  organization: 'repository_owner',
  organizationid: 'repository_owner_id',
  branch: 'ref',
  tag: 'ref',
  subject: 'sub',
  audience: 'aud',
  issuer: 'iss',
  event: 'event_name',
  eventname: 'event_name',
  env: 'environment',
  commit: 'sha',
  runner: 'runner_environment',
  workflowfile: 'workflow_ref',
  reusableworkflow: 'job_workflow_ref',
};

/** The claim that was probably meant by a name that is none. */
export function closestClaim(name: string): string | undefined {
  const plain = normalize(name);
  const custom = Object.hasOwn(customary, plain) ? customary[plain] : undefined;
  if (custom !== undefined) return custom;
  const near = Object.keys(knownClaims)
    .map((claim) => ({ claim, distance: editDistance(plain, normalize(claim)) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= Math.max(1, Math.floor(plain.length / 4))
    ? near.claim
    : undefined;
}

function normalize(name: string): string {
  return name
    .slice(0, 60)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** Levenshtein's distance. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
