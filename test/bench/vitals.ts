/** Runs in the page: what the visitor's browser notices while the page loads. */
import { onCLS, onFCP, onLCP } from 'web-vitals';

/** Scores, and times in milliseconds. */
export interface Vitals {
  /** Cumulative Layout Shift. */
  cls: number;
  /** First Contentful Paint. */
  fcp: number;
  /** Largest Contentful Paint. */
  lcp: number;
  /** Tasks of 50 ms and more, and what they take beyond that. */
  longTasks: number;
  blockingTime: number;
  /** The longest of them. */
  longestTask: number;
}

const vitals: Vitals = { cls: 0, fcp: 0, lcp: 0, longTasks: 0, blockingTime: 0, longestTask: 0 };
Object.assign(globalThis, { vitals });

const options = { reportAllChanges: true };
onCLS(({ value }) => (vitals.cls = value), options);
onFCP(({ value }) => (vitals.fcp = value), options);
onLCP(({ value }) => (vitals.lcp = value), options);

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) {
    vitals.longTasks++;
    vitals.blockingTime += duration - 50;
    vitals.longestTask = Math.max(vitals.longestTask, duration);
  }
}).observe({ type: 'longtask', buffered: true });
