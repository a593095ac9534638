export { type PolicySource, readPolicySource } from './policy-source.ts';
export { type ProofOptions, Prover } from './prover.ts';
export { type AssertedPolicy, readPolicy } from './read-policy.ts';
export { reportProof } from './report-proof.ts';
export { runWithCredentials, type Script } from './run-with-credentials.ts';
