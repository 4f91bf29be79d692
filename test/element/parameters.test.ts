import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { restore, stub } from 'sinon';
import { invalidKeys } from '../../src/mock-server/rules.js';
import '../../src/index.js';
import { isAccepted, PARAMETERS, type ParameterName } from '../../src/rules/parameters.js';
import { ATTRIBUTION, fieldValues, hiddenInput, showForm } from '../support/form.js';
import { FxaInstance } from '../support/fxa.js';

/** `sent`: in the request and in the fields; `absent`: in neither, and nothing is said; else the reason of the event. */
type Outcome = 'sent' | 'absent' | 'pattern' | 'length';

const long = (length: number, text = 'a') => text.repeat(length);

const EVERYWHERE: [value: string, outcome: Outcome][] = [
  ['', 'absent'],
  [' ', 'pattern'],
  ['é', 'pattern'],
  ['ａ', 'pattern'],
  ['٣', 'pattern'],
  ['"', 'pattern'],
  ['<b>', 'pattern'],
  ['\u0000', 'pattern'],
];

/** What a value that is fine becomes by something before, in or after it that no rule allows. */
const around = (value: string): [string, Outcome][] => [
  [` ${value}`, 'pattern'],
  [`${value} `, 'pattern'],
  [`${value}\n`, 'pattern'],
  [`\n${value}`, 'pattern'],
  [`${value}é`, 'pattern'],
  [`${value}+${value}`, 'pattern'],
  [`${value}&${value}`, 'pattern'],
];

const SURFACE: [string, Outcome][] = [
  ...EVERYWHERE,
  ...around('first-run'),
  ['a', 'sent'],
  ['AZaz09_.:-', 'sent'],
  ['fx.view:top-bar_2', 'sent'],
  ['a/b', 'pattern'],
  ['a%20b', 'pattern'],
  ['%', 'pattern'],
  ['+', 'pattern'],
  [long(1024), 'sent'],
  [long(1025), 'length'],
];

const UTM: [string, Outcome][] = [
  ...EVERYWHERE,
  ...around('spring-sale'),
  ['a', 'sent'],
  ['AZaz09_/.%-', 'sent'],
  ['100%', 'sent'],
  ['a%20b', 'sent'],
  ['%E9%', 'sent'],
  ['a:b', 'pattern'],
  ['+', 'pattern'],
  [long(128), 'sent'],
  [long(128, '%'), 'sent'],
  [long(129), 'length'],
];

const NO_CAMPAIGN = 'page+referral+-+not+part+of+a+campaign';

const TABLE: Partial<Record<ParameterName, [string, Outcome][]>> = {
  entrypoint: SURFACE,
  entrypoint_experiment: SURFACE,
  entrypoint_variation: SURFACE,
  utm_source: [...UTM, [NO_CAMPAIGN, 'pattern']],
  utm_medium: UTM,
  utm_campaign: [
    ...UTM,
    [NO_CAMPAIGN, 'sent'],
    [NO_CAMPAIGN.replaceAll('+', ' '), 'pattern'],
    [`${NO_CAMPAIGN}s`, 'pattern'],
    [`a${NO_CAMPAIGN}`, 'pattern'],
  ],
  utm_content: UTM,
  utm_term: UTM,
  context: [
    ...EVERYWHERE,
    ...around('fx_desktop_v3'),
    ['fx_desktop_v3', 'sent'],
    ['oauth_webchannel_v1', 'sent'],
    ['az09_-', 'sent'],
    ['Fx_desktop_v3', 'pattern'],
    ['fx.desktop', 'pattern'],
    ['100%', 'pattern'],
    [long(1024), 'sent'],
    [long(1025), 'length'],
  ],
  service: [
    ...EVERYWHERE,
    ...around('0123456789abcdef'),
    ['content-server', 'sent'],
    ['none', 'sent'],
    ['0123456789abcdef', 'sent'],
    ['0123456789ABCDEF', 'pattern'],
    ['0123456789abcde', 'pattern'],
    ['0123456789abcdef0', 'pattern'],
    ['0123456789abcdeg', 'pattern'],
    ['Sync', 'pattern'],
    ['syncs', 'pattern'],
    ['resync', 'pattern'],
    ['100%', 'pattern'],
  ],
  product_id: [
    ...EVERYWHERE,
    ...around('prod_A1z'),
    ['prod_A1z', 'sent'],
    ['prod_', 'pattern'],
    ['prod_a_b', 'pattern'],
    ['Prod_a', 'pattern'],
    ['100%', 'pattern'],
    [`prod_${long(1019)}`, 'sent'],
    [`prod_${long(1020)}`, 'length'],
  ],
};

describe('parameters', () => {
  beforeEach(() => {
    stub(console, 'warn');
  });
  afterEach(restore);

  for (const [name, rows] of Object.entries(TABLE)) {
    describe(name, () => {
      for (const [value, outcome] of rows) {
        const shown = value.length > 50 ? `${value.slice(0, 6)}… (${value.length})` : value;
        it(`${JSON.stringify(shown)} => ${outcome}`, async () => {
          const fxa = new FxaInstance();
          // The form has no use for this one, and so no attribute.
          const byField = name === 'product_id';
          const { form, events } = await showForm(
            {
              ...ATTRIBUTION,
              'fxa-url': fxa.url,
              [name.replaceAll('_', '-')]: byField ? undefined : value,
            },
            ...(byField ? [hiddenInput(name, value)] : []),
          );
          await events.until('fxa-flow-ready');

          expect(fieldValues(form)[name]).to.equal(outcome === 'sent' ? value : undefined);
          const [request, ...more] = await fxa.requests();
          expect(more).to.be.empty;
          expect(request?.query.filter(([sent]) => sent === name)).to.deep.equal(
            outcome === 'sent' ? [[name, value]] : [],
          );
          expect(request?.status).to.equal(200);
          expect(events.details('fxa-parameter-rejected')).to.deep.equal(
            outcome === 'sent' || outcome === 'absent' ? [] : [{ name, value, reason: outcome }],
          );
        });
      }
    });
  }

  it('has a table above for every parameter that authors may set', () => {
    const settable = Object.entries(PARAMETERS).filter(([, rule]) => !rule.reserved);
    expect(Object.keys(TABLE)).to.have.members(settable.map(([name]) => name));
  });

  describe('by FxA’s own rules, as the mock server states them', () => {
    const pieces = [
      'a',
      'Z',
      '9',
      '_',
      '.',
      ':',
      '-',
      '/',
      '%',
      '+',
      ' ',
      'é',
      '\n',
      'sync',
      'prod_',
      'email',
      'fx_',
      '@',
    ];
    const almostRight = fc.oneof(
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.stringMatching(/^[0-9a-f]{15,17}$/),
      fc.stringMatching(/^[0-9a-f]{31,33}$/),
      fc.stringMatching(/^prod_[0-9A-Za-z]{0,5}$/),
      fc
        .tuple(fc.constantFrom('a', '%', 'a/'), fc.constantFrom(64, 127, 128, 129, 1023, 1024, 1025))
        .map(([text, length]) => text.repeat(length).slice(0, length)),
    );
    for (const [name, { request }] of Object.entries(PARAMETERS)) {
      if (!request) continue;
      it(`accepts as ${name} what FxA accepts, and nothing else`, () => {
        fc.assert(
          fc.property(almostRight, (value) => {
            const fxaAccepts = !invalidKeys(new URLSearchParams([[name, value]])).length;
            expect(isAccepted(name as ParameterName, value)).to.equal(fxaAccepts);
          }),
          { numRuns: 500 },
        );
      });
    }
  });
});
