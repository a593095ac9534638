export { chooseProvider } from './choose-provider.ts';
export type {
  ExchangeContext,
  Explanation,
  FileContent,
  Grant,
  InputSource,
  PolicyDraft,
  Provider,
  RunIdentity,
} from './provider.ts';
export { providers } from './providers.generated.ts';
