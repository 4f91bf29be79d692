import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { FxaEmailForm } from '../../src/index.js';
import { Events, hiddenInput, place, submitFrame } from '../support/form.js';
import { flowFields } from '../../src/rules/flow.js';
import { FxaInstance } from '../support/fxa.js';

/** Two turns of the event loop's microtasks, in which observers speak and the element updates. */
const settled = async (element: FxaEmailForm) => {
  await Promise.resolve();
  await element.updateComplete;
};

describe('around a form of the author’s', () => {
  let fxa: FxaInstance;
  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
  });
  afterEach(restore);

  const ATTRIBUTION = 'entrypoint="test-page" utm-source="tests" utm-campaign="all"';
  const formHtml = (hidden = '', attributes = '') => `
    <form action="${fxa.url}" ${attributes}>
      <label>Your address <input type="email" name="email" required value="ada@example.com" /></label>
      ${hidden}
      <button>Go on</button>
    </form>`;

  async function show(attributes: string, inner: string) {
    const parent = await place();
    const events = new Events(parent);
    parent.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" ${attributes}>${inner}</fxa-email-form>`;
    const element = parent.querySelector('fxa-email-form');
    if (!element) throw new Error('There is no element');
    await element.updateComplete;
    return { parent, events, element, form: () => formOf(element) };
  }
  function formOf(element: HTMLElement): HTMLFormElement {
    const form = element.querySelector('form');
    if (!form) throw new Error('There is no form');
    return form;
  }
  const sent = (form: HTMLFormElement) =>
    [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]);
  const sentValues = (form: HTMLFormElement) => Object.fromEntries(sent(form)) as Record<string, string>;

  it('adds its fields to that form, and draws none', async () => {
    const { element, events, form } = await show(ATTRIBUTION, formHtml());
    await events.until('fxa-flow-ready');
    expect(element.shadowRoot?.querySelector('form')).to.equal(null);
    expect(sentValues(form())).to.deep.equal({
      email: 'ada@example.com',
      action: 'email',
      form_type: 'email',
      entrypoint: 'test-page',
      utm_source: 'tests',
      utm_campaign: 'all',
      ...flowFields(element.flow),
    });
    expect(await fxa.requests()).to.have.length(1);
  });

  it('sends a sign-up that FxA takes, with the same events', async () => {
    await submitFrame();
    const { events, form } = await show(ATTRIBUTION, formHtml());
    await events.until('fxa-flow-ready');
    form().querySelector('button')?.click();
    const { fields, verdict } = await fxa.arrival();
    expect(verdict).to.deep.equal({ flow: 'good', problems: [], good: true });
    expect(fields.map(([name]) => name)).to.have.members([...new Set(fields.map(([name]) => name))]);
    expect(events.all.map(({ type }) => type)).to.deep.equal(['fxa-flow-ready', 'fxa-submit']);
  });

  it('finds a form that was put in while the element was in a frame', async () => {
    const { element, parent } = await show(ATTRIBUTION, '');
    const frame = document.createElement('iframe');
    parent.append(frame);
    frame.contentDocument?.body.append(element);
    await settled(element);
    element.innerHTML = formHtml();
    await settled(element);
    parent.append(element);
    await settled(element);
    expect(sentValues(formOf(element))).to.include({ action: 'email', entrypoint: 'test-page' });
  });

  it('keeps the form’s method, and its address out of logs', async () => {
    await submitFrame();
    const { events, form } = await show(ATTRIBUTION, formHtml('', 'method="post"'));
    await events.until('fxa-flow-ready');
    form().requestSubmit();
    const { method, fields, verdict } = await fxa.arrival();
    expect(method).to.equal('POST');
    expect(verdict.good).to.equal(true);
    expect(Object.fromEntries(fields)).to.include({ email: 'ada@example.com', entrypoint: 'test-page' });
  });

  const HIDDEN: [what: string, attributes: string, hidden: string, name: string, sent: string[]][] = [
    [
      'a default counts where no attribute is set',
      ATTRIBUTION,
      '<input type="hidden" name="utm_term" value="t" />',
      'utm_term',
      ['t'],
    ],
    [
      'an attribute wins over the default',
      ATTRIBUTION,
      '<input type="hidden" name="utm_source" value="d" />',
      'utm_source',
      ['tests'],
    ],
    [
      'a default off its rule stays behind',
      ATTRIBUTION,
      '<input type="hidden" name="utm_term" value="a b" />',
      'utm_term',
      [],
    ],
    [
      'a repeated default is sent once',
      '',
      '<input type="hidden" name="entrypoint" value="a" /><input type="hidden" name="entrypoint" value="b" />',
      'entrypoint',
      ['a'],
    ],
    [
      'action cannot be replaced',
      ATTRIBUTION,
      '<input type="hidden" name="action" value="delete" />',
      'action',
      ['email'],
    ],
    [
      'the author’s flow_id stays behind',
      `${ATTRIBUTION} metrics="off"`,
      `<input type="hidden" name="flow_id" value="${'f'.repeat(64)}" />`,
      'flow_id',
      [],
    ],
    [
      'other fields go as they are',
      ATTRIBUTION,
      '<input type="hidden" name="state" value="s" />',
      'state',
      ['s'],
    ],
    [
      'repeated other fields too',
      ATTRIBUTION,
      '<input type="hidden" name="scope" value="a" /><input type="hidden" name="scope" value="b" />',
      'scope',
      ['a', 'b'],
    ],
    [
      'a blank field does not exist',
      ATTRIBUTION,
      '<input type="hidden" name="state" value="" />',
      'state',
      [],
    ],
    [
      'a disabled field stays disabled',
      ATTRIBUTION,
      '<input type="hidden" name="state" value="s" disabled />',
      'state',
      [],
    ],
  ];
  for (const [what, attributes, hidden, name, expected] of HIDDEN) {
    it(`${what}: ${hidden} => ${JSON.stringify(expected)}`, async () => {
      const { form } = await show(attributes, formHtml(hidden));
      expect(
        sent(form())
          .filter((field) => field[0] === name)
          .map((field) => field[1]),
      ).to.deep.equal(expected);
    });
  }

  it('sends hidden inputs along that stand beside the form', async () => {
    const { form } = await show(
      ATTRIBUTION,
      `<input type="hidden" name="client_id" value="c" />${formHtml()}`,
    );
    expect(sentValues(form())).to.include({ client_id: 'c' });
  });

  it('follows the author’s later changes, and asks again only where they matter', async () => {
    const { element, events, form } = await show(
      ATTRIBUTION,
      formHtml(
        '<input type="hidden" name="state" value="" /><input type="hidden" name="utm_term" value="a" />',
      ),
    );
    await events.until('fxa-flow-ready');
    const [state, term] = form().querySelectorAll<HTMLInputElement>('input[type=hidden]');
    state?.setAttribute('value', 'later');
    await settled(element);
    expect(sentValues(form())).to.include({ state: 'later', utm_term: 'a' });
    expect(await fxa.requests()).to.have.length(1);
    term?.setAttribute('value', 'b');
    await events.until('fxa-flow-ready', 2);
    expect(sentValues(form())).to.include({ utm_term: 'b' });
    expect(sent(form()).filter(([name]) => name === 'utm_term')).to.have.length(1);
  });

  it('takes over a form that arrives later, and asks no second time', async () => {
    const { element, events } = await show(ATTRIBUTION, '');
    await events.until('fxa-flow-ready');
    expect(element.shadowRoot?.querySelector('form')).not.to.equal(null);
    element.insertAdjacentHTML('beforeend', formHtml());
    await settled(element);
    expect(element.shadowRoot?.querySelector('form')).to.equal(null);
    expect(sentValues(formOf(element))).to.include({
      flow_id: element.flow?.flowId,
      entrypoint: 'test-page',
    });
    expect(await fxa.requests()).to.have.length(1);
  });

  it('takes over a form that replaces another, and leaves the other as it was', async () => {
    const { element, form } = await show(
      ATTRIBUTION,
      formHtml('<input type="hidden" name="entrypoint" value="d" />'),
    );
    const first = form();
    const parent = document.createElement('div');
    parent.innerHTML = formHtml();
    first.replaceWith(...parent.children);
    await settled(element);
    expect(sentValues(form())).to.include({ entrypoint: 'test-page' });
    expect(sent(first)).to.deep.equal([
      ['email', 'ada@example.com'],
      ['entrypoint', 'd'],
    ]);
  });

  it('draws a form of its own when the author’s goes away', async () => {
    const { element, form } = await show(ATTRIBUTION, formHtml());
    form().remove();
    await settled(element);
    expect(element.shadowRoot?.querySelector('form')).not.to.equal(null);
    expect(getComputedStyle(element).display).to.equal('block');
  });

  it('restores the form when the element is removed, and not when it is moved', async () => {
    const { element, events, form } = await show(
      ATTRIBUTION,
      formHtml(
        '<input type="hidden" name="entrypoint" value="d" /><input type="hidden" name="state" value="s" />',
      ),
    );
    await events.until('fxa-flow-ready');
    (await place()).append(element);
    await settled(element);
    expect(sentValues(form())).to.include({ entrypoint: 'test-page', flow_id: element.flow?.flowId });
    element.remove();
    await settled(element);
    expect(sent(form())).to.deep.equal([
      ['email', 'ada@example.com'],
      ['entrypoint', 'd'],
      ['state', 's'],
    ]);
    expect(form().querySelectorAll('input')).to.have.length(3);
  });

  it('asks with loading="lazy" when the form is first in sight', async () => {
    const parent = await place();
    const events = new Events(parent);
    parent.innerHTML = `<div style="block-size: 300vh"></div>
      <fxa-email-form fxa-url="${fxa.url}" ${ATTRIBUTION} loading="lazy">${formHtml()}</fxa-email-form>`;
    await new Promise<void>((resolve) => {
      const observer = new IntersectionObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(formOf(parent));
    });
    expect(await fxa.requests()).to.be.empty;
    formOf(parent).scrollIntoView();
    await events.until('fxa-flow-ready');
    expect(await fxa.requests()).to.have.length(1);
  });

  it('lets a submit alone that the author has prevented', async () => {
    const { events, form } = await show(ATTRIBUTION, formHtml());
    form().addEventListener('submit', (event) => {
      event.preventDefault();
    });
    form().requestSubmit();
    expect(events.details('fxa-submit')).to.be.empty;
  });

  describe('holds an address back that FxA would not take', () => {
    const prepare = async () => {
      await submitFrame();
      const shown = await show(ATTRIBUTION, formHtml());
      const input = shown.form().querySelector<HTMLInputElement>('[name=email]');
      const button = shown.form().querySelector('button');
      if (!input || !button) throw new Error('The form is not whole');
      input.value = 'test@test';
      button.click();
      expect(input.validationMessage).to.equal('Enter a full email address, such as user@example.com.');
      expect(shown.events.details('fxa-submit')).to.be.empty;
      return { ...shown, input, button };
    };

    it('until it is mended', async () => {
      const { input, button } = await prepare();
      input.value = 'test@test.example';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      expect(input.validity.valid).to.equal(true);
      button.click();
      expect(Object.fromEntries((await fxa.arrival()).fields)).to.include({ email: 'test@test.example' });
    });

    it('and lets it go when it was mended without an event', async () => {
      const { input, button } = await prepare();
      input.value = 'test@test.example';
      button.click();
      await fxa.arrival();
    });

    it('and asks each time', async () => {
      const { input, button, element } = await prepare();
      button.click();
      expect(element.reportValidity()).to.equal(false);
      expect(input.validationMessage).not.to.equal('');
      input.value = 'test@test.example';
      expect(element.checkValidity()).to.equal(true);
      element.requestSubmit();
      await fxa.arrival();
    });
  });

  it('fills the address in, until the visitor types', async () => {
    const { element, form } = await show(`${ATTRIBUTION} email="grace@example.com"`, formHtml());
    expect(sentValues(form())).to.include({ email: 'grace@example.com' });
    const input = form().querySelector<HTMLInputElement>('[name=email]');
    if (input) input.value = 'typed@example.com';
    element.email = 'eve@example.com';
    await element.updateComplete;
    expect(sentValues(form())).to.include({ email: 'typed@example.com' });
  });

  const AROUND = ['display: block', 'display: flex', 'display: grid', 'display: inline-block'];
  for (const style of AROUND) {
    it(`moves nothing when the script arrives, in a place with ${style}`, async () => {
      const tag = `late-form-${crypto.randomUUID()}`;
      const parent = await place();
      parent.innerHTML = `<p>Before</p><div style="${style}"><${tag} fxa-url="${fxa.url}" ${ATTRIBUTION}>${formHtml()}</${tag}></div><p>After</p>`;
      const boxes = () =>
        [...parent.querySelectorAll('p, form, label, input:not([type=hidden]), button')].map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return { x, y, width, height };
        });
      const before = boxes();
      FxaEmailForm.define(tag);
      const element = parent.querySelector<FxaEmailForm>(tag);
      await element?.updateComplete;
      expect(sentValues(formOf(parent))).to.include({ entrypoint: 'test-page' });
      expect(boxes()).to.deep.equal(before);
    });
  }

  it('gives the focus to the author’s field', async () => {
    const { element, form } = await show(ATTRIBUTION, formHtml());
    element.focus();
    expect(document.activeElement).to.equal(form().querySelector('[name=email]'));
  });

  it('can be built by script, the form last', async () => {
    const parent = await place();
    const element = document.createElement('fxa-email-form');
    Object.assign(element, {
      fxaUrl: fxa.url,
      entrypoint: 'test-page',
      utmSource: 'tests',
      utmCampaign: 'all',
    });
    parent.append(element);
    const form = document.createElement('form');
    form.append(hiddenInput('state', 's'), Object.assign(document.createElement('input'), { type: 'email' }));
    element.append(form);
    await settled(element);
    expect(sentValues(form)).to.include({ entrypoint: 'test-page', state: 's' });
  });
});
