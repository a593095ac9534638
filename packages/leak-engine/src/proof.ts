import type { Inspection } from './rule.ts';

const proved: Inspection = { proof: 'proved', note: 'its checksum holds' };
const unproved: Inspection = { proof: 'unproved', note: 'its checksum does not hold' };

/** The inspection of a kind that ends with a checksum. */
export function byChecksum(holds: (value: string) => boolean): (value: string) => Inspection {
  return (value) => (holds(value) ? proved : unproved);
}

/** The inspection of a kind that has a structure inside. */
export function byStructure(holds: (value: string) => boolean): (value: string) => Inspection {
  return (value) =>
    holds(value)
      ? { proof: 'proved', note: 'its structure holds' }
      : { proof: 'unproved', note: 'its structure does not hold' };
}
