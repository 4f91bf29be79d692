/** One setting with its name, its line of explanation, and what is wrong with it. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

/** What a field shows. */
export interface FieldOptions {
  readonly name: string;
  /** What stands above it. Default: the name, as code. */
  readonly label?: string;
  readonly description?: string | undefined;
  readonly value: string;
  /** What holds where nothing is set. */
  readonly byDefault?: string | undefined;
  /** The values to choose from, with what they are called. Without any, the field takes text. */
  readonly choices?: readonly (readonly [value: string, label: string])[];
  /** What is wrong with the value; empty where nothing is. */
  readonly problem?: string;
  /** A colour field beside it has this colour. */
  readonly colour?: string | undefined;
  /** Hears of each letter; without it, the whole text alone counts. */
  readonly draft?: ((value: string) => void) | undefined;
  readonly set: (value: string) => void;
}

/** Text in which what stands in backticks is code. */
export const prose = (text: string): (string | TemplateResult)[] =>
  text.split('`').map((piece, index) => (index % 2 ? html`<code>${piece}</code>` : piece));

const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

export function field(options: FieldOptions): TemplateResult {
  const { name, label, description, value, byDefault, choices, problem, colour, draft, set } = options;
  const id = `set-${name.replace(/\W+/g, '-')}`;
  const described = [...(description ? [`${id}-about`] : []), ...(problem ? [`${id}-problem`] : [])].join(
    ' ',
  );
  const change = (event: Event) => {
    set(valueOf(event).trim());
  };
  const typed =
    draft &&
    ((event: Event) => {
      draft(valueOf(event));
    });
  const control = choices
    ? html`<select
        id=${id}
        name=${name}
        aria-describedby=${described || nothing}
        .value=${live(value)}
        @change=${change}
      >
        ${choices.map(
          ([choice, text]) => html`<option value=${choice} ?selected=${choice === value}>${text}</option>`,
        )}
      </select>`
    : html`<input
        id=${id}
        name=${name}
        autocomplete="off"
        spellcheck="false"
        placeholder=${byDefault ?? ''}
        aria-describedby=${described || nothing}
        aria-invalid=${problem ? 'true' : nothing}
        .value=${live(value)}
        @change=${change}
        @input=${typed ?? nothing}
      />`;
  return html`
    <div class="field" ?data-invalid=${Boolean(problem)}>
      <label for=${id}>${label ?? html`<code>${name}</code>`}</label>
      <div class="control">
        ${colour ? html`<input type="color" aria-label=${`Pick ${name}`} .value=${live(colour)} @input=${typed ?? nothing} @change=${change} />` : nothing}
        ${control}
      </div>
      <p class="problem" id=${`${id}-problem`} role="status">${problem ?? ''}</p>
      ${description ? html`<p class="about" id=${`${id}-about`}>${prose(description)}</p>` : nothing}
    </div>
  `;
}

/** A setting that is on or off. */
export const checkbox = (
  label: string,
  description: string,
  checked: boolean,
  set: (value: string) => void,
): TemplateResult => html`
  <div class="field">
    <label class="checkbox">
      <input
        type="checkbox"
        .checked=${live(checked)}
        @change=${(event: Event) => {
          set((event.target as HTMLInputElement).checked ? 'on' : '');
        }}
      />
      ${label}
    </label>
    <p class="about">${prose(description)}</p>
  </div>
`;
