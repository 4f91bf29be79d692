import { expect } from '@open-wc/testing';
import { restore, stub, type SinonStub } from 'sinon';
import '../../src/index.js';
import { ATTRIBUTION, fieldValues, hiddenInput, showForm } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

const BROWSERS = {
  'Firefox for desktop': 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
  Chrome:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  'Firefox for Android': 'Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0',
};

/** What the author writes, and what of it is sent by Firefox for desktop; which browser is which is tested with the rules. */
const TABLE: [
  attributes: Record<string, string>,
  fields: Record<string, string>,
  sent: Record<string, string>,
][] = [
  [{ service: 'sync' }, {}, { service: 'sync', context: 'fx_desktop_v3' }],
  [{}, { service: 'sync' }, { service: 'sync', context: 'fx_desktop_v3' }],
  [
    { service: 'sync' },
    { context: 'oauth_webchannel_v1' },
    { service: 'sync', context: 'oauth_webchannel_v1' },
  ],
  [{ context: 'fx_desktop_v3' }, {}, { context: 'fx_desktop_v3' }],
];

describe('service="sync" and context', () => {
  let fxa: FxaInstance;
  let warn: SinonStub;

  beforeEach(() => {
    fxa = new FxaInstance();
    warn = stub(console, 'warn');
  });
  afterEach(() => {
    Reflect.deleteProperty(navigator, 'userAgent');
    restore();
  });

  const warnings = () => warn.args.map(([message]) => String(message));

  const show = async (
    browser: keyof typeof BROWSERS,
    attributes: Record<string, string>,
    fields: Record<string, string> = {},
  ) => {
    Object.defineProperty(navigator, 'userAgent', { value: BROWSERS[browser], configurable: true });
    const shown = await showForm(
      { ...ATTRIBUTION, 'fxa-url': fxa.url, ...attributes },
      ...Object.entries(fields).map(([name, value]) => hiddenInput(name, value)),
    );
    await shown.events.until('fxa-flow-ready');
    const [request] = await fxa.requests();
    const pick = (names: Record<string, string>) =>
      Object.fromEntries(Object.entries(names).filter(([name]) => ['service', 'context'].includes(name)));
    const sent = pick(fieldValues(shown.form));
    expect(pick(Object.fromEntries(request?.query ?? []))).to.deep.equal(sent);
    return { ...shown, sent };
  };

  // The first of the tests, since a page says it once.
  it('left out => one line for authors, however many forms there are', async () => {
    await show('Chrome', { service: 'sync' });
    fxa = new FxaInstance();
    await show('Chrome', { context: 'fx_desktop_v3' });
    expect(warnings()).to.have.length(1);
    expect(warnings()[0]).to.include('Firefox for desktop').and.include('README');
  });

  for (const [attributes, fields, expected] of TABLE) {
    const written = `${JSON.stringify(attributes)} and the fields ${JSON.stringify(fields)}`;
    it(`${written} in Firefox for desktop => ${JSON.stringify(expected)}`, async () => {
      const { sent } = await show('Firefox for desktop', attributes, fields);
      expect(sent).to.deep.equal(expected);
      expect(warnings()).to.be.empty;
    });

    for (const browser of ['Chrome', 'Firefox for Android'] as const) {
      it(`${written} in ${browser} => neither, silently for visitors`, async () => {
        const { sent, events } = await show(browser, attributes, fields);
        expect(sent).to.deep.equal({});
        expect(events.details('fxa-parameter-rejected')).to.be.empty;
      });
    }
  }

  it('fills a context in where the author’s is refused', async () => {
    const { sent, events } = await show('Firefox for desktop', { service: 'sync', context: 'fx_ios_v1' });
    expect(sent).to.deep.equal({ service: 'sync', context: 'fx_desktop_v3' });
    expect(events.details('fxa-parameter-rejected')).to.deep.equal([
      { name: 'context', value: 'fx_ios_v1', reason: 'pattern' },
    ]);
  });

  it('of another service is the service alone', async () => {
    const { sent } = await show('Chrome', { service: '0123456789abcdef' });
    expect(sent).to.deep.equal({ service: '0123456789abcdef' });
    expect(warnings()).to.be.empty;
  });

  it('says of a context that FxA refuses no more than that it is left out', async () => {
    Object.defineProperty(navigator, 'userAgent', {
      value: BROWSERS['Firefox for desktop'],
      configurable: true,
    });
    await fxa.nextScenario({ scenario: '400', keys: ['context'] });
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url, service: 'sync' });
    await events.until('fxa-flow-ready');
    expect(fieldValues(form)).not.to.have.property('context');
    expect(warnings()).to.have.length(1);
    expect(warnings()[0]).to.include('left out context=');
  });
});
