export { buildGraph, graphLimits } from './build-graph.ts';
export { quote, type Diagnostic, type GraphCode } from './diagnostics.ts';
export { eventScope, isPullRequest, refsOf, unionScope, type RunEvent } from './event-scope.ts';
export { eventTypes, trustOf, type EventTrust } from './events.ts';
export { evaluateText, pathOf, possibleCondition, possibleTexts, type Scope } from './evaluate.ts';
export { hasExpression, parseExpression, segmentsOf, soleExpression } from './expression.ts';
export type { Edge, EdgeKind, ReachableSecrets, ReachedJob, ReachedStep, WorkflowGraph } from './graph.ts';
export type * from './model.ts';
export {
  atLeast,
  breaches,
  declaredLevels,
  defaultLevels,
  downgraded,
  effectivePermissions,
  unknownDefault,
  writesOf,
  type Breach,
  type Downgrade,
  type EffectivePermissions,
} from './permissions.ts';
export { readAction } from './read-action.ts';
export { readWorkflow, readPermissions } from './read-workflow.ts';
export { readYaml, yamlLimits } from './read-yaml.ts';
export { DiagnosticList } from './diagnostics.ts';
export { isActionPath, isWorkflowPath, type RepositoryFile, type RepositoryInput } from './repository.ts';
export { isKnownScope, knownScopes, scopeLevels, type AccessLevel, type KnownScope } from './scopes.ts';
export { decodeSource, SourceText, type Place } from './source.ts';
export * from './tree.ts';
export { actionName, parseUses, type UsesReference } from './uses.ts';
export {
  anything,
  asText,
  canBeFalse,
  canBeTrue,
  eitherBoolean,
  isFalsy,
  oneOf,
  union,
  type PossibleValues,
  type Primitive,
} from './values.ts';
