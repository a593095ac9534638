import type { RuleInfo } from './candidate.ts';

const rotate = 'Replace the credential where it was issued, then delete the log.';

/** The rules that are no shapes: context, blocks, dumps, masks and known values. */
export const builtIn = {
  context: {
    id: 'context-assignment',
    title: 'Value assigned to a secret-like name',
    severity: 'high',
    remedy: rotate,
  },
  runnerEnvironment: {
    id: 'context-runner-env',
    title: 'Unmasked value of a secret-like name in the runner’s own env or with block',
    severity: 'high',
    remedy: 'Hand the value over as a secret, so that the runner masks it, and replace it.',
  },
  authorization: {
    id: 'context-authorization-header',
    title: 'Credential in an HTTP authorization header',
    severity: 'high',
    remedy: rotate,
  },
  url: {
    id: 'context-url-credential',
    title: 'Credential in a URL',
    severity: 'high',
    remedy: rotate,
  },
  command: {
    id: 'context-command-line',
    title: 'Credential on a command line',
    severity: 'high',
    remedy: rotate,
  },
  signedUrl: {
    id: 'context-signed-url',
    title: 'Signed URL',
    severity: 'medium',
    remedy: 'Let it expire, or revoke the key or policy that signed it.',
  },
  partialMask: {
    id: 'context-partial-mask',
    title: 'Text left over next to a mask',
    severity: 'low',
    remedy:
      'Register the whole value as the mask, and replace the credential if what is left over is enough to guess it.',
  },
  privateKey: {
    id: 'block-private-key',
    title: 'Private key',
    severity: 'critical',
    remedy:
      'Generate a new key pair, remove the public key wherever it is trusted, and revoke certificates issued for it.',
  },
  encryptedKey: {
    id: 'block-encrypted-private-key',
    title: 'Encrypted private key',
    severity: 'medium',
    remedy: 'Generate a new key pair: the passphrase is all that protects this one now.',
  },
  pgpKey: {
    id: 'block-pgp-private-key',
    title: 'OpenPGP private key block',
    severity: 'critical',
    remedy: 'Revoke the key with its revocation certificate and publish the revocation.',
  },
  puttyKey: {
    id: 'block-putty-private-key',
    title: 'PuTTY private key',
    severity: 'critical',
    remedy: 'Generate a new key pair and remove the public key from every authorized_keys file.',
  },
  serviceAccount: {
    id: 'block-google-service-account-key',
    title: 'Google service-account key',
    severity: 'critical',
    remedy:
      'Delete the key under IAM > Service accounts > Keys, or by `gcloud iam service-accounts keys delete`.',
  },
  keystore: {
    id: 'block-keystore',
    title: 'PKCS#12 or Java key store',
    severity: 'high',
    remedy: 'Revoke the certificates in it and build a new key store with new keys.',
  },
  memoryDump: {
    id: 'runner-memory-dump',
    title: 'Dump of the runner’s memory with the secrets of the job',
    severity: 'critical',
    remedy:
      'Treat every secret of this job as stolen: rotate all that are named, remove the action that printed them, and delete the logs of the run.',
  },
  known: {
    id: 'known-value',
    title: 'Known value',
    severity: 'critical',
    remedy: 'Rotate this value where it is kept, and mask the form in which it was printed.',
  },
} as const satisfies Record<string, RuleInfo>;
