import { parse } from 'yaml';
import { checkRepository } from '../packages/separation/src/index.ts';
import { asOutcome, comparePairs } from './harness-pairs.ts';
import type { Bench, Outcome } from './harness.ts';

export const bench: Bench = {
  name: 'separation',
  description: 'the whole check of 300 workflow files, against a plain yaml parse of the same files',
  rows: [
    { id: 'time', what: '300 files, whole check', budget: { atMost: 2 }, unit: 's' },
    {
      id: 'ratio',
      what: '300 files, whole check',
      against: 'a plain yaml parse',
      budget: { atMost: 3 },
      unit: '×',
    },
    {
      id: 'linear',
      what: '300 files',
      against: '100 of them, times three',
      budget: { atMost: 1.3 },
      unit: '×',
    },
  ],
  run: measure,
};

async function measure(): Promise<Readonly<Record<string, Outcome>>> {
  const files = Array.from({ length: 300 }, (_, index) => ({
    path: `.github/workflows/w${index}.yml`,
    content: workflow(index),
  }));
  const check =
    (some: typeof files, scale = 1) =>
    () =>
      Promise.resolve(timed(() => checkRepository({ files: some }, { today: '2026-11-01' })) * scale);
  const plain = () => Promise.resolve(timed(() => files.forEach(({ content }) => void parse(content))));
  const pairs = await comparePairs(check(files), plain);
  return {
    time: {
      value: pairs.medianA / 1000,
      note: `${files.length} files, ${files.reduce((sum, { content }) => sum + content.length, 0)} characters`,
    },
    ratio: asOutcome(pairs),
    linear: asOutcome(await comparePairs(check(files), check(files.slice(0, 100), 3), 7)),
  };
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** A workflow of the usual size: checks in a matrix, a build, a called workflow, a deploy. */
function workflow(index: number): string {
  if (index % 10 === 9) return reusable;
  const called = `./.github/workflows/w${index - (index % 10) + 9}.yml`;
  return `name: Workflow ${index}
on:
  push:
    branches: [main]
  pull_request:
  workflow_dispatch:
    inputs:
      target: { type: choice, options: [staging, production] }
permissions:
  contents: read
concurrency: { group: "w${index}-\${{ github.ref }}", cancel-in-progress: true }
jobs:
  test:
    name: Test on \${{ matrix.os }} with \${{ matrix.node }}
    strategy:
      fail-fast: false
      matrix:
        os: [ubuntu-latest, windows-latest, macos-latest]
        node: [20, 22, 24]
    runs-on: \${{ matrix.os }}
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: \${{ matrix.node }}
          cache: npm
      - name: Install
        run: npm ci
      - name: Test
        run: |
          npm run lint
          npm test -- --shard=\${{ strategy.job-index }}
          if [ "$RUNNER_OS" = Linux ]; then
            ./scripts/coverage.sh --format lcov
          fi
        env:
          CI_LEVEL: full
      - uses: codecov/codecov-action@v5
        if: matrix.os == 'ubuntu-latest' && github.event_name == 'push'
        with: { token: "\${{ secrets.CODECOV_TOKEN }}" }
  build:
    needs: test
    if: github.event_name != 'pull_request'
    runs-on: ubuntu-latest
    outputs:
      id: \${{ steps.upload.outputs.artifact-id }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: npm ci
      - run: npm run build
      - id: upload
        uses: actions/upload-artifact@v4
        with: { name: site-${index}, path: dist }
  docs:
    uses: ${called}
    with: { level: "\${{ github.event_name == 'push' && 'full' || 'quick' }}" }
  deploy:
    needs: [build, docs]
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: \${{ inputs.target || 'production' }}
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v4
        with: { artifact-ids: "\${{ needs.build.outputs.id }}", path: dist }
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy-${index}
          aws-region: eu-west-1
      - run: aws s3 sync dist s3://site-${index} --delete
`;
}

const reusable = `name: Docs
on:
  workflow_call:
    inputs:
      level: { type: string, default: quick }
permissions: { contents: read }
jobs:
  docs:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: make docs LEVEL=\${{ inputs.level }}
      - uses: actions/upload-artifact@v4
        with: { name: "docs-\${{ inputs.level }}", path: out }
`;
