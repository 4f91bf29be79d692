/** One request to FxA's `metrics-flow`, and its response. */
import type { Flow } from '../rules/flow.js';
import { ownMembers } from '../rules/own-members.js';
import { isAccepted } from '../rules/parameters.js';

/**
 * Why there is no flow.
 *
 * - `unreachable`: the request failed before a response could be read (network, CORS, redirect);
 * - `timeout`: no response in time;
 * - `rejected`: FxA refused the request (4xx but 429);
 * - `unavailable`: FxA is too busy or broken (429, 5xx);
 * - `malformed`: the response holds no flow, or is far too long for one.
 */
export type FlowErrorCode = 'unreachable' | 'timeout' | 'rejected' | 'unavailable' | 'malformed';

/** What is known about a request that ended without a flow. */
export interface FlowFailure {
  readonly code: FlowErrorCode;
  /** The HTTP status, where there was a response. */
  readonly status?: number;
  /** The names of the parameters that FxA refused, where it named them. */
  readonly rejected?: readonly string[];
  /** Seconds that FxA asks to wait before the next request, where that could be read. */
  readonly retryAfter?: number;
}

/** The most that is read of a response, in bytes; one with a flow in it has about 150. */
const LONGEST_BODY = 65_536;

/** How a request to FxA ends. */
export type FlowResult =
  | { readonly flow: Flow; readonly failure?: never }
  | { readonly flow?: never; readonly failure: FlowFailure };

/**
 * Requests a flow at `url`. Every `200` counts as one person who has seen the form, so this never tries twice.
 *
 * Never rejects. Where `signal` ends it, the code is `timeout` if the signal's reason is a `TimeoutError`, else
 * `unreachable`.
 *
 * @param request - what fetches, for a server that requests in the name of its site
 */
export async function requestFlow(url: string, signal: AbortSignal, request = fetch): Promise<FlowResult> {
  try {
    // With credentials the browser would block the response, a cached response would be somebody's old flow, and any
    // header of our own would cost a preflight. The page's path and query are nobody's business; FxA needs the origin,
    // which a CORS request says in `Origin` under every policy (https://fetch.spec.whatwg.org/#origin-header).
    const init: RequestInit = {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'origin',
      signal,
    };
    const response = await request(url, ownMembers(init));
    const { ok, status } = response;
    const body = parseJson(
      await readText(response).catch((error: unknown) => {
        // A response that breaks off is none; of a refusal, the status says enough.
        if (ok) throw error;
        return '';
      }),
    );
    if (ok) {
      const flow = readFlow(body);
      return flow ? ownMembers({ flow }) : failed({ code: 'malformed', status });
    }
    if (status === 429 || status >= 500) {
      return failed({ code: 'unavailable', status, ...readRetryAfter(response, body) });
    }
    return failed({ code: 'rejected', status, ...readRejected(body) });
  } catch {
    // WebKit rejects with AbortError whatever the reason, so only the signal itself can tell.
    const { reason } = signal as { reason?: { name?: unknown } };
    const timedOut = reason?.name === 'TimeoutError';
    return failed({ code: timedOut ? 'timeout' : 'unreachable' });
  }
}

/** A result that has no members but its own, as a failure has none. */
export const failed = (failure: FlowFailure): FlowResult => ownMembers({ failure: ownMembers(failure) });

/**
 * The body as text; an empty one where it is too long. A few kilobytes can unpack to gigabytes, so the rest is neither
 * read nor waited for.
 */
async function readText(response: Response): Promise<string> {
  if (!response.body) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > LONGEST_BODY) {
      reader.cancel().catch(() => undefined);
      return '';
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** A response's own members; whatever it is but a JSON object, it has none of those that are looked for. */
function parseJson(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text, (_name, value: unknown) =>
      value instanceof Object && !Array.isArray(value) ? ownMembers(value) : value,
    );
    return ownMembers(body as Record<string, unknown>);
  } catch {
    return ownMembers({});
  }
}

function readFlow({ flowId, flowBeginTime, deviceId }: Record<string, unknown>): Flow | undefined {
  if (!isAccepted('flow_id', flowId)) return undefined;
  if (typeof flowBeginTime !== 'number' && typeof flowBeginTime !== 'string') return undefined;
  if (!isAccepted('flow_begin_time', String(flowBeginTime))) return undefined;
  return ownMembers({ flowId, flowBeginTime, ...(isAccepted('device_id', deviceId) && { deviceId }) });
}

/** FxA's newest server names every bad parameter in `validation.query.keys`, older ones the first in `validation.keys`. */
function readRejected(body: Record<string, unknown>): Pick<FlowFailure, 'rejected'> {
  const { validation } = body as { validation?: { keys?: unknown; query?: { keys?: unknown } } };
  const keys = validation?.query?.keys ?? validation?.keys;
  return Array.isArray(keys) ? { rejected: keys.filter((key) => typeof key === 'string') } : {};
}

/** Across origins the header is readable only where FxA exposes it; the body says the same. */
function readRetryAfter(
  { headers }: Response,
  body: Record<string, unknown>,
): Pick<FlowFailure, 'retryAfter'> {
  const retryAfter = [headers.get('Retry-After'), body.retryAfter].map(Number).find((seconds) => seconds > 0);
  return retryAfter ? { retryAfter } : {};
}
