import type { CatalogueArea } from './entry.ts';

export const leakErrors = {} as const satisfies CatalogueArea;
