import type { Random } from '@sallyport/leak-engine';
import { base64 } from './encoders.ts';

const alnum = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789';

/** A password as people and generators make them. */
export function password(random: Random): string {
  return random.pick([
    () => random.text(alnum, 12 + random.int(20)),
    () => `${random.text(alnum, 10)}${random.pick(['!', '#', '%', '-', '_'])}${random.text(alnum, 6)}`,
    () => random.text('0123456789abcdef', 32),
    () =>
      `${random.pick(['Winter', 'Dragon', 'Falcon'])}${random.int(9000) + 1000}${random.pick(['!', '$', '#'])}${random.text(alnum, 4)}`,
  ])();
}

const names = [
  'DB_PASSWORD',
  'API_TOKEN',
  'SECRET_KEY',
  'clientSecret',
  'my-api-key',
  'ACCESS_KEY',
  'NPM_TOKEN',
  'smtp.password',
];

/** Where a contextual secret stands: one line of a log. */
export const contexts: Readonly<Record<string, (secret: string, random: Random) => string>> = {
  'env dump': (secret, random) =>
    `${random.pick(['DB_PASSWORD', 'API_TOKEN', 'SECRET_KEY', 'STRIPE_API_KEY'])}=${secret}`,
  'shell trace': (secret) => `+ export DEPLOY_TOKEN=${secret}`,
  'nested shell trace': (secret) => `++ MYSQL_ROOT_PASSWORD=${secret}`,
  'set in PowerShell': (secret) => `$env:API_KEY = "${secret}"`,
  YAML: (secret, random) => `    ${random.pick(names)}: ${secret}`,
  JSON: (secret, random) => `{"user":"bob","${random.pick(names)}":"${secret}","port":5432}`,
  'escaped JSON': (secret) => `{"body":"{\\"password\\":\\"${secret}\\",\\"a\\":1}"}`,
  properties: (secret) => `spring.datasource.password = ${secret}`,
  TOML: (secret) => `api_key = '${secret}'`,
  XML: (secret) => `<password>${secret}</password>`,
  'XML attribute': (secret) => `<server id="central" password="${secret}"/>`,
  'bearer header': (secret) => `> Authorization: Bearer ${secret}${secret}`,
  'basic header': (secret) => `> Authorization: Basic ${base64(`user:${secret}`)}`,
  'curl header': (secret) => `+ curl -sSL -H 'X-Api-Key: ${secret}' https://api.example.org/v1`,
  'database URL': (secret) => `postgres://app:${secret.replace(/[%#]/g, '-')}@db.example.org:5432/app`,
  'git URL': (secret) => `origin https://bot:${secret.replace(/[%#]/g, '-')}@git.example.org/a.git (fetch)`,
  'redis URL': (secret) => `REDIS=redis://:${secret.replace(/[%#]/g, '-')}@cache:6379/0`,
  flag: (secret) => `+ deploy --user bob --password ${secret} --region eu`,
  'flag with equals sign': (secret) => `+ helm upgrade app . --set db.password=${secret}`,
  'docker flag': (secret) => `kubectl create secret docker-registry r --docker-password=${secret}`,
  sshpass: (secret) => `+ sshpass -p '${secret}' ssh bob@host`,
  mysql: (secret) => `+ mysql -u root -p${secret} -e 'select 1'`,
  'curl user': (secret) => `+ curl -u bob:${secret} https://example.org`,
  openssl: (secret) => `openssl enc -aes-256-cbc -passin pass:${secret}`,
  SQL: (secret) => `CREATE USER 'app'@'%' IDENTIFIED BY '${secret}';`,
  netrc: (secret) => `machine example.org login bob password ${secret}`,
  npmrc: (secret) => `//registry.example.org/:_authToken=${secret}`,
  'docker config': (secret) => `{"auths":{"r.example.org":{"auth":"${base64(`bob:${secret}`)}"}}}`,
  'connection string': (secret) => `Server=db;Database=a;User Id=sa;Password=${secret};Encrypt=true`,
  'mask command': (secret) => `+ echo ::add-mask::${secret}`,
  'output command': (secret) => `::set-output name=deploy_token::${secret}`,
  'Kubernetes environment, in one line': (secret) => `env: {name: API_TOKEN, value: ${secret}}`,
  'Kubernetes environment, in two lines': (secret) => `- name: API_TOKEN\n      value: ${secret}`,
  'key store': (_secret, random) => `P12_BASE64=MIIK${random.text(`${alnum}+/`, 900)}`,
  'AWS secret key': (_secret, random) => `aws_secret_access_key = ${random.text(`${alnum}+/`, 40)}`,
  'in base64': (secret) => base64(`# settings\nDB_PASSWORD=${secret}\nDB_USER=app\n`),
};
