import type { Candidate, Place } from '../findings/candidate.ts';
import type { Engine } from './engine.ts';
import type { LogPosition } from '../log/structure.ts';

/** What a detector knows of a candidate; the layer adds where it is. */
export type Sighting = Pick<
  Candidate,
  'rule' | 'distinctive' | 'value' | 'severity' | 'confidence' | 'why'
> & {
  /** Positions in the window. */
  readonly start: number;
  readonly end: number;
};

/** The window of a layer, as detectors see it. */
export interface View {
  readonly engine: Engine;
  readonly text: Buffer;
  /** Characters in the window; the text may go on beyond it. */
  readonly length: number;
  readonly position: LogPosition;
  /** Where in the raw log a span is. */
  placeAt(start: number, end: number): Place;
  report(sighting: Sighting): void;
}
