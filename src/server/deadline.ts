/** Ends waiting: after a time, or when a caller's signal aborts. */

/**
 * What is to be called when a signal aborts. One listener for each signal, however many calls it is passed to: Node
 * warns of a leak where there are more than ten.
 */
const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `callback` when `signal` aborts, at once where it has. Returns a function that takes it back. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const callbacks = callbacksOf.get(signal) ?? new Set();
  const abort = () => {
    for (const each of callbacks) each();
  };
  if (!callbacksOf.has(signal)) {
    callbacksOf.set(signal, callbacks);
    signal.addEventListener('abort', abort, { once: true });
  }
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
  };
}

/** As `work` ends, or rejects with the signal's reason when `end` aborts first. What comes of `work` then is ignored. */
export function untilAborted<Result>(end: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = onAbort(end, () => {
      reject(end.reason as Error);
    });
    work.then(resolve, reject).finally(stop);
  });
}

/**
 * Does `work` with a signal that aborts as `signal` does, or with a `TimeoutError` after `timeout` milliseconds, whichever
 * is first. The work has to end when it aborts: {@link untilAborted} bounds what does not do so by itself.
 */
export async function withDeadline<Result>(
  timeout: number,
  signal: AbortSignal | undefined,
  work: (end: AbortSignal) => Promise<Result>,
): Promise<Result> {
  // By hand, since a signal of AbortSignal.timeout() within AbortSignal.any() may be garbage before it aborts:
  // https://github.com/nodejs/node/issues/57736
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DOMException('There was no response in time.', 'TimeoutError'));
  }, timeout);
  const stop =
    signal &&
    onAbort(signal, () => {
      controller.abort(signal.reason);
    });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    stop?.();
  }
}

/** Whether `end` has aborted because the time was over. */
export const isTimeout = ({ reason }: AbortSignal): boolean =>
  (reason as { name?: unknown } | undefined)?.name === 'TimeoutError';
