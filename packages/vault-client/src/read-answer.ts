import { failure, plainText, type CodedError } from '@sallyport/errors';
import { isJsonObject, type JsonObject } from './json.ts';
import type { Mount } from './mounts.ts';
import type { ReadPlan, ReadRequest } from './plan-read.ts';
import type { VaultAnswer } from './send.ts';

/** A response-wrapping token and what it holds. `token` is secret. */
export interface WrapInfo {
  readonly token: string;
  readonly accessor: string | undefined;
  readonly seconds: number;
  readonly creationPath: string | undefined;
}

/** What one path gave. Of all this `data` and `wrapped.token` are secret. */
export interface ReadResult {
  /** The path that was asked, with `data/` where KV version 2 has it. */
  readonly path: string;
  readonly mount: Mount | undefined;
  readonly data: JsonObject;
  /** Of a KV version 2 secret. */
  readonly version: number | undefined;
  readonly createdTime: string | undefined;
  readonly customMetadata: JsonObject | undefined;
  /** Empty unless the engine made something that ends with the lease. */
  readonly leaseId: string;
  readonly leaseSeconds: number;
  readonly renewable: boolean;
  readonly warnings: readonly string[];
  readonly wrapped: WrapInfo | undefined;
}

/** @throws CodedError of `refusalOf`. */
export function readAnswer(
  answer: VaultAnswer,
  request: ReadRequest,
  plan: ReadPlan,
  mount: Mount | undefined,
): ReadResult {
  const wrapped = wrapInfoOf(answer.wrapInfo);
  const envelope = answer.data;
  const data = plan.shape === 'kv2' ? envelope?.['data'] : envelope;
  if (answer.status >= 300 || (wrapped === undefined && !isJsonObject(data ?? undefined))) {
    throw refusalOf(answer, request, plan, mount);
  }
  const metadata =
    plan.shape === 'kv2' && isJsonObject(envelope?.['metadata']) ? envelope['metadata'] : undefined;
  const version = metadata?.['version'];
  const createdTime = metadata?.['created_time'];
  const customMetadata = metadata?.['custom_metadata'];
  return {
    path: plan.path,
    mount,
    data: isJsonObject(data ?? undefined) ? (data as JsonObject) : {},
    version: typeof version === 'number' ? version : undefined,
    createdTime: typeof createdTime === 'string' ? createdTime : undefined,
    customMetadata: isJsonObject(customMetadata) ? customMetadata : undefined,
    leaseId: answer.leaseId,
    leaseSeconds: answer.leaseSeconds,
    renewable: answer.renewable,
    warnings: answer.warnings,
    wrapped,
  };
}

export function wrapInfoOf(info: JsonObject | null): WrapInfo | undefined {
  const token = info?.['token'];
  if (typeof token !== 'string' || token === '') return undefined;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return {
    token,
    accessor: text(info?.['accessor']),
    seconds: typeof info?.['ttl'] === 'number' ? info['ttl'] : 0,
    creationPath: text(info?.['creation_path']),
  };
}

/** What an answer without a secret means; a denial is explained further by explain-denials.ts. */
function refusalOf(
  answer: VaultAnswer,
  request: ReadRequest,
  plan: ReadPlan,
  mount: Mount | undefined,
): CodedError {
  const path = plainText(plan.path);
  const said = answer.errors.join('; ');
  const details = `Vault's answer to ${plan.method} ${path}: ${answer.status}${said === '' ? '' : ` ${said}`}`;
  if (answer.status === 403) return failure('vault/denied', { what: `Vault denies \`${path}\`.`, details });
  if (answer.status === 404 || answer.status < 300) return missing(answer, request, plan, mount, details);
  if (answer.status === 405 || /unsupported operation/i.test(said)) {
    const what = `\`${path}\` does not take ${plan.method}.`;
    return failure('vault/operation-unsupported', { what, details });
  }
  return failure('vault/request-refused', {
    what: `Vault refused ${plan.method} \`${path}\`${said === '' ? '' : `: ${said}`}.`.replace(/\.\.$/, '.'),
    details,
  });
}

function missing(
  answer: VaultAnswer,
  request: ReadRequest,
  plan: ReadPlan,
  mount: Mount | undefined,
  details: string,
): CodedError {
  const path = plainText(plan.path);
  const metadata = plan.shape === 'kv2' ? answer.data?.['metadata'] : undefined;
  if (isJsonObject(metadata)) return deleted(path, metadata, details);
  if (answer.errors.some((text) => /no handler for route/i.test(text))) {
    return failure('vault/engine-unknown', { what: `No engine is mounted where \`${path}\` is.`, details });
  }
  const rest = mount === undefined ? '' : plan.path.slice(mount.path.length);
  if (mount?.kvVersion === 1 && rest.startsWith('data/')) {
    const straight = plainText(`${mount.path}${rest.slice('data/'.length)}`);
    return failure('vault/kv-version', {
      what: `There is nothing at \`${path}\`: the mount \`${plainText(mount.path)}\` is KV version 1, whose paths have no \`data/\`.`,
      remedy: `Write \`${straight}\`.`,
      details,
    });
  }
  if (answer.warnings.some((text) => /versioned K\/V/i.test(text))) {
    return failure('vault/kv-version', {
      what: `\`${path}\` lies in a mount of KV version 2, whose secrets are below \`data/\`.`,
      remedy: `Write \`data/\` after the name of the mount.`,
      details,
    });
  }
  const version = request.version === undefined ? '' : `, or no version ${request.version} of it`;
  return failure('vault/path-missing', { what: `There is nothing at \`${path}\`${version}.`, details });
}

function deleted(path: string, metadata: JsonObject, details: string): CodedError {
  const version = typeof metadata['version'] === 'number' ? `Version ${metadata['version']}` : 'The version';
  const time = typeof metadata['deletion_time'] === 'string' ? metadata['deletion_time'] : '';
  if (metadata['destroyed'] === true) {
    return failure('vault/version-destroyed', { what: `${version} of \`${path}\` was destroyed.`, details });
  }
  return failure('vault/version-deleted', {
    what: `${version} of \`${path}\` was deleted${time === '' ? '' : ` at ${plainText(time)}`}.`,
    details,
  });
}
