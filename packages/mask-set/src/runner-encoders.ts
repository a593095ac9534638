/** One of the transforms that the runner applies to every value it is told to mask. */
export interface RunnerEncoder {
  /** As in the runner's source. */
  readonly name: string;
  readonly encode: (value: string) => string;
}

/** `JsonConvert.ToString` escapes three characters that `JSON.stringify` keeps. */
const newtonsoft = /[\u0085\u2028\u2029]/g;

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '&': '&amp;',
};

/**
 * The encoders of actions/runner (`src/Sdk/DTLogging/Logging/ValueEncoders.cs`, registered in
 * `src/Runner.Common/HostContext.cs`). Each is applied once to a registered value, never to another's result; an empty
 * result is dropped.
 */
export const runnerEncoders: readonly RunnerEncoder[] = [
  { name: 'Base64StringEscape', encode: (value) => base64From(value, 0) },
  { name: 'Base64StringEscapeShift1', encode: (value) => base64From(value, 1) },
  { name: 'Base64StringEscapeShift2', encode: (value) => base64From(value, 2) },
  { name: 'CommandLineArgumentEscape', encode: (value) => value.replaceAll('"', '\\"') },
  { name: 'ExpressionStringEscape', encode: (value) => value.replaceAll("'", "''") },
  { name: 'JsonStringEscape', encode: escapeJson },
  { name: 'UriDataEscape', encode: escapeUriData },
  {
    name: 'XmlDataEscape',
    encode: (value) => value.replace(/[<>"'&]/g, (character) => entities[character]!),
  },
  {
    name: 'TrimDoubleQuotes',
    encode: (value) => (value.length > 8 ? (/^"(.*)"$/s.exec(value)?.[1] ?? '') : ''),
  },
  { name: 'PowerShellPreAmpersandEscape', encode: (value) => longEnough(beforeAmpersand(value)) },
  { name: 'PowerShellPostAmpersandEscape', encode: (value) => longEnough(afterAmpersand(value)) },
];

/** All strings that the runner searches for once a value is registered, the value included. */
export function searchedFor(value: string): string[] {
  // Of letters, digits and `_` only base64 makes anything else.
  if (/^\w+$/.test(value)) return [value, base64From(value, 0), base64From(value, 1), base64From(value, 2)];
  return [value, ...runnerEncoders.map(({ encode }) => encode(value))].filter((text) => text !== '');
}

function base64From(value: string, shift: number): string {
  const bytes = Buffer.from(value);
  return (bytes.length > shift ? bytes.subarray(shift) : bytes).toString('base64');
}

function escapeJson(value: string): string {
  const escaped = JSON.stringify(value).slice(1, -1);
  return escaped.replace(newtonsoft, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function escapeUriData(value: string): string {
  // A lone surrogate becomes U+FFFD, as in .NET.
  const wellFormed = /\p{Surrogate}/u.test(value) ? Buffer.from(value).toString() : value;
  return encodeURIComponent(wellFormed).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** PowerShell colours the character after `&+` when it reports an error, which cuts the value in two. */
function beforeAmpersand(value: string): string {
  const colored = value.indexOf('&+');
  return colored >= 0 ? value.slice(0, colored + 2) : value.slice(0, value.lastIndexOf('&') + 1);
}

function afterAmpersand(value: string): string {
  const colored = value.indexOf('&+');
  if (colored >= 0) return value.slice(colored + 3);
  const last = value.lastIndexOf('&');
  return last < 0 ? '' : value.slice(last + 1);
}

function longEnough(part: string): string {
  return part.length >= 6 ? part : '';
}
