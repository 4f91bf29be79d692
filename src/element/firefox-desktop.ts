/**
 * The hand-over to Firefox for desktop, which can drive the sign-in to Sync itself.
 *
 * Page and browser talk by events on `document`: https://firefox-source-docs.mozilla.org/browser/components/uitour/docs/
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { flowParameters, type Flow } from '../rules/flow.js';
import type { ParameterValues } from '../rules/parameters.js';

/** How long the browser may take to answer, in milliseconds; it has been seen to take half of that. */
const ANSWER_TIME = 3000;

const isFirefoxDesktop = () =>
  /Firefox\//.test(navigator.userAgent) && !/Android|Mobile|Tablet/.test(navigator.userAgent);

function send(action: string, data: object): void {
  document.dispatchEvent(new CustomEvent('mozUITour', { bubbles: true, detail: { action, data } }));
}

/** Finds out whether Firefox listens to this page, and hands the sign-in over to it. */
export class FirefoxDesktop implements ReactiveController {
  readonly #wanted: () => boolean;
  #callbackID = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #answered = false;

  /** @param wanted - whether the form could be handed over; asked whenever the element has updated */
  constructor(host: ReactiveControllerHost, wanted: () => boolean) {
    this.#wanted = wanted;
    host.addController(this);
  }

  /** Whether Firefox takes over if the form is sent now. */
  get available(): boolean {
    return this.#answered && this.#wanted();
  }

  hostUpdated(): void {
    if (this.#callbackID || !this.#wanted() || !isFirefoxDesktop()) return;
    this.#callbackID = `fxa-email-form-${Math.random()}`;
    document.addEventListener('mozUITourResponse', this);
    this.#timer = setTimeout(() => {
      this.#stopListening();
    }, ANSWER_TIME);
    send('ping', { callbackID: this.#callbackID });
  }

  hostDisconnected(): void {
    this.#stopListening();
    if (!this.#answered) this.#callbackID = '';
  }

  handleEvent(event: Event): void {
    const { detail } = event as CustomEvent<{ callbackID?: unknown } | null | undefined>;
    if (detail?.callbackID !== this.#callbackID) return;
    this.#answered = true;
    this.#stopListening();
  }

  /**
   * Makes Firefox open FxA's page. One name that it does not expect, and it would do nothing at all; so of the
   * parameters, which are good by FxA's rules, only those go along that Firefox knows.
   */
  handOver(email: string, parameters: ParameterValues, flow?: Flow): void {
    const known = Object.entries(parameters).filter(([name]) => /^(utm|entrypoint)_/.test(name));
    const extraURLParams = JSON.stringify({ ...Object.fromEntries(known), ...flowParameters(flow) });
    const { entrypoint } = parameters;
    send('showFirefoxAccounts', { email, ...(entrypoint && { entrypoint }), extraURLParams });
  }

  #stopListening(): void {
    clearTimeout(this.#timer);
    document.removeEventListener('mozUITourResponse', this);
  }
}
