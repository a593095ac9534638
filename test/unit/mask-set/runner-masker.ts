/**
 * The runner's masker once more, written from its C# source (`SecretMasker.cs`, `ValueEncoders.cs`,
 * `ActionCommandManager.cs`) for this test alone, so that the product's own list of encoders is not judged by itself.
 */
export class RunnerMasker {
  readonly #values = new Set<string>();

  /** `::add-mask::value`: the value, then each of its lines, trimmed, without a floor. */
  addMask(value: string): void {
    if (value.trim() === '') return;
    for (const text of [value, ...value.split(/\r\n|\r|\n/).map((line) => line.trim())]) this.#register(text);
  }

  get size(): number {
    return this.#values.size;
  }

  /** Positions of a log line that become `***`. */
  masked(line: string): boolean[] {
    const hidden = Array.from({ length: line.length }, () => false);
    for (const value of this.#values) {
      let at = line.indexOf(value);
      while (at !== -1) {
        for (let index = at; index < at + value.length; index++) hidden[index] = true;
        at = line.indexOf(value, at + 1);
      }
    }
    return hidden;
  }

  mask(line: string): string {
    const hidden = this.masked(line);
    return line
      .split('')
      .map((unit, index) => (hidden[index] ? '\0' : unit))
      .join('')
      .replace(/\0+/g, '***');
  }

  #register(value: string): void {
    if (value === '') return;
    this.#values.add(value);
    for (const encoded of encodings(value)) if (encoded !== '') this.#values.add(encoded);
  }
}

function encodings(value: string): string[] {
  const bytes = new TextEncoder().encode(value);
  const base64 = (from: number) => btoa(String.fromCharCode(...bytes.slice(bytes.length > from ? from : 0)));
  const entity = (text: string) =>
    text
      .split('&')
      .join('&amp;')
      .split('<')
      .join('&lt;')
      .split('>')
      .join('&gt;')
      .split('"')
      .join('&quot;')
      .split("'")
      .join('&apos;');
  const quoted = value.length > 8 && value.startsWith('"') && value.endsWith('"');
  return [
    base64(0),
    base64(1),
    base64(2),
    value.split('"').join('\\"'),
    value.split("'").join("''"),
    jsonBody(value),
    encodeURIComponent(value).replace(
      /[!'()*]/g,
      (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
    entity(value),
    quoted ? value.slice(1, -1) : '',
    ...ampersandParts(value).filter((part) => part.length >= 6),
  ];
}

function jsonBody(value: string): string {
  const named: Record<string, string> = {
    '"': '\\"',
    '\\': '\\\\',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
  };
  return value
    .split('')
    .map((unit) => {
      const code = unit.charCodeAt(0);
      if (named[unit] !== undefined) return named[unit];
      const escaped = code < 0x20 || code === 0x85 || code === 0x2028 || code === 0x2029;
      return escaped ? `\\u${code.toString(16).padStart(4, '0')}` : unit;
    })
    .join('');
}

function ampersandParts(value: string): string[] {
  if (!value.includes('&')) return [];
  const colored = value.indexOf('&+');
  if (colored !== -1) return [value.substring(0, colored + 2), value.substring(colored + 3)];
  const last = value.lastIndexOf('&');
  return [value.substring(0, last + 1), value.substring(last + 1)];
}
