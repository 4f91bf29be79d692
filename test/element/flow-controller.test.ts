import { aTimeout, expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers, type SinonFakeTimers } from 'sinon';
import '../../src/index.js';
import type { FxaEmailForm } from '../../src/index.js';
import {
  ATTRIBUTION,
  createForm,
  Events,
  fields,
  fieldValues,
  part,
  place,
  showForm,
  submitFrame,
  type,
} from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

const MINUTE = 60_000;

/** A visit to the page as the back/forward cache makes one: away, and back to the page as it was. */
function goAndComeBack(): void {
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
}

const touch = (form: FxaEmailForm) => {
  type(form, 'a');
};

/** Lets every promise that can be kept by now be kept. */
const turn = () => aTimeout(0);

describe('flow-controller', () => {
  let fxa: FxaInstance;
  let attributes: Record<string, string>;
  let clock: SinonFakeTimers | undefined;

  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
    attributes = { ...ATTRIBUTION, 'fxa-url': fxa.url };
  });
  afterEach(() => {
    clock?.restore();
    clock = undefined;
    restore();
  });

  const setTime = (now: number) => {
    clock ??= useFakeTimers({ now: Date.now(), toFake: ['Date'] });
    clock.setSystemTime(now);
  };
  const pass = (ms: number) => {
    setTime(Date.now() + ms);
  };

  async function readyForm(more: Record<string, string> = {}) {
    const shown = await showForm({ ...attributes, ...more });
    await shown.events.until('fxa-flow-ready');
    return shown;
  }

  describe('asks', () => {
    it('once for attributes that are set before insertion', async () => {
      const { form } = await readyForm();
      expect(form.flowState).to.equal('ready');
      expect(await fxa.requests()).to.have.length(1);
    });

    it('once for attributes that are set right after insertion', async () => {
      const parent = await place();
      const events = new Events(parent);
      const form = createForm({ 'fxa-url': fxa.url });
      parent.append(form);
      form.setAttribute('entrypoint', 'late');
      form.utmSource = 'tests';
      form.setAttribute('utm_campaign', 'all');
      await events.until('fxa-flow-ready');
      const [request, ...more] = await fxa.requests();
      expect(more).to.be.empty;
      expect(Object.fromEntries(request?.query ?? [])).to.deep.equal({
        entrypoint: 'late',
        utm_source: 'tests',
        utm_campaign: 'all',
        form_type: 'email',
      });
    });

    it('again when a parameter is changed later, and takes only the new flow along', async () => {
      const { form, events } = await readyForm();
      const { flowId } = form.flow ?? {};
      form.utmTerm = 'b';
      await form.updateComplete;
      expect(form.flowState).to.equal('pending');
      expect(fields(form).map(([name]) => name)).not.to.include('flow_id');
      await events.until('fxa-flow-ready', 2);
      expect(await fxa.requests()).to.have.length(2);
      expect(fieldValues(form)).to.include({ utm_term: 'b', flow_id: form.flow?.flowId });
      expect(form.flow?.flowId).not.to.equal(flowId);
    });

    it('another server when fxa-url is changed', async () => {
      const other = new FxaInstance();
      const { form, events } = await readyForm();
      form.fxaUrl = other.url;
      await events.until('fxa-flow-ready', 2);
      expect(await fxa.requests()).to.have.length(1);
      expect(await other.requests()).to.have.length(1);
    });

    it('not again when something changes that FxA is not asked about', async () => {
      const { form, events } = await readyForm();
      form.label = 'Your address';
      form.email = 'ada@example.com';
      form.fxaPath = 'authorization';
      await form.updateComplete;
      await turn();
      expect(await fxa.requests()).to.have.length(1);
      expect(events.details('fxa-flow-ready')).to.have.length(1);
      expect(form.flowState).to.equal('ready');
    });

    it('aborts the earlier request when a later one takes its place', async () => {
      await fxa.nextScenario({ scenario: 'hang' });
      const { form, events } = await showForm(attributes);
      await fxa.waitForRequests(1);
      form.utmTerm = 'latest';
      await events.until('fxa-flow-ready');
      await fxa.waitFor('request', ({ aborted }) => aborted === true);
      expect(events.details('fxa-flow-ready')).to.have.length(1);
      expect(events.details('fxa-flow-error')).to.be.empty;
      expect(fieldValues(form)).to.include({ utm_term: 'latest' });
    });

    it('once for an element that is moved, asked or answered', async () => {
      await fxa.nextScenario({ scenario: 'hang' });
      const elsewhere = await place();
      const { form, events } = await showForm(attributes);
      await fxa.waitForRequests(1);
      elsewhere.append(form);
      await turn();
      const moved = new Events(elsewhere);
      await fxa.release();
      await moved.until('fxa-flow-ready');
      (await place()).append(form);
      await turn();
      expect(form.flowState).to.equal('ready');
      expect((await fxa.requests()).map(({ aborted }) => aborted)).to.deep.equal([undefined]);
      expect(events.all).to.be.empty;
    });

    it('aborts the request when the element is removed, and says nothing', async () => {
      await fxa.nextScenario({ scenario: 'hang' });
      const { form, events } = await showForm(attributes);
      await fxa.waitForRequests(1);
      form.remove();
      await fxa.waitFor('request', ({ aborted }) => aborted === true);
      await fxa.release();
      await turn();
      expect(form.flowState).to.equal('idle');
      expect(events.all).to.be.empty;
    });

    it('anew when a removed element comes back', async () => {
      const { form } = await readyForm();
      const { flowId } = form.flow ?? {};
      form.remove();
      await turn();
      expect(form.flow).to.equal(undefined);
      const parent = await place();
      const events = new Events(parent);
      parent.append(form);
      await events.until('fxa-flow-ready');
      expect(form.flow?.flowId).not.to.equal(flowId);
    });
  });

  describe('with loading="lazy", asks', () => {
    const PLACES: [name: string, html: string, reveal: (parent: HTMLElement) => void][] = [
      [
        'in a closed <details>',
        '<details><summary>More</summary><div class="here"></div></details>',
        (parent) => parent.querySelector('details')?.setAttribute('open', ''),
      ],
      [
        'in a hidden tab panel',
        '<section hidden><div class="here"></div></section>',
        (parent) => parent.querySelector('section')?.removeAttribute('hidden'),
      ],
      [
        'below the fold',
        '<div style="block-size: 300vh"></div><div class="here"></div>',
        (parent) => parent.querySelector('.here')?.scrollIntoView(),
      ],
    ];
    /** Resolves when the browser has told every observer what is in sight. */
    const observed = (element: Element) =>
      new Promise<void>((resolve) => {
        const observer = new IntersectionObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(element);
      });

    for (const [name, html, reveal] of PLACES) {
      it(`${name}: once, when it is first seen, and not before`, async () => {
        const parent = await place();
        const events = new Events(parent);
        parent.innerHTML = html;
        const form = createForm({ ...attributes, loading: 'lazy' });
        parent.querySelector('.here')?.append(form);
        await form.updateComplete;
        await observed(form);
        expect(form.flowState).to.equal('idle');
        expect(await form.refreshFlow()).to.equal(undefined);
        expect(await fxa.requests()).to.be.empty;

        reveal(parent);
        await events.until('fxa-flow-ready');
        parent.firstElementChild?.scrollIntoView();
        parent.append(form);
        await observed(form);
        expect(await fxa.requests()).to.have.length(1);
      });

      it(`${name}: never where it is not seen`, async () => {
        const parent = await place();
        parent.innerHTML = html;
        const form = createForm({ ...attributes, loading: 'lazy' });
        parent.querySelector('.here')?.append(form);
        await form.updateComplete;
        await observed(form);
        form.remove();
        reveal(parent);
        await observed(parent);
        expect(await fxa.requests()).to.be.empty;
      });
    }

    it('in sight: at once', async () => {
      await readyForm({ loading: 'lazy' });
    });

    it('with a value that is not known: at once, and says so', async () => {
      const { events } = await readyForm({ loading: 'later' });
      expect(events.details('fxa-parameter-rejected')).to.deep.equal([
        { name: 'loading', value: 'later', reason: 'pattern' },
      ]);
    });
  });

  describe('on a page that is only prerendered', () => {
    it('asks when the page is shown', async () => {
      const before = Object.getOwnPropertyDescriptor(Document.prototype, 'prerendering');
      Object.defineProperty(Document.prototype, 'prerendering', { value: true, configurable: true });
      const { form, events } = await showForm(attributes);
      await turn();
      expect(await fxa.requests()).to.be.empty;
      expect(form.flowState).to.equal('idle');

      Reflect.deleteProperty(Document.prototype, 'prerendering');
      if (before) Object.defineProperty(Document.prototype, 'prerendering', before);
      document.dispatchEvent(new Event('prerenderingchange'));
      await events.until('fxa-flow-ready');
      expect(await fxa.requests()).to.have.length(1);
    });
  });

  describe('shares', () => {
    async function ten() {
      const parent = await place();
      const events = new Events(parent);
      const forms = Array.from({ length: 10 }, () => createForm(attributes));
      parent.append(...forms);
      return { events, forms };
    }

    it('one request and one flow among ten whose requests read the same', async () => {
      const { events, forms } = await ten();
      await events.until('fxa-flow-ready', 10);
      expect(await fxa.requests()).to.have.length(1);
      expect(new Set(forms.map((form) => form.flow?.flowId))).to.have.length(1);
      expect(new Set(events.all.map(({ target }) => target))).to.have.length(10);
    });

    it('no request among two whose requests differ', async () => {
      const parent = await place();
      const events = new Events(parent);
      parent.append(createForm(attributes), createForm({ ...attributes, 'utm-term': 'b' }));
      await events.until('fxa-flow-ready', 2);
      expect(await fxa.requests()).to.have.length(2);
    });

    it('a refresh with all of them', async () => {
      const { events, forms } = await ten();
      await events.until('fxa-flow-ready', 10);
      const before = forms[0]?.flow;
      const [flow, same] = await Promise.all([forms[3]?.refreshFlow(), forms[7]?.refreshFlow()]);
      await events.until('fxa-flow-ready', 20);
      expect(flow?.flowId).not.to.equal(before?.flowId);
      expect(same).to.equal(flow);
      expect(await fxa.requests()).to.have.length(2);
      for (const form of forms) expect(fieldValues(form)).to.include({ flow_id: flow?.flowId });
    });

    it('the flow with one that comes later', async () => {
      const { form } = await readyForm();
      const { form: later } = await readyForm();
      expect(later.flow).to.equal(form.flow);
      expect(await fxa.requests()).to.have.length(1);
    });

    it('the request for as long as one of them is there', async () => {
      await fxa.nextScenario({ scenario: 'hang' });
      const { forms } = await ten();
      await fxa.waitForRequests(1);
      const [last, ...others] = forms;
      for (const form of others) form.remove();
      await turn();
      expect(last?.flowState).to.equal('pending');
      last?.remove();
      await fxa.waitFor('request', ({ aborted }) => aborted === true);
    });

    it('no timeout: the impatient one goes without, the other gets the flow, and so does the first when touched', async () => {
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      await fxa.nextScenario({ scenario: 'hang' });
      const { form: hasty, events: hastyEvents } = await showForm({ ...attributes, 'flow-timeout': '50' });
      const { form: patient, events } = await showForm(attributes);
      await fxa.waitForRequests(1);
      clock.tick(50);
      await hastyEvents.until('fxa-flow-error');
      expect(hastyEvents.details('fxa-flow-error')).to.deep.equal([{ code: 'timeout' }]);
      expect([hasty.flowState, patient.flowState]).to.deep.equal(['failed', 'pending']);

      await fxa.release();
      await events.until('fxa-flow-ready');
      expect(hasty.flow).to.equal(undefined);
      touch(hasty);
      await hastyEvents.until('fxa-flow-ready');
      expect(hasty.flow).to.equal(patient.flow);
      expect(await fxa.requests()).to.have.length(1);
    });
  });

  describe('keeps a flow fresh', () => {
    it('uses it for almost two hours', async () => {
      const { form } = await readyForm();
      pass(114 * MINUTE);
      touch(form);
      goAndComeBack();
      expect(form.flowState).to.equal('ready');
      expect(await fxa.requests()).to.have.length(1);
    });

    const LATER: [name: string, elapsed: number][] = [
      ['two hours later', 119 * MINUTE],
      ['when the clock was set back', -1000],
    ];
    for (const [name, elapsed] of LATER) {
      it(`asks for another ${name}, when the field is touched`, async () => {
        const { form, events } = await readyForm();
        pass(elapsed);
        expect(form.flow).to.equal(undefined);
        touch(form);
        await events.until('fxa-flow-ready', 2);
        expect(await fxa.requests()).to.have.length(2);
      });

      it(`asks for another ${name}, when the visitor comes back to the page`, async () => {
        const { events } = await readyForm();
        pass(elapsed);
        document.dispatchEvent(new Event('visibilitychange'));
        await events.until('fxa-flow-ready', 2);
        expect(await fxa.requests()).to.have.length(2);
      });

      it(`asks for another ${name}, when the page comes back from the back/forward cache`, async () => {
        const { events } = await readyForm();
        pass(elapsed);
        goAndComeBack();
        await events.until('fxa-flow-ready', 2);
        expect(await fxa.requests()).to.have.length(2);
      });

      it(`leaves it out ${name}, when nothing but the submit happens`, async () => {
        await submitFrame();
        const { form, events } = await readyForm({ email: 'ada@example.com' });
        pass(elapsed);
        form.requestSubmit();
        expect((await fxa.arrival()).verdict).to.deep.equal({ flow: 'absent', problems: [], good: true });
        expect(events.details('fxa-submit')[0]).not.to.have.property('flow');
      });
    }

    it('asks for another when the page comes back, also when another element has left it', async () => {
      const { form: other } = await readyForm();
      const { events } = await readyForm();
      other.remove();
      pass(119 * MINUTE);
      goAndComeBack();
      await events.until('fxa-flow-ready', 2);
      expect(await fxa.requests()).to.have.length(2);
    });

    it('sends a request again that had no response when the page comes back', async () => {
      await fxa.nextScenario({ scenario: 'hang' });
      const { events } = await showForm(attributes);
      await fxa.waitForRequests(1);
      goAndComeBack();
      await events.until('fxa-flow-ready');
      expect(events.all.map((event) => event.type)).to.deep.equal(['fxa-flow-ready']);
      expect(await fxa.requests()).to.have.length(2);
    });
  });

  describe('tries again', () => {
    it('once, and not before the form is touched, after a failure', async () => {
      await fxa.nextScenario({ scenario: '500' }, { scenario: 'reset' });
      const { form, events } = await showForm(attributes);
      await events.until('fxa-flow-error');
      goAndComeBack();
      document.dispatchEvent(new Event('visibilitychange'));
      expect(form.flowState).to.equal('failed');
      touch(form);
      expect(form.flowState).to.equal('pending');
      await events.until('fxa-flow-error', 2);
      touch(form);
      await turn();
      expect(form.flowState).to.equal('failed');
      expect(await fxa.requests()).to.have.length(2);
    });

    it('after a timeout, when the form is touched', async () => {
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      await fxa.nextScenario({ scenario: 'hang' });
      const { form, events } = await showForm({ ...attributes, 'flow-timeout': '50' });
      await fxa.waitForRequests(1);
      clock.tick(50);
      await events.until('fxa-flow-error');
      touch(form);
      await events.until('fxa-flow-ready');
    });

    it('for one that joins, only when it is touched', async () => {
      await fxa.nextScenario({ scenario: '500' });
      const { events } = await showForm(attributes);
      await events.until('fxa-flow-error');
      const { form, events: laterEvents } = await showForm(attributes);
      await laterEvents.until('fxa-flow-error');
      expect(await fxa.requests()).to.have.length(1);
      touch(form);
      await laterEvents.until('fxa-flow-ready');
      await events.until('fxa-flow-ready');
    });

    for (const scenario of ['429', '503'] as const) {
      for (const where of [{ in: 'body' }, { in: 'header', exposed: true }, {}] as const) {
        it(`after ${scenario} only when Retry-After has passed ${JSON.stringify(where)}`, async () => {
          setTime(Date.now());
          await fxa.nextScenario({ scenario, retryAfter: 30, ...where });
          const { form, events } = await showForm(attributes);
          await events.until('fxa-flow-error');
          pass(29_999);
          touch(form);
          expect(await form.refreshFlow()).to.equal(undefined);
          expect(form.flowState).to.equal('failed');
          pass(1);
          touch(form);
          await events.until('fxa-flow-ready');
          expect(await fxa.requests()).to.have.length(2);
        });
      }
    }

    it('after 429 at the next touch where Retry-After cannot be read', async () => {
      await fxa.nextScenario({ scenario: '429', retryAfter: 30, in: 'header' });
      const { form, events } = await showForm(attributes);
      await events.until('fxa-flow-error');
      touch(form);
      await events.until('fxa-flow-ready');
    });
  });

  describe('refreshFlow()', () => {
    it('joins the request that is in flight', async () => {
      const parent = await place();
      const form = createForm(attributes);
      parent.append(form);
      expect(await form.refreshFlow()).to.equal(form.flow);
      expect(form.flowState).to.equal('ready');
      expect(await fxa.requests()).to.have.length(1);
    });

    it('ends without a flow where FxA gives none', async () => {
      await fxa.nextScenario({ scenario: 'html' });
      const { form } = await showForm(attributes);
      expect(await form.refreshFlow()).to.equal(undefined);
    });

    it('ends without a flow for an element that is not in the page', async () => {
      expect(await createForm(attributes).refreshFlow()).to.equal(undefined);
      expect(await fxa.requests()).to.be.empty;
    });

    it('ends without a flow when the element is removed while asking', async () => {
      await fxa.nextScenario({ scenario: 'hang' });
      const { form } = await showForm(attributes);
      const refreshed = form.refreshFlow();
      await fxa.waitForRequests(1);
      form.remove();
      expect(await refreshed).to.equal(undefined);
    });
  });

  describe('a refresh', () => {
    it('keeps the good flow until there is another', async () => {
      const { form, events } = await readyForm();
      const { flow } = form;
      await fxa.nextScenario({ scenario: 'hang' });
      const refreshed = form.refreshFlow();
      await fxa.waitForRequests(2);
      expect(form.flow).to.equal(flow);
      expect(fieldValues(form)).to.include({ flow_id: flow?.flowId });
      await fxa.release();
      expect((await refreshed)?.flowId).not.to.equal(flow?.flowId);
      expect(events.details('fxa-flow-ready')).to.have.length(2);
    });

    it('that fails leaves the good flow where it is, and says so', async () => {
      const { form, events } = await readyForm();
      const { flow } = form;
      await fxa.nextScenario({ scenario: '500' });
      expect(await form.refreshFlow()).to.equal(flow);
      expect(form.flowState).to.equal('ready');
      expect(events.details('fxa-flow-error').map(({ code }) => code)).to.deep.equal(['unavailable']);
    });
  });

  it('two whose requests read the same once FxA has refused a value share one', async () => {
    await fxa.nextScenario({ scenario: '400', keys: ['utm_term'] }, { scenario: 'hang' });
    const { form, events } = await showForm({ ...attributes, 'utm-term': 'refused' });
    await fxa.waitForRequests(2);
    const { form: other, events: otherEvents } = await showForm(attributes);
    await fxa.release();
    await events.until('fxa-flow-ready');
    await otherEvents.until('fxa-flow-ready');
    expect(other.flow).to.equal(form.flow);
    expect((await fxa.events()).filter(({ event }) => event === 'flow.begin')).to.have.length(1);
  });

  it('a flow of days ago, as from a service worker that caches everything, is not used', async () => {
    await fxa.nextScenario({ scenario: 'old-flow', age: 72 * 60 * MINUTE });
    const { form, events } = await showForm(attributes);
    await events.until('fxa-flow-error');
    expect(form.flow).to.equal(undefined);
    expect(events.details('fxa-flow-error')).to.deep.equal([{ code: 'malformed', status: 200 }]);
  });

  describe('once the form is sent', () => {
    it('takes a request that fails for no error, and retries when the visitor is still there', async () => {
      await submitFrame();
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      await fxa.nextScenario({ scenario: 'hang' });
      const { form, events } = await showForm({ ...attributes, email: 'ada@example.com' });
      await fxa.waitForRequests(1);
      form.requestSubmit();
      await fxa.arrival();
      clock.tick(10_000);
      await fxa.waitFor('request', ({ aborted }) => aborted === true);
      expect(events.all.map((event) => event.type)).to.deep.equal(['fxa-submit']);
      touch(form);
      await events.until('fxa-flow-ready');
      expect(events.details('fxa-flow-error')).to.be.empty;
    });

    it('waits as long as FxA has asked for, also where the visitor is still there', async () => {
      await submitFrame();
      setTime(Date.now());
      const { form } = await readyForm({ email: 'ada@example.com' });
      await fxa.nextScenario({ scenario: '429', retryAfter: 30 });
      const refreshed = form.refreshFlow();
      // The request is in flight, and no response can have come.
      await form.updateComplete;
      await Promise.resolve();
      form.requestSubmit();
      await refreshed;
      await form.refreshFlow();
      expect(await fxa.requests()).to.have.length(2);
    });

    it('sends one sign-up for a double click', async () => {
      const frame = await submitFrame();
      const { form, events } = await readyForm({ email: 'ada@example.com' });
      const loaded = new Promise((resolve) => {
        frame.addEventListener('load', resolve, { once: true });
      });
      part(form, 'button').click();
      part(form, 'button').click();
      await loaded;
      await fxa.arrival();
      expect((await fxa.log()).filter((entry) => entry.type === 'arrival')).to.have.length(1);
      expect(events.details('fxa-submit')).to.have.length(1);
    });
  });
});
