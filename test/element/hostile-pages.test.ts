import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { FxaEmailForm } from '../../src/index.js';
import { Events, hiddenInput, part, place } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

describe('in a hostile page', () => {
  let fxa: FxaInstance;
  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
  });
  afterEach(restore);

  const OWN = 'entrypoint="test-page" utm-source="tests" utm-campaign="all"';

  /** Every name of a member that forms, elements and documents have. */
  const members = (prototype: object | null): string[] =>
    prototype && prototype !== Object.prototype
      ? [
          ...Object.getOwnPropertyNames(prototype),
          ...members(Object.getPrototypeOf(prototype) as object | null),
        ]
      : [];
  const NAMES = [...new Set([...members(HTMLFormElement.prototype), ...members(Document.prototype)])].filter(
    // Lit itself calls these by the document, and the page's own scripts would break first.
    (name) =>
      !/^(constructor|createElement|createTreeWalker|createComment|importNode|createTextNode|createDocumentFragment|adoptNode)$/.test(
        name,
      ),
  );

  it('a field with any name of a member does no harm in the author’s form', async () => {
    const parent = await place();
    const events = new Events(parent);
    const inputs = NAMES.map((name) => `<input type="hidden" name="${name}" value="v" />`).join('');
    parent.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" ${OWN}><form action="${fxa.url}">${inputs}<input type="email" name="email" value="ada@example.com" /></form></fxa-email-form>`;
    await events.until('fxa-flow-ready');
    const form = parent.querySelector('form');
    if (!form) throw new Error('There is no form');
    const data = new FormData(form);
    expect(data.get('entrypoint')).to.equal('test-page');
    expect(data.get('email')).to.equal('ada@example.com');
    expect(data.getAll('flow_id')).to.have.length(1);
    expect(data.getAll('querySelector')).to.deep.equal(['v']);
    expect(data.getAll('action')).to.deep.equal(['email']);
  });

  it('a field with any name of a member does no harm in the drawn form', async () => {
    const parent = await place();
    const events = new Events(parent);
    const element = document.createElement('fxa-email-form');
    Object.assign(element, { fxaUrl: fxa.url, entrypoint: 'e', utmSource: 's', utmCampaign: 'c' });
    element.append(...NAMES.map((name) => hiddenInput(name, 'v')));
    parent.append(element);
    await events.until('fxa-flow-ready');
    element.label = 'Another label';
    element.email = 'ada@example.com';
    await element.updateComplete;
    const data = new FormData(part(element, 'form'));
    expect(data.getAll('append')).to.deep.equal(['v']);
    expect(data.getAll('flow_id')).to.have.length(1);
    expect(part(element, 'label').innerText).to.equal('Another label');
  });

  it('an image with any name of a member does not keep the flow away', async () => {
    const parent = await place();
    for (const name of NAMES.filter((one) =>
      /^(prerendering|hidden|visibilityState|dispatchEvent)$/.test(one),
    )) {
      const image = document.createElement('img');
      image.setAttribute('name', name);
      parent.append(image);
    }
    const events = new Events(parent);
    const place_ = document.createElement('div');
    parent.append(place_);
    place_.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" ${OWN}></fxa-email-form>`;
    await events.until('fxa-flow-ready');
  });

  it('members of Object.prototype change nothing', async () => {
    const names = [
      'action',
      'fxa-url',
      'fxa-path',
      'metrics',
      'utm-term',
      'loading',
      'flow-timeout',
      'service',
      'context',
      'deviceId',
      'retryAfter',
      'flow',
      'failure',
    ];
    for (const name of names)
      Object.defineProperty(Object.prototype, name, {
        value: 'https://evil.example/',
        configurable: true,
        writable: true,
      });
    try {
      const parent = await place();
      const events = new Events(parent);
      parent.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" ${OWN}></fxa-email-form>`;
      await events.until('fxa-flow-ready');
      const element = parent.querySelector('fxa-email-form');
      if (!element) throw new Error('There is no element');
      const form = part(element, 'form');
      expect(form.getAttribute('action')).to.equal(fxa.url);
      expect(JSON.stringify([...new FormData(form).values()])).not.to.include('evil');
      expect(events.details('fxa-parameter-rejected')).to.be.empty;
    } finally {
      for (const name of names) Reflect.deleteProperty(Object.prototype, name);
    }
  });

  it('what a listener writes into an event’s detail changes nothing', async () => {
    const parent = await place();
    parent.addEventListener('fxa-flow-ready', ({ detail }) => {
      Object.assign(detail, { flowId: 'x', flowBeginTime: 'y' });
    });
    const events = new Events(parent);
    parent.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" ${OWN} email="ada@example.com"></fxa-email-form>`;
    await events.until('fxa-flow-ready');
    const element = parent.querySelector('fxa-email-form');
    expect(element?.flow?.flowId).to.match(/^[0-9a-f]{64}$/);
    element?.addEventListener('fxa-submit', (event) => {
      Object.assign(event.detail.parameters, { entrypoint: 'evil' });
      event.preventDefault();
    });
    element?.requestSubmit();
    expect(element && new FormData(part(element, 'form')).get('entrypoint')).to.equal('test-page');
  });

  it('a language with empty texts keeps the English ones', async () => {
    FxaEmailForm.addLocale({ lang: 'ie', dir: 'ltr', legal: null, button: 'Avan' });
    const parent = await place();
    parent.innerHTML = `<fxa-email-form lang="ie" metrics="off" ${OWN}></fxa-email-form>`;
    const element = parent.querySelector('fxa-email-form');
    await element?.updateComplete;
    expect(element && part(element, 'legal').innerText).to.include('Terms of Service');
    expect(element && part(element, 'button').innerText).to.equal('Avan');
  });
});

describe('in another place than the page', () => {
  let fxa: FxaInstance;
  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
  });
  afterEach(restore);

  it('made here and put into a frame, it is drawn and styled, and so it is when it comes back', async () => {
    const parent = await place();
    const frame = document.createElement('iframe');
    parent.append(frame);
    const there = frame.contentDocument?.body;
    if (!there) throw new Error('The frame has no document');
    const element = document.createElement('fxa-email-form');
    Object.assign(element, {
      fxaUrl: fxa.url,
      entrypoint: 'e',
      utmSource: 's',
      utmCampaign: 'c',
      metrics: 'off',
    });
    for (const home of [there, parent, there, parent]) {
      home.append(element);
      await element.updateComplete;
      const { display } =
        (home === there ? frame.contentWindow : window)?.getComputedStyle(part(element, 'form')) ?? {};
      expect(display).to.equal('flex');
    }
  });

  it('with display: contents and loading="lazy" => its flow is requested when it is seen', async () => {
    const parent = await place();
    const events = new Events(parent);
    parent.innerHTML = `<fxa-email-form style="display: contents" loading="lazy" fxa-url="${fxa.url}" entrypoint="e" utm-source="s" utm-campaign="c"></fxa-email-form>`;
    await events.until('fxa-flow-ready');
  });

  it('in a dialog, its field gets the focus when that opens', async () => {
    const parent = await place();
    parent.innerHTML = `<dialog><button>Close</button><fxa-email-form autofocus metrics="off" entrypoint="e" utm-source="s" utm-campaign="c"></fxa-email-form></dialog>`;
    const element = parent.querySelector('fxa-email-form');
    await element?.updateComplete;
    parent.querySelector('dialog')?.showModal();
    // Not the elements themselves: chai would print all that hangs on them.
    expect(element?.shadowRoot?.activeElement?.localName).to.equal('input');
    parent.querySelector('dialog')?.close();
  });

  it('in a preview of Turbo’s, it requests nothing until it is shown', async () => {
    document.documentElement.setAttribute('data-turbo-preview', '');
    const parent = await place();
    const events = new Events(parent);
    try {
      parent.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" entrypoint="e" utm-source="s" utm-campaign="c"></fxa-email-form>`;
      await parent.querySelector('fxa-email-form')?.updateComplete;
      expect(await fxa.requests()).to.be.empty;
    } finally {
      document.documentElement.removeAttribute('data-turbo-preview');
    }
    const copy = parent.firstElementChild?.cloneNode(true);
    parent.replaceChildren(...(copy ? [copy] : []));
    await events.until('fxa-flow-ready');
    expect(await fxa.requests()).to.have.length(1);
  });
});
