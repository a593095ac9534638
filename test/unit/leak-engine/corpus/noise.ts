import type { Random } from '@sallyport/leak-engine';

const hexDigits = '0123456789abcdef';
const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const words = (
  'downloading installing package resolved from cache the build step completed with warnings in main error passed ' +
  'layer pulling digest fetch registry session token config key password api authentication secret required please ' +
  'checking target release debug profile finished dev optimized unpacking preparing selecting previously unselected ' +
  'reading state information building dependency tree fetched archives extracting templates processing triggers ' +
  'collecting using cached wheel metadata requirement satisfied successfully created virtual environment python ' +
  'pip node version matrix linux windows macos runner image provisioner operating system included software ' +
  'virtual machine memory cores disk space total used free mount temporary folder workspace clean upload artifact ' +
  'name size bytes progress speed average elapsed remaining retry attempt connected server listening port request ' +
  'response status method handler middleware route render template view model migration query transaction ' +
  'set your credentials module tests running linking compiled skipping already exists up to date removing'
).split(' ');
const folders = [
  'src',
  'lib',
  'node_modules',
  'com',
  'example',
  'internal',
  'components',
  'test',
  'auth',
  'token',
  'session',
];

function prose(random: Random): string {
  return Array.from({ length: 4 + random.int(12) }, () => random.pick(words)).join(' ');
}

function path(random: Random): string {
  const parts = Array.from({ length: 3 + random.int(5) }, () => random.pick(folders));
  return `/home/runner/work/app/${parts.join('/')}.ts`;
}

/** Ordinary lines, as job logs are full of. */
const ordinary: readonly ((random: Random) => string)[] = [
  prose,
  prose,
  prose,
  path,
  (random) => `  at Object.run (${path(random)}:${random.int(900)}:${random.int(80)})`,
  (random) =>
    `npm http fetch GET 200 https://registry.example.org/${random.pick(words)} ${random.int(900)}ms (cache hit)`,
  (random) => `ok ${random.int(9000)} - ${prose(random)} (${random.int(900)} ms)`,
  (random) => `[INFO] Compiling ${random.int(90)} files to ${path(random)}`,
  (random) => `##[group]Run ${random.pick(words)} ${random.pick(words)}`,
  () => '##[endgroup]',
  (random) => `\u001B[32m✓\u001B[0m ${prose(random)}`.replace('✓', 'v'),
];

const formsOfNoSecret: Readonly<Record<string, (random: Random) => string>> = {
  digest: (random) => `Digest: sha256:${random.text(hexDigits, 64)}`,
  integrity: (random) => `      integrity: sha512-${random.text(base64Digits, 86)}==`,
  'go.sum': (random) => `golang.org/x/net v0.${random.int(40)}.0 h1:${random.text(base64Digits, 43)}=`,
  'git sha': (random) => `HEAD is now at ${random.text(hexDigits, 40)} ${prose(random)}`,
  'cache key': (random) => `Cache restored from key: node-cache-Linux-x64-npm-${random.text(hexDigits, 64)}`,
  uuid: (random) =>
    `requestId: ${[8, 4, 4, 4, 12].map((length) => random.text(hexDigits, length)).join('-')}`,
  'docker layer': (random) => `${random.text(hexDigits, 12)}: Pull complete`,
  placeholder: () => '  token: XXXXX-XXXXX-XXXXX-XXXXX',
  'log pair': (random) =>
    `level=info msg="key=value api=x/y" token_type=bearer session_timeout=${random.int(900)}`,
  'minified JS': () =>
    '!function(e){var t=e.token,n=e.password;return{secret:n.secret,apiKey:e.config.apiKey,auth:t.getAuth(),password:"password"}}(window);',
  'data URI': (random) =>
    `background:url(data:image/png;base64,iVBORw0KGgo${random.text(base64Digits, 400)}==)`,
  'expired signed URL': (random) =>
    `GET https://bucket.s3.amazonaws.com/file?X-Amz-Date=20200101T000000Z&X-Amz-Expires=300&X-Amz-Signature=${random.text(hexDigits, 64)}`,
  masked: () => '  NPM_TOKEN: ***',
  template: () => '    password: ${{ secrets.DB_PASSWORD }}',
  variable: () => 'export API_TOKEN="$API_TOKEN" PASSWORD=${PASSWORD} SECRET=%SECRET%',
  'code of a test': () => "    expect(login({ password: 'password', token: 'invalid-token' })).toThrow()",
  'npm warning': () => 'npm warn config token-validation: use `--auth-type=web` instead',
  certificate: (random) =>
    `-----BEGIN CERTIFICATE-----\\n${random.text(base64Digits, 64)}\\n-----END CERTIFICATE-----`,
  'public key': (random) =>
    `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ${random.text(base64Digits, 330)} user@host`,
  'help text': () =>
    '  --token <token>     the token to use (default: $TOKEN)   --password string   password for the registry',
  'secret names': () =>
    'Secret source: Actions, secrets: DEPLOY_TOKEN, NPM_TOKEN; tokens: 1234 max_tokens=4096',
  'git url': () =>
    'git remote add origin https://github.com/owner/repo.git; ssh://git@github.com:22/owner/repo',
  permissions: () => 'GITHUB_TOKEN Permissions: contents: read, id-token: write, metadata: read',
  css: () => '.token.keyword{color:#d73a49}.password-input:focus{outline:none}',
  type: () => 'interface Session { token: string; secret?: SecretValue; apiKey: ApiKeyType | undefined }',
  'class names': () =>
    'com.example.security.oauth2.provider.token.DefaultTokenServices: token=DefaultOAuth2AccessToken',
  'source map': (random) =>
    `//# sourceMappingURL=data:application/json;base64,${random.text(base64Digits, 300)}`,
};

/** More of the kind, in words that the prefilter knows: lock files, compilers, test runners, code, other tongues. */
const wordsOfNoSecret: typeof formsOfNoSecret = {
  'lock file': (random) =>
    `      resolved "https://registry.yarnpkg.com/js-tokens/-/js-tokens-4.0.0.tgz#${random.text(hexDigits, 40)}"`,
  'npm lock': (random) =>
    `      "integrity": "sha512-${random.text(base64Digits, 86)}==", "token-types": "^6.1.2",`,
  'cargo lock': (random) => `checksum = "${random.text(hexDigits, 64)}"`,
  'poetry lock': (random) =>
    `    {file = "secretstorage-3.3.3.tar.gz", hash = "sha256:${random.text(hexDigits, 64)}"},`,
  'test of a token': (random) =>
    `  ok ${random.int(900)} - token is rejected when password is missing (${random.int(99)}ms)`,
  'failed test': () => "    Expected token to be 'abcdef', password was not changed, secret is required",
  'unexpected token': (random) =>
    `SyntaxError: Unexpected token '<', "<!DOCTYPE ${random.int(9)}" is not valid JSON at position ${random.int(900)}`,
  'token expiry': (random) =>
    `token is valid until 2026-11-2${random.int(9)}T10:00:00Z and session expires in ${random.int(9000)}s`,
  'buildkit layer': (random) => `#12 sha256:${random.text(hexDigits, 64)} 3.15MB / 29.1MB 0.2s`,
  'pushed layer': (random) => `${random.text(hexDigits, 12)}: Layer already exists, auth token reused`,
  'help of a command': () => '  password    string   password of the registry user (env PASSWORD)',
  'table of headings': () => '| Secret name | Required | Default | token |',
  'Kubernetes names': () => 'secret/db-credentials created, serviceaccount/token-controller configured',
  'Kubernetes table': (random) =>
    `default-token-${random.text('bcdfghjklmnpqrstvwxz2456789', 5)}   kubernetes.io/service-account-token   3   ${random.int(90)}d`,
  concatenation: () => 'throw new Error("bad token "+e.type+" at "+e.pos);var secret="+n.value+";',
  'minified chain': () =>
    'e.assertToken=e.assertSecret=e.assertLimit=e.assertNever;token:t.name?t.name:t.value;',
  'camel case': () => 'const token = tokenOrFileId; node.endOfFileToken = endOfFileToken;',
  'other tongue': () =>
    '"Add_signature_for_password_95118": "Pr\u00E9sentation du mot de passe {0} attendue.",',
  'Terraform marks': () =>
    '      + password = (sensitive value)   + token = (known after apply)   + secret = (sensitive value)',
  'type of a member': () =>
    '"password": {"type": "string", "description": "the password to use", "minLength": 8}',
  'environment by reference': () =>
    '- {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}',
  'pipe of a variable': () => '+ echo "$DOCKER_PASSWORD" | docker login -u ci --password-stdin',
  'pipe of words': () => 'echo "deploying release" | tee -a deploy.log; cat token | base64',
  'flags without values': () =>
    'mongosh -p --eval 1; redis-cli -a $REDIS_PASSWORD ping; curl -u ci: https://example.org',
};
/** What looks like a credential and is none. */
export const hardNegatives: typeof formsOfNoSecret = { ...formsOfNoSecret, ...wordsOfNoSecret };

/** One line of realistic log text without a timestamp; one of so many is a hard negative. */
export function noiseLine(random: Random, oneIn = 5): string {
  const negatives = Object.values(hardNegatives);
  return random.int(oneIn) === 0 ? random.pick(negatives)(random) : random.pick(ordinary)(random);
}
