export { issueKeys, type IssuedKeys } from './issued-keys.ts';
export {
  startStsTwin,
  StsTwin,
  stsFaults,
  type RecordedCall,
  type Role,
  type StsFault,
  type StsTwinOptions,
} from './sts-twin.ts';
export { admits, githubConditionKeys, type TrustPolicy, type TrustStatement } from './trust-policy.ts';
export type { IdentityProvider } from './web-identity.ts';
