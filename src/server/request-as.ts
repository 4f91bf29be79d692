/** One question to FxA in the name of a site, and in words what came of it. */
import { requestFlow, type FlowResult, type FlowFailure } from '../flow/request-flow.js';

/** Whom to ask about the allow-list. */
export const FXA_TEAM =
  'https://mozilla.github.io/ecosystem-platform/relying-parties/tutorials/integration-with-fxa';

/** What the caller of a server function may set about its requests. */
export interface RequestSettings {
  /** The FxA server. Default: `https://accounts.firefox.com/`. */
  readonly fxaUrl?: string;
  /** Milliseconds after which the waiting ends. Default: 10000. */
  readonly timeout?: number;
  /** Ends the waiting when it aborts. */
  readonly signal?: AbortSignal;
  /** What fetches in place of the global `fetch`, for proxies and tests. It has to let `Origin` be set. */
  readonly fetch?: typeof fetch;
}

/** How long to wait where nothing is said, in milliseconds. */
export const DEFAULT_TIMEOUT = 10_000;

/**
 * Does `work` with a signal that aborts as `signal` does, or with a `TimeoutError` after `timeout` milliseconds, whichever
 * is first.
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
    controller.abort(new DOMException('There was no answer in time.', 'TimeoutError'));
  }, timeout);
  const follow = () => {
    controller.abort(signal?.reason);
  };
  signal?.addEventListener('abort', follow);
  if (signal?.aborted) follow();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', follow);
  }
}

/** What came of a question. */
export interface Reply {
  readonly answer: FlowResult;
  /** The headers of the answer, where there was one. */
  readonly headers?: Headers;
  /** Where the answer redirects to. */
  readonly redirect?: string;
  /** Why there was no answer, as the network says it. */
  readonly cause?: string;
}

/**
 * Puts the question at `url` as the site `origin` would. Never rejects, never follows a redirect, and never asks twice:
 * every accepted question counts.
 */
export async function requestAs(
  origin: string,
  url: string,
  signal: AbortSignal,
  request: typeof fetch = fetch,
): Promise<Reply> {
  const seen: { headers?: Headers; redirect?: string; cause?: string } = {};
  const answer = await requestFlow(url, signal, async (input, init) => {
    try {
      // Node lets `Origin` be set, browsers do not. By hand, so that the redirect's target can be told.
      const response = await request(input, { ...init, redirect: 'manual', headers: { Origin: origin } });
      const { status, type, headers } = response;
      seen.headers = headers;
      if (type !== 'opaqueredirect' && (status < 300 || status > 399)) return response;
      seen.redirect = headers.get('Location') ?? 'another address';
    } catch (error) {
      seen.cause = causeOf(error);
      throw error;
    }
    throw new TypeError('The answer is a redirect.');
  });
  return { answer, ...seen };
}

/** What is behind a failed fetch: its own message says no more than that. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

/** Why a question ended without an answer to use, and what to do, in a sentence or two. */
export function explain(
  { code, status, rejected, retryAfter }: FlowFailure,
  reply: Reply,
  asked: Asked,
): string {
  const { origin, fxaUrl, timeout } = asked;
  switch (code) {
    case 'timeout':
      return `FxA did not answer within ${timeout} ms. Check the way to ${fxaUrl}, or wait longer.`;
    case 'unreachable':
      if (reply.redirect !== undefined) {
        return `${fxaUrl} redirects to ${reply.redirect}, which is not followed. Set the FxA server to the one that answers by itself.`;
      }
      return reply.headers
        ? `The connection to ${fxaUrl} broke before the answer was complete. Check the way there.`
        : `${fxaUrl} cannot be reached (${reply.cause ?? 'no answer'}). Check the address, and the way there.`;
    case 'rejected':
      if (status === 401) {
        return `FxA's allow-list does not have the origin ${origin} (401). Ask the Mozilla accounts team to add it: ${FXA_TEAM}`;
      }
      if (status !== 400) {
        return `${fxaUrl} refuses the question (${status ?? 'no status'}). Check that this is an FxA server.`;
      }
      return rejected?.length
        ? `FxA refuses ${rejected.join(', ')} (400). Check the values against https://mozilla.github.io/ecosystem-platform/relying-parties/reference/metrics-for-relying-parties`
        : 'FxA refuses the question (400), and does not name a parameter. Check what is between here and FxA.';
    case 'unavailable': {
      const wait = retryAfter === undefined ? 'Wait a while' : `Wait ${retryAfter} seconds`;
      const why = status === 429 ? 'gets too many requests' : status === 503 ? 'is too busy' : 'is broken';
      return `FxA ${why} (${status ?? 'no status'}). ${wait} before the next try.`;
    }
    case 'malformed':
      return `What answers at ${fxaUrl} (${status ?? 'no status'}) is no flow, so it is hardly FxA. Check the address, and what is between here and there.`;
  }
}

/** What {@link explain} has to know of the question. */
export interface Asked {
  readonly origin: string;
  readonly fxaUrl: string;
  readonly timeout: number;
}
