import type { CatalogueArea } from './entry.ts';

export const vaultErrors = {} as const satisfies CatalogueArea;
