import type { CatalogueArea } from './entry.ts';

export const httpErrors = {} as const satisfies CatalogueArea;
