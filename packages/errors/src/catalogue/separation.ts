import type { CatalogueArea } from './entry.ts';

export const separationErrors = {} as const satisfies CatalogueArea;
