/**
 * The yardstick: what somebody might write without any library to do the form's main job. It draws the same form in
 * English, requests a flow before anything is painted, puts the flow under both of FxA's spellings and the attribution
 * into hidden fields, and sends nothing that FxA would refuse.
 *
 * It knows no other language, no form of the author's, no consent, no Sync, no time limit, no events and no sharing: two on
 * a page request twice.
 *
 * It is frozen, so that figures can be compared from release to release. It changes only where FxA's rules do, or what the
 * form looks like, and never to become quicker or slower: see `describeSignUp`, which holds it to its duties.
 */

// Under these names editors and the minifier know what the texts are.
const html = String.raw;
const css = String.raw;

const FXA_URL = 'https://accounts.firefox.com/';

/** FxA drops a flow two hours after its beginning. */
const FRESH_FOR = 115 * 60_000;

const SURFACE = /^[\w.:-]{1,128}$/;
const UTM = /^[\w/.%-]{1,128}$/;

/** What FxA accepts, by the parameters' names on the wire; attributes have dashes in them. */
const RULES: Readonly<Record<string, RegExp>> = {
  entrypoint: SURFACE,
  entrypoint_experiment: SURFACE,
  entrypoint_variation: SURFACE,
  utm_source: UTM,
  utm_medium: UTM,
  utm_campaign: /^([\w/.%-]{1,128}|page\+referral\+-\+not\+part\+of\+a\+campaign)$/,
  utm_content: UTM,
  utm_term: UTM,
  // Outside of Firefox, a sign-up with Sync's values would be lost.
  service: /^(?!sync$)[a-zA-Z0-9-]{1,16}$/,
};

const CAMPAIGN = ['utm_source', 'utm_campaign', 'utm_medium', 'utm_content', 'utm_term'];
const EXPERIMENT = ['entrypoint_experiment', 'entrypoint_variation'];

const EMAIL =
  /^(?=.{1,64}@)(?=.{1,254}$)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn[a-z0-9-]{1,60}[a-z0-9])$/i;

type Values = Record<string, string>;

const template = document.createElement('template');
template.innerHTML = html`
  <form part="form" method="get" novalidate>
    <div part="heading"><slot name="heading"></slot></div>
    <div part="intro"><slot name="intro"></slot></div>
    <label part="label" for="email"><slot name="label">Enter your email</slot></label>
    <div class="field">
      <input
        part="input"
        id="email"
        name="email"
        type="email"
        dir="ltr"
        autocomplete="email"
        required
        placeholder="user@example.com"
        aria-describedby="error"
      />
      <p part="error" id="error" role="alert"></p>
    </div>
    <button part="button"><slot name="button"></slot></button>
    <div part="legal">
      <slot name="legal">
        By continuing, you accept the <a data-page="terms">Terms of Service</a> and
        <a data-page="privacy">Privacy Notice</a>.
      </slot>
    </div>
  </form>
`;

const styles = new CSSStyleSheet();
styles.replaceSync(css`
  :host {
    --_accent: light-dark(#0060df, #00ddff);
    --_error: light-dark(#c50042, #ff848b);

    display: block;
    max-inline-size: 40em;
    font:
      1em/1.5 Inter,
      system-ui,
      sans-serif;
    overflow-wrap: break-word;
  }

  :host([hidden]) {
    display: none;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 0 1em;
    margin: 0;
  }

  form > * {
    box-sizing: border-box;
    flex: 1 1 100%;
    min-inline-size: 0;
  }

  ::slotted([slot='heading']) {
    margin-block: 0 0.5em;
    font-size: 2em;
    line-height: 1.2;
  }

  ::slotted([slot='intro']) {
    margin-block: 0 1.5em;
  }

  label,
  p,
  [part='legal'] {
    font-size: 0.875em;
  }

  label {
    padding-block-end: 0.5em;
    font-weight: 700;
  }

  .field {
    flex: 999 1 16em;
    margin-block-end: 1em;
  }

  input,
  button {
    min-block-size: 3em;
    padding: 8px 16px;
    border: 2px solid transparent;
    border-radius: 4px;
    font: inherit;
  }

  input {
    box-sizing: border-box;
    inline-size: 100%;
    border-color: #8f8f9e;
    background: light-dark(#fff, #23222b);
    color: light-dark(#15141a, #fbfbfe);
    font-size: max(1em, 16px);
  }

  input::placeholder {
    color: inherit;
    opacity: 0.7;
  }

  input[aria-invalid] {
    border-color: var(--_error);
  }

  p {
    margin: 0;
    color: var(--_error);
  }

  p:not(:empty) {
    padding-block-start: 0.5em;
  }

  button {
    flex: 1 1 auto;
    margin-block-end: 1em;
    padding-inline: 24px;
    background: color-mix(in srgb, var(--_accent) var(--_tone, 100%), light-dark(#000, #fff));
    color: light-dark(#fff, #15141a);
    font-weight: 700;
    cursor: pointer;
  }

  button:hover {
    --_tone: 80%;
  }

  button:active {
    --_tone: 60%;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  a {
    color: inherit;
  }
`);

/** The server that `text` names, where that is an address to send people to. */
function serverUrl(text: string | null): string {
  if (!text || !URL.canParse(text)) return FXA_URL;
  const { protocol, hostname, origin, pathname, search, hash } = new URL(text);
  const secure =
    protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(hostname));
  return secure && !search && !hash ? `${origin}${pathname.replace(/\/*$/, '/')}` : FXA_URL;
}

/** Those of the parameters `names` that FxA accepts. */
function good(names: readonly string[], read: (name: string) => string | null): Values {
  const values: Values = {};
  for (const name of names) {
    const value = read(name);
    if (value && RULES[name]?.test(value)) values[name] = value;
  }
  return values;
}

/** The flow's hidden fields, where the response holds a flow. */
function flowFields(response: unknown): Values | undefined {
  const { flowId, flowBeginTime, deviceId } = (response ?? {}) as Record<string, unknown>;
  if (!/^[0-9a-f]{64}$/i.test(String(flowId)) || !/^\d{13}$/.test(String(flowBeginTime))) return undefined;
  const device = /^[0-9a-f]{32}$/i.test(String(deviceId))
    ? { device_id: String(deviceId), deviceId: String(deviceId) }
    : {};
  return {
    flow_id: String(flowId),
    flowId: String(flowId),
    flow_begin_time: String(flowBeginTime),
    flowBeginTime: String(flowBeginTime),
    ...device,
  };
}

/** `<hand-written-form>`. */
export class HandWrittenForm extends HTMLElement {
  static readonly observedAttributes = [
    'fxa-url',
    'button-label',
    ...Object.keys(RULES).map((name) => name.replace('_', '-')),
  ];

  readonly #form: HTMLFormElement;
  readonly #input: HTMLInputElement;
  readonly #error: HTMLElement;
  readonly #label: HTMLElement;
  #hidden: HTMLInputElement[] = [];
  #request = new AbortController();
  #requested = '';
  #flow: Values | undefined;
  #flowAt = 0;
  #updating = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [styles];
    root.append(template.content.cloneNode(true));
    this.#form = root.querySelector('form') as HTMLFormElement;
    this.#input = root.querySelector('input') as HTMLInputElement;
    this.#error = root.querySelector('p') as HTMLElement;
    this.#label = root.querySelector('[name=button]') as HTMLElement;
    this.#form.addEventListener('submit', this.#onSubmit);
    this.#input.addEventListener('input', this.#onInput);
  }

  connectedCallback(): void {
    addEventListener('pageshow', this.#renew);
    document.addEventListener('visibilitychange', this.#renew);
    this.#requestUpdate();
  }

  disconnectedCallback(): void {
    removeEventListener('pageshow', this.#renew);
    document.removeEventListener('visibilitychange', this.#renew);
    this.#request.abort();
    this.#requested = '';
  }

  attributeChangedCallback(): void {
    this.#requestUpdate();
  }

  /** Updates once for all that changes in one turn. */
  #requestUpdate(): void {
    if (this.#updating) return;
    this.#updating = true;
    queueMicrotask(() => {
      this.#updating = false;
      if (this.isConnected) this.#update();
    });
  }

  #update(): void {
    const server = serverUrl(this.getAttribute('fxa-url'));
    const parameters = this.#parameters();
    this.#label.textContent = this.getAttribute('button-label') || 'Continue';
    const fresh = Date.now() - this.#flowAt < FRESH_FOR;
    this.#form.setAttribute('action', server);
    for (const link of this.#form.querySelectorAll('a')) {
      link.href = `${server}legal/${link.dataset['page'] ?? ''}`;
    }
    this.#writeFields({ action: 'email', ...parameters, ...(fresh && this.#flow) });

    const url = `${server}metrics-flow?${new URLSearchParams(parameters).toString()}`;
    if (url !== this.#requested) void this.#requestFlow(url);
  }

  /** The attributes, with the campaign and the experiment of the page's own URL in their place. */
  #parameters(): Values {
    const query = new URLSearchParams(location.search);
    const values = good(Object.keys(RULES), (name) => this.getAttribute(name.replace('_', '-')));
    for (const [names, required] of [
      [CAMPAIGN, CAMPAIGN.slice(0, 2)],
      [EXPERIMENT, EXPERIMENT],
    ] as const) {
      const found = good(names, (name) => query.get(name));
      if (!required.every((name) => found[name])) continue;
      for (const name of names) values[name] = found[name] ?? '';
    }
    const there = Object.entries(values).filter(([, value]) => value);
    return { form_type: 'email', ...Object.fromEntries(there) };
  }

  #writeFields(values: Values): void {
    const fields = Object.entries(values);
    for (const input of this.#hidden.splice(fields.length)) input.remove();
    fields.forEach(([name, value], index) => {
      const input = (this.#hidden[index] ??= this.#form.appendChild(document.createElement('input')));
      input.type = 'hidden';
      input.name = name;
      input.value = value;
    });
  }

  async #requestFlow(url: string): Promise<void> {
    this.#requested = url;
    this.#flow = undefined;
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    try {
      const response = await fetch(url, {
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        signal,
      });
      const flow = response.ok ? flowFields(await response.json()) : undefined;
      if (signal.aborted) return;
      this.#flow = flow;
      this.#flowAt = Date.now();
      this.#update();
    } catch {
      // The form works without a flow.
    }
  }

  /** A visitor who comes back gets a new flow where there is none, or a stale one. */
  readonly #renew = (): void => {
    if (document.hidden || (this.#flow && Date.now() - this.#flowAt < FRESH_FOR)) return;
    if (this.#flow) this.#requested = '';
    this.#requestUpdate();
  };

  #problem(): string {
    if (!this.#input.validity.valid) return this.#input.validationMessage;
    return EMAIL.test(this.#input.value) ? '' : 'Enter a full email address, such as user@example.com.';
  }

  #showProblem(): string {
    const problem = this.#problem();
    this.#error.textContent = problem;
    this.#input.toggleAttribute('aria-invalid', Boolean(problem));
    return problem;
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    if (this.#showProblem()) {
      event.preventDefault();
      this.#input.focus();
      return;
    }
    this.#update();
  };

  readonly #onInput = (): void => {
    if (this.#error.textContent) this.#showProblem();
  };
}

customElements.define('hand-written-form', HandWrittenForm);
