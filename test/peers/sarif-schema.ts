import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { provide, runClient, type Missing } from './provide.ts';

let found: Promise<{ readonly schema: object } | Missing> | undefined;

/** The JSON schema that OASIS published with SARIF 2.1.0, from the one package that carries it. */
export function provideSarifSchema(): Promise<{ readonly schema: object } | Missing> {
  found ??= findSchema();
  return found;
}

async function findSchema(): Promise<{ readonly schema: object } | Missing> {
  const peer = await provide({
    name: 'jest-sarif-1.0.0-beta.0',
    what: 'the schema of SARIF 2.1.0 from npm (@microsoft/jest-sarif, MIT)',
    install: async (folder) => {
      const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=1'];
      const name = '@microsoft/jest-sarif@1.0.0-beta.0';
      await runClient('npm', ['install', '--prefix', folder, ...options, name]);
    },
  });
  if ('missing' in peer) return peer;
  const path = ['node_modules', '@microsoft', 'jest-sarif', 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json'];
  const { id: _, ...schema } = JSON.parse(readFileSync(join(peer.folder, ...path), 'utf8')) as {
    id?: string;
  };
  // It says draft 4 and uses nothing that draft 7 reads otherwise, but for its `id`.
  return { schema: { ...schema, $schema: 'http://json-schema.org/draft-07/schema#' } };
}
