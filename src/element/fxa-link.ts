/** Links and buttons to FxA: what the form gives to forms, for the author's own `<a>`. */
import { html, type TemplateResult } from 'lit';
import { canHandOver } from '../rules/addresses.js';
import { flowFields } from '../rules/flow.js';
import { define } from './define.js';
import { FirefoxDesktop } from './firefox-desktop.js';
import { formOwner, links } from './form-owners.js';
import { FxaElement, withProperties, type AuthoredParts, type Text } from './fxa-element.js';
import { inside } from './html-members.js';
import { ManagedLink } from './managed-link.js';

/** What comes before a link is followed, opened elsewhere, dragged or copied. */
const BEFORE_USE = [
  'pointerdown',
  'mousedown',
  'focusin',
  'keydown',
  'contextmenu',
  'dragstart',
  'click',
  'auxclick',
];

/**
 * A link to Firefox Accounts (FxA): around an `<a href>` of the author's, it requests a metrics flow from FxA, and lets the
 * address of the link carry the flow and the page's attribution. The link works before the script arrives and without
 * it, and is never held up.
 *
 * Inside an `<fxa-email-form>`, or with the `id` of one in `form`, it takes the form's flow and parameters, so that FxA
 * counts the visitor once.
 *
 * @customElement fxa-link
 *
 * @slot - The link: an `<a>` with an `href`.
 *
 * @cssstate flow-pending - A flow request is in flight.
 * @cssstate flow-ready - There is a flow, and the link carries it.
 * @cssstate flow-failed - There is no flow; the link works without it.
 *
 * @fires {CustomEvent<Flow>} fxa-flow-ready - There is a flow.
 * @fires {CustomEvent<FlowErrorDetail>} fxa-flow-error - The flow request has failed; the link works without a flow.
 * @fires {CustomEvent<Rejection>} fxa-parameter-rejected - A value was left out, since FxA would refuse it.
 */
export class FxaLink extends FxaElement {
  static override properties = withProperties(['form']);

  /** @internal */
  static override watched = ['download', 'href'];

  /** The `id` of the `<fxa-email-form>` that the link belongs to, where it does not stand inside of it. */
  declare form: Text;

  readonly #firefox = new FirefoxDesktop(this, () => this.#links.some((link) => this.#handsOver(link)));
  #links: ManagedLink[] = [];

  constructor() {
    super('fxa-link');
    for (const type of BEFORE_USE) this.addEventListener(type, this.#onUse, true);
  }

  /**
   * Registers the element, under a name of its own or in a registry of its own where wanted. A name that is taken is
   * left alone, so that two copies of the script on one page do no harm.
   */
  static define(tag = 'fxa-link', registry: CustomElementRegistry = customElements): void {
    define(this, tag, registry);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    links.add(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    links.delete(this);
    for (const link of this.#links) link.restore();
  }

  protected override willUpdate(): void {
    if (this.isConnected) {
      this.owner = formOwner(this, this.form ?? '');
      this.#findLinks();
    }
    super.willUpdate();
  }

  protected override firstUpdated(): void {
    // A link that belongs to a form needs no parameters of its own.
    if (this.owner === null) super.firstUpdated();
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override authoredParts(): AuthoredParts {
    const url = this.#links[0]?.url;
    return {
      formType: 'button',
      formAction: url?.href ?? '',
      fields: [...(url?.searchParams ?? [])],
      // The consent is the form's; while there is no form, nobody knows of any.
      ...(this.owner === undefined && { optedOut: true }),
    };
  }

  protected override writeSettings(): void {
    // Outside of the page, the link is as its author wrote it.
    if (!this.isConnected) return;
    // An `action` belongs to an e-mail address, and a form's type is that of the form.
    const { action, ...parameters } = this.source.flowController.settings.parameters;
    const fields = Object.entries({ ...parameters, form_type: 'button', ...flowFields(this.flow) });
    for (const link of this.#links) {
      if (link.url) link.write(fields);
      else
        this.reports.warn(
          `adds nothing to the link to "${link.authored}": it has to lead to another page at https:.`,
        );
    }
    // What has just been written is no news.
    this.observer?.takeRecords();
  }

  /** Whether Firefox can open what this link leads to. */
  #handsOver({ url }: ManagedLink): boolean {
    const { fxaUrl, parameters } = this.source.flowController.settings;
    return canHandOver(fxaUrl, parameters) && url?.origin === new URL(fxaUrl).origin;
  }

  #findLinks(): void {
    const anchors = inside(this, 'a').filter((anchor) => anchor.hasAttribute('href'));
    const kept = this.#links.filter((link) => {
      const stays = anchors.includes(link.anchor);
      if (!stays) link.restore();
      return stays;
    });
    this.#links = anchors.map(
      (anchor) => kept.find((link) => link.anchor === anchor) ?? new ManagedLink(anchor),
    );
    for (const link of this.#links) link.read();
  }

  readonly #onUse = (event: Event): void => {
    if (!this.isConnected) return;
    for (const link of this.#links) link.touch();
    this.source.flowController.touch();
    this.updateNow();
    if (event.type !== 'click') return;
    // Whoever listens at whatever distance may still prevent the click. The listener that was added last hears last.
    const end = this.ownerDocument.defaultView ?? window;
    const decide = (heard: Event): void => {
      end.removeEventListener('click', decide);
      if (heard === event) this.#decide(event as MouseEvent);
    };
    end.addEventListener('click', decide);
  };

  #decide(event: MouseEvent): void {
    const { altKey, button, ctrlKey, defaultPrevented, detail, metaKey, shiftKey } = event;
    if (defaultPrevented || button || altKey || ctrlKey || metaKey || shiftKey) return;
    const link = this.#links.find(({ anchor }) => event.composedPath().includes(anchor));
    if (!link?.url || !/^(_self|)$/i.test(link.anchor.target)) return;
    this.flowController.leaving();
    // The second half of a double click is no second try.
    if (detail < 2) this.#firefox.giveUp();
    if (!this.#firefox.available || !this.#handsOver(link)) return;
    event.preventDefault();
    const { href } = link.anchor;
    const { parameters } = this.source.flowController.settings;
    this.#firefox.handOver('', parameters, this.flow, () => {
      location.assign(href);
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'fxa-link': FxaLink;
  }
}
