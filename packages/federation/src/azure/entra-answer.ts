import { oneLine, parseObject } from '../answer.ts';

/** What Entra says when it refuses (Microsoft Learn, "Microsoft Entra authentication and authorization error codes"). */
export interface EntraError {
  /** The digits after AADSTS; 0 where there are none. */
  readonly code: number;
  /** The sentence, without the trace lines that follow it. */
  readonly description: string;
  readonly correlationId: string | undefined;
}

export interface EntraToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** `{error, error_description, error_codes, correlation_id, …}` (RFC 6749 §5.2); undefined for anything else. */
export function parseEntraError(text: string): EntraError | undefined {
  const answer = parseObject(text);
  if (typeof answer?.['error'] !== 'string') return undefined;
  const said =
    typeof answer['error_description'] === 'string' ? answer['error_description'] : answer['error'];
  const codes: unknown = answer['error_codes'];
  const listed: unknown = Array.isArray(codes) ? codes[0] : undefined;
  const correlationId = answer['correlation_id'];
  return {
    code: typeof listed === 'number' ? listed : Number(/AADSTS(\d+)/.exec(said)?.[1] ?? 0),
    description: said.split(/\r?\n| Trace ID:/)[0] ?? '',
    correlationId: typeof correlationId === 'string' ? correlationId : undefined,
  };
}

/** @returns undefined when anything is missing, more than one line, or not in the form of RFC 6749 §5.1. */
export function parseEntraToken(text: string): EntraToken | undefined {
  const answer = parseObject(text);
  const accessToken = oneLine(answer?.['access_token']);
  const expiresIn = Number(answer?.['expires_in']);
  if (accessToken === undefined) return undefined;
  if (String(answer?.['token_type']).toLowerCase() !== 'bearer') return undefined;
  return Number.isInteger(expiresIn) ? { accessToken, expiresInSeconds: expiresIn } : undefined;
}
