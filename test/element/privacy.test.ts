import { aTimeout, expect } from '@open-wc/testing';
import { restore, stub, type SinonStub } from 'sinon';
import '../../src/index.js';
import { ATTRIBUTION, fieldValues, showForm, submitFrame } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

type Signals = { globalPrivacyControl?: boolean; doNotTrack?: string | null };

/** Makes the visitor's browser send these signals. */
function signal(signals: Signals): void {
  for (const [name, value] of Object.entries(signals)) {
    Object.defineProperty(navigator, name, { value, configurable: true });
  }
}

const NEITHER: Signals = { globalPrivacyControl: false, doNotTrack: null };
const GPC: Signals = { ...NEITHER, globalPrivacyControl: true };
const DNT: Signals = { ...NEITHER, doNotTrack: '1' };

/** With consent the flow is asked for, and the page's URL is read; without, neither. */
interface Row {
  readonly metrics: string | undefined;
  readonly signals: Signals;
  readonly asks: boolean;
  /** Later values of the attribute, each with the number of requests and whether there is a flow then. */
  readonly later?: [metrics: string, requests: number, flow: boolean][];
}

/** What each value comes to beside each signal is tested with the rules. */
const TABLE: Row[] = [
  { metrics: undefined, signals: NEITHER, asks: true },
  { metrics: 'auto', signals: NEITHER, asks: true, later: [['off', 1, false]] },
  { metrics: 'auto', signals: GPC, asks: false, later: [['on', 1, true]] },
  { metrics: 'auto', signals: DNT, asks: false, later: [['on', 1, true]] },
  {
    metrics: 'on',
    signals: NEITHER,
    asks: true,
    later: [
      ['off', 1, false],
      ['on', 2, true],
    ],
  },
  { metrics: 'on', signals: GPC, asks: true, later: [['auto', 1, false]] },
  { metrics: 'on', signals: DNT, asks: true, later: [['pending', 1, false]] },
  { metrics: 'off', signals: NEITHER, asks: false, later: [['on', 1, true]] },
  {
    metrics: 'pending',
    signals: NEITHER,
    asks: false,
    later: [
      ['on', 1, true],
      ['on', 1, true],
    ],
  },
  {
    metrics: 'pending',
    signals: GPC,
    asks: false,
    later: [
      ['auto', 0, false],
      ['on', 1, true],
    ],
  },
  { metrics: 'maybe', signals: NEITHER, asks: false, later: [['on', 1, true]] },
];

describe('privacy', () => {
  const { href } = location;
  let fxa: FxaInstance;
  let warn: SinonStub;

  beforeEach(() => {
    fxa = new FxaInstance();
    warn = stub(console, 'warn');
    history.replaceState(
      null,
      '',
      '?utm_source=news&utm_campaign=spring&entrypoint_experiment=e&entrypoint_variation=v',
    );
  });
  afterEach(() => {
    history.replaceState(null, '', href);
    Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    Reflect.deleteProperty(navigator, 'doNotTrack');
    restore();
  });

  const WITHOUT = {
    action: 'email',
    form_type: 'email',
    entrypoint: 'test-page',
    utm_source: 'tests',
    utm_campaign: 'all',
  };

  for (const { metrics, signals, asks, later = [] } of TABLE) {
    const what = `metrics=${metrics ?? '(absent)'}, GPC ${String(signals.globalPrivacyControl)}, DNT ${String(signals.doNotTrack)}`;
    const then = later
      .map(([value, requests, flow]) => `; then ${value} => ${requests} requested, ${flow ? 'a' : 'no'} flow`)
      .join('');
    it(`${what} => ${asks ? 'asked, with a flow' : 'not asked'}${then}`, async () => {
      signal(signals);
      const { form, events } = await showForm({
        ...ATTRIBUTION,
        // About the person, wherever it is written: without consent it stays out.
        'entrypoint-experiment': 'authors',
        'entrypoint-variation': 'authors',
        metrics,
        'fxa-url': fxa.url,
      });

      const expectNow = async (requests: number, flow: boolean) => {
        if (flow) await events.until('fxa-flow-ready', requests);
        await form.updateComplete;
        // A request that should not be sent leaves in the turn of the update.
        await aTimeout(0);
        expect(await fxa.requests()).to.have.length(requests);
        const { email, ...fields } = fieldValues(form);
        expect(email).to.equal(undefined);
        if (flow) {
          expect(fields).to.include({
            utm_source: 'news',
            entrypoint_experiment: 'e',
            flow_id: form.flow?.flowId,
          });
          expect(form.flowState).to.equal('ready');
        } else {
          expect(fields).to.deep.equal(WITHOUT);
          expect(form.flow).to.equal(undefined);
          expect(form.flowState).to.equal('idle');
          expect(await form.refreshFlow()).to.equal(undefined);
        }
      };
      await expectNow(asks ? 1 : 0, asks);
      for (const [value, requests, flow] of later) {
        form.setAttribute('metrics', value);
        await expectNow(requests, flow);
      }
      const unknown = metrics !== undefined && !['', 'auto', 'on', 'off', 'pending'].includes(metrics);
      expect(events.details('fxa-parameter-rejected')).to.deep.equal(
        unknown ? [{ name: 'metrics', value: metrics, reason: 'pattern' }] : [],
      );
      expect(warn.callCount).to.equal(unknown ? 1 : 0);
    });
  }

  it('drops the flow where the browser signals an opt-out later on', async () => {
    signal(NEITHER);
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url });
    await events.until('fxa-flow-ready');
    signal(GPC);
    form.requestUpdate();
    await form.updateComplete;
    expect(form.flow).to.equal(undefined);
    expect(fieldValues(form)).to.deep.equal(WITHOUT);
  });

  it('aborts a request when consent is withdrawn, for that element only', async () => {
    await fxa.nextScenario({ scenario: 'hang' });
    const attributes = { ...ATTRIBUTION, metrics: 'on', 'fxa-url': fxa.url };
    const { form, events } = await showForm(attributes);
    const { form: other } = await showForm(attributes);
    await fxa.waitForRequests(1);
    form.metrics = 'off';
    await form.updateComplete;
    expect([form.flowState, other.flowState]).to.deep.equal(['idle', 'pending']);
    other.metrics = 'off';
    await fxa.waitFor('request', ({ aborted }) => aborted === true);
    expect(events.all).to.be.empty;
  });

  it('lets the form work without consent', async () => {
    await submitFrame();
    const { form } = await showForm({
      ...ATTRIBUTION,
      metrics: 'off',
      email: 'ada@example.com',
      'fxa-url': fxa.url,
    });
    form.requestSubmit();
    const { verdict, fields } = await fxa.arrival();
    expect(verdict).to.deep.equal({ flow: 'absent', problems: [], good: true });
    expect(Object.fromEntries(fields)).to.deep.equal({ ...WITHOUT, email: 'ada@example.com' });
  });
});
