/** The demo page: settings in, snippet and events out. */
import type { FxaEmailFormEventMap } from '../src/index.js';

const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}`);
  return element;
};

const form = document.querySelector('fxa-email-form');
if (!form) throw new Error('The page has no <fxa-email-form>');

/** The attributes to play with; where there are values to choose from, those follow. */
const ATTRIBUTES: [name: string, ...values: string[]][] = [
  ['entrypoint'],
  ['utm-source'],
  ['utm-campaign'],
  ['utm-medium'],
  ['utm-content'],
  ['utm-term'],
  ['entrypoint-experiment'],
  ['entrypoint-variation'],
  ['metrics', 'auto', 'on', 'off', 'pending'],
  ['url-attribution', 'on', 'off'],
  ['loading', 'eager', 'lazy'],
  ['flow-timeout'],
  ['service'],
  ['context'],
  ['fxa-url'],
  ['fxa-path'],
  ['action'],
  ['target'],
  ['email'],
  ['label'],
  ['placeholder'],
  ['button-label'],
  ['lang'],
];

function showSnippet(): void {
  const attributes = [...(form?.attributes ?? [])].map(
    ({ name, value }) => `\n  ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  );
  byId('snippet').textContent =
    '<script type="module" src="fxa-email-form.min.js"></' +
    `script>\n\n<fxa-email-form${attributes.join('')}\n></fxa-email-form>`;
}

for (const [name, ...values] of ATTRIBUTES) {
  const input = document.createElement(values.length ? 'select' : 'input');
  for (const value of ['', ...values]) {
    if (input instanceof HTMLSelectElement) input.add(new Option(value || '(default)', value));
  }
  input.name = name;
  input.value = form.getAttribute(name) ?? '';
  // A setting counts when the field is left: each state in between would be a request to FxA.
  input.addEventListener('change', () => {
    if (input.value) form.setAttribute(name, input.value);
    else form.removeAttribute(name);
    showSnippet();
  });
  const label = document.createElement('label');
  label.append(name, input);
  byId('settings').append(label);
}
showSnippet();

byId('copy').addEventListener('click', () => {
  void navigator.clipboard.writeText(byId('snippet').textContent).then(() => {
    byId('copied').textContent = 'Copied';
  });
});

byId('refresh').addEventListener('click', () => void form.refreshFlow());

function log(what: string, details: unknown): void {
  const title = document.createElement('b');
  title.textContent = what;
  const text = document.createElement('code');
  text.textContent = typeof details === 'string' ? details : JSON.stringify(details, null, 2);
  const line = document.createElement('li');
  line.append(title, text);
  byId('log').prepend(line);
}

/** The fields as the browser would collect them, but for the address. */
function showFields(): void {
  const native = form?.shadowRoot?.querySelector('form');
  const fields = native ? [...new FormData(native)] : [];
  byId('fields').textContent = fields
    .filter(([name]) => name !== 'email')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : value.name}`)
    .join('\n');
}

new PerformanceObserver((list) => {
  for (const { name } of list.getEntries()) {
    if (new URL(name).pathname.endsWith('/metrics-flow')) log('Request', `GET ${decodeURIComponent(name)}`);
  }
}).observe({ type: 'resource', buffered: true });

const EVENTS: (keyof FxaEmailFormEventMap)[] = [
  'fxa-flow-ready',
  'fxa-flow-error',
  'fxa-parameter-rejected',
  'fxa-submit',
];
for (const type of EVENTS) {
  form.addEventListener(type, (event) => {
    log(type, event.detail);
    showFields();
  });
}
void customElements.whenDefined('fxa-email-form').then(showFields);
byId('settings').addEventListener('change', () => void form.updateComplete.then(showFields));
