import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { provideOpenBao } from '../peers/openbao.ts';
import type { JobResult, RunOptions } from '../runner/index.ts';
import { pinned } from '../services/caller.ts';
import { type Scene, startScene } from '../services/scene.ts';

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

const inputs = `
          role-to-assume: \${{ vars.AWS_ROLE_ARN }}
          aws-region: eu-central-1
          sts-endpoint: \${{ vars.AWS_STS_ENDPOINT }}
          vault-url: \${{ vars.VAULT_URL }}
          vault-role: deploy
          secrets: secret/data/app password | APP_PASSWORD ;`;

function deployment(more = inputs, permissions = '{ id-token: write }', tail = ''): string {
  return `
name: Deploy
on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions: ${permissions}
    steps:
      - name: Session
        id: session
        uses: OWNER/sallyport/actions/deploy-session@${pinned} # v0.1.0
        with:
          claims: |
            repository_id: "\${{ vars.REPOSITORY_ID }}"
            ref: refs/heads/main
            environment: production
            event_name: push${more}
      - name: Use
        run: 'echo "$SUBJECT has a session: \${AWS_SESSION_TOKEN:+yes}, a password of \${#PASSWORD} characters"'
        env:
          SUBJECT: \${{ steps.session.outputs.subject }}
          PASSWORD: \${{ fromJSON(steps.session.outputs.secrets || '{}').APP_PASSWORD }}
${tail}`;
}

whenThere('deploy-session', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene.close());

  async function run(workflow: string, options: Partial<RunOptions> = {}): Promise<JobResult> {
    const result = await scene.run(workflow, options);
    result.dispose();
    return result.jobs[0]!;
  }

  const posts = ({ steps }: JobResult): string[] =>
    steps.filter(({ stage, within }) => stage === 'post' && within.length > 0).map(({ name }) => name);

  test('logs in, fetches, and takes both back, the last first', async () => {
    const job = await run(deployment());
    expect(job.conclusion).toBe('success');
    expect(job.text).toContain(
      'repo:octo/demo:environment:production has a session: yes, a password of 24 characters',
    );
    expect(posts(job)).toEqual(['Post Fetch secrets', 'Post Log in']);
    expect(job.text.indexOf('Revoked: the Vault token')).toBeLessThan(
      job.text.indexOf('Taken back: 5 variables'),
    );
  });

  test('the password is in no line of the log', async () => {
    const job = await run(
      deployment(
        inputs,
        undefined,
        '      - run: echo "$P"\n        env:\n          P: ${{ fromJSON(steps.session.outputs.secrets).APP_PASSWORD }}\n',
      ),
    );
    const answer = await scene.bao.api('secret/data/app');
    const { password } = (answer.data as { data: { password: string } }).data;
    expect(password).toHaveLength(24);
    expect(job.rawOutput.toString()).toContain(password);
    expect(job.text).not.toContain(password);
    expect(job.summary).not.toContain(password);
  });

  test('another branch: neither server hears of the job; by hand it gets a token', async () => {
    const before = scene.sts.issued.length;
    const feature = { event: { name: 'push', ref: 'refs/heads/feature' } };
    const job = await run(deployment(), feature);
    expect(job.annotations.map(({ title }) => title)).toEqual(['oidc/claim-mismatch']);
    expect(job.steps.map(({ name, outcome }) => `${name}: ${outcome}`)).toContain('Fetch secrets: skipped');
    expect(scene.sts.issued).toHaveLength(before);
    expect((await run('examples/demo/unguarded.yml', feature)).text).toContain(
      "is logged in at Vault as the role 'deploy'",
    );
  });

  test('secrets that cannot be had fail the step, and the login is taken back', async () => {
    const job = await run(deployment(inputs.replace('data/app', 'data/other')));
    expect(job.conclusion).toBe('failure');
    expect(job.text).toContain('Taken back: 5 variables');
    expect(job.steps.find(({ name }) => name === 'Use')?.outcome).toBe('skipped');
  });

  test.each([
    ['without a role the policy is asserted alone', '', 'has a session: , a password of 0 characters'],
    [
      'secrets without a cloud',
      inputs.slice(inputs.indexOf('\n          vault-url')),
      'has a session: , a password of 24 characters',
    ],
  ])('%s', async (_, more, said) => {
    const job = await run(deployment(more));
    expect(job.conclusion).toBe('success');
    expect(job.text).toContain(said);
  });

  test('without id-token: write it says so', async () => {
    const job = await run(deployment(inputs, '{ contents: read }'));
    expect(job.conclusion).toBe('failure');
    expect(job.annotations[0]?.message).toContain('id-token: write');
  });
});
