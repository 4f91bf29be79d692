/** The flow that all elements on a page share whose requests to FxA read the same. */
import type { Flow } from '../rules/flow.js';
import { metricsFlowUrl } from '../rules/metrics-flow-url.js';
import { ownMembers } from '../rules/own-members.js';
import type { ResolvedSettings } from '../rules/settings.js';
import { refuse, withoutRefused } from './refusals.js';
import { failed, requestFlow, type FlowFailure, type FlowResult } from './request-flow.js';

/** What FxA is requested for: the settings of an element without what FxA has refused. */
export interface FlowRequest extends ResolvedSettings {
  /** The address of the flow request. Two requests with the same one share their flow. */
  readonly url: string;
}

/** What FxA is requested for by these `settings`. */
export function flowRequestOf(settings: ResolvedSettings): FlowRequest {
  const accepted = withoutRefused(settings);
  return { ...accepted, url: metricsFlowUrl(accepted.fxaUrl, accepted.parameters) };
}

/** One who takes part in a shared flow. */
export interface FlowMember {
  /** A request has started, and the member waits for its result from now on. */
  flowRequested(): void;
  /** The request that the member waited for has ended; without `result` it was only aborted. */
  flowSettled(result?: FlowResult): void;
}

const MINUTE = 60_000;

/**
 * How long a flow may be used, in milliseconds from its arrival. FxA drops it two hours after its beginning; the
 * margin is for the visitor's way through the sign-in page.
 */
const FRESH_FOR = 115 * MINUTE;

/** No clock that is only set to a wrong time zone is this far ahead. */
const LONGEST_CLOCK_ERROR = 26 * 60 * MINUTE;

/**
 * Milliseconds since `time`. By `Date.now()`, since monotonic clocks may stand still while a laptop sleeps; a clock
 * that was set back in between tells nothing, so the time counts as long ago.
 */
function since(time: number): number {
  const age = Date.now() - time;
  return age < 0 ? Infinity : age;
}

/**
 * Whether a response that has just arrived holds a flow of long ago, as from a service worker that caches everything.
 * Its own time tells, by the visitor's clock: where no service worker stands in between, a clock that is some hours ahead
 * is the likelier reason.
 */
function isReplayed({ flowBeginTime }: Flow): boolean {
  const age = Date.now() - Number(flowBeginTime);
  return (
    age >
    ('serviceWorker' in navigator && navigator.serviceWorker.controller ? FRESH_FOR : LONGEST_CLOCK_ERROR)
  );
}

/** How long each server has asked to be left alone, in milliseconds, and since when. Bound: one entry a server. */
const pauses = new Map<string, { readonly from: number; readonly length: number }>();

/** Bound: one entry for each request that an element in the page stands for; the last one to leave takes it away. */
const flows = new Map<string, SharedFlow>();

/** One request to FxA, whoever needs it, and the flow that came of it. */
export class SharedFlow {
  #request: FlowRequest;
  readonly #members = new Set<FlowMember>();
  readonly #waiting = new Set<FlowMember>();
  #inFlight: AbortController | undefined;
  #flow: Flow | undefined;
  #arrivedAt = 0;
  #failure: FlowFailure | undefined;
  #retried = false;
  #forgiven = false;

  private constructor(request: FlowRequest) {
    this.#request = request;
  }

  /** The one flow for `request`, whether it is there already or not. */
  static for(request: FlowRequest): SharedFlow {
    let shared = flows.get(request.url);
    if (!shared) {
      shared = new SharedFlow(request);
      flows.set(request.url, shared);
    }
    return shared;
  }

  /**
   * The visitor has sent a form, so that the page may be gone in a moment: a request that fails from now on counts as
   * aborted, since Firefox and WebKit fail the requests of such a page.
   */
  static forgiveFailures(): void {
    for (const shared of flows.values()) shared.#forgiven = true;
  }

  /** The address of the request. */
  get url(): string {
    return this.#request.url;
  }

  /** The flow, as long as it is not stale. One that is good stays until there is another. */
  get flow(): Flow | undefined {
    return since(this.#arrivedAt) < FRESH_FOR ? this.#flow : undefined;
  }

  /** Why there is no flow, where a request for it has failed. */
  get failure(): FlowFailure | undefined {
    return this.flow ? undefined : this.#failure;
  }

  /** Whether a request is in flight. */
  get pending(): boolean {
    return this.#inFlight !== undefined;
  }

  /** Takes part: sends the request where nobody has yet, or shares what is there. */
  join(member: FlowMember): void {
    this.#members.add(member);
    const { flow, failure } = this;
    if (this.pending) this.waitFor(member);
    else if (flow) member.flowSettled(ownMembers({ flow }));
    else if (failure) member.flowSettled(ownMembers({ failure }));
    else this.request();
  }

  /** Takes no part any more. The last one to leave aborts the request, and the flow is forgotten. */
  leave(member: FlowMember): void {
    this.#members.delete(member);
    this.#waiting.delete(member);
    if (!this.#waiting.size) this.#abort();
    if (!this.#members.size && flows.get(this.url) === this) flows.delete(this.url);
  }

  /** Lets `member` wait for the request that is in flight. */
  waitFor(member: FlowMember): void {
    this.#waiting.add(member);
    member.flowRequested();
  }

  /**
   * `member` has waited long enough. Where others still wait, only it goes without, and this is `true`; else the
   * request itself ends.
   */
  timeOut(member: FlowMember): boolean {
    if (this.#waiting.size === 1) {
      this.#inFlight?.abort(new DOMException('No response in time', 'TimeoutError'));
      return false;
    }
    this.#waiting.delete(member);
    member.flowSettled(this.#forgiven ? undefined : failed({ code: 'timeout' }));
    return true;
  }

  /** Sends the request, unless it is in flight or FxA has asked to wait. */
  request(): void {
    const pause = pauses.get(this.#request.fxaUrl);
    if (this.pending || (pause && since(pause.from) < pause.length)) return;
    this.#failure = undefined;
    this.#forgiven = false;
    this.#inFlight = new AbortController();
    for (const member of this.#members) this.waitFor(member);
    void this.#run(this.#inFlight);
  }

  /** The visitor is using the form: replaces what is stale, and retries what has failed, once. */
  touch(): void {
    const { failure } = this;
    if (!failure) {
      this.renew();
    } else if (failure.retryAfter) {
      this.request();
    } else if (!this.#retried) {
      this.#retried = true;
      this.request();
    }
  }

  /** The page is in sight again: sends the request where the flow is stale, or the last request was aborted. */
  renew(): void {
    if (!this.flow && !this.failure) this.request();
  }

  /** The page goes, perhaps to come back: aborts the request. */
  suspend(): void {
    if (!this.pending) return;
    this.#abort();
    this.#settle();
  }

  async #run(inFlight: AbortController): Promise<void> {
    let result: FlowResult | undefined;
    // A 400 logs nothing at FxA, so a request without what it names counts nobody twice.
    for (const mayRetry of [true, false]) {
      result = await this.#send(inFlight);
      if (this.#inFlight !== inFlight) return;
      if (!refuse(this.#request, result.failure?.rejected ?? [])) break;
      if (!this.#moveOn()) result = undefined;
      if (!mayRetry || !result) break;
    }
    this.#inFlight = undefined;
    const retryAfter = result?.failure?.retryAfter;
    if (retryAfter) pauses.set(this.#request.fxaUrl, { from: Date.now(), length: retryAfter * 1000 });
    this.#settle(this.#forgiven && result?.failure ? undefined : result);
  }

  async #send({ signal }: AbortController): Promise<FlowResult> {
    const result = await requestFlow(this.url, signal);
    return result.flow && isReplayed(result.flow) ? failed({ code: 'malformed', status: 200 }) : result;
  }

  /** Takes the address of a request without what FxA has refused, unless that one has its shared flow already. */
  #moveOn(): boolean {
    flows.delete(this.url);
    const request = flowRequestOf(this.#request);
    if (flows.has(request.url)) return false;
    this.#request = request;
    flows.set(this.url, this);
    return true;
  }

  #abort(): void {
    this.#inFlight?.abort();
    this.#inFlight = undefined;
  }

  #settle(result?: FlowResult): void {
    if (result?.flow) {
      this.#flow = result.flow;
      this.#arrivedAt = Date.now();
      this.#retried = false;
    }
    this.#failure = result?.failure;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const member of waiting) member.flowSettled(result);
  }
}
