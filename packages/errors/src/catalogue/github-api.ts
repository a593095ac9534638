import type { CatalogueArea } from './entry.ts';

export const githubApiErrors = {} as const satisfies CatalogueArea;
