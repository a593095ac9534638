/**
 * OCSF 1.8.0 (schema.ocsf.io): the classes this product writes, reduced to the attributes it fills.
 * `class_uid` = category × 1000 + class, `type_uid` = `class_uid` × 100 + activity.
 */
export interface OcsfEvent {
  readonly class_uid: number;
  readonly category_uid: number;
  readonly activity_id: number;
  readonly type_uid: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly severity_id: number;
  readonly status_id: 1 | 2;
  readonly status_detail?: string;
  readonly message: string;
  readonly metadata: {
    readonly version: '1.8.0';
    readonly uid: string;
    readonly product: { readonly name: string; readonly vendor_name: string; readonly version: string };
  };
  readonly [attribute: string]: unknown;
}

export type Outcome =
  { readonly status: 'success' } | { readonly status: 'failure'; readonly detail: string };

/** What a class needs beside time and identity of the event. */
export interface EventDraft {
  readonly category: number;
  readonly class: number;
  readonly activity: number;
  readonly message: string;
  readonly outcome: Outcome;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Authentication {
  readonly activity: 'logon' | 'logoff';
  readonly outcome: Outcome;
  /** Who is asked: `AWS STS`, `Vault`, `GitHub`. */
  readonly service: string;
  /** Claims that identify the job; none of them is secret. */
  readonly subject: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  /** SHA-256 of the token's `jti`: joins with the provider's log without holding the token. */
  readonly tokenIdHash: string | undefined;
  /** Seconds since the epoch. */
  readonly expiresAt: number | undefined;
  /** Digest of the claim policy that was asserted. */
  readonly policyDigest: string | undefined;
}

/** 3002 Authentication: a login, its refusal, or its end. */
export function authentication(event: Authentication): EventDraft {
  const verb = event.activity === 'logon' ? 'Login' : 'End of the login';
  return {
    category: 3,
    class: 2,
    activity: event.activity === 'logon' ? 1 : 2,
    message: `${verb} at ${event.service}: ${event.outcome.status}`,
    outcome: event.outcome,
    attributes: {
      auth_protocol_id: 4, // OpenID
      authentication_token: {
        type_id: 3, // Identity Token
        issuer: event.issuer,
        audience: event.audience,
        expiration_time: event.expiresAt === undefined ? undefined : event.expiresAt * 1000,
      },
      service: { name: event.service },
      user: { name: event.subject, type_id: 4 }, // Service
      unmapped: { token_id_hash: event.tokenIdHash, policy_digest: event.policyDigest },
    },
  };
}

export interface SessionAuthorization {
  readonly outcome: Outcome;
  readonly service: string;
  readonly subject: string | undefined;
  /** Role ARN, application id, Vault role: what the credentials may act as. */
  readonly role: string;
  /** Joins with the provider's log: session name, token accessor. */
  readonly session: string | undefined;
  /** Seconds since the epoch. */
  readonly expiresAt: number | undefined;
}

/** 3003 Authorize Session, Assign Roles: what the job may now act as. */
export function sessionAuthorization(event: SessionAuthorization): EventDraft {
  return {
    category: 3,
    class: 3,
    activity: 3,
    message: `Role at ${event.service}: ${event.outcome.status}`,
    outcome: event.outcome,
    attributes: {
      user: { name: event.subject, type_id: 4 },
      privileges: [event.role],
      session: {
        uid: event.session,
        expiration_time: event.expiresAt === undefined ? undefined : event.expiresAt * 1000,
      },
      service: { name: event.service },
    },
  };
}

export interface ApiActivity {
  readonly activity: 'create' | 'read' | 'update' | 'delete';
  readonly outcome: Outcome;
  /** `vault`, `github`. */
  readonly service: string;
  readonly operation: string;
  readonly subject: string | undefined;
  /** Names only, e.g. the path and version of a secret; never a value. */
  readonly resources: readonly { readonly type: string; readonly name: string; readonly version?: string }[];
  /** Further names and numbers: lease ids, lifetimes. */
  readonly details?: Readonly<Record<string, string | number>>;
}

const apiActivities = { create: 1, read: 2, update: 3, delete: 4 } as const;

/** 6003 API Activity: a secret read, a deployment made. */
export function apiActivity(event: ApiActivity): EventDraft {
  return {
    category: 6,
    class: 3,
    activity: apiActivities[event.activity],
    message: `${event.operation} at ${event.service}: ${event.outcome.status}`,
    outcome: event.outcome,
    attributes: {
      actor: { user: { name: event.subject, type_id: 4 } },
      api: { operation: event.operation, service: { name: event.service } },
      resources: event.resources,
      src_endpoint: { type_id: 0, type: 'CI job' },
      unmapped: event.details ?? {},
    },
  };
}

export interface JobContext {
  readonly repository: string | undefined;
  readonly repositoryId: string | undefined;
  readonly runId: string | undefined;
  readonly runAttempt: string | undefined;
  readonly job: string | undefined;
  readonly sha: string | undefined;
  readonly ref: string | undefined;
  readonly workflowRef: string | undefined;
}

/** Completes a draft. Failures are severity 3 (Medium), successes 1 (Informational). */
export function completeEvent(
  draft: EventDraft,
  context: JobContext,
  identity: { readonly time: number; readonly uid: string; readonly version: string },
): OcsfEvent {
  const classUid = draft.category * 1000 + draft.class;
  const { unmapped, ...attributes } = draft.attributes;
  return {
    ...attributes,
    class_uid: classUid,
    category_uid: draft.category,
    activity_id: draft.activity,
    type_uid: classUid * 100 + draft.activity,
    time: identity.time,
    severity_id: draft.outcome.status === 'success' ? 1 : 3,
    status_id: draft.outcome.status === 'success' ? 1 : 2,
    ...(draft.outcome.status === 'failure' ? { status_detail: draft.outcome.detail } : {}),
    message: draft.message,
    metadata: {
      version: '1.8.0',
      uid: identity.uid,
      product: { name: 'Sallyport', vendor_name: 'Sallyport', version: identity.version },
    },
    unmapped: { ...(unmapped as object | undefined), ci: context },
  };
}
