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
const long = 'a'.repeat(129);

interface Row {
  readonly name: string;
  readonly url: string;
  readonly sent: Record<string, string>;
  readonly rejected?: [name: string, value: string, reason: string][];
}

const TABLE: Row[] = [
  { name: 'nothing', url: '', sent: AUTHORS },
  { name: 'both, and the author’s values give way as a whole', url: `?${BOTH}`, sent: campaign() },
  {
    name: 'all five',
    url: `?${BOTH}&utm_medium=email&utm_content=top&utm_term=tabs`,
    sent: campaign({ utm_medium: 'email', utm_content: 'top', utm_term: 'tabs' }),
  },
  { name: 'no campaign', url: '?utm_source=news&utm_medium=email', sent: AUTHORS },
  { name: 'no source', url: '?utm_campaign=spring&utm_medium=email', sent: AUTHORS },
  { name: 'utm_term only', url: '?utm_term=tabs', sent: AUTHORS },
  {
    name: 'an invalid source',
    url: '?utm_source=good+news&utm_campaign=spring',
    sent: AUTHORS,
    rejected: [['utm_source', 'good news', 'pattern']],
  },
  {
    name: 'an invalid campaign',
    url: '?utm_source=news&utm_campaign=caf%C3%A9',
    sent: AUTHORS,
    rejected: [['utm_campaign', 'café', 'pattern']],
  },
  {
    name: 'an invalid term beside a good campaign, which is dropped alone',
    url: `?${BOTH}&utm_term=a:b&utm_medium=email`,
    sent: campaign({ utm_medium: 'email' }),
    rejected: [['utm_term', 'a:b', 'pattern']],
  },
  { name: 'a lonely %', url: `?${BOTH}&utm_term=x%`, sent: campaign({ utm_term: 'x%' }) },
  {
    name: 'a lonely % in the campaign',
    url: '?utm_source=news&utm_campaign=100%',
    sent: campaign({ utm_campaign: '100%' }),
  },
  {
    name: 'broken UTF-8',
    url: `?${BOTH}&utm_term=%E9t%E9`,
    sent: campaign(),
    rejected: [['utm_term', '\uFFFDt\uFFFD', 'pattern']],
  },
  {
    name: 'double-encoded, decoded once',
    url: `?${BOTH}&utm_term=a%2520b`,
    sent: campaign({ utm_term: 'a%20b' }),
  },
  {
    name: '+ for a blank',
    url: `?${BOTH}&utm_term=a+b`,
    sent: campaign(),
    rejected: [['utm_term', 'a b', 'pattern']],
  },
  { name: 'an empty source', url: '?utm_source=&utm_campaign=spring', sent: AUTHORS },
  { name: 'an empty term', url: `?${BOTH}&utm_term=`, sent: campaign() },
  {
    name: 'repeated, the first counts',
    url: `?${BOTH}&utm_source=other&utm_term=a&utm_term=b`,
    sent: campaign({ utm_term: 'a' }),
  },
  {
    name: 'repeated, the first empty',
    url: `?utm_source=&utm_source=news&utm_campaign=spring`,
    sent: AUTHORS,
  },
  {
    name: 'a very long value',
    url: `?${BOTH}&utm_term=${long}`,
    sent: campaign(),
    rejected: [['utm_term', long, 'length']],
  },
  {
    name: 'a very long source',
    url: `?utm_source=${long}&utm_campaign=spring`,
    sent: AUTHORS,
    rejected: [['utm_source', long, 'length']],
  },
  { name: 'the fragment, which is not read', url: `#?${BOTH}`, sent: AUTHORS },
  { name: 'the fragment alone', url: `#${BOTH}`, sent: AUTHORS },
  { name: 'names in another case', url: '?UTM_SOURCE=news&Utm_Campaign=spring', sent: AUTHORS },
  {
    name: 'the one campaign with +',
    url: '?utm_source=news&utm_campaign=page%2Breferral%2B-%2Bnot%2Bpart%2Bof%2Ba%2Bcampaign',
    sent: campaign({ utm_campaign: 'page+referral+-+not+part+of+a+campaign' }),
  },
  {
    name: 'an experiment with its variation',
    url: '?entrypoint_experiment=exp&entrypoint_variation=b',
    sent: { ...AUTHORS, entrypoint_experiment: 'exp', entrypoint_variation: 'b' },
  },
  { name: 'an experiment without a variation', url: '?entrypoint_experiment=exp', sent: AUTHORS },
  { name: 'a variation without an experiment', url: '?entrypoint_variation=b', sent: AUTHORS },
  {
    name: 'an experiment with an invalid variation',
    url: '?entrypoint_experiment=exp&entrypoint_variation=b/c',
    sent: AUTHORS,
    rejected: [['entrypoint_variation', 'b/c', 'pattern']],
  },
  {
    name: 'entrypoint and others, which never change',
    url: '?entrypoint=x&context=x&service=sync&flow_id=x&email=e%40x.org',
    sent: AUTHORS,
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
    const { email, action, form_type, flow_id, flow_begin_time, device_id, ...fields } = fieldValues(form);
    expect(email).to.equal('');
    expect({ action, form_type }).to.deep.equal({ action: 'email', form_type: 'email' });
    expect(query).to.deep.equal({ form_type, ...fields });
    expect({ flow_id, flow_begin_time, device_id }).not.to.include({ flow_id: undefined });
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

  it('replaces the author’s experiment as a pair', async () => {
    visit('?entrypoint_experiment=exp&entrypoint_variation=b');
    const { form, events } = await showForm({
      ...AUTHOR,
      'entrypoint-experiment': 'mine',
      'entrypoint-variation': 'a',
      'fxa-url': fxa.url,
    });
    await events.until('fxa-flow-ready');
    expect(await sent(form)).to.include({ entrypoint_experiment: 'exp', entrypoint_variation: 'b' });
  });

  for (const off of ['off', 'no']) {
    it(`is left out with url-attribution="${off}"`, async () => {
      visit(`?${BOTH}&utm_term=a:b`);
      const { form, events } = await showForm({ ...AUTHOR, 'url-attribution': off, 'fxa-url': fxa.url });
      await events.until('fxa-flow-ready');
      expect(await sent(form)).to.deep.equal(AUTHORS);
      expect(events.details('fxa-parameter-rejected')).to.deep.equal(
        off === 'off' ? [] : [{ name: 'url-attribution', value: 'no', reason: 'pattern' }],
      );
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

    it('is that of the new URL when a failed question is put again', async () => {
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
