/** Requests that end in time and responses that are never read beyond a limit, whatever the other side does. */
import { untilAborted } from './deadline.js';
import { quote } from './printable.js';

/** Gives a response's connection back: what nobody reads keeps it open. */
export function discardBody(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

/** As `request(url, init)`, but ends when `end` aborts, also where `request` ignores its signal. */
export async function fetchUntil(
  end: AbortSignal,
  request: typeof fetch,
  url: Parameters<typeof fetch>[0],
  init: RequestInit,
): Promise<Response> {
  end.throwIfAborted();
  // In a function of its own, so that what throws at once rejects.
  const sent = (async () => request(url, { ...init, signal: end }))();
  try {
    return await untilAborted(end, sent);
  } catch (error) {
    sent.then(discardBody).catch(() => undefined);
    throw error;
  }
}

/**
 * The first `limit` bytes of a response's body, decompressed; the rest is cancelled.
 *
 * @throws where the connection breaks, or `end` aborts, before as much is there
 */
export async function readAtMost(
  limit: number,
  response: Response,
  end: AbortSignal,
): Promise<Buffer<ArrayBuffer>> {
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (reader && length < limit) {
      const { done, value } = await untilAborted(end, reader.read());
      if (done) break;
      chunks.push(value);
      length += value.byteLength;
    }
  } finally {
    reader?.cancel().catch(() => undefined);
  }
  return Buffer.concat(chunks, Math.min(length, limit));
}

/** What is behind a failed fetch: its own message says no more than that. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return quote(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
