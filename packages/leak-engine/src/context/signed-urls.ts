/** Query parameters that sign a URL. */
export const signatureNames: ReadonlySet<string> = new Set([
  'x-amz-signature',
  'x-goog-signature',
  'signature',
  'sig',
]);

const longestUrl = 2048;

/** A URL whose query is a credential of its own, as positions in the text. */
export interface SignedUrl {
  readonly start: number;
  readonly end: number;
  /** Milliseconds since the epoch, if the URL says when it ends. */
  readonly expiresAt: number | undefined;
}

function isUrlByte(byte: number | undefined): boolean {
  return (
    byte !== undefined && byte > 32 && byte < 127 && byte !== 34 && byte !== 39 && byte !== 60 && byte !== 62
  );
}

/** The date of AWS's and Google's signatures, `20261124T100000Z`. */
function readCompactDate(text: string): number {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/**
 * When a signed URL ends: AWS Signature Version 4 and Google V4 (date and seconds), Azure SAS (`se`),
 * CloudFront and Google V2 (`Expires`, Unix seconds).
 */
function readExpiry(query: string): number | undefined {
  const date = /[?&;]x-(?:amz|goog)-date=([0-9TZ]{16})/i.exec(query)?.[1];
  const seconds = /[?&;]x-(?:amz|goog)-expires=([0-9]{1,9})/i.exec(query)?.[1];
  if (date !== undefined && seconds !== undefined) {
    const expiry = readCompactDate(date) + Number(seconds) * 1000;
    if (Number.isFinite(expiry)) return expiry;
  }
  const end = /[?&;]se=([0-9TZ:.%A-]{10,40})/i.exec(query)?.[1];
  if (end !== undefined) {
    const expiry = Date.parse(end.replaceAll(/%3a/gi, ':'));
    if (Number.isFinite(expiry)) return expiry;
  }
  const unix = Number(/[?&;]expires=([0-9]{10})(?![0-9])/i.exec(query)?.[1]);
  return unix > 1e9 ? unix * 1000 : undefined;
}

/** Reads the signed URL around a signature parameter whose name begins at `nameStart`; undefined if it is none. */
export function readSignedUrl(text: Buffer, nameStart: number, to: number): SignedUrl | undefined {
  const opener = text[nameStart - 1];
  if (opener !== 38 && opener !== 63 && opener !== 59) return undefined;
  let start = nameStart;
  while (start > 0 && nameStart - start < longestUrl && isUrlByte(text[start - 1])) start -= 1;
  let end = nameStart;
  while (end < to && end - nameStart < longestUrl && isUrlByte(text[end])) end += 1;
  const url = text.toString('latin1', start, end).replaceAll('&amp;', '&').replaceAll('\\u0026', '&');
  const question = url.indexOf('?');
  if (question < 0) return undefined;
  return { start, end, expiresAt: readExpiry(url.slice(question)) };
}
