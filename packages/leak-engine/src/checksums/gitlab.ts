import { crc32 } from '../checksums.ts';

const lengthDigits = 2;
const crcDigits = 7;

function toBase36(value: number, width: number): string {
  return value.toString(36).padStart(width, '0');
}

/**
 * The end of a GitLab routable token: the length of its payload and the CRC-32 of all that precedes it, in base 36
 * (GitLab handbook, "Routable tokens").
 * @param head The token up to and with its last dot.
 */
export function routableTail(head: string): string {
  const payload = head.slice(head.indexOf('-') + 1, head.indexOf('.'));
  const length = toBase36(payload.length, lengthDigits);
  return length + toBase36(crc32(head + length), crcDigits);
}

/** Whether a routable token's CRC-32 holds. The type mark of a runner token (`t1_`) is no part of the payload's length. */
export function isRoutable(token: string): boolean {
  return token.slice(-crcDigits) === toBase36(crc32(token.slice(0, -crcDigits)), crcDigits);
}
