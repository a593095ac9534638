/** Shorter lines are not masked: the runner would blank them wherever they occur in the log. */
const shortestMask = 4;
/** Escaped line breaks, as in a key within JSON: each line of it may be printed alone. */
const breaks = /\r\n|\r|\n|\\r\\n|\\n/;
const shortestPiece = 8;

/**
 * The masks for values that were found: one line each. Values come one character a byte, as the engine reads logs.
 */
export function masksFor(secrets: readonly string[]): string[] {
  const masks = new Set<string>();
  for (const secret of secrets) {
    const text = Buffer.from(secret, 'latin1').toString('utf8');
    for (const line of text.split(/\r\n|\r|\n/)) {
      const trimmed = line.trim();
      if (trimmed.length < shortestMask) continue;
      masks.add(trimmed);
      for (const piece of trimmed.split(breaks)) if (piece.length >= shortestPiece) masks.add(piece);
    }
  }
  return [...masks];
}

/** Long enough not to occur by chance in a name or in our own sentences. */
const telling = 8;

/** A text without any of the secrets, for names that come with a log. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets)
    if (secret.length >= telling && clean.includes(secret)) clean = clean.split(secret).join('…');
  return clean;
}
