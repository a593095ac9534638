/** A variable that another program would obey and that this product does not. */
export interface IgnoredVariable {
  readonly name: string;
  /** One sentence for the log; never holds the value. */
  readonly sentence: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Rule {
  readonly matches: RegExp;
  readonly sentence: (name: string) => string;
}

const ownAuthorities = 'trust comes from the authorities of Node.js and the input `ca-certificate` only';

/**
 * What an earlier step of a job can plant through GITHUB_ENV to turn requests away or to have a false certificate
 * accepted; the runner itself refuses NODE_OPTIONS only (actions/runner, src/Runner.Worker/FileCommandManager.cs).
 */
const rules: readonly Rule[] = [
  {
    matches: /^NODE_TLS_REJECT_UNAUTHORIZED$/,
    sentence: (name) => `\`${name}\` is set and has no effect: certificates are always verified.`,
  },
  {
    matches: /^(NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_FILE|SSL_CERT_DIR)$/,
    sentence: (name) => `\`${name}\` is set and has no effect: ${ownAuthorities}.`,
  },
  {
    matches:
      /^(AWS_CA_BUNDLE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|VAULT_CACERT|VAULT_CACERT_BYTES|VAULT_CAPATH)$/,
    sentence: (name) => `\`${name}\` is set and has no effect here: ${ownAuthorities}.`,
  },
  {
    matches: /^VAULT_SKIP_VERIFY$/,
    sentence: (name) => `\`${name}\` is set and has no effect here: certificates are always verified.`,
  },
  {
    matches: /^(AWS_ENDPOINT_URL(_[A-Z0-9_]+)?|GHA_ENDPOINT_OVERRIDE_\w+)$/,
    sentence: (name) => `\`${name}\` is set and has no effect here: endpoints come from inputs only.`,
  },
];

/**
 * Which variables of an environment are set, are known to redirect requests or to weaken TLS elsewhere, and have no
 * effect on this product. In the order of their names.
 */
export function ambientTrust(env: Environment): readonly IgnoredVariable[] {
  return Object.keys(env)
    .filter((name) => (env[name] ?? '') !== '')
    .sort()
    .flatMap((name) => {
      const rule = rules.find(({ matches }) => matches.test(name));
      return rule === undefined ? [] : [{ name, sentence: rule.sentence(name) }];
    });
}
