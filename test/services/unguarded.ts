import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

const mint = `mint() {
  curl --silent --fail --header "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
    "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$1" | sed 's/.*"value":"\\([^"]*\\)".*/\\1/'
}`;

const aws = `${mint}
answer=$(curl --silent --fail --data Action=AssumeRoleWithWebIdentity --data Version=2011-06-15 \\
  --data-urlencode "RoleArn=$ROLE" --data RoleSessionName=unguarded \\
  --data-urlencode "WebIdentityToken=$(mint sts.amazonaws.com)" "$STS")
field() { tr --delete '\\n' <<< "$answer" | sed "s:.*<$1>\\([^<]*\\)</$1>.*:\\1:"; }
{
  echo "AWS_ACCESS_KEY_ID=$(field AccessKeyId)"
  echo "AWS_SECRET_ACCESS_KEY=$(field SecretAccessKey)"
  echo "AWS_SESSION_TOKEN=$(field SessionToken)"
  echo "AWS_REGION=$REGION"
} >> "$GITHUB_ENV"
echo "logged in to AWS unguarded"`;

const azure = `${mint}
curl --silent --fail --output /dev/null --data grant_type=client_credentials --data "client_id=$CLIENT" \\
  --data client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\
  --data-urlencode "client_assertion=$(mint api://AzureADTokenExchange)" \\
  --data-urlencode scope=https://management.azure.com/.default "$AUTHORITY/$TENANT/oauth2/v2.0/token"
mint api://AzureADTokenExchange > "$RUNNER_TEMP/azure-token"
{
  echo "AZURE_CLIENT_ID=$CLIENT"
  echo "AZURE_TENANT_ID=$TENANT"
  echo "AZURE_FEDERATED_TOKEN_FILE=$RUNNER_TEMP/azure-token"
} >> "$GITHUB_ENV"
echo "logged in to Azure unguarded"`;

const vault = `${mint}
token=$(curl --silent --fail --data "{\\"role\\":\\"$ROLE\\",\\"jwt\\":\\"$(mint "$URL")\\"}" \\
  "$URL/v1/auth/jwt/login" | sed 's/.*"client_token":"\\([^"]*\\)".*/\\1/')
echo "VAULT_TOKEN=$token" >> "$GITHUB_ENV"
echo "VAULT_ADDR=$URL" >> "$GITHUB_ENV"
password=$(curl --silent --fail --header "X-Vault-Token: $token" "$URL/v1/secret/data/app" | sed 's/.*"password":"\\([^"]*\\)".*/\\1/')
echo "secrets={\\"DATABASE_PASSWORD\\":\\"$password\\"}" >> "$GITHUB_OUTPUT"
echo "logged in to Vault unguarded"`;

/** A step of the composite; what it does happens only when the named input is given. */
function step(id: string, input: string, script: string, env: Readonly<Record<string, string>>): string {
  const lines = script.split('\n').map((line) => `        ${line}`);
  const variables = Object.entries(env).map(([name, from]) => `        ${name}: \${{ inputs.${from} }}`);
  return [
    `    - id: ${id}`,
    `      if: inputs.${input} != ''`,
    '      shell: bash',
    '      run: |',
    ...lines,
    '      env:',
    ...variables,
  ].join('\n');
}

const login = `name: A login that checks nothing
description: Exchanges the token by hand, as many a workflow does.
outputs:
  secrets: { value: '\${{ steps.vault.outputs.secrets }}' }
  subject: { value: unknown }
runs:
  using: composite
  steps:
${step('aws', 'role-to-assume', aws, { ROLE: 'role-to-assume', STS: 'sts-endpoint', REGION: 'aws-region' })}
${step('azure', 'client-id', azure, { CLIENT: 'client-id', TENANT: 'tenant-id', AUTHORITY: 'azure-authority-host' })}
${step('vault', 'vault-url', vault, { URL: 'vault-url', ROLE: 'vault-role' })}
${step('script', 'run', 'eval "$SCRIPT"', { SCRIPT: 'run' })}
`;

const nothing = `name: Nothing
description: Checks nothing.
runs: { using: composite, steps: [{ shell: bash, run: 'true' }] }
`;

/** The names that the examples give to the login. */
const inputs = [
  'claims',
  'provider',
  'mode',
  'issuer',
  'role-to-assume',
  'aws-region',
  'sts-endpoint',
  'client-id',
  'tenant-id',
  'azure-authority-host',
  'vault-url',
  'vault-role',
  'secrets',
  'run',
];

/**
 * A repository that stands for this one with our steps taken out: its logins exchange whatever token the job has and check
 * nothing, its repository check looks at nothing. What is left of the workflows is as it was.
 * @returns the folder, and what removes it.
 */
export function createUnguarded(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-unguarded-'));
  const declared = `inputs:\n${inputs.map((name) => `  ${name}: { description: '${name}', required: false }\n`).join('')}`;
  for (const action of ['oidc-login', 'deploy-session']) {
    mkdirSync(join(folder, 'actions', action), { recursive: true });
    writeFileSync(
      join(folder, 'actions', action, 'action.yml'),
      login.replace('outputs:\n', `${declared}outputs:\n`),
    );
  }
  mkdirSync(join(folder, 'actions', 'separation-guard'), { recursive: true });
  for (const path of ['action.yml', 'actions/separation-guard/action.yml'])
    writeFileSync(join(folder, path), nothing);
  cpSync(join(root, '.github', 'workflows'), join(folder, '.github', 'workflows'), { recursive: true });
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
