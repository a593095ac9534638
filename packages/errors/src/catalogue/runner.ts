import type { CatalogueArea } from './entry.ts';

export const runnerErrors = {} as const satisfies CatalogueArea;
