import { expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers, type SinonFakeTimers } from 'sinon';
import '../../src/index.js';
import '../../src/link.js';
import { Events, place } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';
import { answers, FIREFOX, setUserAgent, Tour } from '../support/tour.js';

const ATTRIBUTION = 'entrypoint="test-page" utm-source="tests" utm-campaign="all"';

describe('the hand-over of a link to Firefox', () => {
  let fxa: FxaInstance;
  let tour: Tour;
  let clock: SinonFakeTimers;

  beforeEach(() => {
    stub(console, 'warn');
    // The way back would leave the tests' own page.
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    fxa = new FxaInstance();
    tour = new Tour(answers);
    setUserAgent(FIREFOX);
  });
  afterEach(() => {
    clock.restore();
    tour.stop();
    restore();
    setUserAgent();
  });

  async function show(attributes = '', links = `<a href="${fxa.url}signin"><b>Sign in</b></a>`) {
    const parent = await place();
    const events = new Events(parent);
    parent.innerHTML = `<fxa-link fxa-url="${fxa.url}" service="sync" ${ATTRIBUTION} ${attributes}>${links}</fxa-link>`;
    const element = parent.querySelector('fxa-link');
    await element?.updateComplete;
    return { parent, events, element, anchors: [...parent.querySelectorAll('a')] };
  }

  /** Clicks inside a link, and says whether the browser would have followed it. */
  function click(anchor: Element | null | undefined, how: MouseEventInit = {}, type = 'click'): boolean {
    let followed = false;
    // Hears after everybody else, and keeps the browser on the tests' own page.
    const last = (event: Event) => {
      followed = !event.defaultPrevented;
      event.preventDefault();
    };
    anchor?.addEventListener(
      type,
      () => {
        addEventListener(type, last, { once: true });
      },
      { once: true },
    );
    anchor?.dispatchEvent(
      new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, detail: 1, ...how }),
    );
    return followed;
  }

  it('happens on a plain click, with exactly what Firefox accepts', async () => {
    const { events, element, anchors } = await show('utm-term="t" context="fx_desktop_v3"');
    await events.until('fxa-flow-ready');
    expect(click(anchors[0]?.firstElementChild)).to.equal(false);
    expect(tour.opened).to.have.length(1);
    const { extraURLParams, ...data } = tour.opened[0] ?? {};
    expect(data).to.deep.equal({ entrypoint: 'test-page' });
    const { flowId: flow_id, flowBeginTime, deviceId: device_id } = element?.flow ?? {};
    expect(JSON.parse(String(extraURLParams))).to.deep.equal({
      utm_source: 'tests',
      utm_campaign: 'all',
      utm_term: 't',
      flow_id,
      flow_begin_time: String(flowBeginTime),
      device_id,
    });
  });

  it('happens with the parameters and the flow of the form that the link belongs to', async () => {
    const parent = await place();
    const events = new Events(parent);
    parent.innerHTML = `
      <fxa-email-form id="f" fxa-url="${fxa.url}" service="sync" ${ATTRIBUTION} utm-term="of-form"></fxa-email-form>
      <fxa-link form="f"><a href="${fxa.url}signin">Sign in</a></fxa-link>`;
    await events.until('fxa-flow-ready');
    const link = parent.querySelector('fxa-link');
    await Promise.resolve();
    await link?.updateComplete;
    expect(click(parent.querySelector('a'))).to.equal(false);
    const extra = JSON.parse(String(tour.opened[0]?.['extraURLParams'])) as Record<string, string>;
    expect(extra).to.include({ utm_term: 'of-form', flow_id: link?.flow?.flowId });
  });

  it('happens without consent, and then without a flow', async () => {
    const { anchors } = await show('metrics="off"');
    click(anchors[0]);
    expect(JSON.parse(String(tour.opened[0]?.['extraURLParams']))).to.deep.equal({
      utm_source: 'tests',
      utm_campaign: 'all',
    });
  });

  const OWN_WAY: [what: string, how: MouseEventInit, attribute?: string, type?: string][] = [
    ['with Ctrl', { ctrlKey: true }],
    ['with Meta', { metaKey: true }],
    ['with Shift', { shiftKey: true }],
    ['with Alt', { altKey: true }],
    ['with the middle button', { button: 1 }, '', 'auxclick'],
    ['with target="_blank"', {}, 'target="_blank"'],
    ['with target="fxa"', {}, 'target="fxa"'],
  ];
  for (const [what, how, attribute = '', type = 'click'] of OWN_WAY) {
    it(`does not happen for a click ${what}: it goes its own way, with the flow`, async () => {
      const { events, anchors } = await show('', `<a href="${fxa.url}signin" ${attribute}>Sign in</a>`);
      await events.until('fxa-flow-ready');
      expect(click(anchors[0], how, type)).to.equal(true);
      expect(tour.opened).to.be.empty;
      expect(Object.fromEntries(new URL(anchors[0]?.href ?? '').searchParams)).to.include({
        service: 'sync',
        context: 'fx_desktop_v3',
      });
      expect(anchors[0]?.href).to.include('flow_id=');
    });
  }

  it('happens with target="_self"', async () => {
    const { anchors } = await show('', `<a href="${fxa.url}signin" target="_self">Sign in</a>`);
    expect(click(anchors[0])).to.equal(false);
    expect(tour.opened).to.have.length(1);
  });

  it('does not happen where the page has prevented the click, at whatever distance', async () => {
    const { anchors } = await show();
    addEventListener(
      'click',
      (event) => {
        event.preventDefault();
      },
      { once: true },
    );
    click(anchors[0]);
    expect(tour.opened).to.be.empty;
  });

  const ELSEWHERE: [what: string, link: (fxaUrl: string) => string][] = [
    ['to another site', () => '<a href="https://shop.example/">x</a>'],
    ['to an address', () => '<a href="mailto:ada@example.com">x</a>'],
    ['to a place on the page', () => '<a href="#top">x</a>'],
    ['to a file', (fxaUrl) => `<a href="${fxaUrl}a.zip" download>x</a>`],
  ];
  for (const [what, other] of ELSEWHERE) {
    it(`does not happen for a link ${what}, beside one that is handed over`, async () => {
      const { anchors } = await show('', `<a href="${fxa.url}">Sign in</a> ${other(fxa.url)}`);
      expect(click(anchors[1])).to.equal(true);
      expect(tour.opened).to.be.empty;
      expect(click(anchors[0])).to.equal(false);
      expect(tour.opened).to.have.length(1);
    });
  }

  const UNASKED: [what: string, attributes: string, href: (fxaUrl: string) => string, userAgent?: string][] =
    [
      ['another service', 'service="vpn"', (fxaUrl) => fxaUrl],
      ['a link to another site alone', '', () => 'https://shop.example/'],
      [
        'another FxA server',
        'fxa-url="https://accounts.stage.example/"',
        () => 'https://accounts.stage.example/',
      ],
      [
        'another browser',
        '',
        (fxaUrl) => fxaUrl,
        'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36',
      ],
    ];
  for (const [what, attributes, href, userAgent = FIREFOX] of UNASKED) {
    it(`is not even asked about for ${what}`, async () => {
      setUserAgent(userAgent);
      const parent = await place();
      parent.innerHTML = `<fxa-link ${attributes} fxa-url="${fxa.url}" service="sync" metrics="off" ${ATTRIBUTION}><a href="${href(fxa.url)}">x</a></fxa-link>`;
      await parent.querySelector('fxa-link')?.updateComplete;
      expect(tour.heard).to.be.empty;
      expect(click(parent.querySelector('a'))).to.equal(true);
    });
  }

  describe('has a way back', () => {
    it('where the visitor clicks again: the link goes, and nothing more is handed over', async () => {
      const { anchors } = await show();
      expect(click(anchors[0])).to.equal(false);
      clock.tick(2000);
      expect(click(anchors[0])).to.equal(true);
      clock.tick(60_000);
      expect(tour.opened).to.have.length(1);
    });

    it('but not for the second half of a double click', async () => {
      const { anchors } = await show();
      expect(click(anchors[0])).to.equal(false);
      expect(click(anchors[0], { detail: 2 })).to.equal(false);
      expect(tour.opened).to.have.length(1);
    });

    it('but not once the page has gone; one that comes back hands over once more', async () => {
      const { anchors } = await show();
      click(anchors[0]);
      dispatchEvent(new PageTransitionEvent('pagehide'));
      // Would leave the tests' own page.
      clock.tick(60_000);
      expect(click(anchors[0])).to.equal(false);
      expect(tour.opened).to.have.length(2);
    });

    it('but not for a link that has left', async () => {
      const { anchors, element } = await show();
      click(anchors[0]);
      element?.remove();
      clock.tick(60_000);
    });
  });
});
