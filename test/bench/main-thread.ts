/** What the main thread of a page does, as the browser's trace of its tasks has it. */
import type { CDPSession } from 'playwright-core';

/** Times in milliseconds. */
export interface MainThread {
  readonly longestTask: number;
  /** Tasks of 50 ms and more, and what they take beyond that. */
  readonly longTasks: number;
  readonly blockingTime: number;
  /** All tasks together. */
  readonly work: number;
}

/** From here on, a task keeps the visitor waiting: https://w3c.github.io/longtasks/#long-task */
const LONG = 50;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** In microseconds. */
  readonly dur?: number;
  readonly args: {
    readonly name?: string;
    readonly data?: { readonly url?: string; readonly processId?: number };
  };
}

/**
 * Traces the page that is opened next; what it returns ends that. The observer that pages have knows no task shorter than
 * 50 ms.
 *
 * @param url - the address of the page
 */
export async function traceMainThread(session: CDPSession, url: string): Promise<() => Promise<MainThread>> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const includedCategories = ['disabled-by-default-devtools.timeline', '__metadata'];
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } });

  return async () => {
    const complete = new Promise<void>((resolve) => {
      session.once('Tracing.tracingComplete', () => {
        resolve();
      });
    });
    await session.send('Tracing.end');
    await complete;
    const committed = events.find(
      ({ name, args }) => name === 'FrameCommittedInBrowser' && args.data?.url === url,
    );
    const main = events.find(
      ({ name, pid, args }) =>
        name === 'thread_name' && args.name === 'CrRendererMain' && pid === committed?.args.data?.processId,
    );
    if (!main) throw new Error(`The trace knows no main thread of ${url}.`);
    const durations = events
      .filter(({ name, pid, tid }) => name === 'RunTask' && pid === main.pid && tid === main.tid)
      .map(({ dur = 0 }) => dur / 1000);
    const long = durations.filter((duration) => duration >= LONG);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    return {
      longestTask: Math.max(...durations),
      longTasks: long.length,
      blockingTime: sum(long) - LONG * long.length,
      work: sum(durations),
    };
  };
}
