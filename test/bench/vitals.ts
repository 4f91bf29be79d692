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
}

const vitals: Vitals = { cls: 0, fcp: 0, lcp: 0 };
Object.assign(globalThis, { vitals });

const options = { reportAllChanges: true };
onCLS(({ value }) => (vitals.cls = value), options);
onFCP(({ value }) => (vitals.fcp = value), options);
onLCP(({ value }) => (vitals.lcp = value), options);
