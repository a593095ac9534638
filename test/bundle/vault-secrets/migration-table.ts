/** One example of vault-action's README ("Key Syntax" and after), typed anew: inputs as they are there. */
export interface MigrationExample {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Outputs and variables that it gives, by name; the value is `<path> <key>` of what was stored. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

const aws = { access: 'secret/data/ci/aws accessKey', secret: 'secret/data/ci/aws secretKey' };

export const migrationExamples: readonly MigrationExample[] = [
  {
    name: 'a key without a name',
    inputs: { secrets: 'secret/data/ci npmToken' },
    outputs: { npmToken: 'secret/data/ci npmToken' },
    variables: { NPMTOKEN: 'secret/data/ci npmToken' },
  },
  {
    name: 'a name for the output',
    inputs: { secrets: 'secret/data/ci npmToken | NPM_TOKEN' },
    outputs: { NPM_TOKEN: 'secret/data/ci npmToken' },
    variables: { NPM_TOKEN: 'secret/data/ci npmToken' },
  },
  {
    name: 'several secrets',
    inputs: {
      secrets: `${aws.access} | AWS_ACCESS_KEY_ID ;\n${aws.secret} | AWS_SECRET_ACCESS_KEY ;\nsecret/data/ci npm_token`,
    },
    outputs: {
      AWS_ACCESS_KEY_ID: aws.access,
      AWS_SECRET_ACCESS_KEY: aws.secret,
      npm_token: 'secret/data/ci npm_token',
    },
    variables: {
      AWS_ACCESS_KEY_ID: aws.access,
      AWS_SECRET_ACCESS_KEY: aws.secret,
      NPM_TOKEN: 'secret/data/ci npm_token',
    },
  },
  {
    name: 'all keys with a prefix, variables in upper case',
    inputs: { secrets: 'secret/data/ci/aws * | MYAPP_ ;' },
    outputs: { MYAPP_accessKey: aws.access, MYAPP_secretKey: aws.secret },
    variables: { MYAPP_ACCESSKEY: aws.access, MYAPP_SECRETKEY: aws.secret },
  },
  {
    name: 'all keys, variables as they are',
    inputs: { secrets: 'secret/data/ci/aws ** | MYAPP_ ;' },
    outputs: { MYAPP_accessKey: aws.access, MYAPP_secretKey: aws.secret },
    variables: { MYAPP_accessKey: aws.access, MYAPP_secretKey: aws.secret },
  },
  {
    name: 'another engine, with a slash in front',
    inputs: { secrets: '/cubbyhole/foo foo ;\n/cubbyhole/foo zip | MY_KEY ;' },
    outputs: { foo: 'cubbyhole/foo foo', MY_KEY: 'cubbyhole/foo zip' },
    variables: { FOO: 'cubbyhole/foo foo', MY_KEY: 'cubbyhole/foo zip' },
  },
  {
    name: 'extra headers',
    inputs: {
      secrets: `${aws.access} | AWS_ACCESS_KEY_ID`,
      extraHeaders: 'X-Secure-Id: abc\nX-Secure-Secret: def',
    },
    outputs: { AWS_ACCESS_KEY_ID: aws.access },
    variables: { AWS_ACCESS_KEY_ID: aws.access },
  },
  {
    name: 'a namespace as the head of the path',
    inputs: { secrets: 'namespace-1/secret/data/ci/aws accessKey | AWS_ACCESS_KEY_ID' },
    outputs: { AWS_ACCESS_KEY_ID: aws.access },
    variables: { AWS_ACCESS_KEY_ID: aws.access },
  },
];
