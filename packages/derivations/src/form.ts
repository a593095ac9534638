export type Family = 'plain' | 'base64' | 'hex' | 'percent' | 'json' | 'html' | 'shell' | 'utf16' | 'escape';

/** One way in which a text may be printed. */
export interface Form {
  readonly family: Family;
  /** Which way of the family, such as `base64 from byte 1` or `percent, as form field`. */
  readonly name: string;
  readonly text: string;
}

/** Forms with a text of their own: no empty ones, each text once under its first name. */
export function distinct<Kind extends Form>(forms: readonly Kind[]): Kind[] {
  const seen = new Set<string>();
  return forms.filter(({ text }) => {
    if (text === '' || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
