import { join } from 'node:path';
import { freePort, startServer } from './server-process.ts';
import { runClient, type Missing } from './provide.ts';
import { providePython, python, type PythonPackages } from './python-packages.ts';

const version = '1.5.33';
const account = '000000000000';

let found: Promise<PythonPackages | Missing> | undefined;

/** ministack: an emulator of AWS that judges trust policies, SigV4 and IAM policies; signature and expiry of a JWT it does not. */
export function provideMinistack(): Promise<PythonPackages | Missing> {
  found ??= providePython(`ministack-${version}`, `ministack ${version} from PyPI (46 MB unpacked)`, [
    `ministack==${version}`,
  ]);
  return found;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A role that jobs of one issuer may assume; condition keys are `aud`, `sub` and `amr`, the only ones it knows. */
export interface FederatedRole {
  readonly name: string;
  /** `http://127.0.0.1:<port>` */
  readonly issuer: string;
  readonly audience: string;
  /** Patterns of `sub`, compared by `StringLike`. */
  readonly subjects: readonly string[];
  /** What the role may do. Default: nothing but asking who it is. */
  readonly allow?: readonly string[];
}

export interface Ministack {
  /** `http://127.0.0.1:<port>`, every service. */
  readonly address: string;
  readonly account: string;
  /**
   * Registers the issuer and creates the role.
   * @returns its ARN.
   */
  readonly createRole: (role: FederatedRole) => Promise<string>;
  /**
   * One call by botocore, e.g. `call('sts', 'get_caller_identity')`; without credentials by the account's root.
   * @throws Error that holds the service's error code.
   */
  readonly call: (
    service: string,
    operation: string,
    input?: object,
    as?: Credentials,
  ) => Promise<CallAnswer>;
  readonly stop: () => Promise<void>;
}

export type CallAnswer = Readonly<Record<string, unknown>>;

/** The emulator's own name for its root user; no secret of anything. */
const rootUser: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/**
 * Starts an empty account on loopback.
 * @throws Error where ministack is missing or does not come up; ask `provideMinistack` first and skip.
 */
export async function startMinistack(): Promise<Ministack> {
  const peer = await provideMinistack();
  if ('missing' in peer) throw new Error(peer.missing);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: python,
    args: [join(peer.bin, 'ministack')],
    env: {
      ...peer.env,
      AUTH: 'true',
      CLOUDTRAIL_RECORDING: '1',
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AWS_ACCESS_KEY_ID: rootUser.accessKeyId,
      AWS_SECRET_ACCESS_KEY: rootUser.secretAccessKey,
    },
    ready: async () => (await fetch(`${address}/_ministack/health`)).ok,
  });
  const call: Ministack['call'] = (service, operation, input = {}, as = rootUser) =>
    callBotocore(peer, address, { service, operation, input, as });
  return { address, account, call, createRole: (role) => createRole(call, role), stop: server.stop };
}

/** Reads one call from its argument and prints the answer as JSON. */
const program = `
import botocore.session, json, sys
call = json.loads(sys.argv[1])
client = botocore.session.get_session().create_client(
    call['service'], region_name='us-east-1', endpoint_url=call['address'],
    aws_access_key_id=call['as']['accessKeyId'], aws_secret_access_key=call['as']['secretAccessKey'],
    aws_session_token=call['as'].get('sessionToken'))
answer = getattr(client, call['operation'])(**call['input'])
answer.pop('ResponseMetadata', None)
print(json.dumps(answer, default=str))
`;

async function callBotocore(peer: PythonPackages, address: string, call: object): Promise<CallAnswer> {
  const args = ['-c', program, JSON.stringify({ ...call, address })];
  const env = { ...peer.env, AWS_EC2_METADATA_DISABLED: 'true' };
  return JSON.parse(await runClient(python, args, env, { inherit: false })) as CallAnswer;
}

async function createRole(call: Ministack['call'], role: FederatedRole): Promise<string> {
  const host = new URL(role.issuer).host;
  await call('iam', 'create_open_id_connect_provider', {
    Url: role.issuer,
    ClientIDList: [role.audience],
    ThumbprintList: ['0'.repeat(40)],
  }).catch((error: unknown) => {
    if (!String(error).includes('EntityAlreadyExists')) throw error;
  });
  const trust = statement({
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${host}:aud`]: role.audience },
      StringLike: { [`${host}:sub`]: role.subjects },
    },
  });
  const answer = await call('iam', 'create_role', { RoleName: role.name, AssumeRolePolicyDocument: trust });
  await call('iam', 'put_role_policy', {
    RoleName: role.name,
    PolicyName: 'allowed',
    PolicyDocument: statement({ Action: role.allow ?? ['sts:GetCallerIdentity'], Resource: '*' }),
  });
  return (answer['Role'] as { readonly Arn: string }).Arn;
}

function statement(parts: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...parts }] });
}
