import type { CatalogueArea } from './entry.ts';

export const policyErrors = {} as const satisfies CatalogueArea;
