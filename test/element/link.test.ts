import { expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers, type SinonFakeTimers, type SinonStub } from 'sinon';
import { FxaLink } from '../../src/link.js';
import '../../src/index.js';
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

  it('arrives at FxA with a good flow', async () => {
    const frame = document.createElement('iframe');
    frame.name = `frame-${crypto.randomUUID()}`;
    const { parent, events } = await show(link(fxa.url));
    parent.append(frame);
    anchorOf(parent).target = frame.name;
    await events.until('fxa-flow-ready');
    anchorOf(parent).click();
    const { verdict } = await fxa.arrival();
    expect(verdict).to.include({ flow: 'good', good: true });
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
      await Promise.resolve();
      for (const element of elements) await element.updateComplete;
      const { flow } = parent.querySelector('fxa-email-form') ?? {};
      expect(elements).to.have.length(3);
      for (const element of elements) {
        expect(element.flow).to.deep.equal(flow);
        expect(element.flowState).to.equal('ready');
        expect(queryOf(element)).to.include({ ...OWN, utm_term: 'of-form', ...flowFields(flow) });
      }
      expect((await fxa.events()).filter(({ event }) => event === 'flow.begin')).to.have.length(1);
    });

    it('waits for a form that comes later, and asks for nothing itself', async () => {
      const { parent, events, elements } = await show(link(fxa.url, 'form="later"'));
      expect(queryOf(elements[0])).to.deep.equal({ form_type: 'button' });
      parent.insertAdjacentHTML('beforeend', form('later'));
      await events.until('fxa-flow-ready');
      await Promise.resolve();
      await elements[0]?.updateComplete;
      expect(queryOf(elements[0])).to.include({ ...OWN, utm_term: 'of-form' });
      expect(elements[0]?.flow).not.to.equal(undefined);
      expect(await fxa.requests()).to.have.length(1);
    });

    it('goes on without the flow of a form that is gone', async () => {
      const { parent, events, elements } = await show(form('f') + link(fxa.url, 'form="f"'));
      await events.until('fxa-flow-ready');
      parent.querySelector('fxa-email-form')?.remove();
      await Promise.resolve();
      await elements[0]?.updateComplete;
      expect(elements[0]?.flow).to.equal(undefined);
      expect(queryOf(elements[0])).not.to.have.property('flow_id');
    });

    it('takes the consent of the form', async () => {
      const { parent, events, elements } = await show(form('f') + link(fxa.url, 'form="f" metrics="on"'));
      await events.until('fxa-flow-ready');
      parent.querySelector('fxa-email-form')?.setAttribute('metrics', 'off');
      await parent.querySelector('fxa-email-form')?.updateComplete;
      await Promise.resolve();
      await elements[0]?.updateComplete;
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
    const USES = ['pointerdown', 'focusin', 'contextmenu', 'keydown', 'dragstart', 'click'];
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
  });

  const SCENARIOS = ['reset', '401', '429', '500', '503', 'html', 'cut-off', 'short-flow-id'] as const;
  for (const scenario of SCENARIOS) {
    it(`works without a flow where FxA is ${scenario}`, async () => {
      await fxa.nextScenario({ scenario });
      const { events, elements } = await show(link(`${fxa.url}signin`));
      await events.until('fxa-flow-error');
      expect(elements[0]?.flowState).to.equal('failed');
      expect(queryOf(elements[0])).to.deep.equal(OWN);
    });
  }

  it('leaves out a value that FxA would refuse, alone, and says so', async () => {
    const { events, elements } = await show(link(fxa.url, `${ATTRIBUTION} utm-term="a b"`));
    await events.until('fxa-flow-ready');
    expect(queryOf(elements[0])).not.to.have.property('utm_term');
    expect(events.details('fxa-parameter-rejected')).to.deep.equal([
      { name: 'utm_term', value: 'a b', reason: 'pattern' },
    ]);
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
