/** What the author of a page is told: warnings on the console, and events. */
import type { FlowController } from '../flow/flow-controller.js';
import type { FlowFailure } from '../flow/request-flow.js';
import { COMMAND } from '../rules/command.js';
import { WANTED_PARAMETERS, type ParameterName, type Rejection } from '../rules/parameters.js';
import type { ResolvedSettings } from '../rules/settings.js';
import type { FxaEmailFormEventMap } from './events.js';
import { warnOnce } from './warn-once.js';

export class Reports {
  readonly #element: HTMLElement;
  readonly #tag: string;
  #reported: readonly Rejection[] = [];

  /** @param tag - the name by which messages call the element, whatever it is registered as */
  constructor(element: HTMLElement, tag: string) {
    this.#element = element;
    this.#tag = tag;
  }

  warn(message: string): void {
    warnOnce(this.#tag, message);
  }

  /** Fires an event. Returns whether nobody has canceled it. */
  dispatch<Type extends keyof FxaEmailFormEventMap>(
    type: Type,
    detail: FxaEmailFormEventMap[Type]['detail'],
    cancelable = false,
  ): boolean {
    return this.#element.dispatchEvent(
      new CustomEvent(type, { detail, cancelable, bubbles: true, composed: true }),
    );
  }

  /** Names each value that is left out, once for as long as it stays there. */
  settings({ settings, authored }: FlowController): void {
    const { rejections, syncLeftOut } = settings;
    const reported = this.#reported;
    this.#reported = rejections;
    for (const rejection of rejections) {
      const { name, value, reason, rule } = rejection;
      if (reported.some((one) => one.name === name && one.value === value)) continue;
      // What comes from the page's URL is not the author's to mend.
      const isAuthors =
        authored.rejections.includes(rejection) || authored.parameters[name as ParameterName] === value;
      if (isAuthors) this.warn(`left out ${name}="${value}": it has to be ${rule}.`);
      this.dispatch('fxa-parameter-rejected', { name, value, reason });
    }
    if (syncLeftOut) {
      this.warn(
        'left out service="sync" and context, as in every browser but Firefox for desktop. ' +
          'See "Signing in to Sync" in the README.',
      );
    }
  }

  /** What FxA asks every site for. */
  missing({ parameters, rejections }: ResolvedSettings): void {
    const missing = WANTED_PARAMETERS.filter(
      (name) => !parameters[name] && !rejections.some((rejection) => rejection.name === name),
    );
    if (missing.length) this.warn(`has no ${missing.join(', ')}; FxA asks every site for it.`);
  }

  /** Why there is no flow. */
  failure({ code, status, rejected }: FlowFailure, fxaUrl: string): void {
    const { origin } = location;
    const causes =
      code === 'unreachable'
        ? ` The usual causes: FxA's allow-list lacks ${origin}; the page's Content-Security-Policy ` +
          `lacks connect-src ${new URL(fxaUrl).origin}; ` +
          `the network. To find out: ${COMMAND} check --origin ${origin}`
        : '';
    const reason = status ? `${code}, status ${status}` : code;
    this.warn(`got no flow from ${fxaUrl}metrics-flow (${reason}); the sign-up works without.${causes}`);
    this.dispatch('fxa-flow-error', {
      code,
      ...(status && { status }),
      ...(rejected && { rejected: [...rejected] }),
    });
  }
}
