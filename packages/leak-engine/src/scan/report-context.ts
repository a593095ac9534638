import type { ValueJudgement } from '../context/values.ts';
import type { RuleInfo } from '../findings/candidate.ts';
import type { View } from './view.ts';

/** What a pair holds once authentication schemes and cookie names are taken off. */
export interface Held {
  readonly value: string;
  readonly start: number;
  readonly scheme: string | undefined;
}

/** Reports what its surroundings gave away. */
export function reportContext(
  view: View,
  rule: RuleInfo,
  held: Held,
  judged: ValueJudgement,
  why: readonly string[],
): void {
  const end = held.start + held.value.length;
  view.report({ rule, distinctive: false, value: held.value, start: held.start, end, ...judged, why });
}
