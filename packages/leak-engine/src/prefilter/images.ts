/** One image of a word in base64. */
export interface Image {
  readonly text: string;
  /** Characters of the word's first quantum that were dropped, because they depend on what stands before it. */
  readonly dropped: number;
}

/**
 * The base64 images of a text at the three byte phases it can stand at, without the characters that depend on its
 * neighbours. Each is found wherever the text was encoded as part of something larger.
 */
export function base64Images(text: string): Image[] {
  return [0, 1, 2].map((phase) => {
    const bytes = Buffer.concat([Buffer.alloc(phase), Buffer.from(text, 'latin1')]);
    const dropped = Math.ceil((phase * 8) / 6);
    const whole = Math.floor((bytes.length * 8) / 6);
    return { text: bytes.toString('base64').slice(dropped, whole), dropped };
  });
}
