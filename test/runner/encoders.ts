/** One derived form of a secret that the masker looks for; an empty text means that there is none. */
export type Encoder = (value: string) => string;

function base64After(skipped: number): Encoder {
  return (value) => {
    const bytes = Buffer.from(value, 'utf8');
    return (bytes.length > skipped ? bytes.subarray(skipped) : bytes).toString('base64');
  };
}

const xmlEntities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '&': '&amp;',
};

/** Newtonsoft's JSON string body: like JSON.stringify, but U+0085, U+2028 and U+2029 are escaped as well. */
function jsonBody(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u0085\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `Uri.EscapeDataString`: RFC 3986, so that `!'()*` are escaped too. A lone surrogate becomes U+FFFD. */
function uriData(value: string): string {
  return encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8')).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function withoutQuotes(value: string): string {
  return value.length > 8 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : '';
}

/** PowerShell colours or splits a command at `&`; the parts are masked when they have six characters or more. */
function beforeAmpersand(value: string): string {
  const coloured = value.indexOf('&+');
  const part = coloured >= 0 ? value.slice(0, coloured + 2) : value.slice(0, value.lastIndexOf('&') + 1);
  return part.length >= 6 ? part : '';
}

function afterAmpersand(value: string): string {
  if (!value.includes('&')) return '';
  const coloured = value.indexOf('&+');
  const part = coloured >= 0 ? value.slice(coloured + 3) : value.slice(value.lastIndexOf('&') + 1);
  return part.length >= 6 ? part : '';
}

/**
 * The eleven encoders that the runner applies to each registered value, once and never chained.
 * Source: actions/runner `src/Runner.Common/HostContext.cs`, `src/Sdk/DTLogging/Logging/ValueEncoders.cs`.
 */
export const encoders = {
  base64: base64After(0),
  'base64-shift-1': base64After(1),
  'base64-shift-2': base64After(2),
  'command-line': (value) => value.replaceAll('"', '\\"'),
  expression: (value) => value.replaceAll("'", "''"),
  json: jsonBody,
  uri: uriData,
  xml: (value) => value.replace(/[<>"'&]/g, (c) => xmlEntities[c] ?? c),
  'trim-quotes': withoutQuotes,
  'powershell-before': beforeAmpersand,
  'powershell-after': afterAmpersand,
} as const satisfies Readonly<Record<string, Encoder>>;

export type EncoderName = keyof typeof encoders;
