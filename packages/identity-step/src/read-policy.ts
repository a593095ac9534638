import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { failure, plainText } from '@sallyport/errors';
import { type ClaimPolicy, parsePolicy, policyDigest } from '@sallyport/github-identity';
import type { PolicySource } from './policy-source.ts';

const largestPolicy = 64 * 1024;

/** A policy and the digest of its text, for outputs and audit. */
export interface AssertedPolicy {
  readonly policy: ClaimPolicy;
  readonly digest: string;
}

/**
 * The claim policy, read and checked before any request.
 * @param workspace what a relative `claims-file` is relative to.
 * @throws CodedError `policy/*`, `inputs/*`
 */
export function readPolicy(source: PolicySource | undefined, workspace: string): AssertedPolicy | undefined {
  if (source === undefined) return undefined;
  const text = source.from === 'input' ? source.text : readPolicyFile(source.path, source.sha256, workspace);
  return { policy: parsePolicy(text), digest: policyDigest(text) };
}

/**
 * A file of the checkout may come from the very change that the policy has to judge, so it counts only with its digest
 * in the workflow.
 */
function readPolicyFile(path: string, sha256: string | undefined, workspace: string): string {
  const content = readBounded(resolve(workspace, path), path);
  const actual = createHash('sha256').update(content).digest('hex');
  if (sha256 === undefined) {
    throw failure('inputs/missing', {
      what: 'The input `claims-file` is given without `claims-sha256`.',
      why: 'Whoever can change the file could change what the job has to prove.',
      remedy: `Read the file, and if it is what you mean, add \`claims-sha256: ${actual}\`.`,
    });
  }
  if (actual !== sha256) {
    throw failure('inputs/claims-file-changed', {
      what: `The file ${plainText(path)} is not the one that \`claims-sha256\` names; its digest is ${actual}.`,
    });
  }
  return content.toString('utf8');
}

function readBounded(path: string, shown: string): Buffer {
  try {
    if (statSync(path).size > largestPolicy) {
      throw failure('inputs/invalid', {
        what: `The file ${plainText(shown)} is larger than 64 KiB: no claim policy.`,
      });
    }
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === undefined || !/^E[A-Z]+$/.test(reason)) throw error;
    throw failure('inputs/invalid', {
      what: `The file ${plainText(shown)} in \`claims-file\` cannot be read (${reason}).`,
      remedy: 'Check the path; it is relative to the workspace, which needs a checkout.',
    });
  }
}
