import { failure, isCoded, plainText, type CodedError } from '@sallyport/errors';
import type { RunFacts } from './run-facts.ts';

/** Events of a pull request, in which GitHub withholds the token from forks (GitHub Docs, "Events"). */
const pullRequestEvents: readonly string[] = [
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
];

/** Why this job has no token endpoint: a fork, Dependabot, or simply a missing permission. */
export function explainUnavailability(facts: RunFacts): CodedError {
  if (facts.fromFork && pullRequestEvents.includes(facts.eventName)) return failure('oidc/fork');
  if (facts.byDependabot) return failure('oidc/dependabot');
  return failure('oidc/permission-missing', {
    what: `This job of ${plainText(facts.repository)} has no token endpoint: it lacks \`id-token: write\`.`,
  });
}

/** Whether the platform gives no token to this run, whatever the workflow says: a fork, or Dependabot. */
export function isUnavailable(error: unknown): boolean {
  return isCoded(error, 'oidc/fork') || isCoded(error, 'oidc/dependabot');
}
