/** One request to FxA in the name of a site, and in words what came of it. */
import { requestFlow, type FlowFailure, type FlowResult } from '../flow/request-flow.js';
import { causeOf, discardBody, fetchUntil, readAtMost } from './bounded-fetch.js';
import { excerpt, list } from './printable.js';

/** Who adds origins to the allow-list. */
export const FXA_TEAM =
  'https://mozilla.github.io/ecosystem-platform/relying-parties/tutorials/integration-with-fxa';

/** What FxA expects of parameters. */
const FXA_RULES =
  'https://mozilla.github.io/ecosystem-platform/relying-parties/reference/metrics-for-relying-parties';

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

/** The most that is read of a response, in bytes. FxA's have less than one KiB. */
const BODY_LIMIT = 64 * 1024;

/** What came of a request. */
export interface Reply {
  readonly result: FlowResult;
  /** The headers of the response, where there was one. */
  readonly headers?: Headers;
  /** Where the response redirects to. */
  readonly redirect?: string;
  /** Why there was no response, as the network says it. */
  readonly cause?: string;
}

/** Statuses whose responses have no body, so that `Response` takes none. */
const BODYLESS = [204, 205];

/**
 * Sends a request to `url` as the site `origin` would. Never rejects, never follows a redirect, and never retries:
 * every accepted request counts. Ends when `end` aborts, and reads no more than the first 64 KiB of the response.
 */
export async function requestAs(
  origin: string,
  url: string,
  end: AbortSignal,
  request: typeof fetch = fetch,
): Promise<Reply> {
  const seen: { headers?: Headers; redirect?: string; cause?: string } = {};
  const result = await requestFlow(url, end, async (input, init) => {
    try {
      // Node lets `Origin` be set, browsers do not. By hand, so that the redirect's target can be told.
      const response = await fetchUntil(end, request, input, {
        ...init,
        redirect: 'manual',
        headers: { Origin: origin },
      });
      seen.headers = response.headers;
      if (response.type !== 'opaqueredirect' && (response.status < 300 || response.status > 399)) {
        return await bounded(response, end);
      }
      discardBody(response);
      seen.redirect = response.headers.get('Location') ?? 'another address';
    } catch (error) {
      seen.cause = causeOf(error);
      throw error;
    }
    throw new TypeError('The response is a redirect.');
  });
  return { result, ...seen };
}

/** The response with no more than the start of its body, which has arrived. */
async function bounded(response: Response, end: AbortSignal): Promise<Response> {
  const { ok, status, headers } = response;
  const body = await readAtMost(BODY_LIMIT, response, end).catch((error: unknown) => {
    // Half a flow is none; of a refusal, the status says enough.
    if (ok) throw error;
    return '';
  });
  return new Response(BODYLESS.includes(status) ? null : body, { status, headers });
}

/** What {@link explain} has to know of the request. */
export interface RequestContext {
  readonly origin: string;
  readonly fxaUrl: string;
  readonly timeout: number;
}

/** Why a request ended without a response to use, and what to do, in a sentence or two. */
export function explain(
  { code, status, rejected, retryAfter }: FlowFailure,
  reply: Reply,
  { origin, fxaUrl, timeout }: RequestContext,
): string {
  switch (code) {
    case 'timeout':
      return `FxA did not respond within ${timeout} ms. Check the connection to ${fxaUrl}, or set a longer timeout.`;
    case 'unreachable':
      if (reply.redirect !== undefined) {
        return `${fxaUrl} redirects to ${excerpt(reply.redirect)}, which is not followed. Set the FxA server to the one that responds itself.`;
      }
      return reply.headers
        ? `The connection to ${fxaUrl} broke before the response was complete. Check the connection.`
        : `${fxaUrl} cannot be reached (${excerpt(reply.cause ?? 'no response')}). Check the address and the connection.`;
    case 'rejected':
      if (status === 401) {
        return `FxA's allow-list does not have the origin ${origin} (401). Ask the Mozilla accounts team to add it: ${FXA_TEAM}`;
      }
      if (status !== 400) {
        return `${fxaUrl} refuses the request (${status ?? 'no status'}). Check that this is an FxA server.`;
      }
      return rejected?.length
        ? `FxA refuses ${list(rejected)} (400). Check the values against ${FXA_RULES}`
        : 'FxA refuses the request (400), and does not name a parameter. Check for a proxy between this machine and FxA.';
    case 'unavailable': {
      const wait = retryAfter === undefined ? 'Wait a while' : `Wait ${retryAfter} seconds`;
      const why = status === 429 ? 'gets too many requests' : status === 503 ? 'is too busy' : 'is broken';
      return `FxA ${why} (${status ?? 'no status'}). ${wait} before the next request.`;
    }
    case 'malformed':
      return `The response from ${fxaUrl} (${status ?? 'no status'}) is no flow, so this is hardly FxA. Check the address, and for a proxy in between.`;
  }
}
