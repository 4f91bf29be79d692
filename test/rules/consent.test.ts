import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOptedOut, type Consent, type PrivacySignals } from '../../src/rules/consent.js';
import { ATTRIBUTION, plain, rejected, resolved } from './support.js';

const SIGNALS: [signals: PrivacySignals, optedOut: boolean][] = [
  [{}, false],
  [{ globalPrivacyControl: false, doNotTrack: null }, false],
  [{ globalPrivacyControl: undefined, doNotTrack: undefined }, false],
  [{ doNotTrack: '0' }, false],
  [{ doNotTrack: 'unspecified' }, false],
  [{ doNotTrack: 'yes' }, false],
  [{ doNotTrack: '1' }, true],
  [{ globalPrivacyControl: true }, true],
  [{ globalPrivacyControl: true, doNotTrack: '0' }, true],
  [{ globalPrivacyControl: false, doNotTrack: '1' }, true],
];

const TABLE: [metrics: string | undefined, optedOut: boolean, consent: Consent, known: boolean][] = [
  [undefined, false, 'on', true],
  [undefined, true, 'off', true],
  ['', false, 'on', true],
  ['', true, 'off', true],
  ['auto', false, 'on', true],
  ['auto', true, 'off', true],
  ['on', false, 'on', true],
  ['on', true, 'on', true],
  ['off', false, 'off', true],
  ['off', true, 'off', true],
  ['pending', false, 'pending', true],
  ['pending', true, 'pending', true],
  ['maybe', false, 'off', false],
  ['maybe', true, 'off', false],
  ['ON', false, 'off', false],
  [' on', false, 'off', false],
  ['true', false, 'off', false],
  ['false', false, 'off', false],
  ['constructor', false, 'off', false],
];

/** What the page's own URL says. */
const PAGE_QUERY = '?utm_source=news&utm_campaign=spring&entrypoint_experiment=url&entrypoint_variation=url';

/** What is about the page, and not about the person. */
const ABOUT_THE_PAGE = {
  action: 'email',
  form_type: 'email',
  entrypoint: 'test-page',
  utm_source: 'tests',
  utm_campaign: 'all',
};

describe('consent', () => {
  for (const [signals, optedOut] of SIGNALS) {
    it(`the signals ${JSON.stringify(signals)} => ${optedOut ? 'an opt-out' : 'none'}`, () => {
      assert.equal(isOptedOut(signals), optedOut);
    });
  }

  for (const [metrics, optedOut, consent, known] of TABLE) {
    const name = `metrics=${JSON.stringify(metrics)}, ${optedOut ? 'an' : 'no'} opt-out => ${consent}`;
    it(name, () => {
      const attributes = {
        ...ATTRIBUTION,
        'entrypoint-experiment': 'authors',
        ...(metrics !== undefined && { metrics }),
      };
      const fields = [['entrypoint_variation', 'authors']] as const;
      const settings = resolved({ attributes, fields, optedOut }, { pageQuery: PAGE_QUERY });
      assert.equal(settings.consent, consent);
      assert.equal(settings.urlAttribution, consent === 'on');
      assert.deepEqual(
        plain(settings.parameters),
        consent === 'on'
          ? {
              ...ABOUT_THE_PAGE,
              utm_source: 'news',
              utm_campaign: 'spring',
              entrypoint_experiment: 'url',
              entrypoint_variation: 'url',
            }
          : ABOUT_THE_PAGE,
      );
      assert.deepEqual(rejected(settings), known ? [] : [['metrics', metrics, 'pattern']]);
    });
  }

  for (const metrics of ['on', 'off', 'pending']) {
    const there = metrics === 'on' ? 'authors' : undefined;
    it(`metrics="${metrics}" => ${there ? 'the' : 'no'} experiment of the author's`, () => {
      const { parameters, extraFields } = resolved({
        attributes: { ...ATTRIBUTION, metrics, 'entrypoint-experiment': 'authors' },
        fields: [['entrypoint_variation', 'authors']],
      });
      assert.equal(parameters.entrypoint_experiment, there);
      assert.equal(parameters.entrypoint_variation, there);
      assert.deepEqual(extraFields, []);
    });
  }

  it('decides nothing about Sync', () => {
    const { parameters } = resolved({ attributes: { ...ATTRIBUTION, metrics: 'off', service: 'sync' } });
    assert.deepEqual(plain(parameters), { ...ABOUT_THE_PAGE, service: 'sync', context: 'fx_desktop_v3' });
  });
});
