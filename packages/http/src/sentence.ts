/** For a peer's name at the start of a sentence: "the token endpoint" becomes "The token endpoint". */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
