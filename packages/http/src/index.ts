export { ambientTrust, type IgnoredVariable } from './ambient-trust.ts';
export { jsonOf, textOf } from './body.ts';
export { createHttpClient, type HttpClientOptions } from './client.ts';
export { startDeadline, systemClock } from './clock.ts';
export type {
  AttemptReport,
  Clock,
  Deadline,
  HttpClient,
  HttpRequest,
  HttpResponse,
  Repeat,
  ResponseHead,
  StartTimer,
  StreamedResponse,
  StreamingHttpClient,
  StreamRequest,
} from './contract.ts';
export { readProxySettings, type Proxy, type ProxyException, type ProxySettings } from './proxy-settings.ts';
export { readRetryAfter } from './retry.ts';
