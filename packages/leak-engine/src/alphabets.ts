/** Alphabets of credential formats, for shapes' examples and checks. */
export const digits = '0123456789';
export const lower = 'abcdefghijklmnopqrstuvwxyz';
export const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const hexLower = `${digits}abcdef`;
export const hexUpper = `${digits}ABCDEF`;
export const lowerAlnum = digits + lower;
export const upperAlnum = digits + upper;
/** In this order it is also the digit set of GitHub's and npm's checksums. */
export const base62 = digits + upper + lower;
export const base32 = `${upper}234567`;
export const base64 = `${upper}${lower}${digits}+/`;
export const base64url = `${upper}${lower}${digits}-_`;
/** Bech32 in capitals, as age prints its secret keys. */
export const bech32Upper = '023456789ACDEFGHJKLMNPQRSTUVWXYZ';
