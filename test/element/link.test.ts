import { expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers, type SinonFakeTimers, type SinonStub } from 'sinon';
import { FxaLink } from '../../src/link.js';
import '../../src/index.js';
import type { Scenario } from '../../src/mock-server/start-mock-server.js';
import { flowFields } from '../../src/rules/flow.js';
import { Events, place } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

const ATTRIBUTION = 'entrypoint="test-page" utm-source="tests" utm-campaign="all"';
const MINUTE = 60_000;

describe('<fxa-link>', () => {
  let fxa: FxaInstance;
  let warn: SinonStub;
  let clock: SinonFakeTimers | undefined;

  beforeEach(() => {
    warn = stub(console, 'warn');
    fxa = new FxaInstance();
  });
  afterEach(() => {
    clock?.restore();
    clock = undefined;
    restore();
  });

  const warnings = () => warn.args.map(([message]) => String(message));

  /** Puts `markup` into the page; the events are those from the first on. */
  async function show(markup: string) {
    const parent = await place();
    const events = new Events(parent);
    parent.innerHTML = markup;
    const elements = [...parent.querySelectorAll('fxa-link')];
    for (const element of elements) await element.updateComplete;
    return { parent, events, elements };
  }
  const link = (href: string, attributes = ATTRIBUTION) =>
    `<fxa-link fxa-url="${fxa.url}" ${attributes}><a href="${href}">Sign in</a></fxa-link>`;

  function anchorOf(element: ParentNode | undefined): HTMLAnchorElement {
    const anchor = element?.querySelector('a');
    if (!anchor) throw new Error('There is no link');
    return anchor;
  }
  /** Forms tell their links of what is new with the next turn. */
  async function settle(elements: readonly FxaLink[]) {
    await Promise.resolve();
    for (const element of elements) await element.updateComplete;
  }
  const addressOf = (element: ParentNode | undefined) => new URL(anchorOf(element).href);
  const queryOf = (element: ParentNode | undefined) => Object.fromEntries(addressOf(element).searchParams);

  const OWN = { entrypoint: 'test-page', utm_source: 'tests', utm_campaign: 'all', form_type: 'button' };

  it('requests a flow with form_type=button, and carries it with the attribution', async () => {
    const { elements, events } = await show(link(`${fxa.url}signin`));
    await events.until('fxa-flow-ready');
    const [element] = elements;
    expect(element?.flowState).to.equal('ready');
    expect(queryOf(element)).to.deep.equal({ ...OWN, ...flowFields(element?.flow) });
    const requests = await fxa.requests();
    expect(requests.map(({ query }) => Object.fromEntries(query))).to.deep.equal([OWN]);
    expect((await fxa.events()).map(({ event }) => event)).to.deep.equal(['flow.begin']);
  });

  it('has the flow in its address when it says so', async () => {
    const parent = await place();
    let seen = '';
    parent.addEventListener('fxa-flow-ready', () => {
      seen = addressOf(parent).searchParams.get('flow_id') ?? '';
    });
    const events = new Events(parent);
    parent.innerHTML = link(fxa.url);
    await events.until('fxa-flow-ready');
    expect(seen).to.equal(parent.querySelector('fxa-link')?.flow?.flowId);
  });

  /** Follows a link, in a frame, and resolves with what FxA makes of the visit. */
  async function follow(anchor: HTMLAnchorElement) {
    const frame = document.createElement('iframe');
    frame.name = `frame-${crypto.randomUUID()}`;
    anchor.after(frame);
    anchor.target = frame.name;
    anchor.click();
    return (await fxa.arrival()).verdict;
  }

  it('arrives at FxA with a good flow', async () => {
    const { parent, events } = await show(link(fxa.url));
    await events.until('fxa-flow-ready');
    expect(await follow(anchorOf(parent))).to.include({ flow: 'good', good: true });
  });

  it('takes the campaign of the page’s URL, and never its entrypoint', async () => {
    const { href } = location;
    history.replaceState(null, '', '?utm_source=news&utm_campaign=spring&utm_medium=a%20b&entrypoint=evil');
    const { parent, events } = await show(link(`${fxa.url}signin`, `${ATTRIBUTION} utm-term="own"`));
    history.replaceState(null, '', href);
    await events.until('fxa-flow-ready');
    const { flow } = parent.querySelector('fxa-link') ?? {};
    expect(queryOf(parent)).to.deep.equal({
      ...OWN,
      utm_source: 'news',
      utm_campaign: 'spring',
      ...flowFields(flow),
    });
    // The author cannot mend what stands in the URL.
    expect(events.details('fxa-parameter-rejected')).to.have.length(1);
    expect(warnings()).to.deep.equal([]);
  });

  describe('keeps what the author wrote', () => {
    const KEPT: [href: string, sent: Record<string, string>, hash: string][] = [
      ['signin?client_id=abc&state=a%20b#top', { client_id: 'abc', state: 'a b' }, '#top'],
      ['subscriptions/products/prod_1?plan=p', { plan: 'p' }, ''],
      ['?utm_term=t&entrypoint=author', { utm_term: 't', entrypoint: 'test-page' }, ''],
      ['?utm_term=a+b', {}, ''],
      ['?flow_id=old&form_type=email', { form_type: 'button' }, ''],
    ];
    for (const [href, sent, hash] of KEPT) {
      it(`${href} => ${JSON.stringify(sent)}`, async () => {
        const { parent, events } = await show(link(fxa.url + href));
        await events.until('fxa-flow-ready');
        const url = addressOf(parent);
        const { flow_id, flow_begin_time, device_id, flowId, flowBeginTime, deviceId, ...others } =
          queryOf(parent);
        expect([flow_id, flow_begin_time, device_id]).to.deep.equal([flowId, flowBeginTime, deviceId]);
        expect(others).to.deep.equal({ ...OWN, ...sent });
        expect(url.pathname).to.equal(new URL(fxa.url + href).pathname);
        expect(url.hash).to.equal(hash);
      });
    }

    it('follows an address that is changed later', async () => {
      const { parent, events } = await show(link(`${fxa.url}signin`));
      await events.until('fxa-flow-ready');
      anchorOf(parent).href = `${fxa.url}signup?plan=x`;
      await Promise.resolve();
      await parent.querySelector('fxa-link')?.updateComplete;
      expect(addressOf(parent).pathname).to.match(/signup$/);
      expect(queryOf(parent)).to.include({ ...OWN, plan: 'x' });
      expect(await fxa.requests()).to.have.length(1);
    });

    it('is back when the element is removed, and not when it is moved', async () => {
      const href = `${fxa.url}signin?plan=x`;
      const { parent, elements, events } = await show(link(href));
      const anchor = anchorOf(parent);
      await events.until('fxa-flow-ready');
      (await place()).append(...elements);
      await elements[0]?.updateComplete;
      expect(anchor.href).to.include('flow_id=');
      elements[0]?.remove();
      expect(anchor.outerHTML).to.equal(`<a href="${href}">Sign in</a>`);
    });

    it('is back in a link that is moved out, and the one that takes its place is served', async () => {
      const { parent, elements, events } = await show(link(`${fxa.url}signin`));
      await events.until('fxa-flow-ready');
      const anchor = anchorOf(parent);
      const next = document.createElement('a');
      next.href = `${fxa.url}signup`;
      anchor.replaceWith(next);
      parent.append(anchor);
      await settle(elements);
      expect(anchor.outerHTML).to.equal(`<a href="${fxa.url}signin">Sign in</a>`);
      expect(queryOf(elements[0])).to.include({ ...OWN, ...flowFields(elements[0]?.flow) });
    });

    it('is left alone outside of the page, whatever changes there', async () => {
      const href = `${fxa.url}signin?plan=x`;
      const { parent, elements, events } = await show(link(href));
      const anchor = anchorOf(parent);
      await events.until('fxa-flow-ready');
      elements[0]?.remove();
      elements[0]?.setAttribute('utm-term', 'later');
      await elements[0]?.updateComplete;
      expect(anchor.outerHTML).to.equal(`<a href="${href}">Sign in</a>`);
    });

    it('is no error where it is taken out before it has looked for its form', async () => {
      const parent = await place();
      parent.innerHTML = link(`${fxa.url}signin`, 'form="f"');
      const [element] = parent.querySelectorAll('fxa-link');
      element?.remove();
      await element?.updateComplete;
      expect(await fxa.requests()).to.be.empty;
    });

    it('does not freeze a page that insists on its own address', async () => {
      const href = `${fxa.url}signin`;
      const { parent } = await show(link(href));
      const anchor = anchorOf(parent);
      let count = 0;
      const observer = new MutationObserver(() => {
        count++;
        if (anchor.getAttribute('href') !== href) anchor.setAttribute('href', href);
      });
      observer.observe(anchor, { attributes: true });
      await fxa.waitForRequests(1);
      await fxa.log();
      observer.disconnect();
      expect(count).to.be.lessThan(200);
    });

    it('is what a copy starts from', async () => {
      const { parent, events } = await show(link(`${fxa.url}signin`, `${ATTRIBUTION} utm-term="a"`));
      await events.until('fxa-flow-ready');
      const copy = parent.firstElementChild?.cloneNode(true) as FxaLink;
      copy.removeAttribute('utm-term');
      copy.metrics = 'off';
      parent.replaceChildren(copy);
      await copy.updateComplete;
      expect(queryOf(copy)).to.deep.equal(OWN);
    });
  });

  describe('adds nothing to a link to', () => {
    for (const [what, html] of [
      ['plain http', '<a href="http://example.com/">x</a>'],
      ['an address', '<a href="mailto:ada@example.com">x</a>'],
      ['a script', '<a href="javascript:void 0">x</a>'],
      ['a place on the page', '<a href="#top">x</a>'],
      ['a download', '<a href="https://example.com/a.zip" download="">x</a>'],
      ['nowhere', '<a href="https://">x</a>'],
    ] as const) {
      it(what, async () => {
        const { parent, events } = await show(
          `<fxa-link fxa-url="${fxa.url}" ${ATTRIBUTION}>${html}</fxa-link>`,
        );
        await events.until('fxa-flow-ready');
        expect(parent.querySelector('a')?.outerHTML).to.equal(html);
        expect(warnings().filter((message) => message.includes('adds nothing'))).to.have.length(1);
      });
    }
  });

  describe('beside a form', () => {
    const form = (id = '') =>
      `<fxa-email-form id="${id}" fxa-url="${fxa.url}" ${ATTRIBUTION} utm-term="of-form"></fxa-email-form>`;

    it('three links and a form are one flow.begin', async () => {
      const { parent, events, elements } = await show(
        `<fxa-email-form id="f" fxa-url="${fxa.url}" ${ATTRIBUTION} utm-term="of-form">
           <p slot="legal">${link(`${fxa.url}inside`, 'entrypoint="other"')}</p>
         </fxa-email-form>
         ${link(`${fxa.url}signin`, 'form="f"')} ${link(`${fxa.url}plan?plan=x`, 'form="f"')}`,
      );
      await events.until('fxa-flow-ready');
      await settle(elements);
      const { flow } = parent.querySelector('fxa-email-form') ?? {};
      expect(elements).to.have.length(3);
      for (const element of elements) {
        expect(element.flow).to.deep.equal(flow);
        expect(element.flowState).to.equal('ready');
        expect(queryOf(element)).to.include({ ...OWN, utm_term: 'of-form', ...flowFields(flow) });
      }
      expect((await fxa.events()).filter(({ event }) => event === 'flow.begin')).to.have.length(1);
    });

    for (const [what, attributes] of [
      ['with a flow', 'form="f"'],
      ['that waits for its form', 'form="later" utm-term="of-form"'],
      ['without consent', 'metrics="off" utm-term="of-form"'],
    ] as const) {
      it(`${what}, carries no value that FxA has just refused another form`, async () => {
        const { parent, events, elements } = await show(form('f') + link(fxa.url, attributes));
        await events.until('fxa-flow-ready');
        expect(queryOf(elements[0])).to.include({ utm_term: 'of-form' });
        await fxa.nextScenario({ scenario: '400', keys: ['utm_term'] });
        parent.insertAdjacentHTML(
          'beforeend',
          form('g').replace('<fxa-email-form', '<fxa-email-form utm-medium="m"'),
        );
        await events.until('fxa-flow-ready', 3);
        await settle(elements);
        expect(queryOf(elements[0])).not.to.have.property('utm_term');
      });
    }

    it('has no flow any more once it is taken out', async () => {
      const { events, elements } = await show(form('f') + link(fxa.url, 'form="f"'));
      await events.until('fxa-flow-ready');
      const [element] = elements;
      expect(element?.flowState).to.equal('ready');
      element?.remove();
      expect(element?.flow).to.equal(undefined);
      expect(element?.flowState).to.equal('idle');
    });

    it('carries no value that FxA has just refused the form', async () => {
      await fxa.nextScenario({ scenario: '400', keys: ['utm_term'] }, { scenario: 'hang' });
      const { parent, elements } = await show(form('f') + link(fxa.url, 'form="f"'));
      await fxa.waitForRequests(2);
      await Promise.resolve();
      await elements[0]?.updateComplete;
      expect(parent.querySelector('fxa-email-form')?.flowState).to.equal('pending');
      expect(queryOf(elements[0])).to.deep.equal(OWN);
    });

    it('waits for a form that comes later, and asks for nothing itself', async () => {
      const { parent, events, elements } = await show(link(fxa.url, 'form="later"'));
      expect(queryOf(elements[0])).to.deep.equal({ form_type: 'button' });
      parent.insertAdjacentHTML('beforeend', form('later'));
      await events.until('fxa-flow-ready');
      await settle(elements);
      expect(queryOf(elements[0])).to.include({ ...OWN, utm_term: 'of-form' });
      expect(elements[0]?.flow).not.to.equal(undefined);
      expect(await fxa.requests()).to.have.length(1);
    });

    it('may stand before its form in the page', async () => {
      const { events, elements } = await show(link(`${fxa.url}signin`, 'form="f"') + form('f'));
      await events.until('fxa-flow-ready');
      await settle(elements);
      expect(queryOf(elements[0])).to.include({
        ...OWN,
        utm_term: 'of-form',
        ...flowFields(elements[0]?.flow),
      });
      expect(await fxa.requests()).to.have.length(1);
    });

    it('needs no parameters of its own, and says nothing of them', async () => {
      const { events } = await show(
        `${form('f')}<fxa-link form="f"><a href="${fxa.url}signin">Sign in</a></fxa-link>`,
      );
      await events.until('fxa-flow-ready');
      expect(warnings()).to.deep.equal([]);
    });

    it('takes the flow of the form that takes the place of the first one', async () => {
      const { parent, events, elements } = await show(form('f') + link(fxa.url, 'form="f"'));
      await events.until('fxa-flow-ready');
      const other = document.createElement('fxa-email-form');
      Object.assign(other, {
        id: 'f',
        fxaUrl: fxa.url,
        entrypoint: 'other',
        utmSource: 's',
        utmCampaign: 'c',
      });
      parent.querySelector('fxa-email-form')?.replaceWith(other);
      await events.until('fxa-flow-ready', 2);
      await settle(elements);
      expect(queryOf(elements[0])).to.include({ entrypoint: 'other', ...flowFields(other.flow) });
      expect(elements[0]?.flow).to.deep.equal(other.flow);
    });

    it('takes its own way once it has no form any more, and the form’s again once it is back', async () => {
      const { parent, events, elements } = await show(form('f') + link(fxa.url, `${ATTRIBUTION} form="f"`));
      await events.until('fxa-flow-ready');
      const [element] = elements;
      element?.removeAttribute('form');
      await events.until('fxa-flow-ready', 2);
      expect(queryOf(element)).to.deep.equal({ ...OWN, ...flowFields(element?.flow) });
      const { flow } = parent.querySelector('fxa-email-form') ?? {};
      expect(element?.flow).not.to.deep.equal(flow);
      element?.setAttribute('form', 'f');
      await settle(elements);
      expect(queryOf(element)).to.deep.equal({ ...OWN, utm_term: 'of-form', ...flowFields(flow) });
      expect(await fxa.requests()).to.have.length(2);
    });

    it('finds the form that it is moved into', async () => {
      const { parent, events, elements } = await show(form() + link(fxa.url, ATTRIBUTION));
      await events.until('fxa-flow-ready', 2);
      const owner = parent.querySelector('fxa-email-form');
      owner?.append(...elements);
      await settle(elements);
      expect(elements[0]?.flow).to.deep.equal(owner?.flow);
      expect(queryOf(elements[0])).to.include({ utm_term: 'of-form' });
    });

    it('two hours later makes its form request another flow when it is used', async () => {
      const { events, elements } = await show(form('f') + link(fxa.url, 'form="f"'));
      await events.until('fxa-flow-ready');
      clock = useFakeTimers({ now: Date.now() + 119 * MINUTE, toFake: ['Date'] });
      anchorOf(elements[0]).dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      expect(queryOf(elements[0])).not.to.have.property('flow_id');
      await events.until('fxa-flow-ready', 2);
      await settle(elements);
      expect(queryOf(elements[0])).to.include({ flow_id: elements[0]?.flow?.flowId });
      expect(await fxa.requests()).to.have.length(2);
    });

    it('hands refreshFlow() on to its form', async () => {
      const { parent, events, elements } = await show(form('f') + link(fxa.url, 'form="f"'));
      await events.until('fxa-flow-ready');
      const { flow } = elements[0] ?? {};
      const other = await elements[0]?.refreshFlow();
      expect(other).not.to.deep.equal(flow);
      expect(parent.querySelector('fxa-email-form')?.flow).to.deep.equal(other);
    });

    it('goes on without the flow of a form that is gone', async () => {
      const { parent, events, elements } = await show(form('f') + link(fxa.url, 'form="f"'));
      await events.until('fxa-flow-ready');
      parent.querySelector('fxa-email-form')?.remove();
      await settle(elements);
      expect(elements[0]?.flow).to.equal(undefined);
      expect(queryOf(elements[0])).not.to.have.property('flow_id');
    });

    it('without its form says nothing of the person: neither the page’s campaign nor an experiment', async () => {
      const { href } = location;
      history.replaceState(null, '', '?utm_source=news&utm_campaign=spring');
      try {
        const { parent, elements } = await show(
          form('f').replace('id=', 'metrics="off" id=') +
            link(fxa.url, `${ATTRIBUTION} entrypoint-experiment="e" entrypoint-variation="v" form="f"`),
        );
        await settle(elements);
        expect(queryOf(elements[0])).to.deep.equal({ ...OWN, utm_term: 'of-form' });
        parent.querySelector('fxa-email-form')?.remove();
        await settle(elements);
        expect(queryOf(elements[0])).to.deep.equal(OWN);
      } finally {
        history.replaceState(null, '', href);
      }
    });

    it('takes the consent of the form', async () => {
      const { parent, events, elements } = await show(form('f') + link(fxa.url, 'form="f" metrics="on"'));
      await events.until('fxa-flow-ready');
      parent.querySelector('fxa-email-form')?.setAttribute('metrics', 'off');
      await parent.querySelector('fxa-email-form')?.updateComplete;
      await settle(elements);
      expect(queryOf(elements[0])).not.to.have.property('flow_id');
    });
  });

  it('shares one request with links that are alike', async () => {
    const { events, elements } = await show(link(fxa.url).repeat(5));
    await events.until('fxa-flow-ready', 5);
    expect(await fxa.requests()).to.have.length(1);
    expect(new Set(elements.map(({ flow }) => flow?.flowId)).size).to.equal(1);
  });

  describe('is looked at once more before it is used', () => {
    const USES = [
      'pointerdown',
      'mousedown',
      'focusin',
      'contextmenu',
      'keydown',
      'dragstart',
      'click',
      'auxclick',
    ];
    for (const use of USES) {
      it(`${use} two hours later leaves the stale flow out`, async () => {
        const { parent, events } = await show(link(`${fxa.url}signin`));
        await events.until('fxa-flow-ready');
        await fxa.nextScenario({ scenario: 'hang' });
        clock = useFakeTimers({ now: Date.now() + 119 * MINUTE, toFake: ['Date'] });
        const anchor = anchorOf(parent);
        const event = new MouseEvent(use, { bubbles: true, cancelable: true });
        anchor.addEventListener(use, (heard) => {
          heard.preventDefault();
        });
        anchor.dispatchEvent(event);
        expect(queryOf(parent)).to.deep.equal(OWN);
      });
    }
  });

  it('may hold several links, to other products too, which share its flow', async () => {
    const { parent, events, elements } = await show(
      `<fxa-link fxa-url="${fxa.url}" ${ATTRIBUTION}>
         <a href="${fxa.url}signin">Sign in</a> <a href="https://shop.example/vpn?plan=yearly">Buy</a>
       </fxa-link>`,
    );
    await events.until('fxa-flow-ready');
    const flow = flowFields(elements[0]?.flow);
    const [signIn, buy] = [...parent.querySelectorAll('a')].map(({ href }) => new URL(href));
    expect(Object.fromEntries(signIn?.searchParams ?? [])).to.deep.equal({ ...OWN, ...flow });
    expect(Object.fromEntries(buy?.searchParams ?? [])).to.deep.equal({ plan: 'yearly', ...OWN, ...flow });
    expect(await fxa.requests()).to.have.length(1);
  });

  describe('requests another flow two hours later', () => {
    const MOMENTS: [what: string, happen: (anchor: HTMLAnchorElement) => void][] = [
      [
        'when it is used',
        (anchor) => anchor.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })),
      ],
      [
        'when the keyboard gets to it',
        (anchor) => anchor.dispatchEvent(new FocusEvent('focusin', { bubbles: true })),
      ],
      [
        'when the visitor comes back to the page',
        () => document.dispatchEvent(new Event('visibilitychange')),
      ],
      [
        'when the page comes back from the back/forward cache',
        () => {
          dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
          dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        },
      ],
    ];
    for (const [what, happen] of MOMENTS) {
      it(what, async () => {
        const { events, elements } = await show(link(`${fxa.url}signin`));
        await events.until('fxa-flow-ready');
        const { flow } = elements[0] ?? {};
        await fxa.advanceClock(119 * MINUTE);
        clock = useFakeTimers({ now: Date.now() + 119 * MINUTE, toFake: ['Date'] });
        happen(anchorOf(elements[0]));
        await events.until('fxa-flow-ready', 2);
        expect(elements[0]?.flow).not.to.deep.equal(flow);
        expect(await follow(anchorOf(elements[0]))).to.include({ flow: 'good', good: true });
      });
    }
  });

  it('with loading="lazy" requests a flow when it is first in sight, once', async () => {
    const parent = await place();
    const events = new Events(parent);
    parent.innerHTML = `<div hidden>${link(`${fxa.url}signin`, `${ATTRIBUTION} loading="lazy"`)}</div>`;
    const element = parent.querySelector('fxa-link');
    await element?.updateComplete;
    // Once another one has been told what is in sight, this one has been too.
    await new Promise((resolve) => {
      new IntersectionObserver(resolve).observe(parent);
    });
    expect(await fxa.requests()).to.be.empty;
    expect(queryOf(parent)).to.deep.equal(OWN);
    parent.querySelector('div')?.removeAttribute('hidden');
    await events.until('fxa-flow-ready');
    expect(await fxa.requests()).to.have.length(1);
  });

  it('on a page that is only prerendered requests nothing until the page is shown', async () => {
    const before = Object.getOwnPropertyDescriptor(Document.prototype, 'prerendering');
    Object.defineProperty(Document.prototype, 'prerendering', { value: true, configurable: true });
    const { parent, events } = await show(link(`${fxa.url}signin`));
    expect(await fxa.requests()).to.be.empty;
    expect(queryOf(parent)).to.deep.equal(OWN);
    Reflect.deleteProperty(Document.prototype, 'prerendering');
    if (before) Object.defineProperty(Document.prototype, 'prerendering', before);
    document.dispatchEvent(new Event('prerenderingchange'));
    await events.until('fxa-flow-ready');
    expect(queryOf(parent)).to.have.property('flow_id');
  });

  describe('consent', () => {
    for (const [metrics, requests] of [
      ['off', 0],
      ['pending', 0],
      ['on', 1],
    ] as const) {
      it(`${metrics} => ${requests} requests`, async () => {
        const { events, elements } = await show(
          link(
            fxa.url,
            `${ATTRIBUTION} metrics="${metrics}" entrypoint-experiment="e" entrypoint-variation="v"`,
          ),
        );
        if (requests) await events.until('fxa-flow-ready');
        expect(await fxa.requests()).to.have.length(requests);
        expect('entrypoint_experiment' in queryOf(elements[0])).to.equal(requests > 0);
        expect(queryOf(elements[0])).to.include(OWN);
      });
    }

    it('given later brings a flow, and taken back takes it away', async () => {
      const { events, elements } = await show(link(fxa.url, `${ATTRIBUTION} metrics="pending"`));
      const [element] = elements;
      element?.setAttribute('metrics', 'on');
      await events.until('fxa-flow-ready');
      expect(queryOf(element)).to.have.property('flow_id');
      element?.setAttribute('metrics', 'off');
      await element?.updateComplete;
      expect(queryOf(element)).to.deep.equal(OWN);
    });
  });

  describe('whatever FxA’s scenario', () => {
    const unavailable = (status: number) => ({ code: 'unavailable', status });
    const UNREACHABLE = { code: 'unreachable' };
    const MALFORMED = { code: 'malformed', status: 200 };
    /** Each way in which FxA can respond, its settings, and what the link says of it. */
    const SCENARIOS: {
      readonly [Name in Scenario['scenario']]: [
        settings: object,
        outcome: 'ready' | 'failed' | object,
        sent?: object,
      ];
    } = {
      hang: [{}, { code: 'timeout' }],
      slow: [{ ms: 1 }, 'ready'],
      reset: [{}, UNREACHABLE],
      '401': [{}, UNREACHABLE],
      '429': [{ retryAfter: 60 }, unavailable(429)],
      '500': [{}, unavailable(500)],
      '503': [{ retryAfter: 60, exposed: true }, unavailable(503)],
      '400': [{ keys: ['utm_campaign'] }, 'ready', { entrypoint: 'test-page', utm_source: 'tests' }],
      html: [{}, MALFORMED],
      redirect: [{ to: 'http://localhost/' }, UNREACHABLE],
      'old-flow': [{ age: 72 * 60 * MINUTE }, MALFORMED],
      'cut-off': [{}, MALFORMED],
      // Each engine sees it in its own way.
      'cut-connection': [{}, 'failed'],
      'wrong-types': [{}, MALFORMED],
      'not-an-object': [{ value: [] }, MALFORMED],
      'short-flow-id': [{}, MALFORMED],
      'text-time': [{}, 'ready'],
      'no-device-id': [{}, 'ready'],
      'bad-device-id': [{}, 'ready'],
      'extra-fields': [{}, 'ready'],
      huge: [{}, MALFORMED],
      gzip: [{ megabytes: 1 }, MALFORMED],
      drip: [{}, { code: 'timeout' }],
    };
    for (const [scenario, [settings, outcome, sent]] of Object.entries(SCENARIOS)) {
      it(`${scenario} => ${JSON.stringify(outcome)}, and the link leads to FxA`, async () => {
        const name = scenario as Scenario['scenario'];
        const times = name === 'cut-connection' ? 2 : 1;
        // Chromium sends a request once more by itself where the connection breaks off.
        for (let time = 0; time < times; time++)
          await fxa.nextScenario({ scenario: name, ...settings } as Scenario);
        const impatient = name === 'hang' || name === 'drip' ? 'flow-timeout="200"' : '';
        const { events, elements } = await show(link(`${fxa.url}signin`, `${ATTRIBUTION} ${impatient}`));
        await events.until(outcome === 'ready' ? 'fxa-flow-ready' : 'fxa-flow-error');
        const [element] = elements;
        expect(element?.flowState).to.equal(outcome === 'ready' ? 'ready' : 'failed');
        if (typeof outcome === 'object') expect(events.details('fxa-flow-error')).to.deep.equal([outcome]);
        expect(queryOf(element)).to.deep.equal({
          form_type: 'button',
          ...(sent ?? OWN),
          ...flowFields(element?.flow),
        });
        const flow = scenario.endsWith('device-id') ? 'incomplete' : outcome === 'ready' ? 'good' : 'absent';
        expect(await follow(anchorOf(element))).to.include({ flow, good: true });
      });
    }
  });

  describe('leaves out, alone, and says so:', () => {
    const LONG = 'x'.repeat(129);
    const BAD: [attribute: string, value: string, reason: string][] = [
      ['entrypoint', 'no good', 'pattern'],
      ['entrypoint', LONG, 'length'],
      ['entrypoint-experiment', 'a/b', 'pattern'],
      ['entrypoint-variation', 'é', 'pattern'],
      ['utm-source', 'a b', 'pattern'],
      ['utm-medium', '+', 'pattern'],
      ['utm-campaign', 'a:b', 'pattern'],
      ['utm-content', LONG, 'length'],
      ['utm-term', '&quot;', 'pattern'],
      ['service', 'seventeen-letters', 'pattern'],
      ['context', 'Bad!', 'pattern'],
      ['fxa-url', 'javascript:alert(1)', 'url'],
      ['fxa-url', 'http://fxa.example/', 'url'],
      ['metrics', 'maybe', 'pattern'],
      ['url-attribution', 'no', 'pattern'],
      ['loading', 'later', 'pattern'],
      ['flow-timeout', '-1', 'pattern'],
    ];
    for (const [attribute, value, reason] of BAD) {
      it(`${attribute}="${value.slice(0, 20)}"`, async () => {
        const { events, elements } = await show(
          `<fxa-link ${attribute}="${value}" fxa-url="${fxa.url}" ${ATTRIBUTION} metrics="off">
             <a href="${fxa.url}signin">Sign in</a>
           </fxa-link>`,
        );
        const name =
          (attribute.startsWith('u') && attribute !== 'url-attribution') || /^(ent|ser|con)/.test(attribute)
            ? attribute.replaceAll('-', '_')
            : attribute;
        const { [name]: _, ...others } = OWN as Record<string, string>;
        expect(queryOf(elements[0])).to.deep.equal(others);
        expect(addressOf(elements[0]).pathname).to.equal(new URL(`${fxa.url}signin`).pathname);
        expect(events.details('fxa-parameter-rejected')).to.deep.equal([
          { name, value: value.replace('&quot;', '"'), reason },
        ]);
        expect((await follow(anchorOf(elements[0]))).problems).to.deep.equal([]);
      });
    }
  });

  it('takes the server from a link that leaves the page’s origin', async () => {
    const { origin } = new URL(fxa.url);
    const entrypoint = `link-${crypto.randomUUID()}`;
    const { events } = await show(
      `<fxa-link entrypoint="${entrypoint}" utm-source="tests" utm-campaign="all">
         <a href="${origin}/signin">Sign in</a>
       </fxa-link>`,
    );
    await events.until('fxa-flow-ready');
    const requested = performance.getEntriesByType('resource').map(({ name }) => name);
    expect(requested.filter((url) => url.includes(entrypoint))).to.deep.equal([
      `${origin}/metrics-flow?form_type=button&entrypoint=${entrypoint}&utm_source=tests&utm_campaign=all`,
    ]);
  });

  it('is registered once, under another name where wanted', () => {
    FxaLink.define();
    FxaLink.define('my-fxa-link');
    expect(document.createElement('my-fxa-link')).to.be.instanceOf(FxaLink);
  });
});
