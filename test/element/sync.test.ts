import { expect } from '@open-wc/testing';
import { restore, stub, type SinonStub } from 'sinon';
import '../../src/index.js';
import { ATTRIBUTION, fieldValues, showForm } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

const SYSTEMS: [system: string, userAgent: string, maxTouchPoints: number, context: string][] = [
  [
    'Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0',
    0,
    'fx_desktop_v3',
  ],
  [
    'Windows with a touch screen',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0.0.0 Safari/537.36',
    10,
    'fx_desktop_v3',
  ],
  [
    'macOS',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15',
    0,
    'fx_desktop_v3',
  ],
  ['Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 0, 'fx_desktop_v3'],
  ['Android', 'Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 5, 'fx_fennec_v1'],
  [
    'an Android tablet',
    'Mozilla/5.0 (Linux; Android 16; Pixel Tablet) Chrome/156.0.0.0 Safari/537.36',
    5,
    'fx_fennec_v1',
  ],
  [
    'an iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) FxiOS/153.0 Mobile/15E148',
    5,
    'fx_ios_v1',
  ],
  [
    'an iPad that says so',
    'Mozilla/5.0 (iPad; CPU OS 26_0 like Mac OS X) Version/26.0 Mobile/15E148',
    5,
    'fx_ios_v1',
  ],
  [
    'an iPad that says it is a Mac',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15',
    5,
    'fx_ios_v1',
  ],
];

describe('service="sync"', () => {
  let fxa: FxaInstance;
  let warn: SinonStub;

  beforeEach(() => {
    fxa = new FxaInstance();
    warn = stub(console, 'warn');
  });
  afterEach(() => {
    Reflect.deleteProperty(navigator, 'userAgent');
    Reflect.deleteProperty(navigator, 'maxTouchPoints');
    restore();
  });

  const show = async (attributes: Record<string, string>) => {
    const shown = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url, ...attributes });
    await shown.events.until('fxa-flow-ready');
    const [request] = await fxa.requests();
    const asked = Object.fromEntries(request?.query ?? [])['context'];
    const sent = fieldValues(shown.form)['context'];
    expect(asked).to.equal(sent);
    return { ...shown, context: sent };
  };

  for (const [system, userAgent, maxTouchPoints, expected] of SYSTEMS) {
    it(`on ${system} => context ${expected}`, async () => {
      Object.defineProperty(navigator, 'userAgent', { value: userAgent, configurable: true });
      Object.defineProperty(navigator, 'maxTouchPoints', { value: maxTouchPoints, configurable: true });
      expect((await show({ service: 'sync' })).context).to.equal(expected);
      expect(warn.callCount).to.equal(0);
    });
  }

  it('keeps a context that FxA lists', async () => {
    expect((await show({ service: 'sync', context: 'fx_ios_v1' })).context).to.equal('fx_ios_v1');
    expect(warn.callCount).to.equal(0);
  });

  it('keeps a well-formed context that FxA does not list, with a warning', async () => {
    const { context, events } = await show({ service: 'sync', context: 'oauth_webchannel_v1' });
    expect(context).to.equal('oauth_webchannel_v1');
    expect(warn.args.map(([message]) => String(message))).to.have.length(1);
    expect(warn.args[0]?.[0]).to.include('oauth_webchannel_v1').and.to.include('fx_desktop_v3');
    expect(events.details('fxa-parameter-rejected')).to.be.empty;
  });

  it('fills a context in where the author’s is refused', async () => {
    const { context, events } = await show({ service: 'sync', context: 'Desktop!' });
    expect(context).to.equal('fx_desktop_v3');
    expect(events.details('fxa-parameter-rejected')).to.deep.equal([
      { name: 'context', value: 'Desktop!', reason: 'pattern' },
    ]);
  });

  it('says of a context that FxA refuses no more than that it is left out', async () => {
    await fxa.nextScenario({ scenario: '400', keys: ['context'] });
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url, service: 'sync' });
    await events.until('fxa-flow-ready');
    expect(fieldValues(form)).not.to.have.property('context');
    const warnings = warn.args.map(([message]) => String(message));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('left out context=');
  });

  it('is the only service that gets a context', async () => {
    expect((await show({ service: '0123456789abcdef' })).context).to.equal(undefined);
  });
});
