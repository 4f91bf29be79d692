import { expect } from '@open-wc/testing';
import { restore, stub, type SinonStub } from 'sinon';
import { FxaEmailForm } from '../../src/index.js';
import '../../src/link.js';
import { ATTRIBUTION, createForm, Events, hiddenInput, part, place } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

const OWN = 'entrypoint="test-page" utm-source="tests" utm-campaign="all"';

describe('in a hostile page', () => {
  let fxa: FxaInstance;
  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
  });
  afterEach(restore);

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

  it('an image with any name of a member does no harm', async () => {
    const images = await place();
    const drawn = await place();
    const own = await place();
    const events = [new Events(drawn), new Events(own)];
    images.append(...NAMES.map((name) => Object.assign(document.createElement('img'), { name, alt: '' })));
    try {
      drawn.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" ${OWN}></fxa-email-form>`;
      own.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" ${OWN}><form action="${fxa.url}"><input type="email" name="email" /></form></fxa-email-form>`;
      for (const one of events) await one.until('fxa-flow-ready');
      const element = drawn.querySelector('fxa-email-form');
      if (!element) throw new Error('There is no element');
      element.reportValidity();
      expect(part(element, 'error').innerText).to.equal('Enter your email address.');
      const form = own.querySelector('form');
      expect(form && new FormData(form).getAll('entrypoint')).to.deep.equal(['test-page']);
    } finally {
      images.replaceChildren();
    }
  });

  for (const [what, value] of [
    ['texts', 'https://evil.example/'],
    ['numbers', 1_000_000],
    ['objects', { flowId: 'e'.repeat(64), flowBeginTime: 1_700_000_000_000, code: 'timeout' }],
  ] as const) {
    it(`${what} as members of Object.prototype change nothing`, async () => {
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
        'rejected',
        'status',
        'flow',
        'failure',
      ];
      for (const name of names)
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      try {
        const parent = await place();
        const events = new Events(parent);
        parent.innerHTML = `<fxa-email-form fxa-url="${fxa.url}" ${OWN}></fxa-email-form>`;
        await events.until('fxa-flow-ready');
        const element = parent.querySelector('fxa-email-form');
        if (!element) throw new Error('There is no element');
        const form = part(element, 'form');
        expect(form.getAttribute('action')).to.equal(fxa.url);
        const sent = [...new FormData(form)];
        expect(sent.filter(([name]) => !/^(flow|device)/.test(name))).to.deep.equal([
          ['action', 'email'],
          ['form_type', 'email'],
          ['entrypoint', 'test-page'],
          ['utm_source', 'tests'],
          ['utm_campaign', 'all'],
        ]);
        expect(new Map(sent).get('flow_id')).to.equal(element.flow?.flowId);
        // Each of these is an update, and another request.
        element.buttonLabel = 'Go';
        await element.updateComplete;
        await fxa.nextScenario({ scenario: '500' });
        element.utmTerm = 'tabs';
        await events.until('fxa-flow-error');
        await fxa.nextScenario({ scenario: '400', keys: ['utm_term'] });
        element.utmTerm = 'more-tabs';
        await events.until('fxa-flow-ready', 2);
        await element.updateComplete;
        expect(events.all.map(({ type }) => type)).to.deep.equal([
          'fxa-flow-ready',
          'fxa-flow-error',
          'fxa-parameter-rejected',
          'fxa-flow-ready',
        ]);
        expect(events.details('fxa-flow-error')).to.deep.equal([{ code: 'unavailable', status: 500 }]);
        expect(element.flow?.flowId).to.not.equal('e'.repeat(64));
      } finally {
        for (const name of names) Reflect.deleteProperty(Object.prototype, name);
      }
    });
  }

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

describe('in a page with texts of any length', () => {
  let fxa: FxaInstance;
  let warn: SinonStub;
  beforeEach(() => {
    warn = stub(console, 'warn');
    fxa = new FxaInstance();
  });
  afterEach(restore);

  const MEGABYTE = 2 ** 20;
  const LONG: [what: string, text: string][] = [
    ['letters', 'a'.repeat(MEGABYTE)],
    ['words', 'a '.repeat(MEGABYTE / 2)],
    ['lines', 'a\n'.repeat(MEGABYTE / 2)],
    ['addresses', 'a@a.aa'.repeat(MEGABYTE / 6)],
  ];
  for (const [what, text] of LONG) {
    it(`a megabyte of ${what} in each attribute and hidden field is left out, and named in a few lines`, async () => {
      const parent = await place();
      const events = new Events(parent);
      const names = ['entrypoint', 'utm-term', 'service', 'fxa-path', 'action', 'flow-timeout'];
      const form = createForm({
        ...ATTRIBUTION,
        'fxa-url': fxa.url,
        ...Object.fromEntries(names.map((name) => [name, name === 'action' ? `javascript:${text}` : text])),
        label: text,
        email: text,
      });
      form.append(hiddenInput('utm_medium', text), hiddenInput('flow_id', text));
      parent.append(form);
      await events.until('fxa-flow-ready');
      const sent = [...new FormData(part(form, 'form'))];
      expect(sent.map(([name]) => name)).not.to.include.members(['utm_term', 'utm_medium']);
      const [request] = await fxa.requests();
      expect(JSON.stringify(request).length).to.be.below(4096);
      form.reportValidity();
      expect(part(form, 'error').innerText).not.to.equal('');
      expect(warn.args.length).to.be.above(0);
      for (const [message] of warn.args) expect(String(message).length).to.be.below(1200);
      // What to do stands at the end.
      expect(warn.args.some(([message]) => /it has to be .+\.$/.test(String(message)))).to.equal(true);
    });
  }

  it('a link to a picture of a megabyte is left alone, and named in a few lines', async () => {
    const parent = await place();
    const href = `data:image/png;base64,${'A'.repeat(MEGABYTE)}`;
    parent.innerHTML = `<fxa-link metrics="off" ${OWN}><a href="${href}">See</a></fxa-link>`;
    await parent.querySelector('fxa-link')?.updateComplete;
    expect(parent.querySelector('a')?.getAttribute('href')).to.have.length(href.length);
    expect(warn.args.map(([message]) => String(message).length < 1200)).to.deep.equal([true]);
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

  for (const event of ['focusin', 'pointerdown', 'input']) {
    it(`with display: contents and loading="lazy", out of sight => at the latest when touched: ${event}`, async () => {
      const parent = await place();
      const events = new Events(parent);
      parent.innerHTML = `<div style="block-size: 300vh"></div>
        <fxa-email-form style="display: contents" loading="lazy" fxa-url="${fxa.url}" ${OWN}></fxa-email-form>`;
      const element = parent.querySelector('fxa-email-form');
      if (!element) throw new Error('There is no element');
      await element.updateComplete;
      await new Promise<void>((resolve) => {
        const observer = new IntersectionObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(part(element, 'form'));
      });
      expect(await fxa.requests()).to.be.empty;
      part(element, 'input').dispatchEvent(new Event(event, { bubbles: true, composed: true }));
      await events.until('fxa-flow-ready');
      expect(await fxa.requests()).to.have.length(1);
    });
  }

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
