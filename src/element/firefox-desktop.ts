/**
 * The hand-over to Firefox for desktop, which can drive the sign-in to Sync itself.
 *
 * Page and browser talk by events on `document`: https://firefox-source-docs.mozilla.org/browser/components/uitour/docs/
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { flowParameters, type Flow } from '../rules/flow.js';
import type { ParameterValues } from '../rules/parameters.js';

/**
 * How long the browser may take to respond, or to open FxA's page, in milliseconds; it has been seen to take half of
 * that.
 */
const PATIENCE = 3000;

function send(action: string, data: object): void {
  Document.prototype.dispatchEvent.call(
    document,
    new CustomEvent('mozUITour', { bubbles: true, detail: { action, data } }),
  );
}

/** Finds out whether Firefox listens to this page, and hands the sign-in over to it. */
export class FirefoxDesktop implements ReactiveController {
  readonly #wanted: () => boolean;
  #callbackID = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #responded = false;
  #handedOver = false;

  /** @param wanted - whether the sign-in could be handed over; looked at whenever the element has updated */
  constructor(host: ReactiveControllerHost, wanted: () => boolean) {
    this.#wanted = wanted;
    host.addController(this);
  }

  /** Whether Firefox takes over if the form is sent now. */
  get available(): boolean {
    return this.#responded && this.#wanted();
  }

  hostUpdated(): void {
    if (this.#callbackID || !this.#wanted()) return;
    this.#callbackID = `fxa-email-form-${Math.random()}`;
    document.addEventListener('mozUITourResponse', this);
    this.#timer = setTimeout(() => {
      this.#end();
    }, PATIENCE);
    send('ping', { callbackID: this.#callbackID });
  }

  hostDisconnected(): void {
    this.#end();
    if (!this.#responded) this.#callbackID = '';
  }

  handleEvent(event: Event): void {
    if (event.type !== 'pagehide') {
      const { detail } = event as CustomEvent<{ callbackID?: unknown } | null | undefined>;
      if (detail?.callbackID !== this.#callbackID) return;
      this.#responded = true;
    }
    this.#end();
  }

  /**
   * Makes Firefox open FxA's page. One name that it does not expect, and it would do nothing at all; so of the
   * parameters, which are good by FxA's rules, only those are sent that Firefox knows. While one hand-over has led nowhere
   * yet, there is no other.
   *
   * @param goNatively - what the visitor wanted, without Firefox's help: done where the page is still there after a while,
   *   since Firefox may fail to open FxA's page, and does not say so
   */
  handOver(email: string, parameters: ParameterValues, flow: Flow | undefined, goNatively: () => void): void {
    if (this.#handedOver) return;
    const known = Object.entries(parameters).filter(([name]) => /^(utm|entrypoint)_/.test(name));
    const extraURLParams = JSON.stringify({ ...Object.fromEntries(known), ...flowParameters(flow) });
    const { entrypoint } = parameters;
    this.#handedOver = true;
    window.addEventListener('pagehide', this);
    this.#timer = setTimeout(() => {
      this.giveUp();
      goNatively();
    }, PATIENCE);
    send('showFirefoxAccounts', {
      ...(email && { email }),
      ...(entrypoint && { entrypoint }),
      extraURLParams,
    });
  }

  /** The visitor tries again: where a hand-over has not led anywhere, nothing is handed over any more. */
  giveUp(): void {
    if (!this.#handedOver) return;
    this.#end();
    this.#responded = false;
  }

  /** Nothing is waited for any more. */
  #end(): void {
    this.#handedOver = false;
    clearTimeout(this.#timer);
    document.removeEventListener('mozUITourResponse', this);
    window.removeEventListener('pagehide', this);
  }
}
