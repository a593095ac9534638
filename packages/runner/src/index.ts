export { type Environment, isVariableName, requiredVariable } from './environment.ts';
export type { Exposure } from './exposure.ts';
export { InputReader, type TextOptions } from './inputs.ts';
export { refuseMisspeltInputs } from './misspelt-inputs.ts';
export { createPrivateFolder, openPrivateFolder, type PrivateFolder } from './private-files.ts';
export { rememberVariables, type Restoration, variablesToRestore } from './restoration.ts';
export { runAction, runPost } from './run-action.ts';
export {
  type AnnotationLevel,
  type AnnotationPlace,
  asCodedError,
  createRunner,
  reportFailure,
  type Runner,
} from './runner.ts';
export { runScript, type ScriptRun, type Shell, shells } from './script.ts';
export { fenced, renderFailure, renderSummary, type SummaryNote, type SummarySection } from './summary.ts';
