import type { CatalogueArea } from './entry.ts';

export const graphErrors = {} as const satisfies CatalogueArea;
