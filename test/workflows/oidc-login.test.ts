import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyChain } from '@sallyport/audit';
import { provideOpenBao } from '../peers/openbao.ts';
import type { JobResult, RunOptions, RunResult } from '../runner/index.ts';
import { type Scene, startScene } from '../services/scene.ts';

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

whenThere('workflows that log in at AWS and OpenBao', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene.close());

  async function run(
    workflow: string,
    options: Partial<RunOptions> = {},
  ): Promise<{ result: RunResult; job: JobResult }> {
    const result = await scene.run(workflow, options);
    result.dispose();
    return { result, job: result.jobs[0]! };
  }

  const onFeature = { event: { name: 'push', ref: 'refs/heads/feature' } };

  test.each(['examples/deploy-aws.yml', 'examples/deploy-vault.yml', 'examples/demo/two-logins.yml'])(
    '%s succeeds on its branch and is refused on any other, before any exchange',
    async (workflow) => {
      expect((await run(workflow)).result.conclusion).toBe('success');
      const issuedBefore = scene.sts.issued.length;
      const { result, job } = await run(workflow, onFeature);
      expect(result.conclusion).toBe('failure');
      expect(job.text).toContain('refs/heads/feature');
      expect(job.annotations.map(({ title }) => title)).toEqual(['oidc/claim-mismatch']);
      expect(job.summary).toContain('Head of the audit chain after 1 events');
      expect(scene.sts.issued).toHaveLength(issuedBefore);
    },
  );

  test('no secret is ever printed, not even before the masks', async () => {
    const { job } = await run('examples/demo/two-logins.yml');
    const raw = job.rawOutput.toString('utf8').replace(/^::add-mask::.*$/gm, '');
    const secrets = [
      ...scene.github.issued.flatMap((token) => [token, token.split('.')[2]!]),
      ...scene.sts.issued.flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]),
      ...job.steps.map(({ environment }) => environment['VAULT_TOKEN'] ?? '').filter((token) => token !== ''),
    ];
    expect(secrets.length).toBeGreaterThan(4);
    for (const secret of secrets) {
      expect(raw).not.toContain(secret);
      expect(job.log).not.toContain(secret);
      expect(job.summary).not.toContain(secret);
    }
  });

  test('posts run last in, first out, and what they revoke is dead', async () => {
    const { job } = await run('examples/demo/two-logins.yml');
    const posts = job.steps.filter(({ stage }) => stage === 'post').map(({ name }) => name);
    expect(posts).toEqual(['Post Log in to Vault', 'Post Log in to AWS']);
    const token = job.steps.find(({ name }) => name === 'Deploy')!.environment['VAULT_TOKEN']!;
    await expect(scene.bao.api('auth/token/lookup-self', undefined, { token })).rejects.toThrow(
      'permission denied',
    );
  });

  test('logins are taken back after a failed step and after a cancellation', async () => {
    const failing = `
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - uses: OWNER/sallyport/actions/oidc-login@main
        with:
          vault-url: \${{ vars.VAULT_URL }}
          vault-role: deploy
          claims: 'repository_id: "\${{ vars.REPOSITORY_ID }}"'
      - name: Work
        run: sleep 0.2; exit 1
`;
    for (const cancelAt of [undefined, (moment: { step: string }) => moment.step === 'Work']) {
      const { result, job } = await run(failing, cancelAt === undefined ? {} : { cancelAt });
      expect(result.conclusion).toBe(cancelAt === undefined ? 'failure' : 'cancelled');
      expect(job.text).toContain('Revoked: the Vault token is revoked');
    }
  });

  test('the attack succeeds where our step is left out', async () => {
    expect((await run('examples/demo/unguarded.yml', onFeature)).result.conclusion).toBe('success');
  });

  test('a planted token endpoint is named', async () => {
    const { result, job } = await run('examples/demo/planted-endpoint.yml');
    expect(result.conclusion).toBe('failure');
    expect(job.annotations.map(({ title }) => title)).toEqual(['oidc/endpoint-untrusted']);
  });

  test('the block that a login without claims shows lets the same run in', async () => {
    const { job } = await run('examples/demo/no-claims.yml');
    const [, block = ''] = /claims: \|\n([\s\S]*?)\n##\[error\]/.exec(job.text)!;
    const claims = block.replace(/^/gm, '          ');
    const pasted = `
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions: { id-token: write }
    steps:
      - uses: OWNER/sallyport/actions/oidc-login@main
        with:
          vault-url: \${{ vars.VAULT_URL }}
          vault-role: deploy
          claims: |
${claims}
`;
    expect((await run(pasted)).result.conclusion).toBe('success');
  });

  test('the audit trail of a job is one chain, and holds every decision', async () => {
    const workflow = `
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions: { id-token: write }
    steps:
      - uses: OWNER/sallyport/actions/oidc-login@main
        with:
          vault-url: \${{ vars.VAULT_URL }}
          vault-role: deploy
          expose: none
          claims: 'repository_id: "\${{ vars.REPOSITORY_ID }}"'
      - uses: OWNER/sallyport/actions/oidc-login@main
        continue-on-error: true
        with:
          vault-url: \${{ vars.VAULT_URL }}
          vault-role: nobody
          claims: 'repository_id: "\${{ vars.REPOSITORY_ID }}"'
      - id: trail
        run: |
          { echo "events<<END_OF_TRAIL"; cat "$RUNNER_TEMP/sallyport-audit/events.jsonl"; echo END_OF_TRAIL; } >> "$GITHUB_OUTPUT"
`;
    const { job } = await run(workflow);
    const lines = job.steps.find(({ id }) => id === 'trail')!.outputs['events']!.split('\n');
    expect(verifyChain(lines)).toMatchObject({ intact: true, events: 4 });
    const events = lines.map((line) => JSON.parse(line) as { type_uid: number; status_id: number });
    expect(events.map(({ type_uid, status_id }) => [type_uid, status_id])).toEqual([
      [300201, 1],
      [300303, 1],
      [300201, 1],
      [300303, 2],
    ]);
  });
});
