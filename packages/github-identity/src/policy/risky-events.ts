/**
 * Events whose runs carry the identity of the default branch (the `sub` that cloud trust policies admit) while people
 * without write access can start them or choose what they read. Source: GitHub Docs "Events that trigger workflows";
 * GitHub Security Lab, "Keeping your GitHub Actions and workflows secure".
 */
const reasons: Readonly<Record<string, string>> = {
  pull_request_target:
    'anyone can open a pull request, and the job runs with the identity of the base branch',
  workflow_run: 'it runs with the identity of the default branch after a run that a fork may have started',
  issue_comment: 'anyone can comment, and the job runs with the identity of the default branch',
  issues: 'anyone can open an issue, and the job runs with the identity of the default branch',
  discussion: 'anyone can open a discussion, and the job runs with the identity of the default branch',
  discussion_comment: 'anyone can comment, and the job runs with the identity of the default branch',
  pull_request_review: 'anyone can review a pull request and choose the text that the job reads',
  pull_request_review_comment: 'anyone can comment on a pull request and choose the text that the job reads',
  pull_request_comment: 'anyone can comment, and the job runs with the identity of the default branch',
  fork: 'anyone can fork a public repository, and the job runs with the identity of the default branch',
  watch: 'anyone can star a public repository, and the job runs with the identity of the default branch',
  gollum: 'a wiki can be open to everybody, and the job runs with the identity of the default branch',
  check_run: 'it runs with the identity of the default branch for commits that a fork may have brought',
  check_suite: 'it runs with the identity of the default branch for commits that a fork may have brought',
  status: 'it runs with the identity of the default branch for commits that a fork may have brought',
};

/** Why an event is denied unless the policy names it; undefined for an event that is not risky. */
export function riskOf(event: string): string | undefined {
  return Object.hasOwn(reasons, event) ? reasons[event] : undefined;
}

export const riskyEvents: readonly string[] = Object.keys(reasons);
