/** The element: attributes in, fields and events out. */
import {
  adoptStyles,
  html,
  LitElement,
  nothing,
  type PropertyDeclaration,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { FxaEmailFormEventMap } from './events.js';
import { FirefoxDesktop } from './firefox-desktop.js';
import { FlowController, type FlowState } from '../flow/flow-controller.js';
import { styles } from './styles.js';
import { resolveSettings, withAttribution, type Field, type ResolvedSettings } from '../rules/settings.js';
import { safeUrl } from '../rules/addresses.js';
import { ManagedFields, isManaged } from './managed-fields.js';
import type { PartialLocale } from '../locales/locale.js';
import { addLocale, fill, Localization } from './localization.js';
import type { FlowResult } from '../flow/request-flow.js';
import { flowParameters, type Flow } from '../rules/flow.js';
import { onServer } from './on-server.js';
import { leavePage, listenToPage } from '../flow/page-events.js';
import { isAccepted, isParameterName, type Rejection } from '../rules/parameters.js';
import { isOptedOut } from '../rules/consent.js';
import { renderOnServer, UNKNOWN_PAGE, withRelativeAction } from './server-rendering.js';
import { SharedFlow, withoutRefused } from '../flow/shared-flow.js';
import { SYNC_CONTEXTS } from '../rules/sync.js';
import { warnOnce } from './warn-once.js';

/** What authors give for a text attribute; `null`, `undefined` and `''` all mean that it is absent. */
type Text = string | null | undefined;

/** As {@link Text}, where there are few to choose from. */
type Choice<Value extends string> = Value | '' | null | undefined;

/** What Lit is told of a property that changes, beside its name. */
type ChangeOfProperty = [
  old?: unknown,
  options?: PropertyDeclaration,
  useNewValue?: boolean,
  newValue?: unknown,
];

/** FxA asks for these. */
const EXPECTED_PARAMETERS = ['entrypoint', 'utm_source', 'utm_campaign'] as const;

/** Milliseconds after a submit in which another one is the second half of a double click. */
const DOUBLE_CLICK = 1000;

/** Each attribute's property: `utm-source` => `utmSource`. */
const withProperty = (attribute: string) => ({
  attribute,
  property: attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
});

/** What decides over what is asked and sent. */
const SETTINGS = [
  'entrypoint',
  'entrypoint-experiment',
  'entrypoint-variation',
  'utm-source',
  'utm-medium',
  'utm-campaign',
  'utm-content',
  'utm-term',
  'context',
  'service',
  'fxa-url',
  'fxa-path',
  'action',
  'metrics',
  'url-attribution',
  'loading',
  'flow-timeout',
].map(withProperty);

/** What is only shown. */
const TEXTS = ['email', 'label', 'placeholder', 'button-label'].map(withProperty);

/** Stands among the changed properties for whatever is none: fields inside the tag, the flow, the language around. */
const ANYTHING = '';

/**
 * Whether nothing but texts has changed, so that all that is asked and sent stays. To look at it nevertheless took half
 * of the time of such an update.
 */
const onlyTexts = (changed: PropertyValues): boolean =>
  !changed.has(ANYTHING) &&
  [...changed.keys()].every((name) => TEXTS.some(({ property }) => property === name));

/** What the author wrote, with what the page's URL says, and without what the server has refused. */
const contentOf = (own: ResolvedSettings, pageQuery: string): ResolvedSettings =>
  withoutRefused(withAttribution(own, pageQuery));

/** Text and numbers as they are, nothing as an empty text; for anything else a text that no rule lets through. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value === null || value === undefined ? '' : `[${typeof value}]`;
}

/**
 * The e-mail form of Firefox Accounts (FxA), for pages that show its first step themselves: it asks FxA for a metrics
 * flow, carries the flow and the page's attribution along in hidden fields, and sends the visitor on to FxA. A sign-up
 * is never lost, whatever happens to the metrics, and FxA is never sent a value that it would refuse.
 *
 * Every `<input type="hidden">` inside the element goes along with the form.
 *
 * Around a `<form>` of the author's own, it enhances that form in place of drawing one: the form keeps its looks, its
 * `action`, `method` and `target`, and works before the script arrives and without it.
 *
 * @customElement fxa-email-form
 *
 * @slot heading - A heading above the form; empty by default.
 * @slot intro - A text between heading and form; empty by default.
 * @slot label - The label of the e-mail field, in place of `label`.
 * @slot button - The content of the button, in place of `button-label`.
 * @slot legal - The legal line, in place of the one with FxA's terms and privacy notice.
 *
 * @csspart form - The `<form>`.
 * @csspart heading - Around the slot `heading`.
 * @csspart intro - Around the slot `intro`.
 * @csspart label - The `<label>`.
 * @csspart input - The `<input type="email">`.
 * @csspart error - The message about an e-mail address that cannot be used.
 * @csspart button - The submit `<button>`.
 * @csspart legal - Around the slot `legal`.
 *
 * @cssproperty [--fxa-accent-color=light-dark(#0060df, #00ddff)] - Colour of the button and of focus rings.
 * @cssproperty [--fxa-accent-text-color=light-dark(#fff, #15141a)] - Colour of the text on the button.
 * @cssproperty [--fxa-text-color=inherit] - Colour of texts.
 * @cssproperty [--fxa-error-color=light-dark(#c50042, #ff848b)] - Colour of the error message.
 * @cssproperty [--fxa-field-color=light-dark(#fff, #23222b)] - Background of the e-mail field.
 * @cssproperty [--fxa-field-text-color=light-dark(#15141a, #fbfbfe)] - Colour of the text in the e-mail field.
 * @cssproperty [--fxa-border-color=#8f8f9e] - Border of the e-mail field.
 * @cssproperty [--fxa-border-radius=4px] - Corners of field and button.
 * @cssproperty [--fxa-gap=1em] - Room between field and button, and below them.
 * @cssproperty [--fxa-font-family=Inter, system-ui, sans-serif] - Font of everything inside.
 * @cssproperty [--fxa-max-width=40em] - The element grows no wider than this.
 *
 * @cssstate flow-pending - FxA is being asked for a flow.
 * @cssstate flow-ready - There is a flow, and it goes along.
 * @cssstate flow-failed - There is no flow; the form works without it.
 *
 * @fires {CustomEvent<Flow>} fxa-flow-ready - There is a flow.
 * @fires {CustomEvent<FlowErrorDetail>} fxa-flow-error - FxA was asked in vain; the form works without a flow.
 * @fires {CustomEvent<Rejection>} fxa-parameter-rejected - A value was left out, since FxA would refuse it.
 * @fires {CustomEvent<SubmitDetail>} fxa-submit - The form is about to go; `preventDefault()` keeps it.
 */
export class FxaEmailForm extends LitElement {
  static override styles = styles;

  static override properties: PropertyDeclarations = Object.fromEntries(
    [...SETTINGS, ...TEXTS].map(({ property, attribute }) => [property, { attribute }]),
  );

  /** The page or browser surface that holds the form. FxA asks every site for it. */
  declare entrypoint: Text;
  /** The experiment that the visitor is part of. */
  declare entrypointExperiment: Text;
  /** The visitor's variation in that experiment. */
  declare entrypointVariation: Text;
  /** The site or surface that led to the page. */
  declare utmSource: Text;
  /** The kind of link that led to the page, such as `email` or `cpc`. */
  declare utmMedium: Text;
  /** The campaign that the page is part of. */
  declare utmCampaign: Text;
  /** At FxA: the name of an A/B test. */
  declare utmContent: Text;
  /** At FxA: the cohort or variation in an A/B test. */
  declare utmTerm: Text;
  /** What the sign-in is for: `fx_desktop_v3`, `fx_fennec_v1` or `fx_ios_v1` where `service` is `sync`. */
  declare context: Text;
  /** `sync`, or the site's OAuth client id: 16 lower-case hexadecimal digits. */
  declare service: Text;
  /**
   * The FxA server: an `https:` address (`http:` on loopback) without query and hash; a path is kept.
   * Default: `https://accounts.firefox.com/`.
   */
  declare fxaUrl: Text;
  /** The page on that server which the form goes to, resolved against `fxaUrl`; for OAuth: `authorization`. */
  declare fxaPath: Text;
  /** An endpoint of the site's own that the form goes to in place of FxA, resolved against the page. */
  declare action: Text;
  /** Fills the e-mail field in; never overwrites what the visitor typed. */
  declare email: Text;
  /**
   * Whether the visitor has agreed to metrics: `on`: yes; `off`: no; `pending`: not asked yet; `auto`: yes, unless
   * Global Privacy Control or Do Not Track is on. Anything else counts as `off`. Default: `auto`.
   */
  declare metrics: Choice<'auto' | 'on' | 'off' | 'pending'>;
  /** `off`: the `utm_*` and the experiment in the page's own URL are left alone. Default: `on`. */
  declare urlAttribution: Choice<'on' | 'off'>;
  /** `lazy`: FxA is asked for a flow when the form is first in sight. Default: `eager`. */
  declare loading: Choice<'eager' | 'lazy'>;
  /** Milliseconds after which FxA's answer is no longer waited for; at most 2147483647. Default: 10000. */
  declare flowTimeout: number | string | null | undefined;
  /** The label of the e-mail field. In the page's language where none is given. */
  declare label: Text;
  /** The placeholder in the e-mail field. In the page's language where none is given. */
  declare placeholder: Text;
  /** The text of the button. In the page's language where none is given. */
  declare buttonLabel: Text;

  readonly #flow = new FlowController(this, {
    question: () => (this.#content.consent === 'on' ? this.#content : undefined),
    onAsk: () => {
      this.#readPage();
    },
    lazy: () => this.#content.lazy,
    timeout: () => this.#content.timeout,
    onAnswer: (answer) => {
      this.#announce(answer);
    },
  });
  readonly #firefox = new FirefoxDesktop(this, () => {
    const { parameters, fxaUrl } = this.#own;
    return parameters.service === 'sync' && this.#action === fxaUrl;
  });
  readonly #fields = new ManagedFields();
  readonly #localization = new Localization(this);
  readonly #internals = this.attachInternals();
  #observer: MutationObserver | undefined;
  /** The form that the author has put inside the element. */
  #authorForm: HTMLFormElement | null = null;
  #drawsForm = true;
  /** The e-mail field that a server has rendered, and whether the visitor was in it. */
  #earlier: { readonly input: HTMLInputElement; readonly focused: boolean } | undefined;
  /** Whether the author's field is held back by a message of ours. */
  #objected = false;
  /** What the author wrote, and what comes of it. Both are read before each rendering but that of a mere text. */
  #own!: ResolvedSettings;
  #content!: ResolvedSettings;
  #pageQuery = '';
  #reported: readonly Rejection[] = [];
  #shownState: FlowState = 'idle';
  #error: Node | undefined;
  #sentAt = -Infinity;

  constructor() {
    super();
    // In a form of the author's; the one in the shadow root is listened to there, since a submit does not leave it.
    this.addEventListener('submit', this.#onSubmit);
    this.addEventListener('input', this.#onInput);
    // The value may have changed without an event, and the browser looks at the field before anybody else can.
    this.addEventListener('click', this.#withdrawObjection, { capture: true });
  }

  /**
   * Registers the element, under a name of its own or in a registry of its own where wanted. A name that is taken is
   * left alone, so that two copies of the script on one page do no harm.
   */
  static define(tag = 'fxa-email-form', registry: CustomElementRegistry = customElements): void {
    if (registry.get(tag)) return;
    try {
      registry.define(tag, this);
    } catch {
      // A registry takes each class only once.
      registry.define(tag, class extends this {});
    }
  }

  /**
   * Adds the texts of a language, for every element on the page: from `fxa-email-form/locales/…`, or a page's own.
   *
   * @throws {RangeError} where `lang` is not a BCP 47 tag
   */
  static addLocale(locale: PartialLocale): void {
    addLocale(locale);
  }

  // FxA's parameters may also be spelled with underscores, as in the URLs that people paste them from.
  static override get observedAttributes(): string[] {
    const dashed = super.observedAttributes;
    const underscored = dashed.map((name) => name.replaceAll('-', '_'));
    return [...dashed, ...underscored.filter((name) => name.includes('_') && isParameterName(name))];
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    const underscored = name.replaceAll('-', '_');
    const attribute = name.replaceAll('_', '-');
    super.attributeChangedCallback(
      attribute,
      old,
      isParameterName(underscored) ? this.getAttribute(attribute) || this.getAttribute(underscored) : value,
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new MutationObserver(() => {
      this.requestUpdate();
    });
    this.#observer.observe(this, {
      childList: true,
      subtree: true,
      attributeFilter: ['type', 'name', 'value', 'disabled'],
    });
    listenToPage(this.#pageListener);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    leavePage(this.#pageListener);
    // Where it comes back, the next update writes them again.
    this.#fields.restore();
  }

  /** The flow that goes along with the form; `undefined` where there is none, or it is stale. */
  get flow(): Flow | undefined {
    return this.#flow.flow;
  }

  /** Where the flow stands: `idle`, `pending`, `ready` or `failed`. */
  get flowState(): FlowState {
    return this.#flow.state;
  }

  /** Asks FxA for another flow. Never rejects; ends as `undefined` where there is none to be had. */
  refreshFlow(): Promise<Flow | undefined> {
    return this.#flow.refresh();
  }

  /** Focuses the e-mail field. */
  override focus(options?: FocusOptions): void {
    this.#input?.focus(options);
  }

  /** Whether the e-mail address can be used. */
  checkValidity(): boolean {
    return !this.#problem();
  }

  /** As `checkValidity()`, and shows the visitor what is wrong. */
  reportValidity(): boolean {
    const problem = this.#problem();
    if (this.#authorForm) {
      // There is no place for a message of ours in the author's form, but the browser has one.
      const input = this.#input;
      this.#objected = Boolean(problem && input?.validity.valid);
      if (this.#objected) input?.setCustomValidity(problem);
      return input?.reportValidity() ?? true;
    }
    // Screen readers announce what is inserted: a message that comes again has to be another node.
    this.#error = problem ? document.createTextNode(problem) : undefined;
    // At once, so that the message describes the field when that gets the focus.
    if (this.isConnected) this.#updateNow();
    if (problem) this.focus();
    return !problem;
  }

  /** Sends the form as if the visitor had pressed the button. */
  requestSubmit(): void {
    this.#withdrawObjection();
    const form = this.#form;
    // By the prototype: a field called requestSubmit would hide the form's own.
    if (form) HTMLFormElement.prototype.requestSubmit.call(form);
  }

  /** What a server has rendered gives way to the form with everything in it. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = this.shadowRoot;
    if (!root) return super.createRenderRoot();
    const input = root.querySelector('input');
    if (input) this.#earlier = { input, focused: root.activeElement === input };
    root.replaceChildren();
    adoptStyles(root, FxaEmailForm.elementStyles);
    return root;
  }

  /**
   * As Lit's, but an update that no property asks for, and that so may be about anything, is seen to be one.
   *
   * @internal
   */
  override requestUpdate(name?: PropertyKey, ...rest: ChangeOfProperty): void {
    if (name === undefined) super.requestUpdate(ANYTHING, null);
    else super.requestUpdate(name, ...rest);
  }

  override willUpdate(changed: PropertyValues): void {
    if (onServer) {
      this.#content = withRelativeAction(this.#readContent(), asText(this.action));
      return;
    }
    // What the observer has not told of yet counts already.
    if (this.#observer?.takeRecords().length) changed.set(ANYTHING, null);
    if (onlyTexts(changed)) return;
    this.#authorForm = this.querySelector('form');
    const before = this.#own as ResolvedSettings | undefined;
    const own = this.#readContent();
    this.#own = own;
    // In a single-page app the URL moves on; what counts is the one at the moment in which FxA is asked.
    if (own.flowKey !== before?.flowKey || own.urlAttribution !== before.urlAttribution) {
      this.#pageQuery = location.search;
    }
    this.#content = contentOf(own, this.#pageQuery);
  }

  override render(): TemplateResult {
    if (this.#authorForm) return html`<slot></slot>`;
    const { action, fxaUrl } = this.#content;
    const { texts, dir } = this.#localization;
    // The page, or the author's texts around, may be in another language. A template of its own for each of these texts
    // would be shorter, and make drawing 5 % slower.
    const unless = (given: Text, own: string) => (given ? nothing : own);
    const link = (page: string, text: string) => html`<a href=${`${fxaUrl}legal/${page}`}>${text}</a>`;
    // The browser's own checks would show their message over the page; ours shows the same one beside the field.
    const form = html`
      <form
        id="form"
        part="form"
        method="get"
        action=${action}
        dir=${dir}
        ?novalidate=${!onServer}
        @submit=${this.#onSubmit}
      >
        <div part="heading"><slot name="heading"></slot></div>
        <div part="intro"><slot name="intro"></slot></div>
        <label part="label" for="email">
          <slot name="label">
            <span lang=${unless(this.label, texts.lang)} dir=${unless(this.label, texts.dir)}>
              ${this.label || texts.label}
            </span>
          </slot>
        </label>
        <div class="field">
          <input
            part="input"
            id="email"
            name="email"
            type="email"
            dir="ltr"
            autocomplete="email"
            required
            placeholder=${this.placeholder || texts.placeholder}
            value=${this.email || nothing}
            aria-invalid=${this.#error ? 'true' : nothing}
            aria-describedby="error"
          />
          <p part="error" id="error" role="alert" dir="auto">${this.#error}</p>
        </div>
        <button part="button">
          <slot name="button">
            <span lang=${unless(this.buttonLabel, texts.lang)} dir=${unless(this.buttonLabel, texts.dir)}>
              ${this.buttonLabel || texts.button}
            </span>
          </slot>
        </button>
        <div part="legal">
          <slot name="legal">
            <span lang=${texts.lang} dir=${texts.dir}>
              ${fill(texts.legal, {
                terms: link('terms', texts.terms),
                privacy: link('privacy', texts.privacy),
              })}
            </span>
          </slot>
        </div>
      </form>
    `;
    return onServer ? renderOnServer(form, this.#sentFields) : form;
  }

  override firstUpdated(): void {
    const { input, focused } = this.#earlier ?? {};
    // What the visitor has typed before the script came.
    if (input && this.#input && input.value !== input.defaultValue) this.#input.value = input.value;
    if (focused) this.focus();
    this.#earlier = undefined;
    this.#warnOfMissing();
  }

  override updated(changed: PropertyValues): void {
    const input = this.#authorForm && this.#input;
    if (input && this.email && input.defaultValue !== this.email) input.defaultValue = this.email;
    if (onlyTexts(changed)) return;
    this.#showStyles();
    this.#writeFields();
    this.#showState(this.#flow.state);
    this.#report();
  }

  get #form(): HTMLFormElement | null | undefined {
    if (this.isConnected && !this.hasUpdated) this.performUpdate();
    return this.#authorForm ?? this.shadowRoot?.querySelector('form');
  }

  get #input(): HTMLInputElement | null | undefined {
    return this.#form?.querySelector<HTMLInputElement>('input[type=email], input[name=email]');
  }

  /** Where the form goes, without a query. */
  get #action(): string | undefined {
    if (!this.#authorForm) return this.#content.action;
    // By the attribute: a field called action hides the form's property.
    const url = safeUrl(this.#authorForm.getAttribute('action') ?? '', this.baseURI);
    return url && url.origin + url.pathname;
  }

  /** A form of the author's wears the page's style, and nothing moves when the element takes it over. */
  #showStyles(): void {
    const drawsForm = !this.#authorForm;
    if (drawsForm === this.#drawsForm || !this.shadowRoot) return;
    this.#drawsForm = drawsForm;
    adoptStyles(this.shadowRoot, drawsForm ? FxaEmailForm.elementStyles : []);
  }

  /** Takes the page's URL as it is now. */
  #readPage(): void {
    this.#pageQuery = location.search;
    this.#content = contentOf(this.#own, this.#pageQuery);
    this.requestUpdate();
  }

  #readContent(): ResolvedSettings {
    const attributes: Record<string, string> = {};
    SETTINGS.forEach(({ property, attribute }) => {
      const text = this.#text(property, attribute);
      if (text) attributes[attribute] = text;
    });
    // The author's own form keeps its action.
    if (this.#authorForm) attributes.action = attributes['fxa-path'] = '';
    return resolveSettings(
      {
        attributes,
        fields: this.#authorFields(),
        baseUrl: onServer ? UNKNOWN_PAGE : this.baseURI,
        optedOut: !onServer && isOptedOut(navigator),
      },
      onServer ? undefined : navigator,
    );
  }

  #text(property: string, attribute: string): string {
    const value: unknown = this[property as keyof this];
    // A server knows of one spelling only when it sets properties from attributes.
    return asText(onServer ? (value ?? this.getAttribute(attribute.replaceAll('-', '_'))) : value);
  }

  /** The author's hidden fields, but for those that go along anyway with the author's form. */
  #authorFields(): Field[] {
    if (onServer) return [];
    return [...this.querySelectorAll<HTMLInputElement>('input[type=hidden]')]
      .filter(
        (input) =>
          this.#fields.isAuthors(input) && (isManaged(input.name) || !this.#authorForm?.contains(input)),
      )
      .map((input) => [input.name, input.value]);
  }

  /** The hidden fields that go along. */
  get #sentFields(): Field[] {
    return [
      ...Object.entries(this.#content.parameters),
      ...Object.entries(flowParameters(this.flow)),
      ...this.#content.others,
    ];
  }

  #writeFields(): void {
    const form = this.#form;
    if (!form) return;
    this.#fields.write(form, this.#sentFields);
    if (this.#authorForm) this.#fields.replaceIn(this.#authorForm);
    // What has just been written into a form of the author's is no news.
    this.#observer?.takeRecords();
  }

  /** Brings everything up to date at once, as is needed in the moment in which the form goes. */
  #updateNow(): void {
    this.requestUpdate();
    this.performUpdate();
  }

  #onSubmit(event: SubmitEvent): void {
    if (event.defaultPrevented || event.target !== this.#form) return;
    if (event.timeStamp - this.#sentAt < DOUBLE_CLICK || !this.reportValidity()) {
      event.preventDefault();
      return;
    }
    this.#updateNow();
    const { flow } = this;
    const handedOver = this.#firefox.available;
    const detail = { parameters: this.#content.parameters, ...(flow && { flow }), handedOver };
    if (!this.#dispatch('fxa-submit', detail, true)) {
      event.preventDefault();
      return;
    }
    // Listeners may have changed something that is to go along.
    this.#updateNow();
    if (handedOver) {
      this.#firefox.handOver(this.#input?.value ?? '', this.#content.parameters, this.flow);
      event.preventDefault();
    }
    this.#sentAt = event.timeStamp;
    SharedFlow.forgiveFailures();
  }

  readonly #pageListener = {
    handleEvent: ({ type }: Event): void => {
      if (type === 'pageshow') this.#sentAt = -Infinity;
    },
  };

  #withdrawObjection(): void {
    if (this.#objected) this.#input?.setCustomValidity('');
    this.#objected = false;
  }

  #onInput(): void {
    this.#withdrawObjection();
    if (this.#error && !this.#problem()) this.reportValidity();
  }

  /** What keeps the address from being used, in words for the visitor; empty where nothing does. */
  #problem(): string {
    this.#withdrawObjection();
    const input = this.#input;
    const { incompleteEmail } = this.#localization.texts;
    if (!input?.validity.valid) return input?.validationMessage || incompleteEmail;
    return isAccepted('email', input.value) ? '' : incompleteEmail;
  }

  #announce(answer: FlowResult): void {
    if (answer.flow) {
      this.#dispatch('fxa-flow-ready', answer.flow);
      return;
    }
    const { code, status, rejected } = answer.failure;
    const url = `${this.#content.fxaUrl}metrics-flow`;
    const { origin } = location;
    const causes =
      code === 'unreachable'
        ? ` The usual causes: FxA's allow-list lacks ${origin}; the page's Content-Security-Policy ` +
          `lacks connect-src ${new URL(url).origin}; ` +
          `the network. To find out: npx fxa-email-form check --origin ${origin}`
        : '';
    const reason = status ? `${code}, status ${status}` : code;
    warnOnce(`got no flow from ${url} (${reason}); the form works without.${causes}`);
    this.#dispatch('fxa-flow-error', { code, ...(status && { status }), ...(rejected && { rejected }) });
  }

  /** Names each value that is left out, once for as long as it stays there. */
  #report(): void {
    const { parameters, rejections } = this.#content;
    const reported = this.#reported;
    this.#reported = rejections;
    // What comes from the page's URL is not the author's to mend.
    const mendable = withoutRefused(this.#own).rejections;
    for (const rejection of rejections) {
      const { name, value, reason, rule } = rejection;
      if (reported.some((one) => one.name === name && one.value === value)) continue;
      if (mendable.includes(rejection)) warnOnce(`left out ${name}="${value}": it has to be ${rule}.`);
      this.#dispatch('fxa-parameter-rejected', { name, value, reason });
    }
    const { context, service } = parameters;
    if (service === 'sync' && context && !SYNC_CONTEXTS.includes(context)) {
      warnOnce(
        `keeps context="${context}", but for service="sync" FxA lists ${SYNC_CONTEXTS.join(', ')} only.`,
      );
    }
  }

  #warnOfMissing(): void {
    const { parameters, rejections } = this.#own;
    const missing = EXPECTED_PARAMETERS.filter(
      (name) => !parameters[name] && !rejections.some((rejection) => rejection.name === name),
    );
    if (missing.length) warnOnce(`has no ${missing.join(', ')}; FxA asks every site for it.`);
  }

  #showState(state: FlowState): void {
    if (state === this.#shownState) return;
    try {
      this.#internals.states.delete(`flow-${this.#shownState}`);
      if (state !== 'idle') this.#internals.states.add(`flow-${state}`);
    } catch {
      // Engines older than :state() take other names, or none; nothing depends on the states.
    }
    this.#shownState = state;
  }

  #dispatch<T extends keyof FxaEmailFormEventMap>(
    type: T,
    detail: FxaEmailFormEventMap[T]['detail'],
    cancelable = false,
  ): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, cancelable, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'fxa-email-form': FxaEmailForm;
  }
}
