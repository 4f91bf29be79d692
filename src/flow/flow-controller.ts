/** When a flow is requested, and what becomes of the response: the part of it that belongs to one element. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Flow } from '../rules/flow.js';
import { withAttribution } from '../rules/attribution.js';
import type { ResolvedSettings } from '../rules/settings.js';
import { documentMember, leavePage, listenToPage } from './page-events.js';
import { refusalCount, senders } from './refusals.js';
import type { FlowResult } from './request-flow.js';
import { flowRequestOf, SharedFlow, type FlowMember, type FlowRequest } from './shared-flow.js';
import { limitTime } from './time-limits.js';

/** Where an element's flow stands; `failed` and `idle` keep nobody from signing up. */
export type FlowState = 'idle' | 'pending' | 'ready' | 'failed';

declare global {
  interface Document {
    /** Whether the page is only being prepared, and nobody sees it yet; Chromium only. */
    readonly prerendering?: boolean;
  }
}

const TOUCH_EVENTS = ['focusin', 'input', 'pointerdown'] as const;

/** Whether what there is to see is only the preview that Turbo shows of a page. */
const isPreview = (): boolean => document.documentElement.hasAttribute('data-turbo-preview');

/** What was made last, and of what. Bound: one, since elements on a page are mostly alike. */
let latest: { readonly of: readonly unknown[]; readonly request: FlowRequest } | undefined;

function flowRequestWith(authored: ResolvedSettings, pageQuery: string): FlowRequest {
  const of = [authored, pageQuery, refusalCount()];
  if (!latest || of.some((one, index) => one !== latest?.of[index])) {
    latest = { of, request: flowRequestOf(withAttribution(authored, pageQuery)) };
  }
  return latest.request;
}

/** Requests a flow when its element appears, and again only where it must. No timer watches the flow's age. */
export class FlowController implements ReactiveController, FlowMember {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #authored!: ResolvedSettings;
  #requests = true;
  #request!: FlowRequest;
  #pageQuery = '';
  #shared: SharedFlow | undefined;
  #stopWaiting: (() => void) | undefined;
  #timedOut = false;
  #unannounced: FlowResult | undefined;
  #settled: (() => void)[] = [];
  #sight: IntersectionObserver | undefined;
  #seen = false;
  /** Whether the element came with a preview. Turbo marks the page as real some time before it replaces what is there. */
  #previewed = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** What goes out: the author's settings with what the page's URL says, without what FxA has refused. */
  get settings(): ResolvedSettings {
    return this.#request;
  }

  /** The author's settings, before anything else has a say. */
  get authored(): ResolvedSettings {
    return this.#authored;
  }

  /** The flow, unless there is none, or it is stale. */
  get flow(): Flow | undefined {
    return this.#timedOut ? undefined : this.#shared?.flow;
  }

  /** Where the flow stands. */
  get state(): FlowState {
    if (this.#timedOut) return 'failed';
    if (this.#shared?.pending) return 'pending';
    if (this.flow) return 'ready';
    return this.#shared?.failure ? 'failed' : 'idle';
  }

  /**
   * Takes the settings that the author wrote. The element calls it before each of its updates.
   *
   * @param requests - whether the element needs a flow of its own
   */
  resolve(authored: ResolvedSettings, requests: boolean): void {
    this.#authored = authored;
    this.#requests = requests;
    const shared = this.#shared;
    if (shared) this.#request = flowRequestWith(authored, this.#pageQuery);
    // In a single-page app the URL moves on: what counts is the one at the moment of the request.
    if (!shared || shared.url !== this.#request.url) this.#readPage();
  }

  /** The result that nobody has been told of yet; the element asks for it after each of its updates. */
  takeResult(): FlowResult | undefined {
    const result = this.#unannounced;
    this.#unannounced = undefined;
    return result;
  }

  /** The visitor is leaving by a form or link: a request that fails from now on is no error. */
  leaving(): void {
    SharedFlow.forgiveFailures();
  }

  hostConnected(): void {
    this.#previewed = isPreview();
    listenToPage(this);
    senders.add(this.#host);
    for (const type of TOUCH_EVENTS) this.#host.addEventListener(type, this);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    leavePage(this);
    senders.delete(this.#host);
    for (const type of TOUCH_EVENTS) this.#host.removeEventListener(type, this);
    this.#sight?.disconnect();
    this.#sight = undefined;
    // Leaving and coming back within one turn is a move.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#change(undefined);
    });
  }

  hostUpdate(): void {
    if (!this.#host.isConnected || this.#previewed || documentMember('prerendering')) return;
    if (!this.#requests || this.settings.consent !== 'on') this.#change(undefined);
    else if (this.#shared || this.#inSight()) this.#change(SharedFlow.for(this.#request));
  }

  hostUpdated(): void {
    if (!this.#sight) return;
    // An element with `display: contents` is never in sight itself.
    const { firstElementChild, shadowRoot } = this.#host;
    for (const part of [firstElementChild, shadowRoot?.firstElementChild])
      if (part) this.#sight.observe(part);
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'pagehide':
        this.#shared?.suspend();
        break;
      case 'pageshow':
      case 'visibilitychange':
        if (!documentMember('hidden') && this.state === 'idle') this.#current()?.renew();
        break;
      case 'prerenderingchange':
        this.#host.requestUpdate();
        break;
      default:
        this.touch();
    }
  }

  /** The visitor is using the element: replaces what is stale, and retries what has failed. */
  touch(): void {
    // Whoever touches the element sees it, even where no observer can tell.
    if (!this.#seen || this.#previewed) {
      this.#seen = true;
      this.#previewed = isPreview();
      if (!this.#shared) this.#host.requestUpdate();
    }
    if (this.#timedOut) this.#rejoin();
    else if (this.state === 'idle' || this.state === 'failed') this.#current()?.touch();
  }

  /** Requests another flow now; a good one stays until then. Never rejects; without a flow it ends as `undefined`. */
  async refresh(): Promise<Flow | undefined> {
    // Outside the page nothing is ever up to date.
    if (!this.#host.isConnected) return undefined;
    await this.#host.updateComplete.catch(() => undefined);
    if (this.state !== 'pending') this.#current()?.request();
    if (this.#timedOut) this.#rejoin();
    while (this.state === 'pending') {
      await new Promise<void>((resolve) => this.#settled.push(resolve));
      await this.#host.updateComplete.catch(() => undefined);
    }
    return this.flow;
  }

  flowRequested(): void {
    this.#timedOut = false;
    this.#stopWaiting?.();
    this.#stopWaiting = limitTime(this.settings.timeout, () => {
      this.#timedOut = this.#shared?.timeOut(this) ?? false;
    });
    this.#host.requestUpdate();
  }

  flowSettled(result?: FlowResult): void {
    this.#stopWaiting?.();
    this.#unannounced = result;
    this.#host.requestUpdate();
    this.#resolveSettled();
  }

  #readPage(): void {
    // There is no page in server-side rendering.
    this.#pageQuery = (globalThis.location as Location | undefined)?.search ?? '';
    this.#request = flowRequestWith(this.#authored, this.#pageQuery);
  }

  /** The shared flow for a request that is sent now, by the page as it is now. */
  #current(): SharedFlow | undefined {
    if (!this.#shared) return undefined;
    this.#readPage();
    this.hostUpdate();
    this.#host.requestUpdate();
    return this.#shared;
  }

  #resolveSettled(): void {
    for (const resolve of this.#settled.splice(0)) resolve();
  }

  /** Whether the element is, or was, in sight, where that matters; otherwise it is watched for from now on. */
  #inSight(): boolean {
    if (this.#seen || !this.settings.lazy || !('IntersectionObserver' in window)) return true;
    if (!this.#sight) {
      this.#sight = new IntersectionObserver((entries) => {
        this.#seen ||= entries.some((entry) => entry.isIntersecting);
        if (!this.#seen) return;
        this.#sight?.disconnect();
        this.#sight = undefined;
        this.#host.requestUpdate();
      });
      this.#sight.observe(this.#host);
    }
    return false;
  }

  /** After a timeout of its own, the element takes part again in what the others still wait for, or have got. */
  #rejoin(): void {
    this.#timedOut = false;
    this.#shared?.join(this);
  }

  #change(shared: SharedFlow | undefined): void {
    if (shared === this.#shared) return;
    this.#stopWaiting?.();
    this.#timedOut = false;
    this.#unannounced = undefined;
    this.#shared?.leave(this);
    this.#shared = shared;
    shared?.join(this);
    if (this.state !== 'pending') this.#resolveSettled();
  }
}
