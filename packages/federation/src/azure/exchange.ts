import type { HttpResponse } from '@sallyport/http';
import { textOf, unexpectedAnswer, unusableAnswer, wrongLifetime } from '../answer.ts';
import type { ExchangeContext } from '../provider.ts';
import { type EntraError, type EntraToken, parseEntraError, parseEntraToken } from './entra-answer.ts';
import { explainRefusal, isCuredByFreshToken, isTransientRefusal } from './refusals.ts';
import type { AzureSettings } from './settings.ts';

/** Longer than any token of Entra lives (Microsoft Learn, "Continuous access evaluation": up to 28 hours). */
const longestSeconds = 28 * 3600;

export interface AzureTokens {
  /** The assertion that was accepted last. */
  readonly assertion: string;
  /** By scope, in the order of the settings. */
  readonly accessTokens: Readonly<Record<string, string>>;
  /** Seconds since the epoch: when the first of them ends. */
  readonly expiresAt: number;
}

/**
 * Client credentials with a federated assertion (RFC 7523 §2.2; Microsoft Learn, "Client credentials flow", third case),
 * one request for each scope. Repeating it creates nothing that outlives the answer.
 */
export async function requestAzureTokens(
  token: string,
  settings: AzureSettings,
  context: ExchangeContext,
): Promise<AzureTokens> {
  let assertion = token;
  let expiresAt = Infinity;
  const accessTokens: Record<string, string> = {};
  for (const scope of settings.scopes) {
    let answer = await ask(assertion, scope, settings, context);
    const error = refusal(answer);
    if (error !== undefined && isCuredByFreshToken(error)) {
      assertion = await context.freshToken();
      answer = await ask(assertion, scope, settings, context);
    }
    const { accessToken, expiresInSeconds } = validated(answer, settings, context);
    accessTokens[scope] = accessToken;
    expiresAt = Math.min(expiresAt, Math.floor(context.clock.now() / 1000) + expiresInSeconds);
  }
  return { assertion, accessTokens, expiresAt };
}

function ask(
  assertion: string,
  scope: string,
  { authority, tenantId, clientId }: AzureSettings,
  { http }: ExchangeContext,
): Promise<HttpResponse> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  return http.send({
    method: 'POST',
    url: `${authority}/${tenantId}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
    repeat: 'always',
    peer: 'Entra',
    isTransient: (response) =>
      response.status === 429 ||
      (response.status >= 500 && response.status !== 501) ||
      isTransientRefusal(refusal(response)),
  });
}

function refusal(response: HttpResponse): EntraError | undefined {
  return response.status === 200 ? undefined : parseEntraError(textOf(response));
}

function validated(answer: HttpResponse, settings: AzureSettings, context: ExchangeContext): EntraToken {
  if (answer.status !== 200) {
    const error = refusal(answer);
    if (error !== undefined) throw explainRefusal(error, answer.status, settings, context.claims);
    throw unexpectedAnswer(answer, 'Entra', 'azure-authority-host');
  }
  const token = parseEntraToken(textOf(answer));
  if (token === undefined) throw unusableAnswer('Entra');
  context.mask(token.accessToken);
  if (token.expiresInSeconds <= 0 || token.expiresInSeconds > longestSeconds) throw wrongLifetime('Entra');
  return token;
}
