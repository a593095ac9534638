import type { AuditTrail } from '@sallyport/audit';
import { markdownCode } from '@sallyport/errors';
import type { Grant } from '@sallyport/federation';
import { type Identity, renderDecisionMarkdown } from '@sallyport/github-identity';
import { renderSummary, type Runner, type SummaryNote } from '@sallyport/runner';

/** Where the chain of audit events stands, in a place that no later step can change. */
export function auditNote(trail: AuditTrail): SummaryNote {
  const count = trail.count();
  return {
    title: 'Audit',
    body: `Head of the audit chain after ${count} events of this step: \`${trail.head()}\``,
  };
}

export interface LoginReport {
  readonly runner: Runner;
  readonly trail: AuditTrail;
  readonly verdict: string;
  readonly identity?: Identity;
  readonly grant?: Grant;
}

/** The job summary: verdict, what the login is, the claims, and the head of the audit chain. */
export function reportLogin({ runner, trail, verdict, identity, grant }: LoginReport): void {
  const rows = [
    ...(identity === undefined
      ? []
      : [
          ['subject', identity.claims.sub],
          ['issuer', identity.issuer],
        ]),
    ...(grant === undefined ? [] : [['role', grant.role]]),
    ...(grant?.session === undefined ? [] : [['session', grant.session]]),
  ].map(([name, value]) => `| ${name} | ${markdownCode(value ?? '')} |`);
  runner.summary(
    renderSummary({
      title: 'oidc-login',
      verdict,
      ...(rows.length === 0 ? {} : { body: ['| | |', '| --- | --- |', ...rows].join('\n') }),
      details: [
        ...(identity?.decision === undefined
          ? []
          : [{ title: 'Claims', body: renderDecisionMarkdown(identity.decision) }]),
        auditNote(trail),
      ],
    }),
  );
}
