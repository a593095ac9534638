import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenBao, startOpenBao } from '../../peers/openbao.ts';
import { type GitHubTwin, startGitHubTwin } from '../../twins/github/index.ts';

/** A value that no other test has, built at run time. */
export function makeSecret(label: string): string {
  return [label, randomBytes(12).toString('hex')].join('-');
}

/** OpenBao with a login for the job's identity and one by AppRole, and secrets of both KV versions. */
export interface VaultScene {
  readonly bao: OpenBao;
  readonly github: GitHubTwin;
  /** Of `secret/ci` (KV 2) and `old/ci` (KV 1). */
  readonly values: Readonly<Record<'npm_token' | 'access.key' | 'legacy', string>>;
  /** Inputs of a login with the job's identity. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** `METHOD path` of what the audit device has seen since the last call, without administrative requests. */
  requests(): string[];
  /** Accessors of tokens that are alive beside the root token. */
  alive(): Promise<string[]>;
  close(): Promise<void>;
}

const policy = `
path "secret/data/*" { capabilities = ["read"] }
path "secret/metadata/*" { capabilities = ["read", "list", "scan"] }
path "secret/data/denied" { capabilities = ["deny"] }
path "old/*" { capabilities = ["read", "list"] }
path "database/creds/*" { capabilities = ["read"] }
path "pki/issue/*" { capabilities = ["update"] }
path "sys/leases/revoke" { capabilities = ["update"] }
`;

export async function startVaultScene(): Promise<VaultScene> {
  const folder = mkdtempSync(join(tmpdir(), 'vault-scene-'));
  const auditFile = join(folder, 'audit.jsonl');
  const bao = await startOpenBao({ auditFile });
  const github = await startGitHubTwin();
  const owner = github.environment['GITHUB_REPOSITORY_OWNER'] ?? 'my-org';
  const audience = `${github.environment['GITHUB_SERVER_URL']}/${owner}`;
  await bao.api('sys/policies/acl/ci', { policy });
  await bao.api('sys/auth/jwt', { type: 'jwt' });
  await bao.api('auth/jwt/config', {
    jwks_url: `${github.issuer}/.well-known/jwks`,
    bound_issuer: github.issuer,
  });
  await bao.api('auth/jwt/role/ci', {
    role_type: 'jwt',
    user_claim: 'repository_id',
    bound_audiences: [audience],
    bound_claims: { ref: 'refs/heads/main' },
    token_policies: ['default', 'ci'],
    token_ttl: '10m',
  });
  const values = {
    npm_token: makeSecret('npm'),
    'access.key': makeSecret('dotted'),
    legacy: makeSecret('legacy'),
  };
  await bao.api('secret/data/ci', { data: values });
  await bao.api('sys/mounts/old', { type: 'kv', options: { version: '1' } });
  await bao.api('old/ci', { data: values.legacy, '42': 'digits-first' });
  let seen = 0;
  return {
    bao,
    github,
    values,
    inputs: { url: bao.address, role: 'ci' },
    environment: { ...github.environment, GITHUB_REPOSITORY_OWNER: owner },
    requests() {
      const lines = readFileSync(auditFile, 'utf8').trim().split('\n');
      const fresh = lines.slice(seen);
      seen = lines.length;
      return fresh
        .map((line) => JSON.parse(line) as AuditLine)
        .filter(({ type, auth }) => type === 'request' && auth?.policies?.includes('root') !== true)
        .map(({ request }) => `${request.operation} ${request.path}`);
    },
    async alive() {
      const listed = await bao.api('auth/token/accessors', undefined, { method: 'LIST' });
      const accessors = listed.data!['keys'] as string[];
      const root = await bao.api('auth/token/lookup-self');
      return accessors.filter((accessor) => accessor !== root.data!['accessor']);
    },
    async close() {
      await Promise.all([bao.stop(), github.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface AuditLine {
  readonly type: string;
  readonly auth?: { readonly policies?: readonly string[] };
  readonly request: { readonly operation: string; readonly path: string };
}
