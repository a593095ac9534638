import { hasFlag, type Command } from '../shell.ts';
import { indexed, rows, type CommandRow, type DeployKind } from './row.ts';

const notDry = (command: Command): boolean =>
  !hasFlag(command, '--dry-run', '--dryrun', '-n', '--snapshot', '--help') ||
  command.positionals[0] === 'kubectl';
const notClientDryRun = (command: Command): boolean =>
  !command.words.some((word) => /^--dry-run(=|$)/.test(word) && !word.endsWith('=none'));
const upload = (command: Command): boolean =>
  notDry(command) && /^(s3|gs):\/\//.test(command.positionals.at(-1) ?? '');
const named = /(^|[:/_.-])(deploy|release|publish|rollout|promote)(?![a-z])/i;
const surelyNamed = /(^|[:/_.-])(deploy|publish|rollout|promote)(?![a-z])/i;
const deployName = (command: Command): boolean =>
  surelyNamed.test(command.positionals.slice(1).find((word) => word !== 'run' && word !== 'exec') ?? '') &&
  notDry(command) &&
  !/dry|check|test|preview|build|lint/i.test(command.positionals.slice(1).join(' '));

/** Which commands deploy or publish. Each row names where that is documented. */
export const deployRows: readonly CommandRow<DeployKind>[] = [
  ...rows(
    'package',
    'docs.npmjs.com/cli/publish',
    [
      'npm publish',
      'pnpm publish',
      'yarn publish',
      'yarn npm publish',
      'bun publish',
      'lerna publish',
      'changeset publish',
      'npx changeset publish',
      'pnpm changeset publish',
      'yarn changeset publish',
      'npx lerna publish',
      'nx release publish',
      'pnpm recursive publish',
      'npx jsr publish',
      'jsr publish',
      'deno publish',
    ],
    notDry,
  ),
  ...rows(
    'package',
    'semantic-release.gitbook.io: publishes in CI',
    [
      'semantic-release',
      'npx semantic-release',
      'release-it',
      'npx release-it',
      'pnpm semantic-release',
      'yarn semantic-release',
      'python-semantic-release publish',
    ],
    notDry,
  ),
  ...rows(
    'package',
    'twine.readthedocs.io; docs.astral.sh/uv; python-poetry.org',
    [
      'twine upload',
      'python twine upload',
      'python3 twine upload',
      'uv publish',
      'poetry publish',
      'hatch publish',
      'flit publish',
      'pdm publish',
      'maturin publish|upload',
    ],
    notDry,
  ),
  ...rows(
    'package',
    'doc.rust-lang.org/cargo/commands/cargo-publish',
    ['cargo publish', 'cargo release', 'cargo workspaces publish', 'release-plz release'],
    notDry,
  ),
  ...rows(
    'package',
    'guides.rubygems.org/publishing',
    ['gem push', 'rake release', 'bundle exec rake release'],
    notDry,
  ),
  ...rows('package', 'learn.microsoft.com/nuget', ['dotnet nuget push', 'nuget push', 'choco push']),
  ...rows('package', 'maven.apache.org: deploy phase; docs.gradle.org: publish tasks', [
    'mvn deploy',
    './mvnw deploy',
    'gradle publish',
    './gradlew publish',
    'gradlew publish',
    'sbt publish',
    'sbt ci-release',
  ]),
  ...rows(
    'package',
    'docs.gradle.org: publish tasks',
    ['gradle', './gradlew', 'gradlew', 'mvn', './mvnw'],
    (command) =>
      command.positionals
        .slice(1)
        .some((word) =>
          /(^|:)(publish(?!ToMavenLocal)\w*|uploadArchives|closeAndRelease\w*|deploy)$/.test(word),
        ),
  ),
  ...rows(
    'package',
    'the registry’s own command',
    [
      'vsce publish',
      'npx vsce publish',
      'ovsx publish',
      'npx ovsx publish',
      'pod trunk push',
      'snapcraft upload',
      'hex.publish',
      'mix hex.publish',
      'luarocks upload',
      'conan upload',
      'anaconda upload',
      'cloudsmith push',
      'jf rt',
    ],
    notDry,
  ),
  ...rows('infrastructure', 'developer.hashicorp.com/terraform/cli', [
    'terraform apply|destroy',
    'tofu apply|destroy',
    'terragrunt apply|destroy|run-all',
    'pulumi up|destroy',
    'cdk deploy|destroy',
    'npx cdk deploy',
    'pnpm cdk deploy',
    'yarn cdk deploy',
  ]),
  ...rows('cloud', 'docs.aws.amazon.com/cli', [
    'aws cloudformation deploy|create-stack|update-stack',
    'aws ecs update-service|register-task-definition',
    'aws lambda update-function-code|publish-version|update-alias',
    'aws deploy create-deployment',
    'aws elasticbeanstalk update-environment',
    'aws apprunner start-deployment',
    'aws cloudfront create-invalidation',
    'sam deploy',
    'serverless deploy',
    'sls deploy',
    'npx serverless deploy',
    'npx sls deploy',
    'eb deploy',
    'sst deploy',
    'npx sst deploy',
  ]),
  ...rows(
    'cloud',
    'docs.aws.amazon.com/cli/s3; cloud.google.com/storage',
    ['aws s3 cp|sync|mv', 'gsutil cp|rsync|-m', 'gcloud storage cp|rsync'],
    upload,
  ),
  ...rows('cloud', 'cloud.google.com/sdk/gcloud', [
    'gcloud run deploy|services|jobs',
    'gcloud app deploy',
    'gcloud functions deploy',
    'gcloud deploy releases',
    'firebase deploy',
    'npx firebase deploy',
    'firebase-tools deploy',
    'npx firebase-tools deploy',
  ]),
  ...rows('cloud', 'learn.microsoft.com/cli/azure', [
    'az webapp deploy|up',
    'az functionapp deployment',
    'az containerapp up|update',
    'az deployment group|sub|mg|tenant',
    'az staticwebapp',
    'az storage blob',
    'az aks',
    'azd deploy|up',
    'func azure functionapp',
  ]),
  ...rows(
    'cluster',
    'kubernetes.io/docs/reference/kubectl; helm.sh',
    [
      'kubectl apply|create|replace|patch|set|rollout|delete|scale',
      'helm upgrade|install|rollback',
      'helmfile apply|sync',
      'argocd app',
      'flux reconcile',
      'oc apply|rollout',
      'skaffold run|deploy',
      'kapp deploy',
    ],
    notClientDryRun,
  ),
  ...rows(
    'site',
    'the host’s own command',
    [
      'vercel deploy',
      'netlify deploy',
      'wrangler deploy|publish|pages',
      'npx wrangler deploy|publish|pages',
      'pnpm wrangler deploy',
      'flyctl deploy',
      'fly deploy',
      'railway up',
      'heroku container:release',
      'surge',
      'npx surge',
      'npx vercel',
      'npx netlify deploy',
      'ansible-playbook',
      'cap production',
      'doctl apps',
    ],
    notDry,
  ),
  ...rows('site', 'vercel.com/docs/cli: --prod', ['vercel'], (command) => hasFlag(command, '--prod')),
  ...rows('site', 'a copy to another machine', ['rsync', 'scp', 'sftp'], (command) =>
    command.positionals.slice(1).some((word) => /^[^/\s]*[@}][^/\s]*:/.test(word)),
  ),
  ...rows('pages', 'pages.github.com: a push to gh-pages', [
    'mkdocs gh-deploy',
    'mike deploy',
    'gh-pages',
    'npx gh-pages',
    'ghp-import',
  ]),
  ...rows(
    'release',
    'cli.github.com/manual/gh_release',
    ['gh release create|upload|edit', 'goreleaser release', 'hub release'],
    notDry,
  ),
  ...rows('git', 'git-scm.com/docs/git-push', ['git push'], notDry),
  ...rows('image', 'docs.docker.com/reference/cli/docker/image/push', [
    'docker push',
    'docker image push',
    'docker buildx imagetools',
    'podman push',
    'buildah push',
    'crane push|copy|cp',
    'skopeo copy',
    'oras push',
    'ko build|publish',
    'helm push',
    'regctl image',
    'docker manifest push',
  ]),
  ...rows('image', 'docs.docker.com: --push', ['docker build', 'docker buildx build|bake'], (command) =>
    hasFlag(command, '--push'),
  ),
  ...rows(
    'cloud',
    'a task whose name says that it deploys',
    [
      'npm run',
      'pnpm',
      'yarn',
      'bun run',
      'make',
      'just',
      'task',
      'rake',
      'bash',
      'sh',
      'node',
      'python',
      'python3',
      'uv run',
      'poetry run',
      'deno task',
      'fastlane',
    ],
    deployName,
  ),
];

export const deployCommands = indexed(deployRows);

/**
 * `./scripts/deploy.sh` and its like: the program itself is named after what it does. `release` says less than `deploy`
 * and `publish`: it often only tags.
 */
export function deployScriptKind(command: Command): DeployKind | undefined {
  const [program = ''] = command.positionals;
  if (
    !/^\.{0,2}\//.test(program) ||
    !named.test(program) ||
    /dry|check|test|preview/i.test(program) ||
    !notDry(command)
  )
    return undefined;
  return /release/i.test(program) && !/deploy|publish/i.test(program) ? 'release' : 'cloud';
}

/** Kinds that reach beyond the repository itself: whoever does this holds a deploy credential. */
export const strongKinds: ReadonlySet<DeployKind> = new Set([
  'cloud',
  'cluster',
  'infrastructure',
  'package',
  'pages',
  'site',
]);
