import { oneLine, parseObject } from '../answer.ts';

/** What AWS STS says, in either of its two notations. */
export interface StsError {
  readonly code: string;
  readonly message: string;
}

export interface StsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>`; empty at some compatible servers. */
  readonly assumedRoleArn: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The text of one element. STS answers are flat and hold no attributes on these, so a whole XML parser would only add
 * ways to be attacked.
 */
function element(xml: string, name: string): string | undefined {
  const start = xml.indexOf(`<${name}>`);
  const from = start + name.length + 2;
  const end = start === -1 ? -1 : xml.indexOf(`</${name}>`, from);
  if (end === -1) return undefined;
  return xml.slice(from, end).replace(/&(\w{2,4});/g, (whole, entity: string) => entities[entity] ?? whole);
}

type Read = (...path: readonly string[]) => unknown;

function reader(text: string): Read | undefined {
  if (text.trimStart().startsWith('{')) {
    const json: unknown = parseObject(text);
    return json === undefined ? undefined : (...path) => path.reduce(member, json);
  }
  return text.trimStart().startsWith('<') ? (...path) => element(text, path.at(-1) ?? '') : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** `ErrorResponse/Error/{Code,Message}` or `{"Error":{…}}`; undefined for anything else. */
export function parseStsError(text: string): StsError | undefined {
  const read = reader(text);
  const code = read?.('Error', 'Code');
  const message = read?.('Error', 'Message');
  if (typeof code !== 'string') return undefined;
  return { code, message: typeof message === 'string' ? message : '' };
}

/**
 * The credentials of AssumeRoleWithWebIdentity, or of another action with the same answer. `Expiration` is ISO 8601 in XML and epoch seconds in JSON (AWS STS API
 * reference; JSON as Envoy's web identity provider reads it).
 * @returns undefined when anything is missing, more than one line, or not in the form that AWS documents.
 */
export function parseStsCredentials(
  text: string,
  action = 'AssumeRoleWithWebIdentity',
): StsCredentials | undefined {
  const read = reader(text);
  if (read === undefined) return undefined;
  const result = [`${action}Response`, `${action}Result`];
  const credential = (name: string): unknown => read(...result, 'Credentials', name);
  const accessKeyId = oneLine(credential('AccessKeyId'));
  const secretAccessKey = oneLine(credential('SecretAccessKey'));
  const sessionToken = oneLine(credential('SessionToken'));
  const expiresAt = epochSeconds(credential('Expiration'));
  if (!accessKeyId || !secretAccessKey || !sessionToken || expiresAt === undefined) return undefined;
  if (!/^\w{16,128}$/.test(accessKeyId)) return undefined;
  const arn = read(...result, 'AssumedRoleUser', 'Arn');
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiresAt,
    assumedRoleArn: typeof arn === 'string' ? arn : '',
  };
}

function epochSeconds(value: unknown): number | undefined {
  const seconds =
    typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) / 1000 : Number.NaN;
  return Number.isFinite(seconds) ? Math.floor(seconds) : undefined;
}
