import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { gcpFaults, type GcpFault } from '../../twins/gcp/index.ts';
import { type BundleResult, JobFolder } from '../run-bundle.ts';
import {
  deployer,
  expectRefusedAt,
  type GcpScene,
  providerName,
  startGcpScene,
  subject,
} from './gcp-scene.ts';

let scene: GcpScene;
const jobs: JobFolder[] = [];
afterEach(async () => {
  await scene.close();
  for (const job of jobs.splice(0)) job.remove();
});

const expectRefused = (result: BundleResult, code: string): void => expectRefusedAt(scene, result, code);

/** What each fault of the STS comes to, and after how many calls. */
const permanent: readonly (readonly [fault: GcpFault, code: string, calls: number])[] = [
  ['invalid_request', 'exchange/request-invalid', 1],
  ['invalid_target', 'exchange/request-invalid', 1],
  ['invalid_grant', 'exchange/token-rejected', 1],
  ['stale', 'exchange/token-rejected', 2],
  ['unauthorized_client', 'exchange/denied', 1],
  ['malformed', 'exchange/bad-answer', 1],
  ['html', 'exchange/bad-answer', 1],
  ['empty', 'exchange/bad-answer', 1],
  ['token-missing', 'exchange/bad-answer', 1],
  ['token-of-two-lines', 'exchange/bad-answer', 1],
  ['already-expired', 'exchange/bad-answer', 1],
  ['redirect', 'exchange/bad-answer', 1],
  ['huge', 'http/too-large', 1],
];
const transient: readonly GcpFault[] = ['throttled', 'server-error', 'reset'];
const endless: readonly (readonly [fault: GcpFault, code: string])[] = [
  ['throttled', 'exchange/unavailable'],
  ['server-error', 'exchange/unavailable'],
  ['silent', 'http/deadline'],
  ['slow-drip', 'http/deadline'],
];

describe('Google that fails', () => {
  test('has a row for every fault', async () => {
    scene = await startGcpScene();
    const rows = [...permanent.map(([fault]) => fault), ...transient, ...endless.map(([fault]) => fault)];
    expect([...new Set(rows)].sort()).toEqual([...gcpFaults].sort());
  });

  test.each(permanent)('at the STS: %s is %s after %d calls, at once', async (fault, code, calls) => {
    scene = await startGcpScene();
    scene.gcp.fail('sts', fault);
    const main = await scene.main();
    expectRefused(main, code);
    expect(scene.gcp.calls).toHaveLength(calls);
    expect(main.raw).not.toMatch(/^::error::b/m);
  });

  test.each(permanent.filter(([fault]) => /-|malformed|html|empty|redirect|huge/.test(fault)))(
    'at IAM Credentials: %s is %s',
    async (fault, code) => {
      scene = await startGcpScene();
      scene.gcp.fail('iam', fault);
      expectRefused(await scene.main({ inputs: { 'service-account': deployer } }), code);
    },
  );

  test.each(transient)('%s twice at each service is overcome', async (fault) => {
    for (const service of ['sts', 'iam'] as const) {
      scene = await startGcpScene();
      scene.gcp.fail(service, fault, 2);
      expect((await scene.main({ inputs: { 'service-account': deployer } })).code).toBe(0);
      expect(scene.gcp.calls).toHaveLength(4);
      if (service === 'sts') await scene.close();
    }
  });

  test.each(endless)('%s without end is told within the deadline', async (fault, code) => {
    scene = await startGcpScene();
    scene.gcp.fail('sts', fault);
    const main = await scene.main({ inputs: { 'timeout-seconds': '2' } });
    expectRefused(main, code);
    expect(main.milliseconds).toBeLessThan(20_000);
  });

  test('a stale token is replaced once, and the file holds the one that was accepted', async () => {
    scene = await startGcpScene();
    scene.gcp.fail('sts', 'stale', 1);
    const job = new JobFolder();
    jobs.push(job);
    const main = await scene.main({ job });
    expect(main.code).toBe(0);
    expect(readFileSync(main.outputs['google-subject-token-file']!, 'utf8')).toBe(scene.github.issued[1]);
    expect(main.masks).toEqual(expect.arrayContaining([...scene.github.issued]));
  });
});

describe('a denial names the likeliest condition and our value of it', () => {
  test.each<[string, Parameters<typeof startGcpScene>[0], string, string, RegExp]>([
    [
      'another branch in the condition',
      { attributeCondition: 'assertion.ref == "refs/heads/other"' },
      '',
      'exchange/denied',
      /ref +refs\/heads\/main/,
    ],
    [
      'the immutable form',
      { attributeCondition: `assertion.sub == "${subject}"`, github: { subjectForm: 'immutable' } },
      '',
      'exchange/denied',
      /immutable subjects/,
    ],
    [
      'another audience',
      { allowedAudiences: ['https://other'] },
      '',
      'exchange/token-rejected',
      /allowed audiences hold `https:\/\/iam\.googleapis\.com\/projects/,
    ],
    [
      'a service account that does not trust it',
      { github: { scenario: 'environment' } },
      deployer,
      'exchange/denied',
      /principal:\/\/iam\.googleapis\.com\/projects\/123456789012\/\S+\/subject\/repo:my-org\/app:environment:production`/,
    ],
    [
      'a lifetime beyond the account',
      {},
      `${deployer} 7200`,
      'exchange/request-invalid',
      /lifetime cannot exceed/,
    ],
  ])('%s', async (_, options, account, code, text) => {
    scene = await startGcpScene(options);
    const [email = '', lifetime = ''] = account.split(' ');
    const main = await scene.main({
      inputs: { 'service-account': email, 'access-token-lifetime': lifetime },
    });
    expectRefused(main, code);
    expect(main.shown).toMatch(text);
  });

  test('a provider that does not exist', async () => {
    scene = await startGcpScene();
    const name = providerName.replace('github', 'gitlab');
    const main = await scene.main({ inputs: { 'workload-identity-provider': name } });
    expectRefused(main, 'exchange/request-invalid');
    expect(main.shown).toContain(name);
  });
});

describe('explain and probe', () => {
  test('the condition that explain prints admits this run and no other', async () => {
    scene = await startGcpScene();
    const claims = `${scene.inputs['claims']}\nref: refs/heads/main\nref_type: branch`;
    const explained = await scene.main({ inputs: { mode: 'explain', claims, 'service-account': deployer } });
    expect(explained.code).toBe(0);
    expect(scene.gcp.calls).toEqual([]);
    expect(explained.shown).toContain(`add-iam-policy-binding ${deployer}`);
    expect(explained.shown).toContain('assertion.ref_type == "branch"');
    const [, attributeCondition = ''] = /--attribute-condition='([^']*)'/.exec(explained.summary)!;
    await scene.close();
    scene = await startGcpScene({ attributeCondition });
    expect((await scene.main()).code).toBe(0);
    await scene.close();
    scene = await startGcpScene({ attributeCondition, github: { names: { branch: 'feature' } } });
    expectRefused(await scene.main(), 'exchange/denied');
  });

  test('probe holds where the audience is checked', async () => {
    scene = await startGcpScene();
    const probed = await scene.main({ inputs: { mode: 'probe' } });
    expect(probed.code).toBe(0);
    expect(probed.environment).toEqual({});
    expect(scene.gcp.calls.map(({ outcome }) => outcome)).toEqual([undefined, 'invalid_grant']);
  });
});
