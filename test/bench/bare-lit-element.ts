/** A Lit element that draws the same as the form does, and does nothing: the yardstick for what the form's work costs. */
import { html, LitElement, nothing, unsafeCSS, type PropertyDeclarations, type TemplateResult } from 'lit';
import { styles } from '../../src/element/styles.js';

/** `<bare-lit-form>`. */
export class BareLitForm extends LitElement {
  static override styles = unsafeCSS(styles);

  static override properties: PropertyDeclarations = {
    entrypoint: {},
    utmSource: { attribute: 'utm-source' },
    utmCampaign: { attribute: 'utm-campaign' },
    utmTerm: { attribute: 'utm-term' },
    fxaUrl: { attribute: 'fxa-url' },
    buttonLabel: { attribute: 'button-label' },
  };

  declare entrypoint: string | undefined;
  declare utmSource: string | undefined;
  declare utmCampaign: string | undefined;
  declare utmTerm: string | undefined;
  declare fxaUrl: string | undefined;
  declare buttonLabel: string | undefined;

  override render(): TemplateResult {
    const link = (page: string, text: string) =>
      html`<a href=${`${this.fxaUrl ?? ''}legal/${page}`}>${text}</a>`;
    return html`
      <form
        id="form"
        part="form"
        method="get"
        accept-charset="utf-8"
        action=${this.fxaUrl ?? nothing}
        target=${nothing}
        dir=${'ltr'}
        aria-label=${'Enter your email'}
        ?novalidate=${true}
        @submit=${this.#onSubmit}
        @formdata=${this.#onFormData}
      >
        <div part="heading"><slot name="heading"></slot></div>
        <div part="intro"><slot name="intro"></slot></div>
        <label part="label" for="email">
          <slot name="label"><span lang=${'en'} dir=${'ltr'}>${'Enter your email'}</span></slot>
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
            ?autofocus=${this.autofocus}
            placeholder=${'user@example.com'}
            value=${nothing}
            aria-invalid=${nothing}
            aria-describedby="error"
          />
          <p part="error" id="error" role="alert" dir="auto">${undefined}</p>
        </div>
        <button part="button">
          <slot name="button">
            <span lang=${this.buttonLabel ? nothing : 'en'} dir=${this.buttonLabel ? nothing : 'ltr'}>
              ${this.buttonLabel || 'Continue'}
            </span>
          </slot>
        </button>
        <div part="legal">
          <slot name="legal">
            <span lang=${'en'} dir=${'ltr'}>
              ${[
                'By continuing, you accept the ',
                link('terms', 'Terms of Service'),
                ' and ',
                link('privacy', 'Privacy Notice'),
                '.',
              ]}
            </span>
          </slot>
        </div>
      </form>
    `;
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
  }

  #onFormData(): void {
    // The form writes its hidden fields here.
  }
}

customElements.define('bare-lit-form', BareLitForm);
