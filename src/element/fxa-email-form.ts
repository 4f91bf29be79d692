/** The form: what the author and the visitor give it, and where it goes. */
import { unsafeCSS, type TemplateResult } from 'lit';
import type { PartialLocale } from '../locales/locale.js';
import { canHandOver } from '../rules/addresses.js';
import { flowFields } from '../rules/flow.js';
import type { Field } from '../rules/page-url.js';
import { documentMember, leavePage, listenToPage } from '../flow/page-events.js';
import { AuthorForm, findAuthorForm } from './author-form.js';
import { define } from './define.js';
import { DrawnForm } from './drawn-form.js';
import type { EmailForm } from './email-form.js';
import { FirefoxDesktop } from './firefox-desktop.js';
import { postponed, type FirstDrawing } from './first-drawing.js';
import { styles } from './styles.js';
import { FxaElement, namesOf, withProperties, type AuthoredParts, type Text } from './fxa-element.js';
import { formsChanged } from './form-owners.js';
import { inside, requestSubmit } from './html-members.js';
import { isParameterName, PARAMETERS } from '../rules/parameters.js';
import { addLocale, Localization } from './localization.js';
import { onServer } from './on-server.js';
import { relativeAction, renderOnServer, takeServerRendered } from './server-rendering.js';
import { showStyles } from './style-sheets.js';
import { Submission } from './submission.js';

/** Whether the element alone can write the field `name`. The e-mail address is the visitor's. */
const isReserved = (name: string): boolean =>
  name !== 'email' && isParameterName(name) && PARAMETERS[name].reserved;

/** What is only shown. */
const TEXTS = ['email', 'target', 'label', 'placeholder', 'button-label'];

/**
 * The e-mail form of Firefox Accounts (FxA), for pages that show its first step themselves: it asks FxA for a metrics
 * flow, carries the flow and the page's attribution along in hidden fields, and sends the visitor on to FxA. A sign-up
 * is never lost, whatever happens to the metrics, and FxA is never sent a value that it would refuse.
 *
 * Every `<input type="hidden">` inside the element is sent with the form.
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
 * @cssstate flow-pending - A flow request is in flight.
 * @cssstate flow-ready - There is a flow, and it is sent.
 * @cssstate flow-failed - There is no flow; the form works without it.
 * @cssstate submitting - The form is on its way, and the page still there.
 *
 * @fires {CustomEvent<Flow>} fxa-flow-ready - There is a flow.
 * @fires {CustomEvent<FlowErrorDetail>} fxa-flow-error - The flow request has failed; the form works without a flow.
 * @fires {CustomEvent<Rejection>} fxa-parameter-rejected - A value was left out, since FxA would refuse it.
 * @fires {CustomEvent<SubmitDetail>} fxa-submit - The form is about to go; `preventDefault()` cancels it.
 */
export class FxaEmailForm extends FxaElement {
  /**
   * For rendering on servers; in a page, {@link showStyles} sees to it.
   *
   * @internal
   */
  static override styles = onServer ? unsafeCSS(styles) : [];

  /**
   * Who comes back to a page that has to be loaded anew finds what they typed, but browsers leave shadow roots out of it:
   * they ask elements that are associated with forms.
   *
   * @internal
   */
  static formAssociated = true;

  static override settings = [...FxaElement.settings, ...namesOf(['fxa-path', 'action'])];

  static override properties = withProperties(['fxa-path', 'action', ...TEXTS]);

  /** @internal */
  static override watched = ['action', 'disabled', 'form', 'name', 'slot', 'type', 'value'];

  /** The page on that server which the form goes to, resolved against `fxaUrl`; for OAuth: `authorization`. */
  declare fxaPath: Text;
  /** An endpoint of the site's own that the form goes to in place of FxA, resolved against the page. */
  declare action: Text;
  /** Where the drawn form opens, as in HTML. In a frame `_top`, since FxA refuses to be framed. */
  declare target: Text;
  /** Fills the e-mail field in; never overwrites what the visitor typed. */
  declare email: Text;
  /** The label of the e-mail field. In the page's language where none is given. */
  declare label: Text;
  /** The placeholder in the e-mail field. In the page's language where none is given. */
  declare placeholder: Text;
  /** The text of the button. In the page's language where none is given. */
  declare buttonLabel: Text;

  readonly #firefox = new FirefoxDesktop(this, () => {
    const { fxaUrl, parameters } = this.flowController.settings;
    return canHandOver(fxaUrl, parameters) && this.#destination === fxaUrl;
  });
  readonly #localization = new Localization(this);
  readonly #submission = new Submission(this, this.#firefox);
  readonly #drawnForm = new DrawnForm(
    this,
    this.#localization,
    () => this.#place,
    this.#submission.handleEvent,
  );
  #form: EmailForm = this.#drawnForm;
  #styled: boolean | undefined;
  #focused = false;
  /** Until the form is drawn, or waits for it. */
  #firstDrawing: FirstDrawing | undefined = postponed(this);

  constructor() {
    super('fxa-email-form');
    // For a form of the author's; the drawn one tells of its events itself, since they do not leave the shadow root.
    for (const type of ['submit', 'formdata'])
      this.addEventListener(type, this.#submission.handleEvent, true);
    for (const type of ['input', 'change']) this.addEventListener(type, this.#onInput);
    // The value may have changed without an event, and the browser looks at the field before anybody else can.
    this.addEventListener(
      'click',
      () => {
        this.#form.fieldChanged(() => this.#problem());
      },
      true,
    );
  }

  /**
   * Registers the element, under a name of its own or in a registry of its own where wanted. A name that is taken is
   * left alone, so that two copies of the script on one page do no harm.
   */
  static define(tag = 'fxa-email-form', registry: CustomElementRegistry = customElements): void {
    define(this, tag, registry);
  }

  /**
   * Adds the texts of a language, for every element on the page: from `fxa-email-form/locales/…`, or a page's own.
   *
   * @throws {RangeError} where `lang` is not a BCP 47 tag
   */
  static addLocale(locale: PartialLocale): void {
    addLocale(locale);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    listenToPage(this.#pageListener);
    formsChanged();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    leavePage(this.#pageListener);
    formsChanged();
    this.#form.restore();
  }

  /** A constructed style sheet stays behind in the document that it was made for. */
  adoptedCallback(): void {
    this.#styled = undefined;
    this.requestUpdate();
  }

  /**
   * The browser has kept what was typed the last time.
   *
   * @internal
   */
  formStateRestoreCallback(typed: string): void {
    this.#drawnForm.typed ??= typed;
    this.#drawnForm.fillIn();
  }

  /** @internal */
  override get ownsLinks(): boolean {
    return true;
  }

  /** The address as it would be sent: without blanks around it, its domain in ASCII. Empty where there is none. */
  get value(): string {
    return this.currentForm().value;
  }

  /** Focuses the e-mail field. */
  override focus(options?: FocusOptions): void {
    this.currentForm().field?.focus(options);
  }

  /** Whether the e-mail address can be used. */
  checkValidity(): boolean {
    return !this.#problem();
  }

  /** As `checkValidity()`, and shows the visitor what is wrong. */
  reportValidity(): boolean {
    return this.#form.show(this.#problem());
  }

  /** Sends the form as if the visitor had pressed the button. */
  requestSubmit(): void {
    const { form } = this.currentForm();
    this.#form.fieldChanged(() => this.#problem());
    if (form && this.isConnected) requestSubmit(form);
  }

  /** @internal */
  currentForm(): EmailForm {
    this.updateNow();
    return this.#form;
  }

  /** @internal */
  get sentFields(): Field[] {
    const { extraFields, parameters } = this.flowController.settings;
    return [...Object.entries(parameters), ...Object.entries(flowFields(this.flow)), ...extraFields];
  }

  /** @internal */
  showSubmitting(submitting: boolean): void {
    this.showState('submission', submitting ? 'submitting' : '');
  }

  /** @internal */
  announce(): boolean {
    this.updateNow();
    const { flow } = this;
    const detail = {
      parameters: { ...this.flowController.settings.parameters },
      ...(flow && { flow: { ...flow } }),
      handedOver: this.#firefox.available,
    };
    const goes = this.reports.dispatch('fxa-submit', detail, true);
    // Listeners may have changed something that is to be sent.
    this.updateNow();
    return goes;
  }

  /** What a server has rendered gives way to the form with everything in it. */
  protected override createRenderRoot(): ShadowRoot {
    const rendered = this.shadowRoot;
    if (rendered) {
      ({ typed: this.#drawnForm.typed, focused: this.#focused } = takeServerRendered(rendered));
      return rendered;
    }
    // With delegatesFocus, a dialog that opens focuses the field; but each click on a text would do so, too.
    return this.attachShadow({ mode: 'open', delegatesFocus: this.autofocus });
  }

  /** The request leaves now, the form may be drawn a task later. Whatever calls into it until then draws it at once. */
  protected override scheduleUpdate(): Promise<void> | undefined {
    const first = this.#firstDrawing;
    this.#firstDrawing = undefined;
    if (!first || this.hasUpdated) {
      this.performUpdate();
      return undefined;
    }
    (this.renderRoot as ShadowRoot).adoptedStyleSheets = [first.place];
    this.willUpdate();
    this.flowController.hostUpdate();
    return first.task.then(() => {
      this.performUpdate();
    });
  }

  protected override willUpdate(): void {
    if (!onServer) this.#chooseForm();
    super.willUpdate();
  }

  override render(): TemplateResult {
    const form = this.#form.render();
    return onServer ? renderOnServer(form, this.sentFields) : form;
  }

  protected override firstUpdated(): void {
    super.firstUpdated();
    this.#drawnForm.fillIn();
    const nobody = () => documentMember('activeElement') === documentMember('body');
    if (this.#focused || (this.autofocus && nobody())) this.#form.field?.focus();
  }

  protected override authoredParts(): AuthoredParts {
    const fields = [...this.#form.authoredFields(), ...this.#looseFields()];
    // These only the element can write: an author's that says something else is not used.
    const unused = fields.filter(([name, value]) => isReserved(name) && value !== 'email');
    if (unused.length) {
      const names = unused.map(([name]) => name).join(', ');
      this.reports.warn(`does not use the field ${names} that the page gives: it writes it itself.`);
    }
    return { formType: 'email', fields, formAction: this.#form.authoredAction };
  }

  protected override writeSettings(): void {
    this.#form.prefill(this.email ?? '');
    this.#showStyles();
    formsChanged();
    this.#warnOfStrangers();
  }

  /** The flow is of no use where the form goes neither to its FxA server nor to the site itself. */
  #warnOfStrangers(): void {
    const { fxaUrl } = this.flowController.settings;
    const { authoredAction: action } = this.#form;
    if (!action) return;
    const { origin } = new URL(action);
    if (origin !== location.origin && origin !== new URL(fxaUrl).origin) {
      this.reports.warn(
        `asks ${fxaUrl} for a flow, but its form goes to ${action}. Set fxa-url to the server of the form.`,
      );
    }
  }

  /** Where the form goes. */
  get #destination(): string {
    return this.#form.authoredAction || this.flowController.settings.action;
  }

  /** Where the drawn form goes. */
  get #place(): { action: string; fxaUrl: string } {
    const { action, fxaUrl } = this.flowController.settings;
    return { action: onServer ? relativeAction(action, this.action ?? '') : action, fxaUrl };
  }

  #chooseForm(): void {
    const form = findAuthorForm(this, (element) => element instanceof FxaEmailForm);
    if (form === (this.#form === this.#drawnForm ? undefined : this.#form.form)) return;
    this.#form.restore();
    this.#form = form ? new AuthorForm(form) : this.#drawnForm;
  }

  /** Hidden inputs inside the element that belong to no form. */
  #looseFields(): Field[] {
    if (onServer) return [];
    return inside(this, 'input')
      .filter(({ disabled, form, type }) => type === 'hidden' && !form && !disabled)
      .map(({ name, value }) => [name, value]);
  }

  #showStyles(): void {
    const { styled } = this.#form;
    if (styled === this.#styled) return;
    this.#styled = styled;
    showStyles(this.renderRoot as ShadowRoot, styled);
  }

  /** What is wrong with the address, in words for the visitor; empty where nothing is. */
  #problem(): string {
    const { problem } = this.currentForm();
    return problem ? this.#localization.texts[`${problem}Email`] : '';
  }

  readonly #onInput = (): void => {
    this.showSubmitting(false);
    const { field } = this.#drawnForm;
    // As state it is only kept for the way back; as a value it would be sent with a form around the element.
    if (field) this.internals?.setFormValue?.(null, field.value);
    this.#form.fieldChanged(() => this.#problem());
    // A field of the author's may be one of FxA's.
    this.requestUpdate();
  };

  readonly #pageListener = {
    handleEvent: ({ type }: Event): void => {
      if (type === 'pageshow') this.#submission.reset();
    },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'fxa-email-form': FxaEmailForm;
  }
}
