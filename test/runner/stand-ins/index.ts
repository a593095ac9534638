import type { StandIn } from '../types.ts';
import { downloadArtifact, uploadArtifact } from './artifacts.ts';
import { cache, cacheRestore, cacheSave } from './cache.ts';
import { checkout } from './checkout.ts';

/** Actions of others that workflows cannot do without, by `owner/name[/path]`, whatever the ref. */
export const standIns: Readonly<Record<string, StandIn>> = {
  'actions/checkout': checkout,
  'actions/upload-artifact': uploadArtifact,
  'actions/download-artifact': downloadArtifact,
  'actions/cache': cache,
  'actions/cache/restore': cacheRestore,
  'actions/cache/save': cacheSave,
};
