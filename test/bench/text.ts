/** Figures and tables as people read them. */
import type { Spread } from './statistics.js';

/** A figure with three digits, or more where it is big. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const maximumFractionDigits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { maximumFractionDigits });
}

/** A median with its quartiles: `12 (11–14)`. */
export function withQuartiles({ median, low, high }: Omit<Spread, 'max'>): string {
  const [from, to] = [figure(low), figure(high)];
  return from === to ? figure(median) : `${figure(median)} (${from}–${to})`;
}

/** How many times the `yardstick` a value is: `1.3`. There is no telling where there is nothing to compare with. */
export function ratio(value: number, yardstick: number): string {
  if (value < 0 || yardstick <= 0) return '–';
  const times = value / yardstick;
  return times >= 10 ? figure(Math.round(times)) : times.toPrecision(2);
}

/** Says whether a figure is within its target, so that nobody overlooks one that is not. */
export const verdict = (met: boolean): string => (met ? 'meets' : '**misses**');

/** A table in Markdown; the first column holds texts, the others figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A chart of the page, with a text for those who do not see it. */
export const picture = (file: string, alt: string): string => `![${alt}](performance/${file})`;

/**
 * The item, which has to be there.
 *
 * @throws where it is not
 */
export function found<T>(item: T | undefined, what: string): T {
  if (item === undefined) throw new Error(`There are no figures for ${what}.`);
  return item;
}
