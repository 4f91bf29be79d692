/** What many runs come to. */
import { max, median, quantile } from 'simple-statistics';

/** The middle of some values, the quartiles, between which half of them lie, and the largest. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly max: number;
}

/** The spread of at least one value. */
export const spreadOf = (values: readonly number[]): Spread => ({
  median: median([...values]),
  low: quantile([...values], 0.25),
  high: quantile([...values], 0.75),
  max: max([...values]),
});

/** The spread of each figure that all the runs have; of at least one run. */
export function spreadsOf<Run extends Readonly<Record<keyof Run, number>>>(
  runs: readonly Run[],
): { readonly [name in keyof Run]: Spread } {
  const names = Object.keys(runs[0] ?? {}) as (keyof Run)[];
  const spreads = names.map((name) => [name, spreadOf(runs.map((run) => run[name]))] as const);
  return Object.fromEntries(spreads) as { readonly [name in keyof Run]: Spread };
}

/**
 * The items in another order from round to round: none always runs first, and none always right after the same other
 * one, since a browser is slower while it clears away the page before.
 */
export function inTurns<T>(items: readonly T[], round: number): T[] {
  const start = Math.floor(round / 2) % items.length;
  const turned = [...items.slice(start), ...items.slice(0, start)];
  return round % 2 ? turned.reverse() : turned;
}
