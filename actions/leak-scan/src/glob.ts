const special = /[*?[]/;

/** Whether a text has any character with a meaning in a pattern. */
export function isGlob(text: string): boolean {
  return special.test(text);
}

/**
 * One segment of a path pattern as an expression: `*` any characters, `?` one, `[…]` one of a set (`!` or `^` negates); a bracket that
 * is never closed stands for itself (POSIX.1-2017, "Pattern Matching Notation").
 */
export function compileSegment(segment: string): RegExp {
  let source = '';
  for (let at = 0; at < segment.length; at += 1) {
    const character = segment[at]!;
    const set = character === '[' ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(segment.slice(at)) : null;
    if (set !== null) {
      source += `[${set[1] === '' ? '' : '^'}${set[2]!.replace(/[\\[\]^]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else if (character === '*') {
      if (!source.endsWith('.*')) source += '.*';
    } else {
      source += character === '?' ? '.' : character.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
    }
  }
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    // A set whose range runs backwards matches nothing in a shell, and as an expression it is an error.
    return /(?!)/;
  }
}
