/** What the main thread of a page does, as the browser's trace of its tasks has it. */
import type { CDPSession } from 'playwright-core';

/**
 * Times of the processor, in milliseconds, which are the same whatever else the machine does. What a browser does to open a
 * page at all would hide the form's share: all but `work` is from the mark `form` on, which the page's script sets.
 */
export interface MainThread {
  readonly longestTask: number;
  /** Tasks of 50 ms and more, and what they take beyond that. */
  readonly longTasks: number;
  readonly blockingTime: number;
  /** All tasks of the page together. */
  readonly work: number;
}

/** From here on, a task keeps the visitor waiting: https://w3c.github.io/longtasks/#long-task */
const LONG = 50;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** When it began, how long it took, and how much of that the processor worked for it, in microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
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
  const includedCategories = ['disabled-by-default-devtools.timeline', 'blink.user_timing', '__metadata'];
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
    const tasks = events.filter(
      ({ name, pid, tid }) => name === 'RunTask' && pid === main.pid && tid === main.tid,
    );
    const begin = events.find(({ name, pid }) => name === 'form' && pid === main.pid)?.ts ?? Infinity;
    const durationsOf = (some: readonly TraceEvent[]) => some.map(({ tdur = 0 }) => tdur / 1000);
    const durations = durationsOf(tasks.filter(({ ts, dur = 0 }) => ts + dur > begin));
    const long = durations.filter((duration) => duration >= LONG);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    return {
      longestTask: Math.max(0, ...durations),
      longTasks: long.length,
      blockingTime: sum(long) - LONG * long.length,
      work: sum(durationsOf(tasks)),
    };
  };
}
