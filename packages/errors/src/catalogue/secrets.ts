import type { CatalogueArea } from './entry.ts';

export const secretsErrors = {} as const satisfies CatalogueArea;
