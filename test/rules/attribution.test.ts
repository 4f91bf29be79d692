import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ATTRIBUTION, plain, rejected, requestQuery, resolved } from './support.js';

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
    name: 'an experiment that is too long for a sign-up',
    url: `?entrypoint_experiment=${long}&entrypoint_variation=b`,
    sent: AUTHORS,
    rejected: [['entrypoint_experiment', long, 'length']],
  },
  {
    name: 'entrypoint and others, which never change',
    url: '?entrypoint=x&context=x&service=sync&flow_id=x&email=e%40x.org',
    sent: AUTHORS,
  },
];

describe('attribution from the page’s URL', () => {
  for (const { name, url, sent, rejected: expected = [] } of TABLE) {
    it(`${name} => ${JSON.stringify(sent)}`, () => {
      const pageQuery = new URL(url, 'https://example.org/').search;
      const settings = resolved({ attributes: AUTHOR }, { pageQuery });
      assert.deepEqual(plain(settings.parameters), { action: 'email', form_type: 'email', ...sent });
      assert.deepEqual(requestQuery(settings), { form_type: 'email', ...sent });
      assert.deepEqual(rejected(settings), expected);
    });
  }

  it('replaces the author’s experiment as a pair', () => {
    const attributes = { ...AUTHOR, 'entrypoint-experiment': 'mine', 'entrypoint-variation': 'a' };
    const pageQuery = '?entrypoint_experiment=exp&entrypoint_variation=b';
    assert.deepEqual(plain(resolved({ attributes }, { pageQuery }).parameters), {
      action: 'email',
      form_type: 'email',
      ...AUTHORS,
      entrypoint_experiment: 'exp',
      entrypoint_variation: 'b',
    });
  });

  it('stays out of the settings that were resolved before', () => {
    const before = plain(resolved({ attributes: AUTHOR }).parameters);
    resolved({ attributes: AUTHOR }, { pageQuery: `?${BOTH}` });
    assert.deepEqual(plain(resolved({ attributes: AUTHOR }).parameters), before);
  });

  for (const [value, reported] of [
    ['off', []],
    ['no', [['url-attribution', 'no', 'pattern']]],
  ] as const) {
    it(`is left out with url-attribution="${value}"`, () => {
      const attributes = { ...AUTHOR, 'url-attribution': value };
      const settings = resolved({ attributes }, { pageQuery: `?${BOTH}&utm_term=a:b` });
      assert.deepEqual(requestQuery(settings), { form_type: 'email', ...AUTHORS });
      assert.deepEqual(rejected(settings), reported);
    });
  }
});
