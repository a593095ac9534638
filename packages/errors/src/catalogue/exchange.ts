import type { CatalogueArea } from './entry.ts';

export const exchangeErrors = {} as const satisfies CatalogueArea;
