import { expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers, type SinonFakeTimers } from 'sinon';
import '../../src/index.js';
import { ATTRIBUTION, hiddenInput, showForm, submitFrame } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';
import { answers, FIREFOX, setUserAgent, Tour } from '../support/tour.js';

const OTHERS: [browser: string, userAgent: string][] = [
  ['Firefox for Android', 'Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0'],
  ['Firefox for iOS', 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) FxiOS/153.0 Mobile/15E148'],
  ['Chromium', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36'],
];

const realUserAgent = navigator.userAgent;
const timeStamp = Object.getOwnPropertyDescriptor(Event.prototype, 'timeStamp') ?? {};

describe('the hand-over to Firefox', () => {
  let fxa: FxaInstance;
  let attributes: Record<string, string>;
  let tour: Tour | undefined;
  let clock: SinonFakeTimers | undefined;

  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
    attributes = { ...ATTRIBUTION, service: 'sync', email: 'ada@example.com', 'fxa-url': fxa.url };
    setUserAgent(FIREFOX);
  });
  afterEach(() => {
    clock?.restore();
    clock = undefined;
    tour?.stop();
    restore();
    setUserAgent();
  });

  /** The native way: FxA's page is opened by the form. */
  async function expectNative(shown: Awaited<ReturnType<typeof showForm>>): Promise<void> {
    await submitFrame();
    shown.form.requestSubmit();
    const { fields, verdict } = await fxa.arrival();
    // FxA sees what the browser really is: anything but Firefox would wait for ever there.
    expect(verdict.good).to.equal(/Firefox/.test(realUserAgent));
    expect(Object.fromEntries(fields)).to.include({
      service: 'sync',
      context: 'fx_desktop_v3',
      email: 'ada@example.com',
    });
    expect(shown.events.details('fxa-submit').map(({ handedOver }) => handedOver)).to.deep.equal([false]);
    expect(tour?.opened).to.be.empty;
  }

  it('happens where Firefox answers, with exactly what it accepts', async () => {
    tour = new Tour(answers);
    const { form, events } = await showForm(
      {
        ...attributes,
        'utm-medium': 'm',
        'utm-term': 't',
        'entrypoint-experiment': 'e',
        'entrypoint-variation': 'v',
        context: 'fx_desktop_v3',
      },
      hiddenInput('utm_id', 'no parameter of FxA’s'),
      hiddenInput('product_id', 'prod_A'),
      hiddenInput('state', 'abc'),
    );
    await events.until('fxa-flow-ready');
    form.requestSubmit();

    const { flowId: flow_id, flowBeginTime: flow_begin_time, deviceId: device_id } = form.flow ?? {};
    expect(tour.opened).to.have.length(1);
    const { extraURLParams, ...data } = tour.opened[0] ?? {};
    expect(data).to.deep.equal({ email: 'ada@example.com', entrypoint: 'test-page' });
    expect(JSON.parse(String(extraURLParams))).to.deep.equal({
      utm_source: 'tests',
      utm_campaign: 'all',
      utm_medium: 'm',
      utm_term: 't',
      entrypoint_experiment: 'e',
      entrypoint_variation: 'v',
      flow_id,
      flow_begin_time: String(flow_begin_time),
      device_id,
    });
    expect(events.details('fxa-submit').map(({ handedOver }) => handedOver)).to.deep.equal([true]);
    expect((await fxa.log()).filter(({ type }) => type === 'arrival')).to.be.empty;
  });

  it('happens without consent, and then without flow and the attribution of the URL', async () => {
    const { href } = location;
    history.replaceState(null, '', '?utm_source=news&utm_campaign=spring');
    tour = new Tour(answers);
    const { form } = await showForm({ ...attributes, metrics: 'off' });
    form.requestSubmit();
    history.replaceState(null, '', href);
    expect(JSON.parse(String(tour.opened[0]?.['extraURLParams']))).to.deep.equal({
      utm_source: 'tests',
      utm_campaign: 'all',
    });
    expect(await fxa.requests()).to.be.empty;
  });

  const BAD: [attribute: string, value: string][] = [
    ['entrypoint', 'no good'],
    ['entrypoint', ''],
    ['entrypoint-experiment', 'a/b'],
    ['entrypoint-variation', 'é'],
    ['utm-source', 'a b'],
    ['utm-campaign', 'a:b'],
    ['utm-content', 'x'.repeat(129)],
    ['utm-term', '"'],
    ['utm-medium', '+'],
    ['context', 'Bad!'],
  ];
  for (const [attribute, value] of BAD) {
    it(`leaves ${attribute}="${value.slice(0, 9)}" behind`, async () => {
      tour = new Tour(answers);
      const { form } = await showForm({ ...attributes, metrics: 'off', [attribute]: value });
      form.requestSubmit();
      const [data] = tour.opened;
      const extra = JSON.parse(String(data?.['extraURLParams'])) as object;
      const all: Record<string, unknown> = { ...data, ...extra };
      expect(all).not.to.have.property(attribute.replaceAll('-', '_'));
      expect(Object.values(all)).not.to.include('');
    });
  }

  it('can be cancelled like any submit', async () => {
    tour = new Tour(answers);
    const { form } = await showForm(attributes);
    form.addEventListener('fxa-submit', (event) => {
      event.preventDefault();
    });
    form.requestSubmit();
    expect(tour.opened).to.be.empty;
  });

  it('happens once for a double click', async () => {
    tour = new Tour(answers);
    const { form } = await showForm(attributes);
    form.requestSubmit();
    form.requestSubmit();
    expect(tour.opened).to.have.length(1);
  });

  it('happens once where Firefox answers twice', async () => {
    tour = new Tour((callbackID, firefox) => {
      answers(callbackID, firefox);
      answers(callbackID, firefox);
    });
    const { form } = await showForm(attributes);
    form.requestSubmit();
    expect(tour.opened).to.have.length(1);
  });

  it('happens where Firefox takes almost three seconds', async () => {
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let callbackID: unknown;
    tour = new Tour((id) => {
      callbackID = id;
    });
    const { form } = await showForm(attributes);
    clock.tick(2999);
    answers(callbackID, tour);
    form.requestSubmit();
    expect(tour.opened).to.have.length(1);
  });

  it('does not happen where Firefox answers too late', async () => {
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let callbackID: unknown;
    tour = new Tour((id) => {
      callbackID = id;
    });
    const shown = await showForm(attributes);
    clock.tick(3000);
    answers(callbackID, tour);
    await expectNative(shown);
  });

  it('does not happen where Firefox has not answered by the time of the submit', async () => {
    tour = new Tour(() => undefined);
    await expectNative(await showForm(attributes));
  });

  const WRONG: unknown[] = [
    null,
    undefined,
    'text',
    42,
    {},
    [],
    { callbackID: null },
    { callbackID: 'somebody else’s' },
  ];
  for (const detail of WRONG) {
    it(`does not happen where the answer is ${detail === undefined ? 'nothing' : JSON.stringify(detail)}`, async () => {
      tour = new Tour((_, firefox) => {
        firefox.answer(detail);
      });
      await expectNative(await showForm(attributes));
    });
  }

  describe('has a way back', () => {
    const arrivals = async () => (await fxa.log()).filter(({ type }) => type === 'arrival').length;

    async function handedOver() {
      await submitFrame();
      tour = new Tour(answers);
      const shown = await showForm(attributes);
      await shown.events.until('fxa-flow-ready');
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      shown.form.requestSubmit();
      expect(tour.opened).to.have.length(1);
      return shown;
    }

    it('where the page is still there after three seconds: the form goes with what it had then, once', async () => {
      const { form, events } = await handedOver();
      clock?.tick(2999);
      expect(await arrivals()).to.equal(0);
      // What is typed meanwhile may be half an address.
      const input = form.shadowRoot?.querySelector('input');
      if (input) input.value = 'half an';
      clock?.tick(1);
      const { fields } = await fxa.arrival();
      expect(Object.fromEntries(fields)).to.include({
        email: 'ada@example.com',
        service: 'sync',
        context: 'fx_desktop_v3',
        flow_id: form.flow?.flowId,
      });
      clock?.tick(60_000);
      expect(await arrivals()).to.equal(1);
      expect(events.details('fxa-submit')).to.have.length(1);
    });

    it('where the visitor presses again: the form goes at once, and nothing more is handed over', async () => {
      const { form, events } = await handedOver();
      const later = performance.now() + 2000;
      Object.defineProperty(Event.prototype, 'timeStamp', { get: () => later, configurable: true });
      try {
        form.requestSubmit();
      } finally {
        Object.defineProperty(Event.prototype, 'timeStamp', timeStamp);
      }
      await fxa.arrival();
      clock?.tick(60_000);
      expect(await arrivals()).to.equal(1);
      expect(tour?.opened).to.have.length(1);
      expect(events.details('fxa-submit').map((detail) => detail.handedOver)).to.deep.equal([true, false]);
    });

    it('but not once the page has gone, nor for a double click, nor for a form that has left', async () => {
      const { form } = await handedOver();
      form.requestSubmit();
      dispatchEvent(new PageTransitionEvent('pagehide'));
      clock?.tick(60_000);
      expect(await arrivals()).to.equal(0);
      form.remove();
    });
  });

  const FOREIGN = ['https://accounts.stage.example/', 'https://accounts.firefox.com/path/'];
  for (const fxaUrl of FOREIGN) {
    it(`is not asked about where the FxA server is ${fxaUrl}: Firefox would open its own`, async () => {
      tour = new Tour(answers);
      await showForm({ ...attributes, 'fxa-url': fxaUrl, metrics: 'off' });
      expect(tour.heard).to.be.empty;
    });
  }

  for (const [browser, userAgent] of OTHERS) {
    it(`is not even asked about in ${browser}`, async () => {
      setUserAgent(userAgent);
      tour = new Tour(answers);
      const { form } = await showForm(attributes);
      expect(tour.heard).to.be.empty;
      await submitFrame();
      form.requestSubmit();
      await fxa.arrival();
    });
  }

  const ELSEWHERE: [what: string, attributes: Record<string, string>][] = [
    ['another service', { service: 'content-server' }],
    ['no service', { service: '' }],
    ['a page of FxA’s for OAuth', { 'fxa-path': 'authorization' }],
    ['an endpoint of the site’s own', { action: 'http://localhost/sign-in' }],
  ];
  for (const [what, more] of ELSEWHERE) {
    it(`is not asked about for ${what}`, async () => {
      tour = new Tour(answers);
      await showForm({ ...attributes, ...more });
      expect(tour.heard).to.be.empty;
    });
  }

  it('stops listening when the element leaves, and asks again when it comes back', async () => {
    const callbackIDs: unknown[] = [];
    tour = new Tour((callbackID) => callbackIDs.push(callbackID));
    const shown = await showForm(attributes);
    const parent = shown.form.parentElement;
    shown.form.remove();
    answers(callbackIDs[0], tour);
    parent?.append(shown.form);
    await shown.form.updateComplete;
    expect(new Set(callbackIDs)).to.have.length(2);
    await expectNative(shown);
  });

  it('leaves the page’s own conversation with Firefox alone', async () => {
    tour = new Tour(answers);
    const own: unknown[] = [];
    const listen = (event: Event) => own.push((event as CustomEvent).detail);
    document.addEventListener('mozUITourResponse', listen);
    const { form } = await showForm(attributes);
    tour.answer({ callbackID: 'the page’s', data: { value: 1 } });
    document.removeEventListener('mozUITourResponse', listen);
    expect(own).to.deep.include({ callbackID: 'the page’s', data: { value: 1 } });
    form.requestSubmit();
    expect(tour.opened).to.have.length(1);
  });
});
