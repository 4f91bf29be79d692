import { expect } from '@open-wc/testing';
import { restore, stub, type SinonStub } from 'sinon';
import '../../src/index.js';
import { ATTRIBUTION, fieldValues, showForm, submitFrame, type } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

const AUTHOR = { ...ATTRIBUTION, 'utm-medium': 'author-medium', 'utm-term': 'author-term' };

/** What is sent where the page's URL says nothing that counts. */
const AUTHORS = {
  entrypoint: 'test-page',
  utm_source: 'tests',
  utm_campaign: 'all',
  utm_medium: 'author-medium',
  utm_term: 'author-term',
};
/** What is sent, beside the entrypoint, where a campaign of the URL counts. */
const campaign = (more: Record<string, string> = {}) => ({
  entrypoint: 'test-page',
  utm_source: 'news',
  utm_campaign: 'spring',
  ...more,
});
const BOTH = 'utm_source=news&utm_campaign=spring';

interface Row {
  readonly name: string;
  readonly url: string;
  readonly sent: Record<string, string>;
  readonly rejected?: [name: string, value: string, reason: string][];
}

/** One of each kind; what counts in a URL is tested with the rules. */
const TABLE: Row[] = [
  { name: 'nothing', url: '', sent: AUTHORS },
  { name: 'both, and the author’s values give way as a whole', url: `?${BOTH}`, sent: campaign() },
  {
    name: 'an invalid term beside a good campaign, which is dropped alone',
    url: `?${BOTH}&utm_term=a:b&utm_medium=email`,
    sent: campaign({ utm_medium: 'email' }),
    rejected: [['utm_term', 'a:b', 'pattern']],
  },
  { name: 'the fragment alone', url: `#${BOTH}`, sent: AUTHORS },
  {
    name: 'an experiment with its variation',
    url: '?entrypoint_experiment=exp&entrypoint_variation=b',
    sent: { ...AUTHORS, entrypoint_experiment: 'exp', entrypoint_variation: 'b' },
  },
];

describe('attribution from the page’s URL', () => {
  const { href } = location;
  let fxa: FxaInstance;
  let warn: SinonStub;

  const visit = (url: string) => {
    history.replaceState(null, '', new URL(url || location.pathname, location.href));
  };
  beforeEach(() => {
    fxa = new FxaInstance();
    warn = stub(console, 'warn');
  });
  afterEach(() => {
    visit(href);
    restore();
  });

  /** What has been asked, and is in the fields, of all that attribution may change. */
  async function sent(form: Parameters<typeof fieldValues>[0]) {
    const query = Object.fromEntries((await fxa.requests()).at(-1)?.query ?? []);
    const { email, action, form_type, ...managed } = fieldValues(form);
    const { flow_id, flow_begin_time, device_id, flowId, flowBeginTime, deviceId, ...fields } = managed;
    expect(email).to.equal(undefined);
    expect({ action, form_type }).to.deep.equal({ action: 'email', form_type: 'email' });
    expect(query).to.deep.equal({ form_type, ...fields });
    expect([flow_id, flow_begin_time, device_id]).not.to.include(undefined);
    expect([flowId, flowBeginTime, deviceId]).to.deep.equal([flow_id, flow_begin_time, device_id]);
    return fields;
  }

  for (const { name, url, sent: expected, rejected = [] } of TABLE) {
    it(`${name} => ${JSON.stringify(expected)}`, async () => {
      visit(url);
      const { form, events } = await showForm({ ...AUTHOR, 'fxa-url': fxa.url });
      await events.until('fxa-flow-ready');
      expect(await sent(form)).to.deep.equal(expected);
      expect(events.details('fxa-parameter-rejected')).to.deep.equal(
        rejected.map(([name, value, reason]) => ({ name, value, reason })),
      );
      expect(warn.callCount, 'the author cannot mend what is in the URL').to.equal(0);
    });
  }

  describe('in a single-page app', () => {
    it('is that of the URL at the moment of the request, and stays', async () => {
      visit(`?${BOTH}`);
      const { form, events } = await showForm({ ...AUTHOR, 'fxa-url': fxa.url });
      await events.until('fxa-flow-ready');
      visit('?utm_source=later&utm_campaign=later');
      form.label = 'Rendered anew';
      await form.updateComplete;
      type(form, '');
      expect(await sent(form)).to.deep.equal(campaign());
      expect(await fxa.requests()).to.have.length(1);
    });

    it('is that of the new URL when FxA is asked again', async () => {
      const { form, events } = await showForm({ ...AUTHOR, 'fxa-url': fxa.url });
      await events.until('fxa-flow-ready');
      visit(`?${BOTH}`);
      await form.refreshFlow();
      await form.updateComplete;
      expect(await sent(form)).to.deep.equal(campaign());
      expect(await fxa.requests()).to.have.length(2);

      visit('');
      form.entrypoint = 'other-view';
      await events.until('fxa-flow-ready', 3);
      expect(await sent(form)).to.deep.equal({ ...AUTHORS, entrypoint: 'other-view' });
      expect(await fxa.requests()).to.have.length(3);
    });

    it('is that of the new URL when a failed request is retried', async () => {
      await fxa.nextScenario({ scenario: '500' });
      const { form, events } = await showForm({ ...AUTHOR, 'fxa-url': fxa.url });
      await events.until('fxa-flow-error');
      visit(`?${BOTH}`);
      type(form, '');
      await events.until('fxa-flow-ready');
      expect(await sent(form)).to.deep.equal(campaign());
    });
  });

  it('is left out as far as FxA refuses it, with an event and no warning for the author', async () => {
    visit(`?${BOTH}&utm_term=tabs`);
    await fxa.nextScenario({ scenario: '400', keys: ['utm_term'] });
    const { form, events } = await showForm({ ...AUTHOR, 'fxa-url': fxa.url });
    await events.until('fxa-flow-ready');
    expect(await sent(form)).to.deep.equal(campaign());
    expect(events.details('fxa-parameter-rejected')).to.deep.equal([
      { name: 'utm_term', value: 'tabs', reason: 'pattern' },
    ]);
    expect(warn.args).to.deep.equal([]);
  });

  it('arrives at FxA', async () => {
    await submitFrame();
    visit(`?${BOTH}&utm_term=x%25`);
    const { form, events } = await showForm({ ...AUTHOR, email: 'ada@example.com', 'fxa-url': fxa.url });
    await events.until('fxa-flow-ready');
    form.requestSubmit();
    const { verdict, fields } = await fxa.arrival();
    expect(verdict).to.deep.equal({ flow: 'good', problems: [], good: true });
    expect(Object.fromEntries(fields)).to.include({
      utm_source: 'news',
      utm_campaign: 'spring',
      utm_term: 'x%',
    });
    expect(Object.fromEntries(fields)).not.to.have.property('utm_medium');
  });
});
