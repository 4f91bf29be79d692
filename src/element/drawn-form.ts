/** The form that the element draws itself. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Locale } from '../locales/locale.js';
import { EmailForm } from './email-form.js';
import { fill, type Localization } from './localization.js';
import { onServer } from './on-server.js';
import { targetFor } from './surroundings.js';

/** What the form shows, as its element has it. */
export interface DrawnFormHost extends HTMLElement {
  readonly label: string | null | undefined;
  readonly placeholder: string | null | undefined;
  readonly buttonLabel: string | null | undefined;
  readonly email: string | null | undefined;
  readonly target: string | null | undefined;
  /** Draws what has changed, at once. */
  updateNow(): void;
}

/** Where the form goes, and what links in it lead to. */
interface Place {
  readonly action: string;
  readonly fxaUrl: string;
}

export class DrawnForm extends EmailForm {
  readonly styled = true;
  /** What the visitor typed before this form was drawn. */
  typed: string | undefined;
  readonly #host: DrawnFormHost;
  readonly #localization: Localization;
  readonly #place: () => Place;
  readonly #onEvent: (event: Event) => void;
  #error: Text | undefined;

  constructor(
    host: DrawnFormHost,
    localization: Localization,
    place: () => Place,
    onEvent: (event: Event) => void,
  ) {
    super();
    this.#host = host;
    this.#localization = localization;
    this.#place = place;
    this.#onEvent = onEvent;
  }

  get form(): HTMLFormElement | null {
    return this.#host.shadowRoot?.querySelector('form') ?? null;
  }

  get field(): HTMLInputElement | null {
    return this.#host.shadowRoot?.querySelector('input') ?? null;
  }

  get authoredAction(): '' {
    return '';
  }

  authoredFields(): [] {
    return [];
  }

  render(): TemplateResult {
    const { action, fxaUrl } = this.#place();
    const { texts, dir } = this.#localization;
    const host = this.#host;
    // The page, or the author's texts around, may be in another language. A template of its own for each of these texts
    // would be shorter, and make drawing 5 % slower.
    const unless = (given: string | null | undefined, own: string) => (given ? nothing : own);
    const link = (page: string, text: string) => html`<a href=${`${fxaUrl}legal/${page}`}>${text}</a>`;
    const target = host.target || targetFor(host) || nothing;
    // The browser's own checks would show their message over the page; ours stands beside the field.
    return html`
      <form
        id="form"
        part="form"
        method="get"
        accept-charset="utf-8"
        action=${action}
        target=${target}
        dir=${dir}
        aria-label=${host.label || texts.label}
        ?novalidate=${!onServer}
        @submit=${this.#onEvent}
        @formdata=${this.#onEvent}
      >
        <div part="heading"><slot name="heading"></slot></div>
        <div part="intro"><slot name="intro"></slot></div>
        <label part="label" for="email">
          <slot name="label">
            <span lang=${unless(host.label, texts.lang)} dir=${unless(host.label, texts.dir)}>
              ${host.label || texts.label}
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
            ?autofocus=${host.autofocus}
            placeholder=${host.placeholder || texts.placeholder}
            value=${host.email || nothing}
            aria-invalid=${this.#error ? 'true' : nothing}
            aria-describedby="error"
          />
          <p part="error" id="error" role="alert" dir="auto">${this.#error}</p>
        </div>
        <button part="button">
          <slot name="button">
            <span lang=${unless(host.buttonLabel, texts.lang)} dir=${unless(host.buttonLabel, texts.dir)}>
              ${host.buttonLabel || texts.button}
            </span>
          </slot>
        </button>
        <div part="legal">
          <slot name="legal">
            <span lang=${texts.lang} dir=${texts.dir}>${legalLine(texts, link)}</span>
          </slot>
        </div>
      </form>
    `;
  }

  /** Puts what was typed into the field, unless something else stands there by now. */
  fillIn(): void {
    if (this.typed === undefined) return;
    const { field } = this;
    if (field && field.value === field.defaultValue) field.value = this.typed;
  }

  prefill(): void {
    // The template has done so.
  }

  show(problem: string): boolean {
    this.#say(problem);
    if (problem) this.field?.focus();
    return !problem;
  }

  fieldChanged(problem: () => string): void {
    const text = this.#error && problem();
    if (text !== this.#error?.data) this.#say(text);
  }

  checks(): boolean {
    return true;
  }

  restore(): void {
    // Nothing of the author's was touched.
  }

  #say(problem: string | undefined): void {
    // Screen readers announce what is inserted: a message that comes again has to be another node.
    this.#error = problem ? document.createTextNode(problem) : undefined;
    // At once, so that the message describes the field when that gets the focus.
    this.#host.updateNow();
  }
}

const legalLine = ({ legal, terms, privacy }: Locale, link: (page: string, text: string) => TemplateResult) =>
  fill(legal, { terms: link('terms', terms), privacy: link('privacy', privacy) });
