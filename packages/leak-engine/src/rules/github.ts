import { base62, base64url } from '../alphabets.ts';
import { crc32, endsWithCrc32, toBase62 } from '../checksums.ts';
import type { Example, Inspection, Random, Rule, Severity } from '../rule.ts';

const formats =
  'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/';

function inspectChecksum(value: string): Inspection {
  const body = value.slice(4);
  if (new Set(body).size < 4) return { proof: 'sample' };
  return endsWithCrc32(body)
    ? { proof: 'proved', note: 'its checksum holds' }
    : { proof: 'unproved', note: 'its checksum does not hold' };
}

/** A token whose checksum holds. */
function classic(prefix: string): Example {
  return (random) => {
    const body = random.text(base62, 30);
    return prefix + body + toBase62(crc32(body), 6);
  };
}

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly prefix: string;
  readonly severity: Severity;
  readonly remedy: string;
}

const classicKinds: readonly Kind[] = [
  {
    id: 'github-pat',
    title: 'GitHub personal access token (classic)',
    prefix: 'ghp_',
    severity: 'critical',
    remedy:
      'Delete it under Settings > Developer settings > Personal access tokens, or send it to POST /credentials/revoke.',
  },
  {
    id: 'github-oauth',
    title: 'GitHub OAuth access token',
    prefix: 'gho_',
    severity: 'critical',
    remedy:
      'Revoke the OAuth app under Settings > Applications, or send the token to POST /credentials/revoke.',
  },
  {
    id: 'github-user-to-server',
    title: 'GitHub App user-to-server token',
    prefix: 'ghu_',
    severity: 'critical',
    remedy: 'Revoke the app under Settings > Applications, or send the token to POST /credentials/revoke.',
  },
  {
    id: 'github-refresh',
    title: 'GitHub App refresh token',
    prefix: 'ghr_',
    severity: 'critical',
    remedy: 'Revoke the app under Settings > Applications, or send the token to POST /credentials/revoke.',
  },
  {
    id: 'github-installation',
    title: 'GitHub App installation or job token',
    prefix: 'ghs_',
    severity: 'high',
    remedy:
      'Let the job end, which revokes its token; revoke any other installation token by DELETE /installation/token.',
  },
];

const classicRules = classicKinds.map((kind): Rule => ({
  kind: 'token',
  id: kind.id,
  title: kind.title,
  severity: kind.severity,
  confidence: 'high',
  anchors: [kind.prefix],
  pattern: new RegExp(`${kind.prefix}[A-Za-z0-9]{36}`, 'y'),
  maxLength: 40,
  inspect: inspectChecksum,
  remedy: kind.remedy,
  source: formats,
  examples: {
    leaks: [classic(kind.prefix)],
    nearMisses: [
      (random) => kind.prefix + random.text(base62, 35),
      (random) => kind.prefix + random.text(base62, 37),
      (random) => kind.prefix.replace('_', '-') + random.text(base62, 36),
      (random) => kind.prefix + random.text(base62, 1).repeat(36),
    ],
  },
}));

function webToken(random: Random): string {
  return [36, 240, 86].map((length) => random.text(base64url, length)).join('.');
}

export const rules: readonly Rule[] = [
  ...classicRules,
  {
    kind: 'token',
    id: 'github-installation-stateless',
    title: 'GitHub App installation or job token (with a JWT inside)',
    severity: 'high',
    confidence: 'high',
    anchors: ['ghs_'],
    pattern: /ghs_[0-9]{1,12}_[A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{20,800}/y,
    maxLength: 3300,
    remedy:
      'Let the job end, which revokes its token; revoke any other installation token by DELETE /installation/token.',
    source:
      'https://github.blog/changelog/2026-05-15-github-app-installation-tokens-per-request-override-header/',
    examples: {
      leaks: [(random) => `ghs_${random.int(9_000_000) + 100_000}_${webToken(random)}`],
      nearMisses: [
        (random) => `ghs_${random.int(9_000_000)}_${random.text(base62, 30)}`,
        (random) => `ghs_app_${webToken(random)}`,
      ],
    },
  },
  {
    kind: 'token',
    id: 'github-fine-grained-pat',
    title: 'GitHub fine-grained personal access token',
    severity: 'critical',
    confidence: 'high',
    anchors: ['github_pat_'],
    pattern: /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/y,
    maxLength: 93,
    remedy:
      'Delete it under Settings > Developer settings > Fine-grained tokens, or send it to POST /credentials/revoke.',
    source: formats,
    examples: {
      leaks: [(random) => `github_pat_${random.text(base62, 22)}_${random.text(base62, 59)}`],
      nearMisses: [
        (random) => `github_pat_${random.text(base62, 22)}_${random.text(base62, 58)}`,
        (random) => `github_pat_${random.text(base62, 82)}`,
      ],
    },
  },
];
