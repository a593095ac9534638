export { catalogue, type ErrorCode } from './catalogue/index.ts';
export type { CatalogueArea, CatalogueEntry } from './catalogue/entry.ts';
export { CodedError, failure, isCoded, type FailureParts } from './coded-error.ts';
export { markdownCode, markdownText, plainText } from './foreign-text.ts';
