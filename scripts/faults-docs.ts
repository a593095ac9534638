import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  keySetFaults,
  permanentStsFaults,
  tokenEndpointFaults,
  transientStsFaults,
  vaultFaults,
  vaultRefusals,
} from '../test/bundle/oidc-login/fault-table.ts';
import { type GeneratedFile, replaceBetween, table } from './docs-generator.ts';

/** The fault table of oidc-login, as its tests run it. */
export function faultTable(): string {
  const rows: (readonly [string, string, string])[] = [
    ...tokenEndpointFaults.map(([fault, code]) => ["GitHub's token endpoint", fault, told(code)] as const),
    ...keySetFaults.map(([fault, code]) => ["the issuer's key set", fault, told(code)] as const),
    ...permanentStsFaults.map(
      ([fault, code, calls]) =>
        ['AWS STS', fault, `${told(code)}${calls === 2 ? ', after one fresh token' : ''}`] as const,
    ),
    ...vaultRefusals.map(([fault, code]) => ['OpenBao', fault, told(code)] as const),
    ...vaultFaults.map(
      ([fault, code, requests]) => ['Vault', fault, `${told(code)}, after ${requests}`] as const,
    ),
    ...transientStsFaults.map((fault) => ['AWS STS', `${fault}, twice`, 'overcome'] as const),
  ];
  return table(['server', 'fault', 'comes to'], rows);
}

function told(code: string): string {
  return `[\`${code}\`](../../docs/errors.md#${code.replace('/', '-')})`;
}

export function generate(root: string): GeneratedFile[] {
  const path = 'actions/oidc-login/README.md';
  const text = readFileSync(join(root, path), 'utf8');
  return [{ path, text: replaceBetween(text, 'faults', faultTable(), path) }];
}

if (process.argv[1] === import.meta.filename) console.log(faultTable());
