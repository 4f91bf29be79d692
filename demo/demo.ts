/** The demo page: settings in, snippet and events out. */
import type { FxaEmailFormEventMap } from '../src/index.js';

const byId = (id: string): HTMLElement => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}`);
  return element;
};

const form = document.querySelector('fxa-email-form');
if (!form) throw new Error('The page has no <fxa-email-form>');

const ATTRIBUTES = [
  'fxa-url',
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
  'fxa-path',
  'action',
  'email',
  'flow-timeout',
  'label',
  'placeholder',
  'button-label',
];

function showSnippet(): void {
  const attributes = [...(form?.attributes ?? [])].map(
    ({ name, value }) => `\n  ${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  );
  byId('snippet').textContent =
    '<script type="module" src="fxa-email-form.min.js"></' +
    `script>\n\n<fxa-email-form${attributes.join('')}\n></fxa-email-form>`;
}

for (const name of ATTRIBUTES) {
  const input = Object.assign(document.createElement('input'), {
    name,
    value: form.getAttribute(name) ?? '',
    spellcheck: false,
  });
  // A setting counts when the field is left: each state in between would be a question to FxA.
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
  });
}
