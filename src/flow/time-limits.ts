/** Time limits that have much in common: the elements on a page mostly begin to wait together, and for the same time. */

interface Limit {
  readonly milliseconds: number;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly waiting: Set<() => void>;
}

/** The limit that was set last in this turn. Bound: one, until the turn is over. */
let latest: Limit | undefined;

/**
 * Calls `end` after so many `milliseconds`, unless the function that it returns is called before. Those who ask in one turn for
 * the same time share a timer: with a hundred elements, one for each took a twentieth of all the time.
 */
export function limitTime(milliseconds: number, end: () => void): () => void {
  if (latest?.milliseconds !== milliseconds) {
    const waiting = new Set<() => void>();
    const timer = setTimeout(() => {
      for (const each of waiting) each();
    }, milliseconds);
    latest = { milliseconds, timer, waiting };
    queueMicrotask(() => {
      latest = undefined;
    });
  }
  const limit = latest;
  limit.waiting.add(end);
  return () => {
    limit.waiting.delete(end);
    if (limit.waiting.size) return;
    clearTimeout(limit.timer);
    if (latest === limit) latest = undefined;
  };
}
