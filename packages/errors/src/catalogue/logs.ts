import type { CatalogueArea } from './entry.ts';

export const logsErrors = {} as const satisfies CatalogueArea;
