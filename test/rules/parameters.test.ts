import assert from 'node:assert/strict';
import { metricsFlowUrl } from '../../src/rules/metrics-flow-url.js';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { invalidKeys, PARAMETER_RULES, problemWith, SIGN_UP_RULES } from '../../src/mock-server/rules.js';
import { isAccepted, PARAMETERS, type ParameterName } from '../../src/rules/parameters.js';
import { ATTRIBUTION, rejected, resolved } from './support.js';

/** `sent`: in the request and in the fields; `absent`: in neither, and nothing is said; else why it is left out. */
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
  [long(128), 'sent'],
  [long(129), 'length'],
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
    ...['fx_ios_v1', 'fx_desktop_v1', 'fx_desktop_v2', 'fx_firstrun_v2', 'iframe'].map(
      (dead): [string, Outcome] => [dead, 'pattern'],
    ),
    ['fx_desktop_v21', 'sent'],
    ['my_iframe', 'sent'],
    [long(1024), 'sent'],
    [long(1025), 'length'],
  ],
  service: [
    ...EVERYWHERE,
    ...around('relay'),
    ['sync', 'sent'],
    ['relay', 'sent'],
    ['Mozilla-VPN', 'sent'],
    ['0123456789abcdef', 'sent'],
    ['0123456789ABCDEF', 'sent'],
    ['0123456789abcdef0', 'pattern'],
    ['a_b', 'pattern'],
    ['a.b', 'pattern'],
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
  for (const [name, rows] of Object.entries(TABLE)) {
    for (const [value, outcome] of rows) {
      const shown = value.length > 50 ? `${value.slice(0, 6)}… (${value.length})` : value;
      it(`${name} ${JSON.stringify(shown)} => ${outcome}`, () => {
        const attribute = name.replaceAll('_', '-');
        const others = Object.fromEntries(Object.entries(ATTRIBUTION).filter(([one]) => one !== attribute));
        for (const authored of [
          { attributes: { ...others, [attribute]: value } },
          { attributes: others, fields: [[name, value]] as const },
        ]) {
          const settings = resolved(authored);
          const query = new URL(metricsFlowUrl(settings.fxaUrl, settings.parameters)).searchParams;
          const sent = outcome === 'sent' ? [value] : [];
          assert.deepEqual(
            Object.entries(settings.parameters).filter((entry) => entry[0] === name),
            sent.map((one) => [name, one]),
          );
          assert.deepEqual(query.getAll(name), sent);
          assert.deepEqual(invalidKeys(query), []);
          assert.deepEqual(
            rejected(settings),
            outcome === 'sent' || outcome === 'absent' ? [] : [[name, value, outcome]],
          );
        }
      });
    }
  }

  it('have a table above, as far as authors may set them', () => {
    const settable = Object.entries(PARAMETERS).filter(([, rule]) => !rule.reserved);
    assert.deepEqual(Object.keys(TABLE).sort(), settable.map(([name]) => name).sort());
  });

  for (const name of ['action', 'form_type', 'flow_id', 'flowId', 'flowBeginTime', 'deviceId', 'email']) {
    it(`${name} is not the author's to set`, () => {
      const { parameters, extraFields } = resolved({ fields: [[name, 'x']] });
      assert.deepEqual(
        [...Object.entries(parameters), ...extraFields].filter((entry) => entry[1] === 'x'),
        [],
      );
    });
  }

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
        const rule = SIGN_UP_RULES.get(name) ?? PARAMETER_RULES.get(name);
        assert.ok(rule);
        fc.assert(
          fc.property(almostRight, (value) => {
            assert.equal(isAccepted(name as ParameterName, value), !problemWith(rule, [value]));
          }),
          { numRuns: 1000 },
        );
      });
    }
  });
});
