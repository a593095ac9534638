import { commandForms } from '../context/commands.ts';
import { readEscape } from '../decode/escapes.ts';
import type { Needle } from '../prefilter/needles.ts';
import { detectDumpPair, detectKeyBlock, detectPuttyKey, type Dump } from './detect-block.ts';
import { detectCommand } from './detect-command.ts';
import { detectContext } from './detect-context.ts';
import { detectPartialMask } from './detect-mask.ts';
import { detectUrl } from './detect-url.ts';
import { detectKnown } from './detect-known.ts';
import { confirmNeedle, detectToken } from './detect-token.ts';
import type { Layer } from './layer.ts';

/** What one hit leaves for the next ones. */
export interface HitState {
  /** Where the last name that was looked at ends: its other words say nothing new. */
  nameEnd: number;
  dump: Dump | undefined;
}

/** Asks whoever is responsible for a needle that ends at `end`. */
export function dispatchHit(layer: Layer, needle: Needle, end: number, state: HitState): void {
  const start = end - needle.text.length;
  switch (needle.kind) {
    case 'rule':
      detectToken(layer, needle.rule, needle.text, end);
      return;
    case 'word':
      if (end > state.nameEnd) {
        const last = layer.text[end - 1];
        const wordEnd = last === 61 || last === 58 ? end - 1 : end;
        state.nameEnd = detectContext(layer, Math.max(0, start), wordEnd);
      }
      return;
    case 'url':
      detectUrl(layer, start);
      return;
    case 'command':
      if (commandForms[needle.form] !== undefined) detectCommand(layer, needle.form, start);
      return;
    case 'escape':
      if (start >= 0 && readEscape(layer.text, start, layer.length) !== undefined) layer.escaped.note(start);
      return;
    case 'encoded':
      if (confirmNeedle(layer.text, needle.text, end) >= 0) layer.runs.force(start - needle.dropped);
      return;
    case 'structure':
      if (start >= 0 && layer.owns(start)) layer.structure.note(layer.text, start, layer.length);
      return;
    case 'mask':
      if (start >= 0) detectPartialMask(layer, start, end);
      return;
    case 'dump':
      if (start >= 0) state.dump = detectDumpPair(layer, start, state.dump);
      return;
    case 'pem':
      if (confirmNeedle(layer.text, needle.text, end) === start) detectKeyBlock(layer, start);
      return;
    case 'putty':
      if (confirmNeedle(layer.text, needle.text, end) === start) detectPuttyKey(layer, start);
      return;
    case 'known':
      detectKnown(layer, needle.known, end);
  }
}
