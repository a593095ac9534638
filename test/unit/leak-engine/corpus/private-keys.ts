import type { Random } from '@sallyport/leak-engine';
import { base64, fold } from './encoders.ts';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const labels = ['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'DSA PRIVATE KEY'];

/** Lines of a key that looks real and is none. */
export function pem(random: Random): string[] {
  const label = random.pick(labels);
  const body = `MII${random.text(digits, 200 + random.int(1500))}==`;
  return [`-----BEGIN ${label}-----`, ...fold(body, 64), `-----END ${label}-----`];
}

/** The ways in which logs show private keys. */
export const privateKeys: Readonly<Record<string, (random: Random) => string[]>> = {
  'a line each': (random) => pem(random),
  indented: (random) => ['key: |', ...pem(random).map((line) => `    ${line}`)],
  'after a plus': (random) => pem(random).map((line) => `+ ${line}`),
  'after an angle bracket': (random) => pem(random).map((line) => `> ${line}`),
  'after a bar': (random) => pem(random).map((line) => `    | ${line}`),
  coloured: (random) => pem(random).map((line) => `\u001B[36;1m${line}\u001B[0m`),
  'with CRLF': (random) => pem(random).map((line) => `${line}\r`),
  'joined by \\n': (random) => [`"private_key": "${pem(random).join('\\n')}\\n"`],
  'joined by \\\\n': (random) => [`{"a":"{\\"key\\":\\"${pem(random).join('\\\\n')}\\\\n\\"}"}`],
  'joined by blanks': (random) => [`KEY=${pem(random).join(' ')}`],
  'in base64': (random) => [`  tls.key: ${base64(`${pem(random).join('\n')}\n`)}`],
  'in base64, folded': (random) => fold(base64(`${pem(random).join('\n')}\n`), 76),
  'in base64 twice': (random) => [base64(base64(`${pem(random).join('\n')}\n`))],
  'client key data': (random) => [`    client-key-data: ${base64(`${pem(random).join('\n')}\n`)}`],
  'cut off': (random) => pem(random).slice(0, 3),
  'service account': (random) => [
    JSON.stringify({ type: 'service_account', project_id: 'p', private_key: `${pem(random).join('\n')}\n` }),
  ],
  'service account in base64': (random) => [
    base64(
      JSON.stringify({ type: 'service_account', private_key: `${pem(random).join('\n')}\n` }, undefined, 2),
    ),
  ],
  OpenPGP: (random) => [
    '-----BEGIN PGP PRIVATE KEY BLOCK-----',
    'Version: GnuPG v2',
    '',
    ...fold(random.text(digits, 900), 64),
    '=aB3d',
    '-----END PGP PRIVATE KEY BLOCK-----',
  ],
  PuTTY: (random) => [
    'PuTTY-User-Key-File-3: ssh-ed25519',
    'Encryption: none',
    'Private-Lines: 2',
    ...fold(random.text(digits, 100), 64),
    'Private-MAC: 00',
  ],
};
