// Generated from packages/federation/src/providers by `npm run build`: add a file there, do not edit this one.
import { provider as aws } from './providers/aws.ts';
import { provider as azure } from './providers/azure.ts';
import { provider as gcp } from './providers/gcp.ts';
import { provider as vault } from './providers/vault.ts';

export const providers = [
  aws,
  azure,
  gcp,
  vault,
] as const;
