import type { HttpResponse } from '@sallyport/http';
import { textOf, unexpectedAnswer, unusableAnswer, wrongLifetime } from '../answer.ts';
import type { ExchangeContext } from '../provider.ts';
import {
  type GcpError,
  type GcpToken,
  parseAccessToken,
  parseFederatedToken,
  parseGcpError,
  parseIdToken,
} from './answers.ts';
import { explainRefusal, isCuredByFreshToken } from './refusals.ts';
import type { GcpSettings } from './settings.ts';

export interface GcpTokens extends GcpToken {
  /** The token of the job that was accepted. */
  readonly subjectToken: string;
}

/**
 * Token exchange at Google's STS (RFC 8693; Security Token Service API, `v1.token`), then impersonation where a service
 * account is given (IAM Service Account Credentials API). Repeating either creates nothing that outlives the answer.
 */
export async function requestGcpTokens(
  token: string,
  settings: GcpSettings,
  context: ExchangeContext,
): Promise<GcpTokens> {
  let subjectToken = token;
  let answer = await askSts(subjectToken, settings, context);
  const error = refusal(answer);
  if (error !== undefined && isCuredByFreshToken(error)) {
    subjectToken = await context.freshToken();
    answer = await askSts(subjectToken, settings, context);
  }
  const now = context.clock.now() / 1000;
  const federated = validated(answer, (text) => parseFederatedToken(text, now), 3600, settings, context);
  if (settings.serviceAccount === undefined) return { ...federated, subjectToken };
  const impersonated = await impersonate(federated.token, settings.serviceAccount, settings, context);
  return { ...impersonated, subjectToken };
}

function askSts(
  subjectToken: string,
  settings: GcpSettings,
  context: ExchangeContext,
): Promise<HttpResponse> {
  const direct = settings.serviceAccount === undefined;
  return post(`${settings.stsEndpoint}/v1/token`, settings, context, {
    grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
    audience: stsAudience(settings),
    // To impersonate, this one scope is enough.
    scope: direct ? settings.scopes.join(' ') : 'https://www.googleapis.com/auth/iam',
    requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
    subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt',
    subjectToken,
  });
}

/** What the STS calls the provider: its full resource name. */
export function stsAudience({ universe, providerName }: GcpSettings): string {
  return `//iam.${universe}/${providerName}`;
}

export function impersonationUrl({ iamEndpoint }: GcpSettings, serviceAccount: string, verb: string): string {
  return `${iamEndpoint}/v1/projects/-/serviceAccounts/${serviceAccount}:${verb}`;
}

async function impersonate(
  federated: string,
  serviceAccount: string,
  settings: GcpSettings,
  context: ExchangeContext,
): Promise<GcpToken> {
  const delegates = settings.delegates.map((delegate) => `projects/-/serviceAccounts/${delegate}`);
  if (settings.tokenFormat === 'id_token') {
    const url = impersonationUrl(settings, serviceAccount, 'generateIdToken');
    const body = { audience: settings.idTokenAudience, includeEmail: settings.includeEmail, delegates };
    return validated(
      await post(url, settings, context, body, federated),
      parseIdToken,
      3600,
      settings,
      context,
    );
  }
  const url = impersonationUrl(settings, serviceAccount, 'generateAccessToken');
  const body = { scope: settings.scopes, lifetime: `${settings.lifetimeSeconds}s`, delegates };
  const answer = await post(url, settings, context, body, federated);
  return validated(answer, parseAccessToken, settings.lifetimeSeconds, settings, context);
}

function post(
  url: string,
  { requestReason }: GcpSettings,
  { http }: ExchangeContext,
  body: unknown,
  bearer?: string,
): Promise<HttpResponse> {
  return http.send({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(requestReason === undefined ? {} : { 'x-goog-request-reason': requestReason }),
    },
    body: JSON.stringify(body),
    repeat: 'always',
    peer: bearer === undefined ? "Google's STS" : 'IAM Credentials',
  });
}

function refusal(response: HttpResponse): GcpError | undefined {
  return response.status === 200 ? undefined : parseGcpError(textOf(response));
}

function validated(
  answer: HttpResponse,
  parse: (text: string) => GcpToken | undefined,
  longestSeconds: number,
  settings: GcpSettings,
  context: ExchangeContext,
): GcpToken {
  if (answer.status !== 200) {
    const error = refusal(answer);
    if (error !== undefined) throw explainRefusal(error, answer.status, settings, context);
    throw unexpectedAnswer(answer, 'Google', 'gcp-sts-endpoint');
  }
  const token = parse(textOf(answer));
  if (token === undefined) throw unusableAnswer('Google');
  context.mask(token.token);
  const left = token.expiresAt - context.clock.now() / 1000;
  if (left <= 0 || left > longestSeconds + 600) throw wrongLifetime('Google');
  return token;
}
