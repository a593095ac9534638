import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { provideOpenBao } from '../peers/openbao.ts';
import { type Postgresql, providePostgresql, startPostgresql } from '../peers/postgresql.ts';
import type { JobResult, RunOptions } from '../runner/index.ts';
import { type Scene, startScene } from '../services/scene.ts';

const peers = [await provideOpenBao(), providePostgresql()];
const whenThere = peers.some((peer) => 'missing' in peer) ? describe.skip : describe;

const policy = `
path "secret/*" { capabilities = ["read", "list", "scan"] }
path "database/creds/*" { capabilities = ["read"] }
path "pki/issue/*" { capabilities = ["update"] }
`;

whenThere('workflows that fetch secrets from OpenBao', () => {
  let scene: Scene;
  let database: Postgresql;

  beforeAll(async () => {
    scene = await startScene();
    const password = randomBytes(12).toString('hex');
    database = await startPostgresql(password);
    const { bao } = scene;
    await bao.api('sys/policies/acl/fetch', { policy });
    await bao.api('auth/jwt/role/fetch', {
      role_type: 'jwt',
      user_claim: 'repository_id',
      bound_audiences: ['vault'],
      token_policies: ['default', 'fetch'],
      token_ttl: '15m',
    });
    await bao.api('sys/mounts/database', { type: 'database' });
    await bao.api('database/config/app', {
      plugin_name: 'postgresql-database-plugin',
      allowed_roles: ['reader'],
      connection_url: `postgresql://{{username}}:{{password}}@${database.host}/postgres?sslmode=disable`,
      username: 'postgres',
      password,
    });
    await bao.api('database/roles/reader', {
      db_name: 'app',
      creation_statements: [
        `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`,
      ],
      default_ttl: '10m',
    });
    await bao.api('sys/mounts/pki', { type: 'pki' });
    await bao.api('pki/root/generate/internal', { common_name: 'root.example', ttl: '24h' });
    await bao.api('pki/roles/web', { allow_any_name: true, max_ttl: '1h' });
    for (let index = 0; index < 300; index += 1) {
      const data = { key: ['tree', index, randomBytes(6).toString('hex')].join('-') };
      await bao.api(`secret/data/many/p${index}`, { data });
    }
  }, 60_000);
  afterAll(async () => {
    await database.stop();
    await scene.close();
  });

  const roles = (): string => database.query("select count(*) from pg_roles where rolname like 'v-%'");

  async function run(
    steps: string,
    options: Partial<RunOptions> = {},
  ): Promise<{ conclusion: string; job: JobResult }> {
    const workflow = `
on: push
jobs:
  work:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
${steps.replace(/^(?=.)/gm, '      ')}
`;
    const result = await scene.run(workflow, options);
    result.dispose();
    return { conclusion: result.conclusion, job: result.jobs[0]! };
  }

  const fetchStep = (secrets: string, more = ''): string => `- id: vault
  uses: OWNER/sallyport/actions/vault-secrets@main
  with:
    url: \${{ vars.VAULT_URL }}
    role: fetch
    audience: vault
    claims: 'repository_id: "\${{ vars.REPOSITORY_ID }}"'
    ${more}
    secrets: |
${secrets.replace(/^/gm, '      ')}
`;

  const useRole = (last: string): string => `- name: Use
  env:
    PGUSER: \${{ steps.vault.outputs.username }}
    PGPASSWORD: \${{ steps.vault.outputs.password }}
  run: |
    psql -h ${database.host.split(':')[0]} -p ${database.host.split(':')[1]} -d postgres -Atqc 'select current_user' | sed 's/./&-/g'
    ${last}
`;

  test.each([
    { name: 'after success', last: 'true', conclusion: 'success', options: {} },
    { name: 'after a failure', last: 'exit 1', conclusion: 'failure', options: {} },
    {
      name: 'after a cancellation',
      last: 'sleep 2',
      conclusion: 'cancelled',
      options: { cancelAt: ({ step }: { step: string }) => step === 'Use' },
    },
  ])('a role of PostgreSQL lives as long as the job: gone $name', async ({ last, conclusion, options }) => {
    expect(roles()).toBe('0');
    const steps = `${fetchStep('database/creds/reader username ;\ndatabase/creds/reader password')}${useRole(last)}`;
    const { conclusion: actual, job } = await run(steps, options);
    expect(actual).toBe(conclusion);
    if (conclusion !== 'cancelled') expect(job.text).toMatch(/v-/);
    expect(job.text).toContain('Revoked: the Vault token');
    expect(roles()).toBe('0');
  });

  test('the example of the README runs, and its secret is masked', async () => {
    const result = await scene.run('examples/vault-secrets.yml');
    result.dispose();
    expect(result.conclusion).toBe('success');
    expect(result.jobs[0]!.text).toContain('1 secret from 1 path, as outputs');
  });

  test('of a certificate only the private key is secret', async () => {
    const steps = `- id: vault
  uses: OWNER/sallyport/actions/vault-secrets@main
  with:
    url: \${{ vars.VAULT_URL }}
    role: fetch
    audience: vault
    pki: pki/issue/web {"common_name":"web.example","ttl":"10m"}
- name: Show
  env:
    CERT: \${{ steps.vault.outputs.web_cert }}
    KEY: \${{ steps.vault.outputs.web_key }}
  run: |
    echo "$CERT"
    echo "$KEY"
`;
    const { conclusion, job } = await run(steps);
    expect(conclusion).toBe('success');
    expect(job.text).toMatch(/-----BEGIN CERTIFICATE-----\n(?:.*MII|MII)/);
    expect(job.text).toContain('PRIVATE KEY-----');
    expect(job.text).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY-----\n *[^* \n]/);
  });

  test('a tree of 300 paths', async () => {
    const { conclusion, job } = await run(fetchStep('- path: secret/many\n  list: true'));
    expect(job.text).toContain('300 secrets from 300 paths');
    expect(conclusion).toBe('success');
  });
});
