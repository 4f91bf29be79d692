/** A Lit element that draws the same as the form does, and does nothing: the yardstick for what the form's work costs. */
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { styles } from '../../src/element/styles.js';

/** The values of the fields that a flow has. */
export interface FlowFields {
  readonly id: string;
  readonly beginTime: string;
  readonly deviceId: string;
}

/** `<bare-lit-form>`. */
export class BareLitForm extends LitElement {
  static override styles = styles;

  static override properties: PropertyDeclarations = {
    entrypoint: {},
    utmSource: { attribute: 'utm-source' },
    utmCampaign: { attribute: 'utm-campaign' },
    utmTerm: { attribute: 'utm-term' },
    fxaUrl: { attribute: 'fxa-url' },
    buttonLabel: { attribute: 'button-label' },
    flow: { attribute: false },
  };

  declare entrypoint: string | undefined;
  declare utmSource: string | undefined;
  declare utmCampaign: string | undefined;
  declare utmTerm: string | undefined;
  declare fxaUrl: string | undefined;
  declare buttonLabel: string | undefined;
  /** It never asks for one. */
  declare flow: FlowFields | undefined;

  override render(): TemplateResult {
    const link = (page: string, text: string) =>
      html`<a href=${`${this.fxaUrl ?? ''}legal/${page}`}>${text}</a>`;
    return html`
      <form
        part="form"
        method="get"
        action=${this.fxaUrl ?? nothing}
        dir="ltr"
        novalidate
        @submit=${this.#onSubmit}
      >
        <div part="heading"><slot name="heading"></slot></div>
        <div part="intro"><slot name="intro"></slot></div>
        <label part="label" for="email">
          <slot name="label"><span lang="en" dir="ltr">${'Enter your email'}</span></slot>
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
            <span lang="en" dir="ltr">
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
        <input type="hidden" name="action" value="email" />
        <input type="hidden" name="form_type" value="email" />
        <input type="hidden" name="entrypoint" value=${this.entrypoint ?? nothing} />
        <input type="hidden" name="utm_source" value=${this.utmSource ?? nothing} />
        <input type="hidden" name="utm_campaign" value=${this.utmCampaign ?? nothing} />
        ${this.utmTerm ? html`<input type="hidden" name="utm_term" value=${this.utmTerm} />` : nothing}
        ${
          this.flow
            ? html`
                <input type="hidden" name="flow_id" value=${this.flow.id} />
                <input type="hidden" name="flow_begin_time" value=${this.flow.beginTime} />
                <input type="hidden" name="device_id" value=${this.flow.deviceId} />
              `
            : nothing
        }
      </form>
    `;
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
  }
}

customElements.define('bare-lit-form', BareLitForm);
