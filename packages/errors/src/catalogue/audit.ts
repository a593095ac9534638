import type { CatalogueArea } from './entry.ts';

export const auditErrors = {} as const satisfies CatalogueArea;
