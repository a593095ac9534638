import { failure, plainText } from '@sallyport/errors';
import type { InputSource } from '../provider.ts';

/** The roles after the first, each assumed by the one before it. */
export interface RoleChain {
  /** ARNs in their order; empty without a chain. */
  readonly roles: readonly string[];
  readonly externalId: string | undefined;
  /** Session tags by key. */
  readonly tags: Readonly<Record<string, string>>;
  /** Tags that each role of the chain hands on to the next. */
  readonly transitiveKeys: readonly string[];
}

export const chainInputs = [
  'role-chain',
  'external-id',
  'session-tags',
  'role-external-id',
  'transitive-tag-keys',
] as const;

// STS API reference, AssumeRole: tags, external id, and an hour at most for a chained role.
const tagPart = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const longestChained = 3600;

/** @param isRole whether a text is the ARN of a role in the partition. @throws CodedError `inputs/*` */
export function readRoleChain(
  inputs: InputSource,
  durationSeconds: number,
  isRole: (arn: string) => boolean,
): RoleChain {
  const roles = inputs.list('role-chain', { commas: true });
  const chain: RoleChain = {
    roles,
    externalId: inputs.optional('external-id', { aliases: ['role-external-id'] }),
    tags: Object.fromEntries(inputs.list('session-tags').map(readTag)),
    transitiveKeys: inputs.list('transitive-tag-keys', { commas: true }),
  };
  const wrong = roles.find((arn) => !isRole(arn));
  if (wrong !== undefined || roles.length > 4) {
    throw invalid(
      'role-chain',
      wrong ?? `${roles.length} roles`,
      'List up to four ARNs of roles, one a line, in the partition of the region.',
    );
  }
  if (chain.externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(chain.externalId)) {
    throw invalid('external-id', chain.externalId, 'Use 2 to 1224 letters, digits and `_ + = , . @ : / -`.');
  }
  const strange = chain.transitiveKeys.find((key) => !Object.hasOwn(chain.tags, key));
  if (strange !== undefined) throw invalid('transitive-tag-keys', strange, 'Name keys of `session-tags`.');
  checkAgainstChain(chain, durationSeconds);
  return chain;
}

function checkAgainstChain({ roles, externalId, tags }: RoleChain, durationSeconds: number): void {
  const needing = externalId === undefined ? 'session-tags' : 'external-id';
  if (roles.length === 0 && (externalId !== undefined || Object.keys(tags).length > 0)) {
    throw failure('inputs/conflict', {
      what: `The input \`${needing}\` is given without \`role-chain\`.`,
      why: "A web identity login takes neither: GitHub's token carries no tags, and the audience stands for the external id.",
      remedy: 'Put the role that needs it into `role-chain`.',
    });
  }
  if (roles.length > 0 && durationSeconds > longestChained) {
    throw failure('inputs/conflict', {
      what: 'The input `role-duration-seconds` is more than an hour, and there is a `role-chain`.',
      remedy: 'Use 3600 or less: AWS gives a chained role an hour at most.',
    });
  }
}

function readTag(line: string): readonly [key: string, value: string] {
  const [, key = '', value = ''] = /^([^=]{1,128})=(.{0,256})$/u.exec(line) ?? [];
  if (key === '' || !tagPart.test(key) || !tagPart.test(value) || /^aws:/i.test(key)) {
    throw invalid(
      'session-tags',
      line,
      'Write one tag a line as `key=value`, with letters, digits, blanks and `_ . : / = + - @`.',
    );
  }
  return [key.trim(), value.trim()];
}

function invalid(name: string, value: string, remedy: string): Error {
  return failure('inputs/invalid', {
    what: `The input \`${name}\` does not allow "${plainText(value, 80)}".`,
    remedy,
  });
}
