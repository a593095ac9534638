import type { ExampleFiles } from '@sallyport/separation';

/**
 * The public incidents of 2024–2026 that went through a pipeline, written down anew from their public descriptions
 * (facts: what crossed which bridge), before and after the fix that closes it.
 */
export interface Incident {
  readonly when: string;
  readonly name: string;
  /** The bridge that was used. */
  readonly bridge: string;
  readonly before: ExampleFiles;
  readonly after: ExampleFiles;
  /** The rule that has to be violated before. */
  readonly rule: string;
}

const sha = '0123456789abcdef0123456789abcdef01234567';
const checkout = `      - uses: actions/checkout@${sha}\n`;
const headCheckout = `      - uses: actions/checkout@${sha}\n        with: { ref: "\${{ github.event.pull_request.head.sha }}" }\n`;
const cache = `      - uses: actions/cache@${sha}\n        with: { path: ~/.cache, key: "deps-\${{ hashFiles('lock') }}" }\n`;
const job = (name: string, lines: string, steps: string): string =>
  `  ${name}:\n    runs-on: ubuntu-latest\n${lines}    steps:\n${steps}`;
const upload = `      - uses: actions/upload-artifact@${sha}\n        with: { name: dist, path: dist }\n`;
const download = `      - uses: actions/download-artifact@${sha}\n        with: { artifact-ids: "\${{ needs.build.outputs.id }}", path: dist }\n`;

const separatedRelease = (publish: string): string =>
  `on: { release: { types: [published] } }\npermissions: {}\njobs:\n${job('build', '    permissions: { contents: read }\n    outputs: { id: "${{ steps.up.outputs.artifact-id }}" }\n', `${checkout}      - run: npm ci\n      - run: npm run build\n${upload.replace('- uses', '- id: up\n        uses')}`)}${job('publish', '    needs: build\n    environment: registry\n    permissions: { id-token: write }\n', `${download}${publish}`)}`;

const npm = '      - run: npm publish dist/package.tgz --provenance\n';
const pypi = `      - uses: pypa/gh-action-pypi-publish@${sha}\n`;

export const incidents: readonly Incident[] = [
  {
    when: '2021-04',
    name: 'Codecov: a fetched uploader reads the environment of a build',
    bridge: 'deploy secrets in the building job',
    rule: 'build-can-deploy',
    before: {
      'ci.yml': `on: push\npermissions: { contents: read }\njobs:\n${job('test', '', `${checkout}      - run: npm ci\n      - run: curl -s https://uploader.example | bash\n      - run: npm publish\n        env: { NODE_AUTH_TOKEN: "\${{ secrets.NPM_TOKEN }}" }\n`)}`,
    },
    after: { 'ci.yml': separatedRelease(npm) },
  },
  {
    when: '2024-12',
    name: 'Ultralytics: a pull_request_target job poisons the cache of the release',
    bridge: 'cache across the trust boundary',
    rule: 'poisoned-handover',
    before: {
      'format.yml': `on: pull_request_target\npermissions: { contents: read }\njobs:\n${job('format', '', `${headCheckout}${cache}      - run: pip install -r requirements.txt\n`)}`,
      'publish.yml': `on: { push: { branches: [main] } }\npermissions: {}\njobs:\n${job('publish', '    permissions: { id-token: write, contents: read }\n', `${checkout}${cache}      - run: python -m build\n${pypi}`)}`,
    },
    after: {
      'format.yml': `on: pull_request\npermissions: { contents: read }\njobs:\n${job('format', '', `${checkout}      - run: pip install -r requirements.txt\n`)}`,
      'publish.yml': separatedRelease(pypi),
    },
  },
  {
    when: '2025-03',
    name: 'tj-actions: a moved tag dumps the secrets of the job',
    bridge: 'an action by tag beside a deploy credential',
    rule: 'unpinned-in-deploy',
    before: {
      'deploy.yml': `on: { push: { branches: [main] } }\npermissions: {}\njobs:\n${job('deploy', '    environment: production\n', '      - uses: tj-actions/changed-files@v45\n      - run: npx wrangler deploy\n        env: { CLOUDFLARE_API_TOKEN: "${{ secrets.CF }}" }\n')}`,
    },
    after: {
      'deploy.yml': `on: { push: { branches: [main] } }\npermissions: {}\njobs:\n${job('deploy', '    environment: production\n', `      - uses: tj-actions/changed-files@${sha}\n      - run: npx wrangler deploy\n        env: { CLOUDFLARE_API_TOKEN: "\${{ secrets.CF }}" }\n`)}`,
    },
  },
  {
    when: '2025-08',
    name: 'Nx s1ngularity: a pull_request_target token dispatches the publishing workflow',
    bridge: 'actions: write in a job that runs the pull request',
    rule: 'untrusted-checkout',
    before: {
      'pr.yml': `on: pull_request_target\npermissions: { contents: read, actions: write }\njobs:\n${job('validate', '', `${headCheckout}      - run: node scripts/title.js\n`)}`,
      'publish.yml': `on: workflow_dispatch\npermissions: {}\njobs:\n${job('publish', '', `${checkout}      - run: npm publish --ignore-scripts\n        env: { NODE_AUTH_TOKEN: "\${{ secrets.NPM_TOKEN }}" }\n`)}`,
    },
    after: {
      'pr.yml': `on: pull_request\npermissions: { contents: read }\njobs:\n${job('validate', '', `${checkout}      - run: node scripts/title.js\n`)}`,
      'publish.yml': separatedRelease(npm).replace(
        'on: { release: { types: [published] } }',
        'on: workflow_dispatch',
      ),
    },
  },
  {
    when: '2025-09',
    name: 'GhostAction: a pushed workflow reads secrets of the repository',
    bridge: 'secrets outside an environment',
    rule: 'secret-outside-environment',
    before: {
      'deploy.yml': `on: push\npermissions: {}\njobs:\n${job('deploy', '', '      - run: npx wrangler deploy\n        env: { CLOUDFLARE_API_TOKEN: "${{ secrets.CF }}" }\n')}`,
    },
    after: {
      'deploy.yml': `on: push\npermissions: {}\njobs:\n${job('deploy', '    environment: production\n', '      - run: npx wrangler deploy\n        env: { CLOUDFLARE_API_TOKEN: "${{ secrets.CF }}" }\n')}`,
    },
  },
  {
    when: '2025-09',
    name: 'Shai-Hulud: an install script uses the publish token of its job',
    bridge: 'install scripts beside a publish token',
    rule: 'build-can-deploy',
    before: {
      'publish.yml': `on: { push: { tags: ['v*'] } }\npermissions: { contents: read }\njobs:\n${job('publish', '', `${checkout}      - run: npm ci\n      - run: npm publish\n        env: { NODE_AUTH_TOKEN: "\${{ secrets.NPM_TOKEN }}" }\n`)}`,
    },
    after: { 'publish.yml': separatedRelease(npm) },
  },
  {
    when: '2026-02',
    name: 'Cline: an issue’s title reaches a triage job, whose cache reaches the nightly publish',
    bridge: 'cache across the trust boundary, an environment present',
    rule: 'deploy-restores-cache',
    before: {
      'triage.yml': `on: { issues: { types: [opened] } }\npermissions: { issues: write }\njobs:\n${job('triage', '', `${checkout}${cache}      - run: npm ci && npm run triage\n`)}`,
      'nightly.yml': `on: { schedule: [{ cron: '0 3 * * *' }] }\npermissions: {}\njobs:\n${job('publish', '    environment: publish\n    permissions: { id-token: write, contents: read }\n', `${checkout}${cache}      - run: npm publish --ignore-scripts\n`)}`,
    },
    after: {
      'triage.yml': `on: { issues: { types: [opened] } }\npermissions: { issues: write }\njobs:\n${job('triage', '', `${checkout}      - run: npm ci && npm run triage\n`)}`,
      'nightly.yml': separatedRelease(npm).replace(
        'on: { release: { types: [published] } }',
        "on: { schedule: [{ cron: '0 3 * * *' }] }",
      ),
    },
  },
  {
    when: '2026-02',
    name: 'hackerbot-claw and prt-scan: pull_request_target with the pull request’s own scripts',
    bridge: 'privileged checkout',
    rule: 'untrusted-checkout',
    before: {
      'pr.yml': `on: pull_request_target\npermissions: { contents: write }\njobs:\n${job('quality', '', `${headCheckout}      - run: ./scripts/check.sh\n`)}`,
    },
    after: {
      'pr.yml': `on: pull_request\npermissions: { contents: read }\njobs:\n${job('quality', '', `${checkout}      - run: ./scripts/check.sh\n`)}`,
    },
  },
  {
    when: '2026-03',
    name: 'Trivy: a personal token in a pull_request_target job moves tags',
    bridge: 'a token of the organisation in a job that runs the pull request',
    rule: 'build-controls-deploy',
    before: {
      'api.yml': `on: pull_request_target\npermissions: { contents: read }\njobs:\n${job('diff', '', `${headCheckout}      - run: make api-diff\n        env: { GITHUB_TOKEN: "\${{ secrets.ORG_PAT }}" }\n`)}`,
    },
    after: {
      'api.yml': `on: pull_request\npermissions: { contents: read }\njobs:\n${job('diff', '', `${checkout}      - run: make api-diff\n`)}`,
    },
  },
  {
    when: '2026-03',
    name: 'LiteLLM: a scanner by tag runs in the job that has the publish token',
    bridge: 'an action by tag beside a publish token',
    rule: 'unpinned-in-deploy',
    before: {
      'release.yml': `on: { release: { types: [published] } }\npermissions: {}\njobs:\n${job('publish', '    environment: registry\n', `      - uses: aquasecurity/trivy-action@0.20.0\n${pypi}        with: { password: "\${{ secrets.PYPI_TOKEN }}" }\n`)}`,
    },
    after: { 'release.yml': separatedRelease(pypi) },
  },
  {
    when: '2026-05',
    name: 'TanStack: a poisoned cache in the release job mints its identity, with valid provenance',
    bridge: 'cache and install scripts beside id-token',
    rule: 'build-can-deploy',
    before: {
      'bench.yml': `on: pull_request_target\npermissions: { contents: read }\njobs:\n${job('bundle', '', `${headCheckout}${cache}      - run: pnpm install && pnpm build\n`)}`,
      'release.yml': `on: { push: { branches: [main] } }\npermissions: { contents: write, id-token: write }\njobs:\n${job('release', '', `${checkout}${cache}      - run: pnpm install\n      - run: pnpm changeset publish\n`)}`,
    },
    after: {
      'bench.yml': `on: pull_request\npermissions: { contents: read }\njobs:\n${job('bundle', '', `${checkout}      - run: pnpm install && pnpm build\n`)}`,
      'release.yml': separatedRelease(npm),
    },
  },
  {
    when: 'class',
    name: 'artifact poisoning: a pull request’s artifact is executed after workflow_run',
    bridge: 'artifact across the trust boundary',
    rule: 'poisoned-handover',
    before: {
      'ci.yml': `name: CI\non: pull_request\npermissions: { contents: read }\njobs:\n${job('build', '', `${checkout}      - run: make\n${upload}`)}`,
      'after.yml': `on: { workflow_run: { workflows: [CI], types: [completed] } }\npermissions: { contents: write, actions: read }\njobs:\n${job('use', '', `      - uses: actions/download-artifact@${sha}\n        with: { name: dist, run-id: "\${{ github.event.workflow_run.id }}", github-token: "\${{ github.token }}" }\n      - run: ./dist/report.sh\n`)}`,
    },
    after: {
      'ci.yml': `name: CI\non: pull_request\npermissions: { contents: read }\njobs:\n${job('build', '', `${checkout}      - run: make\n${upload}`)}`,
      'after.yml': `on: { workflow_run: { workflows: [CI], types: [completed] } }\npermissions: { pull-requests: write, actions: read }\njobs:\n${job('use', '', `      - uses: actions/download-artifact@${sha}\n        with: { name: dist, path: "\${{ runner.temp }}/report", run-id: "\${{ github.event.workflow_run.id }}", github-token: "\${{ github.token }}" }\n      - run: gh pr comment "$NUMBER" --body-file "$RUNNER_TEMP/report/text"\n        env: { NUMBER: "\${{ github.event.workflow_run.pull_requests[0].number }}" }\n`)}`,
    },
  },
  {
    when: 'class',
    name: 'any step can mint the job’s token: id-token at the top of the workflow',
    bridge: 'an inherited token',
    rule: 'inherited-token',
    before: {
      'ci.yml': `on: push\npermissions: { contents: read, id-token: write }\njobs:\n${job('test', '', `${checkout}      - run: npm ci\n`)}`,
    },
    after: {
      'ci.yml': `on: push\npermissions: { contents: read }\njobs:\n${job('test', '', `${checkout}      - run: npm ci\n`)}`,
    },
  },
  {
    when: 'class',
    name: 'self-hosted persistence: build and deploy on one machine',
    bridge: 'a shared runner',
    rule: 'shared-runner',
    before: {
      'ci.yml': separatedRelease(npm).replaceAll('runs-on: ubuntu-latest', 'runs-on: [self-hosted, linux]'),
    },
    after: { 'ci.yml': separatedRelease(npm) },
  },
];
