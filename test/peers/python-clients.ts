import { join } from 'node:path';
import { runClient, type Missing } from './provide.ts';
import { providePython, python, type PythonPackages } from './python-packages.ts';

let found: Promise<PythonPackages | Missing> | undefined;

/** boto3 and the AWS CLI: what users' steps read a login with. */
export function providePythonClients(): Promise<PythonPackages | Missing> {
  found ??= providePython('aws-clients-1.46.3', 'boto3 and the AWS CLI from PyPI (190 MB unpacked)', [
    'awscli==1.46.3',
    'boto3==1.44.8',
  ]);
  return found;
}

type Variables = Readonly<Record<string, string>>;

/**
 * Runs the AWS CLI as a later step would, with only the given variables beside PATH; no instance metadata is asked.
 * @returns what it prints.
 */
export async function runAwsCli(
  clients: PythonPackages,
  args: readonly string[],
  env: Variables,
): Promise<string> {
  return runIsolated(python, [join(clients.bin, 'aws'), ...args], { ...clients.env, ...env });
}

/** Runs a Python text in which `boto3` can be imported. */
export async function runBoto3(clients: PythonPackages, program: string, env: Variables): Promise<string> {
  return runIsolated(python, ['-c', program], { ...clients.env, ...env });
}

async function runIsolated(command: string, args: readonly string[], env: Variables): Promise<string> {
  return runClient(command, args, { AWS_EC2_METADATA_DISABLED: 'true', ...env }, { inherit: false });
}
