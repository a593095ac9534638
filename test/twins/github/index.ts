export { keyFaults, tokenFaults, type KeyFault, type TokenFault } from './faults.ts';
export {
  createGitHubTwin,
  startGitHubTwin,
  GitHubTwin,
  type GitHubTwinOptions,
  type IssuerForm,
} from './github-twin.ts';
export {
  buildScenario,
  scenarioNames,
  type Scenario,
  type ScenarioName,
  type ScenarioOptions,
} from './scenarios.ts';
export { buildSubject } from './subject.ts';
