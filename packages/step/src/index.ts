export { openJobTrail, openStep, reportAmbientTrust, type Step, type StepOptions } from './step.ts';
export { version } from './version.ts';
