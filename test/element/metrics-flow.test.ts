import { expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers, type SinonStub } from 'sinon';
import type { Scenario } from '../../src/mock-server/start-mock-server.js';
import '../../src/index.js';
import type { FlowErrorDetail } from '../../src/index.js';
import { ATTRIBUTION, fields, part, showForm, submitFrame, type } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

/** What the page learns: that there is a flow, or why there is none. */
type Outcome = 'ready' | FlowErrorDetail;

const unavailable = (status: number): Outcome => ({ code: 'unavailable', status });
const MALFORMED: Outcome = { code: 'malformed', status: 200 };
const UNREACHABLE: Outcome = { code: 'unreachable' };

const SCENARIOS: [scenario: Scenario, outcome: Outcome][] = [
  [{ scenario: 'text-time' }, 'ready'],
  [{ scenario: 'no-device-id' }, 'ready'],
  [{ scenario: 'bad-device-id' }, 'ready'],
  [{ scenario: 'extra-fields' }, 'ready'],
  [{ scenario: 'slow', ms: 1 }, 'ready'],
  [{ scenario: 'reset' }, UNREACHABLE],
  [{ scenario: '401' }, UNREACHABLE],
  [{ scenario: '429' }, unavailable(429)],
  [{ scenario: '429', retryAfter: 60 }, unavailable(429)],
  [{ scenario: '503' }, unavailable(503)],
  [{ scenario: '503', retryAfter: 60, exposed: true }, unavailable(503)],
  [{ scenario: '500' }, unavailable(500)],
  [{ scenario: '400' }, { code: 'rejected', status: 400, rejected: [] }],
  [
    { scenario: '400', keys: ['form_type', 'foo'] },
    { code: 'rejected', status: 400, rejected: ['form_type', 'foo'] },
  ],
  [{ scenario: 'html' }, MALFORMED],
  [{ scenario: 'cut-off' }, MALFORMED],
  [{ scenario: 'wrong-types' }, MALFORMED],
  [{ scenario: 'not-an-object' }, MALFORMED],
  [{ scenario: 'not-an-object', value: [] }, MALFORMED],
  [{ scenario: 'short-flow-id' }, MALFORMED],
  [{ scenario: 'huge' }, MALFORMED],
];

describe('metrics-flow, whatever FxA’s scenario', () => {
  const uncaught: unknown[] = [];
  const note = (event: ErrorEvent | PromiseRejectionEvent) => uncaught.push(event);
  let warn: SinonStub;

  beforeEach(() => {
    warn = stub(console, 'warn');
    window.addEventListener('error', note);
    window.addEventListener('unhandledrejection', note);
  });
  afterEach(() => {
    restore();
    window.removeEventListener('error', note);
    window.removeEventListener('unhandledrejection', note);
    expect(uncaught).to.be.empty;
  });

  /** Signs up in `fxa` as a visitor does, and checks all that FxA may expect of the visit. */
  async function signUp(
    fxa: FxaInstance,
    form: Awaited<ReturnType<typeof showForm>>['form'],
    flow: 'good' | 'incomplete' | 'absent',
  ) {
    type(form, 'ada@example.com');
    part(form, 'button').click();
    const { fields: sent, verdict, path } = await fxa.arrival();
    expect(path).to.equal('/');
    expect(verdict).to.deep.equal({ flow, problems: [], good: true });
    expect(sent.filter(([, value]) => !value)).to.be.empty;
    expect(Object.fromEntries(sent)).to.include({
      email: 'ada@example.com',
      action: 'email',
      form_type: 'email',
      entrypoint: 'test-page',
      utm_source: 'tests',
      utm_campaign: 'all',
    });
  }

  for (const [scenario, outcome] of SCENARIOS) {
    it(`${JSON.stringify(scenario)} => ${JSON.stringify(outcome)}, and the sign-up arrives`, async () => {
      await submitFrame();
      const fxa = new FxaInstance();
      await fxa.nextScenario(scenario);
      const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url });

      if (outcome === 'ready') {
        await events.until('fxa-flow-ready');
        expect(events.details('fxa-flow-error')).to.be.empty;
        expect(form.flowState).to.equal('ready');
        expect(warn.callCount).to.equal(0);
      } else {
        await events.until('fxa-flow-error');
        expect(events.details('fxa-flow-error')).to.deep.equal([outcome]);
        expect(form.flowState).to.equal('failed');
        expect(form.flow).to.equal(undefined);
        expect(warn.callCount).to.equal(1);
      }
      // FxA's page takes no flow without a device, though FxA itself gave none.
      const complete = scenario.scenario.endsWith('device-id') ? 'incomplete' : 'good';
      await signUp(fxa, form, outcome === 'ready' ? complete : 'absent');
    });
  }

  it('redirects the request elsewhere => unreachable, nothing is requested there, and the sign-up arrives', async () => {
    await submitFrame();
    const fxa = new FxaInstance();
    const elsewhere = new FxaInstance();
    await fxa.nextScenario({ scenario: 'redirect', to: `${elsewhere.url}metrics-flow?form_type=email` });
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url });
    await events.until('fxa-flow-error');
    expect(events.details('fxa-flow-error')).to.deep.equal([UNREACHABLE]);
    expect(await elsewhere.requests()).to.be.empty;
    await signUp(fxa, form, 'absent');
  });

  it('breaks off in the middle of the answer => as the engine sees it, and the sign-up arrives', async () => {
    await submitFrame();
    const fxa = new FxaInstance();
    await fxa.nextScenario({ scenario: 'cut-connection' }, { scenario: 'cut-connection' });
    // WebKit on Linux hands over the piece as if it were whole; no page can tell that from bad JSON.
    const outcome = await fetch(`${fxa.url}metrics-flow`)
      .then((response) => response.text())
      .then(
        () => MALFORMED,
        () => UNREACHABLE,
      );
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url });
    await events.until('fxa-flow-error');
    expect(events.details('fxa-flow-error')).to.deep.equal([outcome]);
    await signUp(fxa, form, 'absent');
  });

  it('carries the flow exactly as it came, and the device where it is good', async () => {
    const fxa = new FxaInstance();
    await fxa.nextScenario({ scenario: 'text-time' });
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url });
    await events.until('fxa-flow-ready');
    const [flow] = events.details('fxa-flow-ready');
    expect(flow?.flowBeginTime).to.be.a('string');
    expect(form.flow).to.deep.equal(flow);
    expect(fields(form).slice(-6)).to.deep.equal([
      ['flow_id', flow?.flowId],
      ['flow_begin_time', flow?.flowBeginTime],
      ['device_id', flow?.deviceId],
      ['flowId', flow?.flowId],
      ['flowBeginTime', flow?.flowBeginTime],
      ['deviceId', flow?.deviceId],
    ]);
  });

  it('is not there at all => unreachable, with the usual causes and the command that tells which', async () => {
    // No browser connects to this port, so that it is as good as no network.
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': 'http://localhost:1/' });
    await events.until('fxa-flow-error');
    expect(events.details('fxa-flow-error')).to.deep.equal([UNREACHABLE]);
    expect(form.flowState).to.equal('failed');
    expect(warn.callCount).to.equal(1);
    expect(warn.args[0]?.[0])
      .to.include(location.origin)
      .and.include('allow-list')
      .and.include('connect-src http://localhost:1')
      .and.include(`check --origin ${location.origin}`);
  });

  it('hangs => timeout, the request is given up, and the sign-up arrives', async () => {
    await submitFrame();
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fxa = new FxaInstance();
    await fxa.nextScenario({ scenario: 'hang' });
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url });
    await fxa.waitForRequests(1);

    clock.tick(9_999);
    await form.updateComplete;
    expect(form.flowState).to.equal('pending');
    clock.tick(1);
    await events.until('fxa-flow-error');
    expect(events.details('fxa-flow-error')).to.deep.equal([{ code: 'timeout' }]);
    await fxa.waitFor('request', ({ aborted }) => aborted === true);
    await signUp(fxa, form, 'absent');
  });

  it('hangs while the visitor submits => nothing is waited for', async () => {
    await submitFrame();
    const fxa = new FxaInstance();
    await fxa.nextScenario({ scenario: 'hang' });
    const { form, events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url });
    await fxa.waitForRequests(1);
    await signUp(fxa, form, 'absent');
    expect(events.all.map((event) => event.type)).to.deep.equal(['fxa-submit']);
  });

  for (const errorShape of ['newest', 'older'] as const) {
    it(`refuses a good value in the ${errorShape} shape => it is left out, and the flow is there`, async () => {
      await submitFrame();
      const fxa = new FxaInstance();
      await fxa.setErrorShape(errorShape);
      await fxa.nextScenario({ scenario: '400', keys: ['utm_term'] });
      const { form, events } = await showForm({ ...ATTRIBUTION, 'utm-term': 'cohort', 'fxa-url': fxa.url });
      await events.until('fxa-flow-ready');

      expect((await fxa.requests()).map(({ status }) => status)).to.deep.equal([400, 200]);
      expect(events.all.map(({ type }) => type)).to.have.members([
        'fxa-parameter-rejected',
        'fxa-flow-ready',
      ]);
      expect(events.details('fxa-parameter-rejected')).to.deep.equal([
        { name: 'utm_term', value: 'cohort', reason: 'pattern' },
      ]);
      expect(warn.callCount).to.equal(1);
      await signUp(fxa, form, 'good');
      expect((await fxa.arrival()).fields.map(([name]) => name)).not.to.include('utm_term');
    });
  }

  it('refuses another value at the second try => rejected, and both values are left out', async () => {
    const fxa = new FxaInstance();
    await fxa.nextScenario(
      { scenario: '400', keys: ['utm_term'] },
      { scenario: '400', keys: ['utm_content'] },
    );
    const { form, events } = await showForm({
      ...ATTRIBUTION,
      'utm-term': 'a',
      'utm-content': 'b',
      'fxa-url': fxa.url,
    });
    await events.until('fxa-flow-error');
    expect(events.details('fxa-flow-error')).to.deep.equal([
      { code: 'rejected', status: 400, rejected: ['utm_content'] },
    ]);
    expect(fields(form).map(([name]) => name)).not.to.include.members(['utm_term', 'utm_content']);
    expect(await fxa.requests()).to.have.length(2);
  });

  it('sends a request that costs no preflight, has no cookies and no e-mail address', async () => {
    document.cookie = 'session=secret';
    const fxa = new FxaInstance();
    const { events } = await showForm({ ...ATTRIBUTION, 'fxa-url': fxa.url, email: 'ada@example.com' });
    await events.until('fxa-flow-ready');
    const [request] = await fxa.requests();
    expect(await fxa.log()).to.have.length(3);
    expect((await fxa.events()).map(({ event }) => event)).to.deep.equal(['flow.begin', 'enter-email.view']);
    expect(request?.hasCredentials).to.equal(false);
    expect(request?.headers['origin']).to.equal(location.origin);
    expect(request?.headers['referer'], 'no path and no query of the page').to.equal(`${location.origin}/`);
    expect(request?.url).to.equal(
      `${new URL(fxa.url).pathname}metrics-flow?form_type=email&entrypoint=test-page&utm_source=tests&utm_campaign=all`,
    );
  });
});
