/** The payload of a proven token: names to JSON values, as the issuer wrote them. */
export type Claims = Readonly<Record<string, unknown>>;

/** A claim that is a text; others do not occur in conditions. */
export function claimText(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' ? value : undefined;
}
