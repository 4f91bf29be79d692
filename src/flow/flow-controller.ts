/** When FxA is asked for a flow, and what becomes of the answer: the part of it that belongs to one element. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Flow } from '../rules/flow.js';
import type { FlowResult } from './request-flow.js';
import { leavePage, listenToPage } from './page-events.js';
import { SharedFlow, type FlowMember, type FlowRequest } from './shared-flow.js';

/** Where an element's flow stands; `failed` and `idle` keep nobody from signing up. */
export type FlowState = 'idle' | 'pending' | 'ready' | 'failed';

/** What the controller has to know of its element, and tells it. */
export interface FlowControllerOptions {
  /**
   * What FxA is to be asked; `undefined` while it must not be asked. Read whenever the element updates.
   */
  readonly question: () => FlowRequest | undefined;
  /** Called when FxA is about to be asked once more, so that the question can be of this moment. */
  readonly onAsk: () => void;
  /** Whether to ask only once the element is in sight. */
  readonly lazy: () => boolean;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeout: () => number;
  /** Called after the update that shows the answer. */
  readonly onAnswer: (answer: FlowResult) => void;
}

declare global {
  interface Document {
    /** Whether the page is only being prepared, and nobody sees it yet; Chromium only. */
    readonly prerendering?: boolean;
  }
}

const TOUCH_EVENTS = ['focusin', 'input'] as const;

/** Asks for a flow when its element appears, and again only where it must. No timer watches the flow's age. */
export class FlowController implements ReactiveController, FlowMember {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: FlowControllerOptions;
  #shared: SharedFlow | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timedOut = false;
  #unannounced: FlowResult | undefined;
  #settled: (() => void)[] = [];
  #sight: IntersectionObserver | undefined;
  #seen = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: FlowControllerOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
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

  hostConnected(): void {
    listenToPage(this);
    for (const type of TOUCH_EVENTS) this.#host.addEventListener(type, this);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    leavePage(this);
    for (const type of TOUCH_EVENTS) this.#host.removeEventListener(type, this);
    this.#sight?.disconnect();
    this.#sight = undefined;
    // Leaving and coming back within one turn is a move.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#change(undefined);
    });
  }

  hostUpdate(): void {
    if (!this.#host.isConnected || document.prerendering) return;
    const question = this.#options.question();
    if (question && !this.#shared && !this.#inSight()) return;
    this.#change(question && SharedFlow.for(question));
  }

  hostUpdated(): void {
    const answer = this.#unannounced;
    this.#unannounced = undefined;
    if (answer) this.#options.onAnswer(answer);
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'pagehide':
        this.#shared?.suspend();
        break;
      case 'pageshow':
      case 'visibilitychange':
        if (!document.hidden && this.state === 'idle') this.#askAgain()?.renew();
        break;
      case 'prerenderingchange':
        this.#host.requestUpdate();
        break;
      default:
        if (this.#timedOut) this.#rejoin();
        else if (this.state === 'idle' || this.state === 'failed') this.#askAgain()?.touch();
    }
  }

  /** Asks for another flow now. Never rejects; without a flow it ends as `undefined`. */
  async refresh(): Promise<Flow | undefined> {
    // Outside the page nothing is ever up to date.
    if (!this.#host.isConnected) return undefined;
    await this.#host.updateComplete.catch(() => undefined);
    if (this.state !== 'pending') this.#askAgain()?.ask();
    if (this.#timedOut) this.#rejoin();
    if (this.state === 'pending') await new Promise<void>((resolve) => this.#settled.push(resolve));
    return this.flow;
  }

  flowAsked(): void {
    this.#timedOut = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timedOut = this.#shared?.timeOut(this) ?? false;
    }, this.#options.timeout());
    this.#host.requestUpdate();
  }

  flowSettled(answer?: FlowResult): void {
    clearTimeout(this.#timer);
    this.#unannounced = answer;
    this.#host.requestUpdate();
    this.#resolveSettled();
  }

  #resolveSettled(): void {
    for (const resolve of this.#settled.splice(0)) resolve();
  }

  /** What to ask, by the page as it is now. */
  #askAgain(): SharedFlow | undefined {
    if (!this.#shared) return undefined;
    this.#options.onAsk();
    this.hostUpdate();
    return this.#shared;
  }

  /** Whether the element is, or was, in sight, where that matters; otherwise it is watched for from now on. */
  #inSight(): boolean {
    if (this.#seen || !this.#options.lazy()) return true;
    if (!this.#sight) {
      this.#sight = new IntersectionObserver((entries) => {
        this.#seen ||= entries.some((entry) => entry.isIntersecting);
        if (!this.#seen) return;
        this.#sight?.disconnect();
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
    clearTimeout(this.#timer);
    this.#timedOut = false;
    this.#unannounced = undefined;
    this.#shared?.leave(this);
    this.#shared = shared;
    shared?.join(this);
    if (this.state !== 'pending') this.#resolveSettled();
  }
}
