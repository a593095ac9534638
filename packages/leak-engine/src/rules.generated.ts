// Generated from packages/leak-engine/src/rules by `npm run build`: add a file there, do not edit this one.
import { rules as github } from './rules/github.ts';

export const rules = [
  ...github,
] as const;
