/** Both elements, in whatever takes the place of a browser: `vitest run --environment …` says which. */
import 'fxa-email-form';
import 'fxa-email-form/link';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const ATTRIBUTES = 'entrypoint="your-page" utm-source="your-site" utm-campaign="your-campaign"';
const OWN_FORM = `
  <form action="https://accounts.firefox.com/">
    <input type="email" name="email" required />
    <input type="hidden" name="state" value="kept" />
    <button>Continue</button>
  </form>`;

/** Each element that requests a flow, and where its e-mail field is, if it has one. */
const ELEMENTS = [
  ['the drawn form', `<fxa-email-form ${ATTRIBUTES}></fxa-email-form>`, (element) => element.shadowRoot],
  ['your form', `<fxa-email-form ${ATTRIBUTES}>${OWN_FORM}</fxa-email-form>`, (element) => element],
  [
    'a link',
    `<fxa-link ${ATTRIBUTES}><a href="https://accounts.firefox.com/signin?a=b#c">Sign in</a></fxa-link>`,
    undefined,
  ],
];
const FORMS = ELEMENTS.filter(([, , fieldIn]) => fieldIn);

const fetch = vi.fn(async () =>
  Response.json({ flowId: 'ab'.repeat(32), flowBeginTime: Date.now(), deviceId: 'cd'.repeat(16) }),
);
const complain = vi.fn();

beforeEach(() => {
  fetch.mockClear();
  complain.mockClear();
  vi.stubGlobal('fetch', fetch);
  vi.spyOn(console, 'error').mockImplementation(complain);
  vi.spyOn(console, 'warn').mockImplementation(complain);
});
afterEach(() => {
  document.body.replaceChildren();
  expect(complain).not.toHaveBeenCalled();
});

const show = (markup) => {
  document.body.innerHTML = markup;
  return document.body.firstElementChild;
};
const isReady = (element) => vi.waitUntil(() => element.flowState === 'ready');

test.each(ELEMENTS)('%s gets a flow, once', async (_name, markup) => {
  const element = show(markup);
  await isReady(element);
  expect(element.flow.flowId).toBe('ab'.repeat(32));
  expect(fetch).toHaveBeenCalledOnce();
});

test.each(ELEMENTS)('%s follows its attributes, moves, and leaves', async (_name, markup) => {
  const element = show(markup);
  await isReady(element);
  const place = document.createElement('p');
  document.body.append(place);
  place.append(element);
  await element.updateComplete;
  expect(element.flowState).toBe('ready');
  element.setAttribute('utm_term', 'later');
  await vi.waitUntil(() => fetch.mock.lastCall[0].includes('utm_term=later'));
  await isReady(element);
  element.metrics = 'off';
  await element.updateComplete;
  expect(element.flowState).toBe('idle');
  element.remove();
  expect(await element.refreshFlow()).toBe(undefined);
});

test.each(ELEMENTS)('%s works where FxA does not answer', async (_name, markup) => {
  fetch.mockRejectedValueOnce(new TypeError('no network'));
  const element = show(markup);
  await vi.waitUntil(() => element.flowState === 'failed');
  expect(element.flow).toBe(undefined);
  // It says why, once on a page.
  complain.mockClear();
});

test.each(FORMS)(
  '%s is sent with the address, the flow and the parameters',
  async (_name, markup, fieldIn) => {
    const element = show(markup);
    await isReady(element);
    const field = fieldIn(element).querySelector('input[type=email]');
    field.value = 'ada@example.com';
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    expect(element.value).toBe('ada@example.com');
    expect(element.checkValidity()).toBe(true);
    const submit = vi.fn((event) => event.preventDefault());
    element.addEventListener('fxa-submit', submit);
    element.requestSubmit();
    const [{ detail }] = submit.mock.lastCall;
    expect(detail).toMatchObject({ flow: element.flow, parameters: { entrypoint: 'your-page' } });
  },
);

test.each(FORMS)('%s holds an address back that cannot be used', async (_name, markup, fieldIn) => {
  const element = show(markup);
  await isReady(element);
  const submit = vi.fn();
  element.addEventListener('fxa-submit', submit);
  fieldIn(element).querySelector('input[type=email]').value = 'ada@example';
  element.requestSubmit();
  expect(element.checkValidity()).toBe(false);
  expect(submit).not.toHaveBeenCalled();
});

test('the drawn form says what is wrong with an address', async () => {
  const element = show(ELEMENTS[0][1]);
  await isReady(element);
  element.reportValidity();
  expect(element.shadowRoot.querySelector('[part=error]').textContent).toMatch(/e-?mail/i);
});

test('a link carries the flow', async () => {
  const element = show(ELEMENTS[2][1]);
  await isReady(element);
  await element.updateComplete;
  const { pathname, hash, searchParams } = new URL(element.querySelector('a').href);
  expect([pathname, hash]).toEqual(['/signin', '#c']);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    a: 'b',
    form_type: 'button',
    entrypoint: 'your-page',
    flow_id: 'ab'.repeat(32),
  });
});

test('a link inside a form takes the flow of the form', async () => {
  const element = show(`<fxa-email-form ${ATTRIBUTES}>${OWN_FORM}
    <fxa-link ${ATTRIBUTES}><a href="https://accounts.firefox.com/signin">Sign in</a></fxa-link></fxa-email-form>`);
  await isReady(element);
  await vi.waitUntil(() => element.querySelector('a').href.includes('flow_id='));
  expect(fetch).toHaveBeenCalledOnce();
});
