import { runClient, type Missing } from './provide.ts';
import { providePython, python, type PythonPackages } from './python-packages.ts';

let found: Promise<PythonPackages | Missing> | undefined;

/** The libraries with which users' steps read a login at Azure and at Google Cloud. */
export function provideCloudClients(): Promise<PythonPackages | Missing> {
  found ??= providePython('cloud-clients-1', 'azure-identity and google-auth from PyPI (40 MB unpacked)', [
    'azure-identity==1.27.0',
    'google-auth==2.63.0',
    'requests',
  ]);
  return found;
}

/** Runs a Python text in which they can be imported, with only the given variables beside PATH. */
export async function runCloudClient(
  clients: PythonPackages,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return runClient(python, ['-c', program], { ...clients.env, ...env }, { inherit: false });
}
