/**
 * What may trigger a workflow, with the activity types that each event knows.
 * Source: `actions/languageservices`: `workflow-parser/src/workflow-v1.0.json` (definitions `on-mapping-strict` and `*-activity-type`).
 * An empty list: the event takes no `types`.
 */
export const eventTypes: Readonly<Record<string, readonly string[]>> = {
  branch_protection_rule: ['created', 'edited', 'deleted'],
  check_run: ['completed', 'created', 'rerequested', 'requested_action'],
  check_suite: ['completed'],
  create: [],
  delete: [],
  deployment: [],
  deployment_status: [],
  discussion: words(
    'created edited deleted transferred pinned unpinned labeled unlabeled locked unlocked category_changed answered unanswered',
  ),
  discussion_comment: ['created', 'edited', 'deleted'],
  fork: [],
  gollum: [],
  image_version: ['created', 'ready', 'deleted'],
  issue_comment: ['created', 'edited', 'deleted'],
  issues: words(
    'opened edited deleted transferred pinned unpinned closed reopened assigned unassigned labeled unlabeled locked unlocked milestoned demilestoned field_added field_removed typed untyped',
  ),
  label: ['created', 'edited', 'deleted'],
  merge_group: ['checks_requested'],
  milestone: ['created', 'closed', 'opened', 'edited', 'deleted'],
  page_build: [],
  project: ['created', 'closed', 'reopened', 'edited', 'deleted'],
  project_card: ['created', 'moved', 'converted', 'edited', 'deleted'],
  project_column: ['created', 'updated', 'moved', 'deleted'],
  public: [],
  pull_request: pullRequestTypes(),
  pull_request_comment: ['created', 'edited', 'deleted'],
  pull_request_review: ['submitted', 'edited', 'dismissed'],
  pull_request_review_comment: ['created', 'edited', 'deleted'],
  pull_request_target: pullRequestTypes(),
  push: [],
  registry_package: ['published', 'updated'],
  release: ['published', 'unpublished', 'created', 'edited', 'deleted', 'prereleased', 'released'],
  repository_dispatch: [],
  schedule: [],
  status: [],
  watch: ['started'],
  workflow_call: [],
  workflow_dispatch: [],
  workflow_run: ['requested', 'completed', 'in_progress'],
};

/** The keys beside `types` that an event's mapping may hold. */
export const eventFilters: Readonly<Record<string, readonly string[]>> = {
  image_version: ['names', 'versions'],
  merge_group: ['branches', 'branches-ignore'],
  pull_request: ['branches', 'branches-ignore', 'paths', 'paths-ignore'],
  pull_request_target: ['branches', 'branches-ignore', 'paths', 'paths-ignore'],
  push: ['branches', 'branches-ignore', 'tags', 'tags-ignore', 'paths', 'paths-ignore'],
  workflow_run: ['workflows', 'branches', 'branches-ignore'],
};

/** Filters that exclude each other (GitHub docs, "Workflow syntax": "You cannot use both …"). */
export const exclusiveFilters = ['branches', 'tags', 'paths'] as const;

/** How much an event says about who wrote what runs. */
export type EventTrust =
  /** Only somebody with write access, or a schedule on the default branch. */
  | 'trusted'
  /** The proposed change runs, without write token or secrets when it comes from a fork. */
  | 'proposed'
  /** An outsider causes the run, and it has the repository's token and secrets. */
  | 'untrusted'
  /** Depends on the run, the caller or the sender behind it. */
  | 'derived';

const trusts: Readonly<Record<string, EventTrust>> = {
  pull_request: 'proposed',
  pull_request_review: 'proposed',
  pull_request_review_comment: 'proposed',
  pull_request_target: 'untrusted',
  pull_request_comment: 'untrusted',
  issue_comment: 'untrusted',
  issues: 'untrusted',
  discussion: 'untrusted',
  discussion_comment: 'untrusted',
  fork: 'untrusted',
  watch: 'untrusted',
  gollum: 'untrusted',
  workflow_run: 'derived',
  workflow_call: 'derived',
};

/** Source: GitHub docs, "Events that trigger workflows" and "Secure use reference" (privileged triggers). */
export function trustOf(event: string): EventTrust {
  return trusts[event] ?? 'trusted';
}

function words(text: string): readonly string[] {
  return text.split(' ');
}

function pullRequestTypes(): readonly string[] {
  return words(
    'assigned unassigned labeled unlabeled opened edited closed reopened synchronize converted_to_draft locked unlocked enqueued dequeued milestoned demilestoned ready_for_review review_requested review_request_removed auto_merge_enabled auto_merge_disabled stacked',
  );
}
