import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { createCaller, pinned, type Seen } from '../services/caller.ts';
import { type ExampleServices, startExampleServices } from '../services/scene.ts';

const root = join(import.meta.dirname, '..', '..');

interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly runs: { readonly using: string; readonly main: string };
}

const read = (path: string): Action => parse(readFileSync(join(root, path), 'utf8')) as Action;

describe('action.yml', () => {
  const face = read('action.yml');
  const guard = read('actions/separation-guard/action.yml');

  test('is the repository check under a name of its own', () => {
    expect(face.name).not.toBe(guard.name);
    expect([face.inputs, face.outputs]).toEqual([guard.inputs, guard.outputs]);
    expect(join(root, face.runs.main)).toBe(join(root, 'actions', 'separation-guard', guard.runs.main));
  });

  test('is what the Marketplace takes: a short description, an icon, one of its colours', () => {
    expect(face.description.length).toBeLessThan(250);
    expect(face.branding).toEqual({ icon: expect.stringMatching(/^[a-z-]+$/), color: 'gray-dark' });
    expect(face.runs.using).toBe('node24');
  });
});

describe('in any repository, with nothing configured', () => {
  let services: ExampleServices;
  beforeAll(async () => {
    services = await startExampleServices();
  });
  afterAll(() => services.close());

  async function check(files: Readonly<Record<string, string>>, checkout = true): Promise<Seen> {
    const caller = createCaller(services, files);
    const seen = await caller.run(`
on: push
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      ${checkout ? '- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1' : "- run: 'true'"}
      - uses: OWNER/sallyport@${pinned} # v0.1.0
`);
    caller.remove();
    return seen;
  }

  const ci =
    'on: push\npermissions: {}\njobs: { test: { runs-on: ubuntu-latest, steps: [{ run: make test }] } }\n';
  const fused = `
on: { push: { branches: [main] } }
permissions: { contents: read, id-token: write }
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - run: npm ci && npm run build
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/site', aws-region: eu-west-1 }
      - run: aws s3 sync dist s3://site
`;

  test.each([
    {
      name: 'one workflow that only tests',
      files: { '.github/workflows/ci.yml': ci },
      conclusion: 'success',
    },
    { name: 'a build that can deploy', files: { '.github/workflows/r.yml': fused }, conclusion: 'failure' },
  ])('$name: $conclusion, with a summary', async ({ files, conclusion }) => {
    const { result, job } = await check(files);
    expect(result.conclusion).toBe(conclusion);
    expect(job('check').summary).not.toBe('');
  });

  test.each([
    { name: 'no workflow at all', files: { 'README.md': 'nothing\n' }, checkout: true },
    { name: 'no checkout', files: { '.github/workflows/ci.yml': ci }, checkout: false },
  ])('$name is told, not passed over', async ({ files, checkout }) => {
    const { result, text } = await check(files, checkout);
    expect(result.conclusion).toBe('failure');
    expect(text).toContain('Run `actions/checkout` before this step');
  });

  test('what it finds is on the line', async () => {
    const { job } = await check({ '.github/workflows/r.yml': fused });
    expect(job('check').annotations).toContainEqual(
      expect.objectContaining({ level: 'error', file: '.github/workflows/r.yml', title: 'build-can-deploy' }),
    );
  });
});
