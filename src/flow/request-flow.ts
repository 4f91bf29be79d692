/** One question to FxA's `metrics-flow`, and its answer. */
import type { Flow } from '../rules/flow.js';
import { isAccepted } from '../rules/parameters.js';

/**
 * Why there is no flow.
 *
 * - `unreachable`: the request failed before an answer could be read (network, CORS, redirect);
 * - `timeout`: no answer in time;
 * - `rejected`: FxA refused the request (4xx but 429);
 * - `unavailable`: FxA is too busy or broken (429, 5xx);
 * - `malformed`: the answer holds no flow.
 */
export type FlowErrorCode = 'unreachable' | 'timeout' | 'rejected' | 'unavailable' | 'malformed';

/** What is known about a question that ended without a flow. */
export interface FlowFailure {
  readonly code: FlowErrorCode;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** The names of the parameters that FxA refused, where it named them. */
  readonly rejected?: readonly string[];
  /** Seconds that FxA asks to wait before the next request, where that could be read. */
  readonly retryAfter?: number;
}

/** How a question to FxA ends. */
export type FlowResult =
  | { readonly flow: Flow; readonly failure?: never }
  | { readonly flow?: never; readonly failure: FlowFailure };

/**
 * Puts the question at `url`. Every `200` counts as one person who has seen the form, so this never asks twice.
 *
 * Never rejects. Where `signal` ends it, the code is `timeout` if the signal's reason is a `TimeoutError`, else
 * `unreachable`.
 *
 * @param request - what fetches, for a server that asks in the name of its site
 */
export async function requestFlow(url: string, signal: AbortSignal, request = fetch): Promise<FlowResult> {
  try {
    // Credentials would make the browser block the answer, a cached answer would be somebody's old flow, and any header
    // of our own would cost a preflight.
    const response = await request(url, {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal,
    });
    const { ok, status } = response;
    const body = parseJson(
      await response.text().catch((error: unknown) => {
        // An answer that breaks off under way is none; of a refusal, the status says enough.
        if (ok) throw error;
        return '';
      }),
    );
    if (ok) {
      const flow = readFlow(body);
      return flow ? { flow } : { failure: { code: 'malformed', status } };
    }
    if (status === 429 || status >= 500) {
      return { failure: { code: 'unavailable', status, ...readRetryAfter(response, body) } };
    }
    return { failure: { code: 'rejected', status, ...readRejected(body) } };
  } catch {
    // WebKit rejects with AbortError whatever the reason, so only the signal itself can tell.
    const { reason } = signal as { reason?: { name?: unknown } };
    const timedOut = reason?.name === 'TimeoutError';
    return { failure: { code: timedOut ? 'timeout' : 'unreachable' } };
  }
}

/** An answer's members; whatever it is but a JSON object, it has none of those that are asked for. */
function parseJson(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function readFlow({ flowId, flowBeginTime, deviceId }: Record<string, unknown>): Flow | undefined {
  if (!isAccepted('flow_id', flowId)) return undefined;
  if (typeof flowBeginTime !== 'number' && typeof flowBeginTime !== 'string') return undefined;
  if (!isAccepted('flow_begin_time', String(flowBeginTime))) return undefined;
  return { flowId, flowBeginTime, ...(isAccepted('device_id', deviceId) && { deviceId }) };
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
