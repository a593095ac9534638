/**
 * Words that make a name secret-like, as the prefilter looks for them (case ignored).
 * A strong word is enough alone; a weak one needs a value that is long and random.
 */
const strong = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pwd',
  'secret',
  'token',
  'apikey',
  'api_key',
  'api-key',
  'api.key',
  'api key',
  'access_key',
  'accesskey',
  'access-key',
  'private_key',
  'privatekey',
  'private-key',
  'authorization',
  'bearer',
  'credential',
  'connection_string',
  'connectionstring',
  'connection-string',
  'dsn',
  'account_key',
  'accountkey',
  'encryption_key',
  'encryptionkey',
  'signing_key',
  'signingkey',
  'master_key',
  'masterkey',
  'auth_key',
  'authkey',
  'deploy_key',
  'license_key',
  'service_key',
  'account-key',
  'encryption-key',
  'signing-key',
  'master-key',
  '_pass',
  'dbpass',
  'userpass',
  'storepass',
  'keypass',
  '_jwt',
  'jwt_',
  '_pat',
] as const;
const weak = [
  'auth',
  'webhook',
  'session',
  'cookie',
  'signature',
  'salt',
  'pass=',
  'pass:',
  '_pin',
  'sig=',
] as const;

/** Words of names that hold a whole key store, as the prefilter looks for them. */
const stores = ['p12', 'pfx', 'pkcs12', 'keystore', '_jks', 'jks_'] as const;

/** Names of key stores, whose value is one in base64. */
export const keyStoreName = /p12|pfx|pkcs12|keystore|jks/i;

export const contextWords: readonly string[] = [...strong, ...weak, ...stores];

const strongWords = new RegExp(
  strong
    .map((word) => word.replace(/[-_. ]/g, ''))
    .filter((word) => !['pass', 'jwt', 'pat'].includes(word))
    .join('|'),
);
const strongParts = new Set(['pass', 'jwt', 'pat']);
const weakParts = new Set(
  'auth oauth basicauth webhook webhooks session cookie cookies signature salt pass pin sig'.split(' '),
);

/** Parts that, after the secret word, make a name mean something about the secret. */
const metadata = new Set(
  (
    'id ids name names file files path paths dir url uri urls length len policy policies ttl type types count counts ' +
    'version versions arn expiry expires expiration expire at in on age date time timeout limit limits max min ' +
    'prefix suffix status state enabled enable disabled required valid invalid validation source sources provider ' +
    'manager store method mode format algorithm alg strategy scope scopes permissions endpoint host port user ' +
    'username email usage used budget size bytes class module event events log level label labels title text field ' +
    'fields param params header headers alias ref refs rotation hint prompt reset strength rules regex pattern ' +
    'action actions handler helper factory service services controller provider ' +
    'test tests spec'
  ).split(' '),
);

/** Parts anywhere in a name that make it something public or a position in a list. */
const harmless = new Set(
  'unexpected illegal public publishable page next cursor pagination continuation sync resume max min num total prompt completion input output no skip sha256 sha512 sha1 md5 checksum digest'.split(
    ' ',
  ),
);

/** The parts of a name, in lower case: split at anything that is no letter or digit, and at camelCase humps. */
export function splitName(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
}

/** How much a name alone says: `undefined` if it names no secret. */
export type NameStrength = 'strong' | 'weak' | undefined;

/** A name that was looked at. */
export interface JudgedName {
  readonly strength: NameStrength;
  /** Its last part, in lower case. */
  readonly last: string;
}

/** Names recur in a log: what was said of the last ones is kept. */
const judged = new Map<string, JudgedName>();
const mostJudged = 4096;

export function readName(name: string): JudgedName {
  const before = judged.get(name);
  if (before !== undefined) return before;
  if (judged.size >= mostJudged) judged.clear();
  const read = { strength: weighName(name), last: splitName(name).at(-1) ?? '' };
  judged.set(name, read);
  return read;
}

export function judgeName(name: string): NameStrength {
  return readName(name).strength;
}

function weighName(name: string): NameStrength {
  const parts = splitName(name);
  if (parts.some((part) => harmless.has(part))) return undefined;
  // The secret word may be spread over two parts (`api_key`), so the longest tail without metadata is looked at.
  const last = parts.at(-1) ?? '';
  if (parts.length > 1 && metadata.has(last)) return undefined;
  const whole = parts.join('');
  if (strongWords.test(whole) || strongParts.has(last)) {
    const plural = /(?:tokens|secrets|credentials|passwords)$/.test(last);
    return plural ? 'weak' : 'strong';
  }
  return parts.some((part) => weakParts.has(part)) ? 'weak' : undefined;
}
