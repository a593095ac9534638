// Generated from packages/separation/src/rules by `npm run build`: add a file there, do not edit this one.
import { rule as buildCanDeploy } from './rules/build-can-deploy.ts';
import { rule as buildControlsDeploy } from './rules/build-controls-deploy.ts';
import { rule as deployOnUntrustedTrigger } from './rules/deploy-on-untrusted-trigger.ts';
import { rule as deployRestoresCache } from './rules/deploy-restores-cache.ts';
import { rule as deployRunsTreeCode } from './rules/deploy-runs-tree-code.ts';
import { rule as deployWithoutEnvironment } from './rules/deploy-without-environment.ts';
import { rule as expiredIgnore } from './rules/expired-ignore.ts';
import { rule as gateBypassed } from './rules/gate-bypassed.ts';
import { rule as inheritedToken } from './rules/inherited-token.ts';
import { rule as mutableHandover } from './rules/mutable-handover.ts';
import { rule as permissionCeiling } from './rules/permission-ceiling.ts';
import { rule as poisonedHandover } from './rules/poisoned-handover.ts';
import { rule as roleMismatch } from './rules/role-mismatch.ts';
import { rule as secretOutsideEnvironment } from './rules/secret-outside-environment.ts';
import { rule as secretsInheritToBuild } from './rules/secrets-inherit-to-build.ts';
import { rule as selfApproval } from './rules/self-approval.ts';
import { rule as sharedIdentity } from './rules/shared-identity.ts';
import { rule as sharedRunner } from './rules/shared-runner.ts';
import { rule as staticCredential } from './rules/static-credential.ts';
import { rule as unpinnedInDeploy } from './rules/unpinned-in-deploy.ts';
import { rule as unreadableWorkflow } from './rules/unreadable-workflow.ts';
import { rule as untrustedCheckout } from './rules/untrusted-checkout.ts';

export const rules = [
  buildCanDeploy,
  buildControlsDeploy,
  deployOnUntrustedTrigger,
  deployRestoresCache,
  deployRunsTreeCode,
  deployWithoutEnvironment,
  expiredIgnore,
  gateBypassed,
  inheritedToken,
  mutableHandover,
  permissionCeiling,
  poisonedHandover,
  roleMismatch,
  secretOutsideEnvironment,
  secretsInheritToBuild,
  selfApproval,
  sharedIdentity,
  sharedRunner,
  staticCredential,
  unpinnedInDeploy,
  unreadableWorkflow,
  untrustedCheckout,
] as const;
