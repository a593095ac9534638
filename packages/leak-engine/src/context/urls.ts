/** The password of a URL (RFC 3986 §3.2.1), as positions in the text. */
export interface UrlCredential {
  readonly schemeStart: number;
  readonly userStart: number;
  readonly passwordStart: number;
  readonly passwordEnd: number;
}

const longestScheme = 24;
const longestUserInfo = 512;

function isSchemeByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 32;
  return (
    (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57) || byte === 43 || byte === 45 || byte === 46
  );
}

/** Bytes that end an authority, and those that no user information holds. */
const enders = new Uint8Array(256);
for (const character of ' \t\n/?#"\'<>`\\(){}|^') enders[character.charCodeAt(0)] = 1;

/**
 * Reads `scheme://user:password@host`, or `scheme://token@host`, at the `://`.
 * @param separator Where `://` begins.
 */
export function readUrlCredential(
  text: Uint8Array,
  separator: number,
  end: number,
): UrlCredential | undefined {
  const userStart = separator + 3;
  const limit = Math.min(end, userStart + longestUserInfo);
  let colon = -1;
  let at = -1;
  for (let index = userStart; index < limit; index += 1) {
    const byte = text[index] as number;
    if (byte === 64) at = index;
    else if (byte === 58 && colon < 0 && at < 0) colon = index;
    else if (enders[byte] === 1) break;
  }
  if (at < 0) return undefined;
  let schemeStart = separator;
  while (schemeStart > 0 && separator - schemeStart < longestScheme && isSchemeByte(text[schemeStart - 1])) {
    schemeStart -= 1;
  }
  if (schemeStart === separator) return undefined;
  return { schemeStart, userStart, passwordStart: colon < 0 ? userStart : colon + 1, passwordEnd: at };
}
