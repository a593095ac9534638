import { failure, isCoded, plainText, type CodedError } from '@sallyport/errors';
import { askCapabilities, type Capabilities } from './capabilities.ts';
import type { Mount } from './mounts.ts';
import type { ReadPlan } from './plan-read.ts';
import type { Send } from './send.ts';

export interface Denial {
  readonly plan: Pick<ReadPlan, 'method' | 'path'>;
  readonly asWritten: string;
  readonly namespace: string | undefined;
  readonly mount: Mount | undefined;
  readonly error: CodedError;
}

interface Asker {
  readonly send: Send;
  readonly token: string;
  readonly policies: readonly string[];
}

/**
 * Says for every denied path which capability is missing. One request per namespace, whatever the number of paths; it
 * asks for the path without `data/` too, because a policy written for KV version 1 is the usual cause in version 2.
 * If that request fails, the denials stay as they are.
 */
export async function explainDenials(
  asker: Asker,
  denials: readonly Denial[],
): Promise<ReadonlyMap<Denial, CodedError>> {
  const explained = new Map<Denial, CodedError>();
  for (const namespace of new Set(denials.map((denial) => denial.namespace))) {
    const here = denials.filter((denial) => denial.namespace === namespace);
    const paths = new Set(here.flatMap((denial) => [denial.plan.path, ...withoutData(denial)]));
    try {
      const capabilities = await askCapabilities(asker.send, asker.token, [...paths], namespace);
      for (const denial of here) explained.set(denial, explainDenial(denial, capabilities, asker.policies));
    } catch (error) {
      if (!isCoded(error)) throw error;
    }
  }
  return explained;
}

function withoutData({ plan, mount }: Denial): string[] {
  if (mount?.kvVersion !== 2) return [];
  const rest = plan.path.slice(mount.path.length);
  return rest.startsWith('data/') ? [`${mount.path}${rest.slice('data/'.length)}`] : [];
}

/** Which capability a method needs (Vault's policy documentation); a POST creates or updates. */
const needed: Readonly<Record<string, readonly string[]>> = {
  GET: ['read'],
  LIST: ['list'],
  SCAN: ['scan'],
  POST: ['create', 'update'],
  PUT: ['create', 'update'],
};

/** Pure: what the capabilities of the token say about one denial. */
export function explainDenial(
  denial: Denial,
  capabilities: Capabilities,
  policies: readonly string[],
): CodedError {
  const { plan, mount, namespace, error } = denial;
  const path = plainText(plan.path);
  const wanted = needed[plan.method] ?? ['read'];
  const held = (capabilities.get(plan.path) ?? []).filter((capability) => capability !== 'deny');
  const names = wanted.map((capability) => `\`${capability}\``).join(' or ');
  const policyNames = policies.map((policy) => plainText(policy)).join(', ');
  const details = [
    error.details ?? '',
    `The token may there: ${held.length === 0 ? 'nothing' : held.map((name) => plainText(name)).join(', ')}`,
    ...(policyNames === '' ? [] : [`Its policies: ${policyNames}`]),
    ...(namespace === undefined ? [] : [`Namespace: ${plainText(namespace)}`]),
  ].join('\n');
  const misplaced = withoutData(denial).find((other) => grants(capabilities.get(other), wanted));
  if (misplaced !== undefined && mount !== undefined) {
    return failure('vault/denied', {
      what: `The token lacks ${names} on \`${path}\`, but has it on \`${plainText(misplaced)}\`.`,
      why: `The mount \`${plainText(mount.path)}\` is KV version 2, where a policy must name the path with \`data/\`.`,
      remedy: `Write \`path "${path}"\` into the policy.`,
      details,
    });
  }
  if (grants(held, wanted)) {
    return failure('vault/denied', {
      what: `Vault denies \`${path}\` although the token has ${names} there.`,
      why: 'A condition of the policy is not met: a parameter, a wrapping time, a control group or the runner’s address.',
      remedy:
        'Compare the request with `allowed_parameters`, `required_parameters` and `min_wrapping_ttl` of the policy.',
      details,
    });
  }
  return failure('vault/denied', {
    what: `The token lacks ${names} on \`${path}\`.`,
    ...(mount === undefined && plan.method === 'GET'
      ? { why: 'It may do nothing below that mount, or there is no such mount in this namespace.' }
      : {}),
    remedy: `Have a policy of the token grant ${names} on \`${path}\`, or correct the path.`,
    details,
  });
}

function grants(held: readonly string[] | undefined, wanted: readonly string[]): boolean {
  return (
    held !== undefined &&
    !held.includes('deny') &&
    (held.includes('root') || wanted.some((name) => held.includes(name)))
  );
}
