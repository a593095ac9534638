/** Enough bytes to decide where a control sequence ends. */
export const sequenceLookahead = 256;

/**
 * Where a terminal's control sequence (ECMA-48 §5.4 and §5.6) that begins at `from` with ESC ends. What is no complete
 * sequence within `sequenceLookahead` bytes counts as the lone ESC.
 */
export function skipSequence(text: Uint8Array, from: number, to: number): number {
  const limit = Math.min(to, from + sequenceLookahead);
  const introducer = text[from + 1] ?? 0;
  // Control sequence introducer: parameters and intermediates (0x20-0x3F), then one final byte (0x40-0x7E).
  if (introducer === 0x5b) {
    let at = from + 2;
    while (at < limit && (text[at] ?? 0) >= 0x20 && (text[at] ?? 0) <= 0x3f) at += 1;
    const final = at < limit ? (text[at] ?? 0) : 0;
    return final >= 0x40 && final <= 0x7e ? at + 1 : from + 1;
  }
  // Operating system command, device control, application program command: up to BEL or ESC \.
  if (introducer === 0x5d || introducer === 0x50 || introducer === 0x5f || introducer === 0x5e) {
    for (let at = from + 2; at < limit && text[at] !== 10; at += 1) {
      if (text[at] === 7) return at + 1;
      if (text[at] === 27 && text[at + 1] === 0x5c) return at + 2;
    }
    return from + 1;
  }
  // Character set designations have one more byte; the others are two bytes long.
  if (introducer >= 0x28 && introducer <= 0x2f) return Math.min(to, from + 3);
  if (introducer >= 0x30 && introducer <= 0x7e) return from + 2;
  return from + 1;
}
