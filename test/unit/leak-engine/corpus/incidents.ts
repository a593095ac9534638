import type { Random } from '@sallyport/leak-engine';
import { password } from './contextual.ts';
import { base64 } from './encoders.ts';

const alnum = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const hexDigits = '0123456789abcdef';

/** Lines of a log in which one credential stands, as tools and people are seen to print it. */
export type Incident = (secret: string, random: Random) => readonly string[];

function one(print: (secret: string, random: Random) => string): Incident {
  return (secret, random) => [print(secret, random)];
}

/** Prose and prompts. */
const prose: Readonly<Record<string, Incident>> = {
  'password is, with a colon': one((secret) => `The admin Password is: ${secret}`),
  'password is': one((secret) => `Generated password is ${secret}`),
  'initial admin password': one((secret) => `initial admin password: ${secret}`),
  'Jenkins unlock': (_, random) => [
    'Please use the following password to proceed to installation:',
    '',
    random.text(hexDigits, 32),
  ],
  'Elastic reset': one((secret) => `New value for the [elastic] user password: ${secret}`),
  'password with spaced equals sign': one((secret) => `password = ${secret}`),
  'password set to': one((secret) => `root password set to ${secret}`),
  'token received': one((secret, random) => `Received access token: ${secret}${random.text(alnum, 8)}`),
  'using token': one((secret, random) => `using token "${secret}${random.text(alnum, 8)}" for deploy`),
  'API key in brackets': one((secret) => `connecting with api key [${secret}]`),
  'Argo CD': one((secret) => `Argo CD admin password => ${secret}`),
  Grafana: one((secret) => `Get your 'admin' user password: ${secret}`),
  'htpasswd line': one((secret) => `adminPassword: "${secret}"`),
  'debug dump in Python': one((secret) => `{'user': 'ci', 'password': '${secret}', 'verify': True}`),
  'Ruby hash': one((secret) => `{:host=>"db", :password=>"${secret}", :pool=>5}`),
  'Go struct': one((secret) => `config: {Host:db Port:5432 Password:${secret} SSL:false}`),
  'Java toString': one((secret) => `DataSource(url=jdbc:x, username=app, password=${secret}, pool=4)`),
  'PHP dump': one((secret) => `  ["DB_PASSWORD"]=> string(${secret.length}) "${secret}"`),
  'Node inspect': one((secret) => `  clientSecret: '${secret}',`),
  'table row': one((secret) => `| DB_PASSWORD | ${secret} |`),
};

/** Command lines, as `set -x` and wrappers print them. */
const commands: Readonly<Record<string, Incident>> = {
  'curl -u': one((secret) => `+ curl -fsS -u deploy:${secret} https://nexus.example.org/repository/a.jar`),
  'curl --user': one((secret) => `curl --fail --user "deploy:${secret}" https://nexus.example.org/`),
  'curl -u without a blank': one((secret) => `+ curl -udeploy:${secret} https://example.org`),
  'curl with a token in a form': one(
    (secret) => `+ curl -F token=${secret} -F ref=main https://example.org/trigger`,
  ),
  'curl with data': one(
    (secret) => `+ curl -d 'client_id=a&client_secret=${secret}&grant_type=x' https://example.org/token`,
  ),
  wget: one((secret) => `+ wget --http-user=ci --http-password=${secret} https://example.org/a`),
  'wget short': one((secret) => `+ wget --user=ci --password='${secret}' https://example.org/a`),
  'docker login -p': one((secret) => `+ docker login -u deploy -p ${secret} registry.example.org`),
  'docker login --password': one(
    (secret) => `$ docker login registry.example.org --username ci --password ${secret}`,
  ),
  'docker run -e': one((secret) => `+ docker run --rm -e POSTGRES_PASSWORD=${secret} -d postgres:16`),
  'docker build-arg': one((secret) => `#7 [4/9] RUN docker build --build-arg NPM_AUTH_TOKEN=${secret} .`),
  'Dockerfile layer': one((secret) => `Step 5/11 : ENV DATABASE_PASSWORD ${secret}`),
  'Dockerfile ARG': one((secret) => `Step 3/11 : ARG GITLAB_TOKEN=${secret}`),
  'helm --set': one(
    (secret) =>
      `+ helm upgrade --install db bitnami/postgresql --set auth.postgresPassword=${secret},auth.username=app`,
  ),
  'helm --set-string': one((secret) => `+ helm install app . --set-string 'env.SECRET_KEY_BASE=${secret}'`),
  'helm registry': one((secret) => `helm registry login -u ci -p ${secret} registry.example.org`),
  'kubectl literal': one(
    (secret) => `+ kubectl create secret generic db --from-literal=password=${secret} -n prod`,
  ),
  'kubectl token': one((secret, random) => `+ kubectl --token ${secret}${random.text(alnum, 20)} get pods`),
  'az login': one((secret) => `+ az login --service-principal -u 0aa --password ${secret} --tenant t`),
  'az short': one((secret) => `+ az login --service-principal -u app-id -p ${secret} --tenant t`),
  'vault login': one((secret) => `+ vault login -method=userpass username=ci password=${secret}`),
  'terraform var': one((secret) => `+ terraform apply -auto-approve -var db_password=${secret}`),
  'ansible extra vars': one((secret) => `+ ansible-playbook site.yml -e "ansible_become_pass=${secret}"`),
  twine: one((secret) => `+ twine upload -u ci -p ${secret} dist/*`),
  'mvn property': one((secret) => `+ mvn deploy -Drepo.username=ci -Drepo.password=${secret}`),
  'gradle property': one((secret) => `+ ./gradlew publish -PsigningPassword=${secret}`),
  'dotnet nuget push': one(
    (secret, random) =>
      `+ dotnet nuget push a.nupkg --api-key ${secret}${random.text(hexDigits, 8)} --source x`,
  ),
  'nuget short': one(
    (secret, random) =>
      `> dotnet nuget push a.nupkg -k ${secret}${random.text(hexDigits, 12)} -s https://api.nuget.org/v3/index.json`,
  ),
  'redis-cli': one((secret) => `+ redis-cli -h cache -a ${secret} ping`),
  mongo: one((secret) => `+ mongosh --host db -u admin -p ${secret} --eval 1`),
  psql: one((secret) => `+ PGPASSWORD=${secret} psql -h db -U app -c 'select 1'`),
  sqlcmd: one((secret) => `+ sqlcmd -S db -U sa -P ${secret} -Q "select 1"`),
  ldapsearch: one((secret) => `+ ldapsearch -x -D cn=admin,dc=example -w ${secret} -b dc=example`),
  keytool: one((secret) => `+ keytool -importkeystore -srcstorepass ${secret} -deststorepass x`),
  gpg: one((secret) => `+ gpg --batch --passphrase ${secret} --detach-sign a.tar`),
  zip: one((secret) => `+ unzip -P ${secret} bundle.zip`),
  '7z': one((secret) => `+ 7z x -p${secret} bundle.7z`),
  'net use': one((secret) => `net use Z: \\\\srv\\share /user:ci ${secret}`),
  'git config': one(
    (secret) => `+ git config --global http.extraheader "Authorization: Basic ${base64(`ci:${secret}`)}"`,
  ),
  'git extraheader': one(
    (secret) =>
      `http.https://github.com/.extraheader=AUTHORIZATION: basic ${base64(`x-access-token:${secret}`)}`,
  ),
  'npm config': one((secret) => `+ npm config set //registry.example.org/:_password=${base64(secret)}`),
  'npm set': one((secret) => `+ npm config set //registry.example.org/:_authToken ${secret}`),
  'pip index': one(
    (secret) => `Looking in indexes: https://ci:${secret.replace(/[%#]/g, '-')}@pypi.example.org/simple`,
  ),
  sfdx: one((secret) => `+ snowsql -a acct -u ci --password ${secret}`),
  'echo to stdin': one((secret) => `+ echo ${secret} | docker login -u ci --password-stdin`),
  'printf to stdin': one((secret) => `$ printf '%s' '${secret}' | sudo -S true`),
  chpasswd: one((secret) => `+ echo 'root:${secret}' | chpasswd`),
  'runner registration': one(
    (_, random) =>
      `./config.sh --url https://github.com/a/b --token A${random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 28)} --unattended`,
  ),
};

/** What tools print of their configuration and state. */
const documents: Readonly<Record<string, Incident>> = {
  'terraform output -json': (secret) => [
    '  "db_password": {',
    '    "sensitive": true,',
    '    "type": "string",',
    `    "value": "${secret}"`,
    '  },',
  ],
  'terraform output': one((secret) => `db_password = "${secret}"`),
  'terraform plan': one((secret) => `      + password             = "${secret}"`),
  'terraform change': one(
    (secret, random) => `      ~ master_password = "${secret}" -> "${password(random)}"`,
  ),
  'terraform state': (secret) => [
    '            "attributes": {',
    '              "identifier": "db",',
    `              "password": "${secret}",`,
  ],
  'terraform heredoc': (secret) => [
    '  + user_data = <<-EOT',
    `        export DB_PASSWORD='${secret}'`,
    '    EOT',
  ],
  'pulumi output': one((secret) => `    dbPassword : "${secret}"`),
  'CloudFormation parameter': (secret) => [
    '            {',
    '                "ParameterKey": "DBPassword",',
    `                "ParameterValue": "${secret}"`,
  ],
  'ECS task definition': (secret) => [
    '      {',
    '        "name": "DB_PASSWORD",',
    `        "value": "${secret}"`,
    '      }',
  ],
  'ECS task definition, value first': (secret) => [
    '      {',
    `        "value": "${secret}",`,
    '        "name": "DB_PASSWORD"',
    '      }',
  ],
  'Lambda environment': (secret) => [
    '        "Environment": {',
    '            "Variables": {',
    `                "API_SECRET": "${secret}"`,
  ],
  'Secrets Manager': one(
    (secret) => `    "SecretString": "{\\"username\\":\\"app\\",\\"password\\":\\"${secret}\\"}",`,
  ),
  'Secrets Manager, plain': one((secret) => `    "SecretString": "${secret}",`),
  'SSM parameter': (secret) => [
    '        "Name": "/prod/db/password",',
    '        "Type": "SecureString",',
    `        "Value": "${secret}",`,
  ],
  'Key Vault': (secret) => [
    '  "id": "https://v.vault.azure.net/secrets/db-password/0",',
    '  "name": "db-password",',
    `  "value": "${secret}"`,
  ],
  'Kubernetes secret': (secret) => [
    'apiVersion: v1',
    'data:',
    `  password: ${base64(secret)}`,
    'kind: Secret',
  ],
  'Kubernetes stringData': (secret) => ['stringData:', `  redis-password: ${secret}`],
  'kubeconfig token': (_, random) => [
    'users:',
    '- name: admin',
    '  user:',
    `    token: ${random.text(alnum, 40)}`,
  ],
  'docker compose config': (secret) => ['    environment:', `      MYSQL_ROOT_PASSWORD: ${secret}`],
  'docker compose list': one((secret) => `      - RABBITMQ_DEFAULT_PASS=${secret}`),
  'docker inspect': one((secret) => `                "POSTGRES_PASSWORD=${secret}",`),
  'helm values': (secret) => ['USER-SUPPLIED VALUES:', 'auth:', `  rootPassword: ${secret}`],
  'Azure app settings': (secret) => [
    '  {',
    '    "name": "ApiSecret",',
    '    "slotSetting": false,',
    `    "value": "${secret}"`,
    '  },',
  ],
  'Azure service principal': (_, random) => [
    '  "appId": "x",',
    `  "password": "${random.text(alnum, 3)}8Q~${random.text(`${alnum}_~.-`, 34)}",`,
    '  "tenant": "t"',
  ],
  'Vault read': one((secret) => `password            ${secret}`),
  'Vault JSON': one(
    (secret) => `{"data":{"data":{"username":"a","password":"${secret}"},"metadata":{"version":1}}}`,
  ),
  'application.yml': (secret) => ['spring:', '  datasource:', `    password: '${secret}'`],
  'settings.xml': one((secret) => `      <password>${secret}</password>`),
  'web.config': one((secret) => `    <add key="SmtpPassword" value="${secret}" />`),
  'JDBC URL': one(
    (secret) => `jdbc:postgresql://db:5432/app?user=app&password=${secret.replace(/[%#&]/g, '-')}&ssl=true`,
  ),
  'JDBC SQL Server': one(
    (secret) => `jdbc:sqlserver://db:1433;databaseName=a;user=sa;password=${secret};encrypt=true`,
  ),
  'Oracle URL': one((secret) => `sqlplus app/${secret.replace(/[%#!$]/g, '-')}@//db:1521/ORCL`),
  'AMQP URL': one(
    (secret) => `Connecting to amqps://app:${secret.replace(/[%#]/g, '-')}@mq.example.org:5671/vhost`,
  ),
  'query parameter': one(
    (secret, random) =>
      `GET /v1/items?api_key=${secret.replace(/[%#&]/g, '-')}${random.text(alnum, 8)}&page=2 HTTP/1.1`,
  ),
  'GitHub response': one(
    (_, random) => `{"token":"${random.text(alnum, 36)}","expires_at":"2026-11-24T11:00:00Z"}`,
  ),
  'OAuth response': one(
    (_, random) => `{"access_token":"${random.text(alnum, 64)}","token_type":"Bearer","expires_in":3600}`,
  ),
  cookie: one((_, random) => `< Set-Cookie: session=${random.text(alnum, 48)}; Path=/; HttpOnly`),
  'private token header': one((_, random) => `> PRIVATE-TOKEN: ${random.text(alnum, 20)}`),
  'HTTP debug in Java': one(
    (secret, random) =>
      `http-outgoing-0 >> "Authorization: Bearer ${secret}${random.text(alnum, 20)}[\\r][\\n]"`,
  ),
  'debug echo of an output': one((secret) => `##[debug]Set output db_password = ${secret}`),
  'debug echo of the environment': one((secret) => `##[debug]DEPLOY_TOKEN=${secret}`),
  'PowerShell table': one((secret) => `DB_PASSWORD                    ${secret}`),
  'exported by declare': one((secret) => `declare -x API_SECRET="${secret}"`),
  'set in cmd': one((secret) => `D:\\a\\app>set "DB_PASSWORD=${secret}"`),
  'inputs of an action': (secret) => [
    '##[group]Run example/deploy@v1',
    'with:',
    `  password: ${secret}`,
    '##[endgroup]',
  ],
  'XML property': one((secret) => `<property name="hibernate.connection.password">${secret}</property>`),
  'ini file': (secret) => ['[client]', 'user=app', `password=${secret}`],
  pgpass: one((secret) => `db.example.org:5432:app:app:${secret.replace(/[:\\]/g, '-')}`),
};

/** Realistic leaks, each in words of its own; none of the corpus' other contexts. */
export const incidents: Readonly<Record<string, Incident>> = { ...prose, ...commands, ...documents };
