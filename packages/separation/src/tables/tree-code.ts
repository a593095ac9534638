import { hasFlag, type Command } from '../shell.ts';
import { indexed, rows, type CommandRow, type ExecutionKind } from './row.ts';

/** Words after the sub-command: names of packages, so that the command does not install what the tree lists. */
const withoutNames = (command: Command): boolean =>
  command.positionals.length <= 2 && !hasFlag(command, '-g', '--global', '--ignore-scripts');

const installsTree = (command: Command): boolean =>
  hasFlag(command, '-r', '--requirement', '-e', '--editable', '--group') ||
  command.positionals.slice(2).some((word) => /^\.{1,2}(\/|\[|$)/.test(word) || word.startsWith('file:'));

const runsHooks = (command: Command): boolean =>
  !hasFlag(command, '--ignore-scripts') && !command.positionals.some((word) => /\.tgz$|\*/.test(word));

const notHelp = (command: Command): boolean => !hasFlag(command, '--version', '-V', '--help');

const localBuild = (command: Command): boolean => !command.positionals.some((word) => /^https?:/.test(word));

const scriptFile = (command: Command): boolean =>
  notHelp(command) &&
  command.positionals
    .slice(1)
    .some((word) => /\.(m?[jt]s|cjs|py|rb|sh|ps1|pl|php|lua)$/.test(word) || /^\.\.?\//.test(word));

/** Which commands execute what the checked-out tree says. Each row names where that is documented. */
export const treeCodeRows: readonly CommandRow<ExecutionKind>[] = [
  ...rows(
    'install',
    'docs.npmjs.com: npm-install runs the lifecycle scripts of the project and its dependencies',
    ['npm ci|install|i|clean-install|rebuild'],
    withoutNames,
  ),
  ...rows('install', 'yarnpkg.com/cli/install: install runs build scripts', ['yarn install'], withoutNames),
  ...rows(
    'install',
    'yarnpkg.com: `yarn` alone is `yarn install`',
    ['yarn'],
    (command) =>
      command.positionals.length === 1 && notHelp(command) && !hasFlag(command, '--ignore-scripts'),
  ),
  ...rows('install', 'pnpm.io/cli/install', ['pnpm install|i|rebuild'], withoutNames),
  ...rows('install', 'bun.sh/docs/cli/install', ['bun install|i'], withoutNames),
  ...rows(
    'install',
    'pip.pypa.io: installing from a folder or a requirements file runs build back ends',
    ['pip install', 'pip3 install'],
    installsTree,
  ),
  ...rows(
    'install',
    'pip.pypa.io: python -m pip',
    ['python pip install', 'python3 pip install', 'py pip install'],
    installsTree,
  ),
  ...rows('install', 'docs.astral.sh/uv: sync builds the project', ['uv sync', 'uv build', 'uv pip install']),
  ...rows('install', 'python-poetry.org/docs/cli', [
    'poetry install|build',
    'pdm install|build|sync',
    'pipenv install|sync',
    'hatch build',
    'flit build|install',
  ]),
  ...rows('install', 'bundler.io: bundle install compiles native extensions', [
    'bundle install',
    'bundle exec',
    'gem build',
  ]),
  ...rows(
    'install',
    'getcomposer.org: scripts of the root package run',
    ['composer install|update'],
    (command) => !hasFlag(command, '--no-scripts'),
  ),
  ...rows(
    'compile',
    'doc.rust-lang.org/cargo: build scripts and procedural macros run',
    ['cargo build|run|check|clippy|doc|bench|install|zigbuild|xtask|dist|binstall'],
    (command) =>
      !(
        command.positionals[1] === 'install' &&
        command.positionals.length > 2 &&
        !hasFlag(command, '--path')
      ) && command.positionals[1] !== 'binstall',
  ),
  ...rows('test', 'doc.rust-lang.org/cargo', ['cargo test|nextest|llvm-cov|miri']),
  ...rows('compile', 'go.dev/cmd/go: generate runs commands, cgo runs compilers', [
    'go build|generate|run|vet|tool',
  ]),
  ...rows(
    'compile',
    'go.dev/cmd/go: installing a local package',
    ['go install'],
    (command) => !command.positionals.some((word) => word.includes('@')),
  ),
  ...rows('test', 'go.dev/cmd/go', ['go test', 'gotestsum', 'ginkgo']),
  ...rows('compile', 'maven.apache.org: plugins of the pom run', ['mvn', './mvnw', 'mvnw'], notHelp),
  ...rows(
    'compile',
    'docs.gradle.org: build scripts are programs',
    ['gradle', './gradlew', 'gradlew'],
    notHelp,
  ),
  ...rows('compile', 'learn.microsoft.com/dotnet: MSBuild targets run', [
    'dotnet build|restore|pack|publish|run|test|msbuild',
    'msbuild',
  ]),
  ...rows(
    'compile',
    'www.gnu.org/software/make',
    ['make', 'gmake', 'cmake', 'ninja', 'meson', './configure', 'autoreconf'],
    notHelp,
  ),
  ...rows('compile', 'bazel.build, buck2.build, pantsbuild.org', [
    'bazel build|test|run',
    'bazelisk build|test|run',
    'buck2 build|test',
    'pants',
  ]),
  ...rows('compile', 'nix.dev: builders of the flake run', [
    'nix build|develop|run|flake',
    'nix-build',
    'nix-shell',
  ]),
  ...rows('compile', 'the language’s build tool', [
    'sbt',
    'stack build|test',
    'cabal build|test',
    'mix',
    'rebar3',
    'lein',
    'swift build|test',
    'xcodebuild',
    'flutter build|test|pub',
    'dart run|test|compile',
    'zig build',
    'gcc',
    'clang',
    'tsc',
    'ant',
    'gn',
    'scons',
    'waf',
    'hugo',
    'mkdocs build',
    'jekyll build',
    'sphinx-build',
  ]),
  ...rows('test', 'the test runner loads the tree', [
    'pytest',
    'tox',
    'nox',
    'jest',
    'vitest',
    'mocha',
    'phpunit',
    'rspec',
    'ctest',
    'pre-commit run',
    'playwright test',
    'cypress run',
    'deno test',
  ]),
  ...rows(
    'task',
    'docs.npmjs.com: scripts of package.json',
    [
      'npm run|test|start|run-script|exec|t',
      'npx',
      'bunx',
      'pnpx',
      'bun run|test|x',
      'pnpm',
      'yarn',
      'node --run',
      'turbo',
      'nx',
      'lerna run|bootstrap',
      'rush',
    ],
    (command) => command.positionals.length > 1 && notHelp(command) && !registryCommand(command),
  ),
  ...rows(
    'task',
    'the task runner executes its file',
    [
      'just',
      'task',
      'rake',
      'invoke',
      'mage',
      'earthly',
      'dagger',
      'poe',
      'uv run',
      'uvx .',
      'poetry run',
      'pdm run',
      'pipenv run',
      'hatch run|test',
      'pixi run',
      'deno task|run',
      'mise run',
      'moon run',
      'cibuildwheel',
      'maturin build|develop',
      'goreleaser build|release',
      'melos',
      'fastlane',
      'ct install',
    ],
    notHelp,
  ),
  ...rows('compile', 'build.pypa.io: python -m build runs the back end', [
    'python build',
    'python3 build',
    'pyproject-build',
    'python setup.py',
    'python3 setup.py',
  ]),
  ...rows('test', 'docs.pytest.org: python -m pytest', [
    'python pytest|unittest|tox|nox',
    'python3 pytest|unittest|tox|nox',
  ]),
  ...rows(
    'script',
    'an interpreter runs a file of the tree',
    [
      'node',
      'python',
      'python3',
      'ruby',
      'bash',
      'sh',
      'zsh',
      'pwsh',
      'powershell',
      'perl',
      'php',
      'deno',
      'bun',
      'tsx',
      'ts-node',
      'source',
      '.',
    ],
    scriptFile,
  ),
  ...rows(
    'container',
    'docs.docker.com: RUN instructions of the tree’s Dockerfile',
    [
      'docker build',
      'docker buildx build|bake',
      'docker compose build|up|run',
      'docker-compose build|up|run',
      'podman build',
      'buildah bud|build',
      'kaniko',
      'pack build',
      'ko build|publish',
    ],
    localBuild,
  ),
  ...rows(
    'lifecycle',
    'docs.npmjs.com: publish runs prepublishOnly, prepare and prepack',
    ['npm publish|pack', 'pnpm publish', 'yarn publish|npm'],
    runsHooks,
  ),
  ...rows(
    'lifecycle',
    'doc.rust-lang.org/cargo: publish builds the crate unless --no-verify',
    ['cargo publish|package'],
    (command) => !hasFlag(command, '--no-verify'),
  ),
  ...rows(
    'config',
    'developer.hashicorp.com/terraform: providers and external data run during plan and apply',
    ['terraform plan|apply|destroy', 'tofu plan|apply|destroy', 'terragrunt plan|apply|run-all'],
  ),
  ...rows('config', 'helm.sh, kubernetes.io: the tree’s manifests are applied', [
    'kubectl apply|create|replace|patch',
    'helm upgrade|install',
    'kustomize build',
    'ansible-playbook',
    'aws cloudformation',
    'az deployment',
    'argocd app',
  ]),
  ...rows('task', 'the deployment tool runs a program of the tree', [
    'cdk deploy|synth|diff',
    'pulumi up|preview',
    'serverless deploy',
    'sls deploy',
    'sam build|deploy',
    'sst deploy',
  ]),
];

/** Sub-commands of package managers that do not run scripts of the tree. */
function registryCommand(command: Command): boolean {
  const [program = '', sub = ''] = command.positionals;
  const harmless = new Set(
    'add audit ci config cache dist-tag dlx global help i info init install link list login logout ls npm outdated owner pack publish rebuild remove root set store token up update version versions view whoami why fetch import env self-update setup licenses plugin workspaces deprecate access create patch'.split(
      ' ',
    ),
  );
  if (program === 'npx' || program === 'bunx' || program === 'pnpx') return /@[\d^~a-z*]/i.test(sub.slice(1));
  return (program === 'pnpm' || program === 'yarn') && harmless.has(sub);
}

export const treeCode = indexed(treeCodeRows);
