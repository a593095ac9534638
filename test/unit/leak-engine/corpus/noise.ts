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
    `npm http fetch GET 200 https://registry.npmjs.org/${random.pick(words)} ${random.int(900)}ms (cache hit)`,
  (random) => `ok ${random.int(9000)} - ${prose(random)} (${random.int(900)} ms)`,
  (random) => `[INFO] Compiling ${random.int(90)} files to ${path(random)}`,
  (random) => `##[group]Run ${random.pick(words)} ${random.pick(words)}`,
  () => '##[endgroup]',
  (random) => `\u001B[32m✓\u001B[0m ${prose(random)}`.replace('✓', 'v'),
];

/** What looks like a credential and is none (job-logs and token-formats list them). */
export const hardNegatives: Readonly<Record<string, (random: Random) => string>> = {
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

/** One line of realistic log text without a timestamp; one of so many is a hard negative. */
export function noiseLine(random: Random, oneIn = 5): string {
  const negatives = Object.values(hardNegatives);
  return random.int(oneIn) === 0 ? random.pick(negatives)(random) : random.pick(ordinary)(random);
}
