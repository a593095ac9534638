/**
 * How GitHub builds `sub` (GitHub Docs "OpenID Connect reference"): environment before pull request before ref; a colon
 * inside a value is written `%3A`. Written apart from the product's own reader, so that neither proves itself.
 */
export interface SubjectOptions {
  readonly form: 'legacy' | 'immutable';
  /** `include_claim_keys` of a customised template; `repo` and `context` are its pseudo-keys. */
  readonly template?: readonly string[];
}

export function buildSubject(claims: Readonly<Record<string, string>>, options: SubjectOptions): string {
  const template = options.template ?? ['repo', 'context'];
  return template.map((key) => segment(key, claims, options.form)).join(':');
}

function segment(
  key: string,
  claims: Readonly<Record<string, string>>,
  form: SubjectOptions['form'],
): string {
  if (key === 'repo') return `repo:${repositoryIn(form, claims)}`;
  if (key === 'context') return context(claims);
  return `${key}:${escape(claims[key] ?? '')}`;
}

function repositoryIn(form: SubjectOptions['form'], claims: Readonly<Record<string, string>>): string {
  const [owner = '', name = ''] = (claims['repository'] ?? '').split('/');
  if (form === 'legacy') return `${owner}/${name}`;
  return `${owner}@${claims['repository_owner_id']}/${name}@${claims['repository_id']}`;
}

function context(claims: Readonly<Record<string, string>>): string {
  if (claims['environment'] !== undefined) return `environment:${escape(claims['environment'])}`;
  if (claims['event_name'] === 'pull_request') return 'pull_request';
  return `ref:${escape(claims['ref'] ?? '')}`;
}

function escape(value: string): string {
  return value.replaceAll(':', '%3A');
}
