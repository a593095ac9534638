import { claimText, isEnterpriseServerIssuer, type Claims } from './claims.ts';
import type { Binding } from './identity.ts';
import type { RunFacts } from './run-facts.ts';
import { worstOf, type ComparedClaim, type Verdict } from './verdict.ts';

/**
 * Compares the token with what the runner says of this job, so that a token minted elsewhere is of no use here.
 * A fact that the runner does not give, or a claim that an Enterprise Server does not issue, leaves the row
 * unverifiable; on github.com every one of these claims exists, so a missing one is a violation.
 */
export function bindToRun(claims: Claims, facts: RunFacts): Binding {
  const server = isEnterpriseServerIssuer(claims.iss);
  const rows = Object.entries(factsByClaim(facts)).flatMap(([claim, expected]) =>
    expected === undefined && claim === 'check_run_id' ? [] : [compare(claims, claim, expected, server)],
  );
  return { verdict: worstOf(rows.map((row) => row.verdict)), rows };
}

function factsByClaim(facts: RunFacts): Readonly<Record<string, string | undefined>> {
  return {
    repository_id: facts.repositoryId,
    run_id: facts.runId,
    run_attempt: facts.runAttempt,
    sha: facts.sha,
    workflow_ref: facts.workflowRef,
    event_name: facts.eventName,
    runner_environment: facts.runnerEnvironment,
    check_run_id: facts.checkRunId,
  };
}

function compare(
  claims: Claims,
  claim: string,
  expected: string | undefined,
  server: boolean,
): ComparedClaim {
  const actual = claimText(claims, claim);
  if (expected === undefined) {
    return { claim, expected: '', actual, verdict: 'unverifiable', hint: 'The runner does not say it.' };
  }
  if (actual === undefined && server) {
    return {
      claim,
      expected,
      actual,
      verdict: 'unverifiable',
      hint: 'This server does not issue the claim.',
    };
  }
  const verdict: Verdict = actual === expected ? 'holds' : 'violated';
  return { claim, expected, actual, verdict };
}
