import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenBao, provideOpenBao, startOpenBao } from '../../peers/openbao.ts';
import { type GitHubTwin, startGitHubTwin } from '../../twins/github/index.ts';
import { everythingReadable, JobFolder, runBundle } from '../run-bundle.ts';

const peer = await provideOpenBao();
const whenThere = 'missing' in peer ? describe.skip : describe;

whenThere('oidc-login at OpenBao', () => {
  let bao: OpenBao;
  let github: GitHubTwin;

  beforeAll(async () => {
    bao = await startOpenBao();
    github = await startGitHubTwin();
    await bao.api('sys/auth/jwt', { type: 'jwt' });
    await bao.api('auth/jwt/config', {
      jwks_url: `${github.issuer}/.well-known/jwks`,
      bound_issuer: github.issuer,
    });
    await bao.api('auth/jwt/role/deploy', {
      role_type: 'jwt',
      user_claim: 'repository_id',
      bound_audiences: [bao.address],
      bound_claims: { ref: 'refs/heads/main' },
      token_policies: ['default'],
      token_ttl: '10m',
    });
  });
  afterAll(async () => {
    await bao.stop();
    await github.close();
  });

  const claims = (): string =>
    `repository_id: "${github.scenario.claims['repository_id']}"\nref: refs/heads/main`;

  test('logs in, hands over, and the post revokes', async () => {
    const job = new JobFolder();
    const inputs = {
      'vault-url': bao.address,
      'vault-role': 'deploy',
      claims: claims(),
      issuer: github.issuer,
    };
    const environment = github.environment;
    const main = await runBundle({ bundle: 'oidc-login/main', inputs, environment, job });
    console.log(main.shown, main.summary, main.milliseconds);
    expect(main.code).toBe(0);
    const token = main.environment['VAULT_TOKEN']!;
    expect(main.masks).toContain(token);
    expect(everythingReadable(main)).not.toContain(token);
    expect(main.environment['VAULT_ADDR']).toBe(bao.address);
    await expect(bao.api('auth/token/lookup-self', undefined, { token })).resolves.toBeDefined();

    const post = await runBundle({
      bundle: 'oidc-login/post',
      inputs,
      environment: { ...environment, ...main.environment },
      state: main.state,
      job,
    });
    console.log(post.shown);
    expect(post.code).toBe(0);
    expect(post.environment).toEqual({ VAULT_TOKEN: '', VAULT_ADDR: '' });
    await expect(bao.api('auth/token/lookup-self', undefined, { token })).rejects.toThrow(
      'permission denied',
    );
    job.remove();
  });
});
