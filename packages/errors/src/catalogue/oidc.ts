import type { CatalogueArea } from './entry.ts';

export const oidcErrors = {} as const satisfies CatalogueArea;
