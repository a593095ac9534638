import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { verifyChain } from '@sallyport/audit';
import { provideOpenBao } from '../peers/openbao.ts';
import { fakeToken, logOf } from '../bundle/leak-scan/fakes.ts';
import { startLogsTwin } from '../twins/github-logs/logs-twin.ts';
import { type Caller, createCaller, pinned, recordUploads } from '../services/caller.ts';
import { type ExampleServices, startExampleServices } from '../services/scene.ts';

const ours = (file: string): string => `OWNER/sallyport/.github/workflows/${file}@${pinned} # v0.1.0`;

/** A caller that pins our workflows by commit and says so in its policy. */
interface Parts {
  readonly build?: string;
  readonly between?: string;
  readonly deploy?: string;
  readonly artifact?: string;
  readonly buildPermissions?: string;
  readonly deployPermissions?: string;
}

function release(parts: Parts = {}): string {
  return `
name: Release
on: push
permissions: {}
jobs:
  build:
    uses: ${ours('build.yml')}
    permissions: ${parts.buildPermissions ?? '{ contents: read }'}
    with:
      script: |
        ${parts.build ?? 'mkdir out && cp src/page.html out/'}
      path: out
${parts.between ?? ''}
  deploy:
    needs: [build${parts.between === undefined ? '' : ', between'}]
    uses: ${ours('deploy.yml')}
    permissions: ${parts.deployPermissions ?? '{ id-token: write }'}
    with:
      environment: production
      role-to-assume: \${{ vars.AWS_ROLE_ARN }}
      aws-region: eu-central-1
      sts-endpoint: \${{ vars.AWS_STS_ENDPOINT }}
      ${parts.artifact ?? 'artifact-id: ${{ needs.build.outputs.artifact-id }}'}
      digest: \${{ needs.build.outputs.digest }}
      claims: |
        repository_id: "\${{ vars.REPOSITORY_ID }}"
        ref: refs/heads/main
        environment: production
        event_name: push
        job_workflow_ref: OWNER/sallyport/.github/workflows/deploy.yml@${pinned}
      script: |
        ${parts.deploy ?? 'grep --quiet honest page.html && test -n "$AWS_SESSION_TOKEN" && echo deployed'}
`;
}

const usesToken = 'test -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" && echo "a token could be had"';

const whenVault = 'missing' in (await provideOpenBao()) ? test.skip : test;

let services: ExampleServices;
let caller: Caller;
beforeAll(async () => {
  services = await startExampleServices();
  caller = createCaller(services, { 'src/page.html': 'an honest page\n' });
});
afterAll(async () => {
  caller.remove();
  await services.close();
});

const logins = (): number => services.sts.issued.length;

describe('build.yml and deploy.yml', () => {
  test('what was built is deployed, by a login whose events are kept', async () => {
    const before = logins();
    const result = await services.run(release(), { root: caller.folder });
    expect(result.jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['build / Build', 'success'],
      ['deploy / Deploy', 'success'],
    ]);
    const [build, deploy] = result.jobs;
    expect(build?.permissions).toEqual({ contents: 'read' });
    expect(deploy?.permissions).toEqual({ 'id-token': 'write' });
    expect(deploy?.text).toMatch(/^deployed$/m);
    expect(deploy?.outputs).toMatchObject({ subject: 'repo:octo/demo:environment:production' });
    expect(logins()).toBe(before + 1);
    const events = readFileSync(join(result.artifacts, 'deploy-audit', 'events.jsonl'), 'utf8');
    expect(verifyChain(events.trimEnd().split('\n'))).toMatchObject({ intact: true, events: 2 });
    result.dispose();
  });

  test('the build cannot mint a token, whatever its caller may; the same script outside of it can', async () => {
    const { result, text } = await caller.run(
      release({ build: usesToken, buildPermissions: '{ contents: read, id-token: write }' }),
    );
    expect(result.conclusion).toBe('failure');
    expect(text).not.toMatch(/^a token could be had$/m);
    const alone = await caller.run(
      `on: push\npermissions: { contents: read, id-token: write }\njobs: { release: { runs-on: x, steps: [{ run: '${usesToken}' }] } }\n`,
    );
    expect(alone.text).toMatch(/^a token could be had$/m);
  });

  whenVault('secrets are in the environment of the script, fetched under the same policy', async () => {
    const workflow = release({
      artifact:
        'artifact-id: ${{ needs.build.outputs.artifact-id }}\n      vault-url: ${{ vars.VAULT_URL }}\n      vault-role: deploy\n      secrets: secret/data/app password | PASSWORD ;',
      deploy: 'echo "a password of ${#PASSWORD} characters"',
    });
    const { result, text } = await caller.run(workflow);
    expect(result.conclusion).toBe('success');
    expect(text).toMatch(/^a password of 24 characters$/m);
    expect(text).toContain('Revoked: the Vault token');
  });

  /** A job of the same run that puts its own archive in the place of the one that was built. */
  const swap = `
  between:
    needs: build
    runs-on: x
    outputs: { id: '\${{ steps.upload.outputs.artifact-id }}' }
    steps:
      - run: mkdir evil && echo a hostile page > evil/page.html && tar --create --file build.tar --directory evil .
      - id: upload
        uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with: { name: build, path: build.tar, overwrite: true }
`;

  test.each([
    ['an artifact uploaded again under its name', {}, /Artifact not found for id/],
    [
      'the id of another archive',
      { artifact: 'artifact-id: ${{ needs.between.outputs.id }}' },
      /This is not what was built/,
    ],
  ] as const)('%s is refused before any login', async (_, parts, message) => {
    const before = logins();
    const { result, job } = await caller.run(release({ between: swap, deploy: 'cat page.html', ...parts }));
    expect(result.conclusion).toBe('failure');
    expect(job('deploy / Deploy').text).toMatch(message);
    expect(job('deploy / Deploy').text).not.toContain('a hostile page');
    expect(logins()).toBe(before);
  });

  test('without the digest the hostile page is deployed', async () => {
    const { text } = await caller.run(`
on: push
jobs:
  build:
    uses: ${ours('build.yml')}
    with: { script: 'mkdir out && cp src/page.html out/', path: out }
${swap}
  deploy:
    needs: [build, between]
    runs-on: x
    steps:
      - uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1
        with: { name: build }
      - run: tar --extract --file build.tar && cat page.html
`);
    expect(text).toMatch(/^a hostile page$/m);
  });

  test('another branch and a build that leaves nothing are refused', async () => {
    const before = logins();
    const branch = await caller.run(release(), { event: { name: 'push', ref: 'refs/heads/feature' } });
    expect(branch.job('deploy / Deploy').annotations.map(({ title }) => title)).toEqual([
      'oidc/claim-mismatch',
    ]);
    const empty = await caller.run(release({ build: 'echo nothing' }));
    expect(empty.job('build / Build').text).toContain("The build left no folder 'out'.");
    expect(empty.job('deploy').conclusion).toBe('skipped');
    expect(logins()).toBe(before);
  });

  test.each([
    ['build', { buildPermissions: '{}' }, "'contents: read'"],
    ['deploy', { deployPermissions: '{ contents: read }' }, "'id-token: write'"],
  ] as const)('%s with too few permissions does not start', async (_, parts, wanted) => {
    const { result } = await caller.run(release(parts));
    expect(result.conclusion).toBe('startup_failure');
    expect(result.startupErrors.join()).toContain(`is requesting ${wanted}`);
  });
});

describe('check-repository.yml', () => {
  const check = (permissions = '{ actions: read, contents: read, security-events: write }'): string => `
on: push
permissions: {}
jobs:
  check:
    uses: ${ours('check-repository.yml')}
    permissions: ${permissions}
`;
  const separated =
    'on: push\npermissions: {}\njobs: { test: { runs-on: ubuntu-latest, steps: [{ run: make test }] } }\n';
  const fused = `
on: { push: { branches: [main] } }
permissions: { contents: read, id-token: write }
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - run: npm ci
      - run: npm run build
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/site', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

  test.each([
    { name: 'a repository that separates', workflow: separated, conclusion: 'success', verdict: 'holds' },
    { name: 'one that does not', workflow: fused, conclusion: 'failure', verdict: 'violated' },
  ])('$name: $verdict', async ({ workflow, conclusion, verdict }) => {
    const uploads: Record<string, string>[] = [];
    const other = createCaller(services, { '.github/workflows/release.yml': workflow });
    const { result, job } = await other.run(check(), { standIns: recordUploads(uploads) });
    other.remove();
    expect(result.conclusion).toBe(conclusion);
    expect(job('check / Check').outputs).toMatchObject({ verdict });
    expect(job('check / Code scanning').conclusion).toBe('success');
    expect(uploads).toEqual([expect.objectContaining({ category: 'sallyport' })]);
  });

  test('with too few permissions it does not start', async () => {
    const { result } = await caller.run(check('{ contents: read }'));
    expect(result.conclusion).toBe('startup_failure');
    expect(result.startupErrors.join()).toContain(
      "is requesting 'actions: read, security-events: write', but is only allowed 'actions: none",
    );
  });
});

describe('scan-logs.yml', () => {
  const scan = (permissions = '{ actions: read, security-events: write }'): string => `
on: { workflow_run: { workflows: [Release], types: [completed] } }
permissions: {}
jobs:
  scan:
    uses: ${ours('scan-logs.yml')}
    permissions: ${permissions}
    with: { run-id: '7' }
`;
  const event = { name: 'workflow_run', ref: 'refs/heads/main' };
  const bearer = ['job', 'bearer', 'of', 'tests'].join('-');
  const leaked = fakeToken('reusable');

  test.each([
    { verdict: 'clean', said: 'nothing to see', conclusion: 'success' },
    { verdict: 'leaks', said: `the token is ${leaked}`, conclusion: 'failure' },
  ])('$verdict', async ({ verdict, said, conclusion }) => {
    const uploads: Record<string, string>[] = [];
    const logs = await startLogsTwin({
      token: bearer,
      runId: 7,
      jobs: [{ id: 1, name: 'release', log: logOf(said) }],
    });
    const { result, job, text } = await caller.run(scan(), {
      event,
      apiUrl: logs.origin,
      token: bearer,
      standIns: recordUploads(uploads),
    });
    await logs.close();
    expect(job('scan / Scan').outputs).toMatchObject({ verdict });
    expect(result.conclusion).toBe(conclusion);
    expect(text).not.toContain(leaked);
    expect(uploads).toEqual([expect.objectContaining({ category: 'sallyport-leaks' })]);
  });

  test('with too few permissions it does not start', async () => {
    const { result } = await caller.run(scan('{ contents: read }'), { event });
    expect(result.startupErrors.join()).toContain("'scan' is requesting 'actions: read'");
  });
});

describe('docs/reusable-workflows.md', () => {
  const root = join(import.meta.dirname, '..', '..');
  const page = readFileSync(join(root, 'docs', 'reusable-workflows.md'), 'utf8').replaceAll(/ {2,}/g, ' ');

  test.each(publishedWorkflows(root))('holds the contract of $file', ({ rows }) => {
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  });
});

/** The workflows of ours that others may call, with the rows that describe them. */
function publishedWorkflows(root: string): { file: string; rows: string[] }[] {
  const folder = join(root, '.github', 'workflows');
  return readdirSync(folder)
    .map((file) => ({ file, workflow: parse(readFileSync(join(folder, file), 'utf8')) as CallableWorkflow }))
    .flatMap(({ file, workflow }) => {
      const { inputs, outputs } = workflow.on.workflow_call ?? {};
      if (inputs === undefined) return [];
      return [
        {
          file,
          rows: [...Object.entries(inputs).map(inputRow), ...Object.entries(outputs ?? {}).map(outputRow)],
        },
      ];
    });
}

interface CallableWorkflow {
  readonly on: {
    readonly workflow_call?: {
      readonly inputs?: Readonly<Record<string, CallInput>>;
      readonly outputs?: Readonly<Record<string, { readonly description: string }>>;
    };
  };
}

interface CallInput {
  readonly description: string;
  readonly type: string;
  readonly required?: boolean;
  readonly default?: unknown;
}

function inputRow([name, input]: [string, CallInput]): string {
  const value =
    input.required === true ? 'required' : input.default === '' ? '' : `\`${String(input.default)}\``;
  return `| \`${name}\` | ${input.type} | ${value} | ${input.description} |`.replaceAll(/ {2,}/g, ' ');
}

function outputRow([name, { description }]: [string, { readonly description: string }]): string {
  return `| \`${name}\` | ${description} |`;
}
