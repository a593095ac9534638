import { knownClaims, type Claims } from './claims.ts';

/** A `sub` taken apart along its template. */
export interface Subject {
  /**
   * `legacy` is `repo:OWNER/NAME:CONTEXT`, `immutable` is `repo:OWNER@ID/NAME@ID:CONTEXT` (GitHub changelog,
   * 2026-04-23), `custom` is any other list of keys.
   */
  readonly form: 'legacy' | 'immutable' | 'custom';
  /** Keys in their order; `repo` and the contexts (`ref`, `environment`, `pull_request`) among them. */
  readonly parts: readonly SubjectPart[];
}

export interface SubjectPart {
  readonly key: string;
  /** Decoded; empty for `pull_request`, which stands alone. */
  readonly value: string;
}

const standalone = 'pull_request';
const contexts: readonly string[] = ['ref', 'environment', standalone];
const legacyRepository = /^[^/@]+\/[^/@]+$/;
const immutableRepository = /^[^/@]+@\d+\/[^/@]+@\d+$/;

/**
 * Reads a `sub` as `key:value:key:value`, where a colon inside a value is written `%3A` and `pull_request` has no value
 * (GitHub Docs "OpenID Connect reference"). Never by prefix: with a customised template a value that somebody chooses
 * could imitate what follows it.
 * @returns undefined for a text that no template gives, such as an unescaped colon of an older Enterprise Server.
 */
export function parseSubject(sub: string): Subject | undefined {
  const segments = sub.split(':');
  const parts: SubjectPart[] = [];
  for (let index = 0; index < segments.length;) {
    const key = segments[index] ?? '';
    const value = segments[index + 1];
    if (key === standalone) {
      parts.push({ key, value: '' });
      index += 1;
    } else if (isSubjectKey(key) && value !== undefined && value !== '') {
      parts.push({ key, value: value.replaceAll(/%3A/gi, ':') });
      index += 2;
    } else return undefined;
  }
  const keys = new Set(parts.map((part) => part.key));
  return keys.size === parts.length ? { form: formOf(parts), parts } : undefined;
}

/** The `sub` that the same run would have in the other of the two default forms. */
export function otherForm(sub: string, claims: Claims): string | undefined {
  const subject = parseSubject(sub);
  if (subject === undefined || subject.form === 'custom') return undefined;
  const owner = claims['repository_owner'];
  const ownerId = claims['repository_owner_id'];
  const id = claims['repository_id'];
  const name = String(claims['repository'] ?? '').split('/')[1];
  if (owner === undefined || name === undefined || ownerId === undefined || id === undefined)
    return undefined;
  const repo = subject.form === 'legacy' ? `${owner}@${ownerId}/${name}@${id}` : `${owner}/${name}`;
  const [, ...rest] = subject.parts;
  return formatSubject([{ key: 'repo', value: repo }, ...rest]);
}

export function formatSubject(parts: readonly SubjectPart[]): string {
  return parts
    .map(({ key, value }) => (key === standalone ? key : `${key}:${value.replaceAll(':', '%3A')}`))
    .join(':');
}

/** The part of a default `sub` that says where in the repository the run is. */
export function contextOf(subject: Subject): SubjectPart | undefined {
  return subject.parts.find((part) => contexts.includes(part.key));
}

function formOf(parts: readonly SubjectPart[]): Subject['form'] {
  const [repo, context] = parts;
  if (parts.length !== 2 || repo?.key !== 'repo' || context === undefined) return 'custom';
  if (!contexts.includes(context.key)) return 'custom';
  if (immutableRepository.test(repo.value)) return 'immutable';
  return legacyRepository.test(repo.value) ? 'legacy' : 'custom';
}

function isSubjectKey(key: string): boolean {
  return key === 'repo' || (Object.hasOwn(knownClaims, key) && knownClaims[key]?.holds !== 'time');
}
