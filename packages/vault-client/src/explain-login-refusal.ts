import { failure, plainText, type CodedError, type ErrorCode, type FailureParts } from '@sallyport/errors';

/** What our own login said, to be put beside what the server complained of. */
export interface LoginFacts {
  readonly method: string;
  /** Without `auth/`. */
  readonly mount: string;
  readonly role?: string | undefined;
  readonly namespace?: string | undefined;
  /** The payload of the JWT that was sent; not secret (its signature is). */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

interface Rule {
  readonly says: RegExp;
  readonly status?: readonly number[];
  readonly code: ErrorCode;
  /** The claim complained of, where the text does not name it. */
  readonly claim?: string;
  readonly tell?: (facts: LoginFacts) => FailureParts;
}

const where = (facts: LoginFacts) =>
  `at \`auth/${plainText(facts.mount)}\`${facts.namespace ? ` in namespace \`${plainText(facts.namespace)}\`` : ''}`;
const roleOf = (facts: LoginFacts) =>
  facts.role ? `the role \`${plainText(facts.role)}\`` : 'the default role';

/**
 * The texts of Vault 1.x and OpenBao 2.x, most specific first. Sources: `builtin/credential/jwt/path_login.go`,
 * `…/jwt/claims.go`, `cap/jwt/jwt.go`, `builtin/credential/{approle,userpass,ldap,cert,kubernetes}`,
 * `vault/router.go`; every JWT row was seen on a running OpenBao.
 */
const rules: readonly Rule[] = [
  { says: /invalid audience \(aud\) claim/i, code: 'vault/audience-refused', claim: 'aud' },
  { says: /no audiences bound to the role/i, code: 'vault/audience-unbound', claim: 'aud' },
  { says: /invalid issuer \(iss\) claim/i, code: 'vault/issuer-refused', claim: 'iss' },
  { says: /invalid subject \(sub\) claim/i, code: 'vault/claim-refused', claim: 'sub' },
  { says: /invalid expiration time \(exp\)|token is expired/i, code: 'vault/token-time', claim: 'exp' },
  { says: /invalid not before \(nbf\)|not yet valid/i, code: 'vault/token-time', claim: 'nbf' },
  { says: /invalid issued at \(iat\)|issued in the future/i, code: 'vault/token-time', claim: 'iat' },
  { says: /verifying token signature|no known key/i, code: 'vault/signature-refused', claim: 'iss' },
  { says: /claim "([^"]+)" (?:is missing|not found)/i, code: 'vault/claim-missing' },
  { says: /claim "([^"]+)" does not match/i, code: 'vault/claim-refused' },
  { says: /claim "([^"]+)"/i, code: 'vault/claim-refused' },
  {
    says: /role "[^"]*" could not be found|invalid role name|role .* not found/i,
    code: 'vault/role-unknown',
    tell: (facts) => ({ what: `Vault has no role \`${plainText(facts.role ?? '')}\` ${where(facts)}.` }),
  },
  { says: /missing role(?!_id)/i, code: 'vault/role-missing' },
  { says: /oidc role_type is not allowed/i, code: 'vault/role-type' },
  {
    says: /could not load (?:backend )?configuration|not configured/i,
    code: 'vault/method-unconfigured',
    tell: (facts) => ({ what: `The auth method ${where(facts)} is mounted but not configured.` }),
  },
  {
    says: /missing role_id|missing client token|unsupported operation|missing (?:token|password|username)/i,
    code: 'vault/method-mismatch',
    tell: (facts) => ({
      what: `What is mounted ${where(facts)} does not take a login by \`${facts.method}\`.`,
    }),
  },
  { says: /no handler for route|unsupported path/i, code: 'vault/mount-unknown', tell: noMount },
  {
    says: /invalid (?:role or )?secret[ _]id|invalid role[ _]id|missing secret_id|failed to validate (?:credentials|secret)/i,
    code: 'vault/credentials-refused',
  },
  {
    says: /invalid username or password|ldap operation failed|user not found/i,
    code: 'vault/credentials-refused',
  },
  { says: /client certificate|invalid certificate/i, code: 'vault/certificate-refused' },
  { says: /CIDR|source address|unauthorized.*address/i, code: 'vault/address-refused' },
  { says: /service account|namespace not authorized|lookup failed/i, code: 'vault/service-account-refused' },
  { says: /permission denied|^$/i, status: [403, 404, 405], code: 'vault/mount-unknown', tell: noMount },
];

/** Of a service account token that it cannot read, Vault says no more than of a mount that is not there. */
function noMount(facts: LoginFacts): FailureParts {
  if (facts.method === 'kubernetes') {
    return {
      what: `Vault denies the login by \`kubernetes\` ${where(facts)}.`,
      why: 'No such method is mounted there in that namespace, or it cannot read the service account token.',
    };
  }
  return { what: `Vault offers no login by \`${facts.method}\` ${where(facts)}.` };
}

/**
 * Why a login was refused, with our own claim beside the one the server complained of. Vault names the claim, never
 * the value it wanted or got.
 * @param errors the server's texts, from `VaultAnswer.errors`.
 */
export function explainLoginRefusal(
  status: number,
  errors: readonly string[],
  facts: LoginFacts,
): CodedError {
  const said = errors.join('; ');
  for (const rule of rules) {
    if (rule.status !== undefined && !rule.status.includes(status)) continue;
    const match = rule.says.exec(said);
    if (match === null) continue;
    const claim = rule.claim ?? match[1];
    return failure(rule.code, {
      ...(claim === undefined ? {} : tellClaim(rule.code, claim, facts)),
      ...rule.tell?.(facts),
      details: detailsOf(status, said, facts, claim),
    });
  }
  return failure('vault/login-refused', {
    what: `Vault refused the login ${where(facts)} with status ${status}.`,
    details: detailsOf(status, said, facts),
  });
}

type TellClaim = (role: string, name: string, ours: string) => FailureParts;

const claimTexts: Partial<Record<ErrorCode, TellClaim>> = {
  'vault/claim-missing': (role, name) => ({
    what: `The token has no claim \`${name}\`, which ${role} asks for.`,
  }),
  'vault/claim-refused': (role, name, ours) => ({
    what: `${capitalize(role)} does not admit a token whose \`${name}\` is ${ours}.`,
    remedy: `Have ${ours} admitted for \`${name}\` by the role's bound claims if this run is meant to get in; else run it where that claim is another.`,
  }),
  'vault/audience-refused': (role, _name, ours) => ({
    what: `${capitalize(role)} does not admit the audience ${ours}.`,
  }),
  'vault/audience-unbound': (role, _name, ours) => ({
    what: `${capitalize(role)} binds no audience, but the token has ${ours}.`,
  }),
};

function tellClaim(code: ErrorCode, claim: string, facts: LoginFacts): FailureParts {
  if (facts.claims === undefined) return {};
  return claimTexts[code]?.(roleOf(facts), plainText(claim), claimText(facts.claims, claim)) ?? {};
}

function detailsOf(status: number, said: string, facts: LoginFacts, claim?: string): string {
  const lines = [`Vault's answer: ${status}${said === '' ? ', without a reason' : ` ${said}`}`];
  lines.push(`Login: ${facts.method} ${where(facts)}, ${roleOf(facts)}`);
  if (claim !== undefined && facts.claims !== undefined) {
    lines.push(`Our token's ${plainText(claim)}: ${claimText(facts.claims, claim)}`);
  }
  return lines.join('\n');
}

/** A bound claim may be named by a JSON pointer (RFC 6901), as in `/nested/claim`. */
function claimText(claims: Readonly<Record<string, unknown>>, name: string): string {
  const pointer = name.startsWith('/') ? name.slice(1).split('/') : [name];
  let value: unknown = claims;
  for (const step of pointer) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  if (value === undefined) return 'absent';
  return `\`${plainText(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
