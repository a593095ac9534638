import { isCoded } from '@sallyport/errors';
import { reasons } from './gathered.ts';
import type { PiecesScan } from './scan-pieces.ts';

/** One sentence on why a text was not read to its end; nothing in it comes from the text. */
export function explainStop(stopped: NonNullable<PiecesScan['stopped']>): string {
  if (stopped === 'time') return reasons.time;
  const { error } = stopped;
  if (isCoded(error)) return `${error.what} (${error.code})`;
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('Z_') === true) return 'It is damaged: it does not inflate to its end.';
  return `It cannot be read (${code ?? 'unknown'}).`;
}
