export { type ChainVerdict, verifyChain } from './chain.ts';
export {
  type ApiActivity,
  apiActivity,
  type Authentication,
  authentication,
  type EventDraft,
  type JobContext,
  type Outcome,
  type SessionAuthorization,
  sessionAuthorization,
} from './event.ts';
export { openFileSpool } from './file-spool.ts';
export { type AuditTrail, openTrail, type Spool } from './trail.ts';
