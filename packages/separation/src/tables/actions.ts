import type { DeployKind, ExecutionKind } from './row.ts';

/** The inputs of a step as written; undefined where absent. */
export type Inputs = (name: string) => string | undefined;

/** What using an action does to a job. */
export type Effect =
  | { readonly does: 'execute'; readonly kind: ExecutionKind }
  | { readonly does: 'deploy'; readonly kind: DeployKind }
  /** Obtains a cloud or registry identity; `static` says whether a stored key is used. */
  | {
      readonly does: 'login';
      readonly provider: string;
      readonly static: (inputs: Inputs) => boolean;
      readonly identity: readonly string[];
    }
  /** Uses the job's OIDC token for signing or for reporting, not for deploying. */
  | { readonly does: 'sign' | 'report' }
  | { readonly does: 'restore-cache' | 'save-cache'; readonly implicit: boolean }
  | { readonly does: 'checkout' | 'upload-artifact' | 'download-artifact' | 'app-token' | 'local-cluster' }
  | { readonly does: 'approve' };

export interface ActionRow {
  /** `owner/repository[/path]` in lower case. */
  readonly name: string;
  readonly effects: readonly { readonly effect: Effect; readonly when?: (inputs: Inputs) => boolean }[];
  readonly source: string;
}

const set = (value: string | undefined): boolean =>
  value !== undefined && value.trim() !== '' && value.trim() !== 'false';
const truthy = (name: string) => (inputs: Inputs) => set(inputs(name));
const notFalse = (name: string) => (inputs: Inputs) => inputs(name)?.trim() !== 'false';
const runs = (name: string, words: RegExp) => (inputs: Inputs) => words.test(inputs(name) ?? '');
const no = (): boolean => false;

type Part = ActionRow['effects'][number];

const execute = (kind: ExecutionKind, when?: (inputs: Inputs) => boolean): Part =>
  part({ does: 'execute', kind }, when);
const deploy = (kind: DeployKind, when?: (inputs: Inputs) => boolean): Part =>
  part({ does: 'deploy', kind }, when);
const does = (
  what:
    | 'sign'
    | 'report'
    | 'checkout'
    | 'upload-artifact'
    | 'download-artifact'
    | 'app-token'
    | 'local-cluster'
    | 'approve',
  when?: (inputs: Inputs) => boolean,
): Part => part({ does: what }, when);
const login = (provider: string, identity: readonly string[], isStatic: (inputs: Inputs) => boolean): Part =>
  part({ does: 'login', provider, identity, static: isStatic });
const caches = (implicit: boolean, when?: (inputs: Inputs) => boolean): readonly Part[] => [
  part({ does: 'restore-cache', implicit }, when),
  part({ does: 'save-cache', implicit }, when),
];

function part(effect: Effect, when?: (inputs: Inputs) => boolean): Part {
  return when === undefined ? { effect } : { effect, when };
}

function row(
  names: string,
  source: string,
  ...parts: readonly (Part | readonly Part[])[]
): readonly ActionRow[] {
  const effects = parts.flat();
  return names.split(' ').map((name) => ({ name, effects, source }));
}

const readme = (name: string): string => `github.com/${name}: README`;

/** Known actions. One that is not here and whose text is not given is unknown, never harmless. */
export const actionRows: readonly ActionRow[] = [
  // The platform's own.
  ...row('actions/checkout', readme('actions/checkout'), does('checkout')),
  ...row(
    'actions/upload-artifact actions/upload-artifact/merge actions/upload-pages-artifact',
    readme('actions/upload-artifact'),
    does('upload-artifact'),
  ),
  ...row(
    'actions/download-artifact dawidd6/action-download-artifact',
    readme('actions/download-artifact'),
    does('download-artifact'),
  ),
  ...row('actions/cache', readme('actions/cache'), caches(false)),
  ...row('actions/cache/restore', readme('actions/cache'), part({ does: 'restore-cache', implicit: false })),
  ...row('actions/cache/save', readme('actions/cache'), part({ does: 'save-cache', implicit: false })),
  ...row(
    'actions/setup-node actions/setup-python actions/setup-java actions/setup-dotnet',
    readme('actions/setup-node'),
    caches(false, truthy('cache')),
  ),
  ...row(
    'actions/setup-go',
    'github.com/actions/setup-go: README, `cache` is true by default',
    caches(true, notFalse('cache')),
  ),
  ...row('actions/deploy-pages', readme('actions/deploy-pages'), deploy('pages'), does('download-artifact')),
  ...row(
    'actions/attest actions/attest-build-provenance actions/attest-sbom',
    readme('actions/attest'),
    does('sign'),
  ),
  ...row(
    'actions/create-github-app-token tibdex/github-app-token peter-murray/workflow-application-token-action getsentry/action-github-app-token',
    readme('actions/create-github-app-token'),
    does('app-token'),
  ),
  ...row(
    'actions/create-release actions/upload-release-asset softprops/action-gh-release ncipollo/release-action svenstaro/upload-release-action marvinpinto/action-automatic-releases release-drafter/release-drafter',
    'the action’s README: creates or fills a release',
    deploy('release'),
  ),
  ...row(
    'actions/configure-pages actions/labeler actions/stale actions/dependency-review-action actions/first-interaction actions/add-to-project actions/ai-inference actions/github-script github/codeql-action/init github/codeql-action/analyze github/codeql-action/upload-sarif step-security/harden-runner',
    'github.com/actions, github.com/github: README; no tree code but what `script` says',
  ),
  ...row('github/codeql-action/autobuild', readme('github/codeql-action'), execute('compile')),
  // Toolchains.
  ...row(
    'ruby/setup-ruby',
    readme('ruby/setup-ruby'),
    execute('install', truthy('bundler-cache')),
    caches(false, truthy('bundler-cache')),
  ),
  ...row(
    'astral-sh/setup-uv',
    'github.com/astral-sh/setup-uv: README, `enable-cache: auto` is on for hosted runners',
    caches(true, notFalse('enable-cache')),
  ),
  ...row(
    'pnpm/action-setup',
    readme('pnpm/action-setup'),
    execute('install', truthy('run_install')),
    caches(false, truthy('cache')),
  ),
  ...row('oven-sh/setup-bun', 'github.com/oven-sh/setup-bun: README, caches the executable only'),
  ...row(
    'swatinem/rust-cache mozilla-actions/sccache-action hendrikmuhs/ccache-action',
    readme('swatinem/rust-cache'),
    caches(false),
  ),
  ...row(
    'actions-rust-lang/setup-rust-toolchain',
    'github.com/actions-rust-lang/setup-rust-toolchain: README, `cache` is true by default',
    caches(true, notFalse('cache')),
  ),
  ...row(
    'gradle/actions/setup-gradle gradle/gradle-build-action',
    'github.com/gradle/actions: README, caching is on by default',
    caches(true, notFalse('cache-disabled')),
    execute('compile', truthy('arguments')),
  ),
  ...row(
    'denoland/setup-deno subosito/flutter-action erlef/setup-beam shivammathur/setup-php',
    'the action’s README',
    caches(false, truthy('cache')),
  ),
  ...row(
    'dtolnay/rust-toolchain actions-rs/toolchain actions-rust-lang/rustfmt azure/setup-helm azure/setup-kubectl hashicorp/setup-terraform opentofu/setup-opentofu taiki-e/install-action docker/setup-buildx-action docker/setup-qemu-action docker/metadata-action sigstore/cosign-installer anchore/sbom-action/download-syft conda-incubator/setup-miniconda google-github-actions/setup-gcloud jdx/mise-action extractions/setup-just arduino/setup-task arduino/setup-protoc bufbuild/buf-setup-action cachix/install-nix-action determinatesystems/nix-installer-action determinatesystems/determinate-nix-action msys2/setup-msys2 ilammy/msvc-dev-cmd mlugg/setup-zig goto-bus-stop/setup-zig julia-actions/setup-julia r-lib/actions/setup-r haskell-actions/setup ocaml/setup-ocaml expo/expo-github-action pulumi/setup-pulumi aws-actions/setup-sam superfly/flyctl-actions/setup-flyctl kubernetes-sigs/setup-kustomize imranismail/setup-kustomize browser-actions/setup-chrome microsoft/setup-msbuild nuget/setup-nuget',
    'the action’s README: installs a tool and runs nothing of the tree',
  ),
  // Builders.
  ...row(
    'docker/build-push-action docker/bake-action',
    readme('docker/build-push-action'),
    execute('container'),
    deploy(
      'image',
      (inputs) => set(inputs('push')) || /push=true|type=registry/.test(inputs('outputs') ?? ''),
    ),
    caches(false, runs('cache-from', /type=gha/)),
  ),
  ...row(
    'redhat-actions/buildah-build gcr.io/kaniko-project/executor',
    'the action’s README',
    execute('container'),
  ),
  ...row('redhat-actions/push-to-registry', readme('redhat-actions/push-to-registry'), deploy('image')),
  ...row(
    'goreleaser/goreleaser-action',
    readme('goreleaser/goreleaser-action'),
    execute('compile', runs('args', /^(?!.*(check|--version|healthcheck))/)),
    deploy('release', runs('args', /\brelease\b(?!.*--snapshot)/)),
  ),
  ...row(
    'pypa/cibuildwheel pyo3/maturin-action hynek/build-and-inspect-python-package actions-rs/cargo rustsec/audit-check pre-commit/action cypress-io/github-action tauri-apps/tauri-action borales/actions-yarn bahmutov/npm-install nick-fields/retry nick-invision/retry coactions/setup-xvfb reactivecircus/android-emulator-runner cross-platform-actions/action vmactions/freebsd-vm super-linter/super-linter/slim oxsecurity/megalinter',
    'the action’s README: builds or runs the tree',
    execute('compile'),
  ),
  ...row(
    'golangci/golangci-lint-action',
    readme('golangci/golangci-lint-action'),
    execute('compile'),
    caches(true, (inputs) => !set(inputs('skip-cache'))),
  ),
  // Logins.
  ...row(
    'aws-actions/configure-aws-credentials',
    readme('aws-actions/configure-aws-credentials'),
    login('aws', ['role-to-assume'], truthy('aws-access-key-id')),
  ),
  ...row(
    'google-github-actions/auth',
    readme('google-github-actions/auth'),
    login('gcp', ['service_account', 'workload_identity_provider'], truthy('credentials_json')),
  ),
  ...row('azure/login', readme('azure/login'), login('azure', ['client-id'], truthy('creds'))),
  ...row(
    'hashicorp/vault-action',
    readme('hashicorp/vault-action'),
    login('vault', ['role'], (inputs) => set(inputs('token')) || set(inputs('secretId'))),
  ),
  ...row(
    'alibaba-cloud/configure-alibaba-cloud-credentials-action oracle-actions/configure-kubectl-oke digitalocean/action-doctl azure/aks-set-context google-github-actions/get-gke-credentials azure/k8s-set-context octo-sts/action',
    'the action’s README: obtains a cloud or cluster identity',
    login('cloud', [], no),
  ),
  ...row(
    'rubygems/configure-rubygems-credentials rust-lang/crates-io-auth-action nuget/login',
    'trusted publishing of the registry',
    login('registry', [], no),
  ),
  ...row('docker/login-action redhat-actions/podman-login', readme('docker/login-action')),
  ...row('aws-actions/amazon-ecr-login', readme('aws-actions/amazon-ecr-login')),
  // Publishers and deployers.
  ...row('pypa/gh-action-pypi-publish', readme('pypa/gh-action-pypi-publish'), deploy('package')),
  ...row(
    'js-devtools/npm-publish rubygems/release-gem katyo/publish-crates release-plz/action haaleo/publish-vscode-extension etils-actions/pypi-auto-publish python-semantic-release/publish-action',
    'the action’s README',
    deploy('package'),
    execute('lifecycle'),
  ),
  ...row(
    'changesets/action',
    'github.com/changesets/action: README, `publish` runs a script of the tree',
    deploy('package', truthy('publish')),
    execute('task', (inputs) => set(inputs('publish')) || set(inputs('version'))),
  ),
  ...row(
    'cycjimmy/semantic-release-action python-semantic-release/python-semantic-release codfish/semantic-release-action',
    'the action’s README: loads the tree’s configuration and publishes',
    deploy('package'),
    execute('task'),
  ),
  ...row(
    'googleapis/release-please-action google-github-actions/release-please-action peter-evans/create-pull-request peter-evans/create-or-update-comment',
    'the action’s README: opens pull requests and releases',
  ),
  ...row(
    'peaceiris/actions-gh-pages jamesives/github-pages-deploy-action crazy-max/ghaction-github-pages',
    'the action’s README: pushes to the pages branch',
    deploy('pages'),
  ),
  ...row(
    'cloudflare/wrangler-action cloudflare/pages-action netlify/actions/cli nwtgck/actions-netlify amondnet/vercel-action superfly/flyctl-actions akhileshns/heroku-deploy appleboy/ssh-action appleboy/scp-action easingthemes/ssh-deploy burnett01/rsync-deployments sammchardy/pythonanywhere w9jds/firebase-action firebaseextended/action-hosting-deploy',
    'the action’s README: deploys to a host',
    deploy('site'),
  ),
  ...row(
    'aws-actions/amazon-ecs-deploy-task-definition aws-actions/aws-cloudformation-github-deploy aws-actions/aws-lambda-deploy jakejarvis/s3-sync-action einaregilsson/beanstalk-deploy google-github-actions/deploy-cloudrun google-github-actions/deploy-appengine google-github-actions/deploy-cloud-functions google-github-actions/create-cloud-deploy-release google-github-actions/upload-cloud-storage azure/webapps-deploy azure/functions-action azure/container-apps-deploy-action azure/static-web-apps-deploy azure/arm-deploy azure/bicep-deploy azure/cli',
    'the action’s README: changes a cloud',
    deploy('cloud'),
  ),
  ...row(
    'azure/k8s-deploy helmfile/helmfile-action',
    'the action’s README: changes a cluster',
    deploy('cluster'),
    execute('config'),
  ),
  ...row(
    'pulumi/actions',
    readme('pulumi/actions'),
    execute('task'),
    deploy('infrastructure', runs('command', /\b(up|destroy)\b/)),
  ),
  ...row(
    'gruntwork-io/terragrunt-action dflook/terraform-apply',
    'the action’s README',
    execute('config'),
    deploy('infrastructure'),
  ),
  ...row(
    'hashicorp/tfc-workflows-github/actions/apply-run',
    readme('hashicorp/tfc-workflows-github'),
    deploy('infrastructure'),
  ),
  // Who else uses the job's OIDC token.
  ...row(
    'sigstore/gh-action-sigstore-python slsa-framework/slsa-verifier/actions/installer',
    'the action’s README: signs',
    does('sign'),
  ),
  ...row('codecov/codecov-action', 'github.com/codecov/codecov-action: README, `use_oidc`', does('report')),
  ...row(
    'ossf/scorecard-action',
    'github.com/ossf/scorecard-action: README, `publish_results`',
    does('report'),
  ),
  ...row('codspeedhq/action', 'codspeed.io/docs: OIDC', does('report'), execute('test')),
  ...row(
    'anthropics/claude-code-action coverallsapp/github-action chromaui/action datadog/test-visibility-github-action trunk-io/analytics-uploader',
    'the action’s README: reports with its own token',
    does('report'),
  ),
  ...row(
    'zizmorcore/zizmor-action rhysd/actionlint crate-ci/typos codespell-project/actions-codespell dorny/paths-filter dorny/test-reporter tj-actions/changed-files anchore/sbom-action anchore/scan-action aquasecurity/trivy-action re-actors/alls-green peter-evans/find-comment marocchino/sticky-pull-request-comment amannn/action-semantic-pull-request thollander/actions-comment-pull-request dessant/lock-threads slackapi/slack-github-action stefanzweifel/git-auto-commit-action ad-m/github-push-action crazy-max/ghaction-import-gpg webfactory/ssh-agent easimon/maximize-build-space jlumbroso/free-disk-space',
    'the action’s README: reads files, comments or notifies',
  ),
  ...row(
    'helm/kind-action container-tools/kind-action engineerd/setup-kind medyagh/setup-minikube manusa/actions-setup-minikube absaoss/k3d-action nolar/setup-k3d-k3s debianmaster/actions-k3s',
    'the action’s README: a cluster inside the job',
    does('local-cluster'),
  ),
  ...row('hmarr/auto-approve-action', readme('hmarr/auto-approve-action'), does('approve')),
  // Our own, under whatever owner.
  ...row(
    'sallyport/actions/oidc-login',
    'actions/oidc-login/README.md',
    part(
      {
        does: 'login',
        provider: 'oidc',
        identity: ['role-to-assume', 'service-account', 'client-id', 'vault-role'],
        static: no,
      },
      (inputs) => inputs('provider') !== 'none' && !/^(assert|explain|probe)$/.test(inputs('mode') ?? ''),
    ),
    does(
      'report',
      (inputs) => inputs('provider') === 'none' || /^(assert|explain|probe)$/.test(inputs('mode') ?? ''),
    ),
  ),
  ...row(
    'sallyport/actions/deploy-session',
    'actions/deploy-session/README.md',
    part(
      { does: 'login', provider: 'oidc', identity: ['role-to-assume', 'vault-role'], static: no },
      (inputs) => set(inputs('role-to-assume')) || set(inputs('secrets')),
    ),
  ),
  ...row(
    'sallyport/actions/vault-secrets',
    'actions/vault-secrets/README.md',
    login('vault', ['role'], (inputs) => set(inputs('token')) || set(inputs('secretId'))),
  ),
  ...row(
    'sallyport/actions/leak-scan sallyport/actions/separation-guard',
    'the READMEs beside them: they read and report',
  ),
];

const byName = new Map(actionRows.map((entry) => [entry.name, entry]));

export function knownAction(name: string): ActionRow | undefined {
  return byName.get(name.replace(/^[^/]+\/(?=sallyport\/actions\/)/, ''));
}
