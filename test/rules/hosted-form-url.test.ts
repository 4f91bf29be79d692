import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostedFormUrl, type Flow, type ParameterValues } from '../../src/rules/index.js';
import { ask, useMockServer } from '../mock-server/support.js';

const freshFxa = useMockServer();

const FXA = 'https://accounts.firefox.com/';
const FLOW: Flow = { flowId: 'a1'.repeat(32), flowBeginTime: 1573052386673, deviceId: 'b2'.repeat(16) };
const FLOW_QUERY = `flow_id=${FLOW.flowId}&flow_begin_time=1573052386673`;

describe('a link to FxA’s own form', () => {
  const cases: [
    about: string,
    parameters: ParameterValues,
    flow: Flow | undefined,
    query: string,
    rejected: string[],
  ][] = [
    ['nothing', {}, undefined, '', []],
    [
      'parameters',
      { entrypoint: 'shop', utm_source: 'a%b' },
      undefined,
      '?entrypoint=shop&utm_source=a%25b',
      [],
    ],
    [
      'the one campaign with +',
      { utm_campaign: 'page+referral+-+not+part+of+a+campaign' },
      undefined,
      '?utm_campaign=page%2Breferral%2B-%2Bnot%2Bpart%2Bof%2Ba%2Bcampaign',
      [],
    ],
    ['a form type', { form_type: 'button' }, undefined, '?form_type=button', []],
    ['a bad value', { entrypoint: 'a b', utm_source: 'shop' }, undefined, '?utm_source=shop', ['entrypoint']],
    ['a blank value', { entrypoint: '', utm_source: 'shop' }, undefined, '?utm_source=shop', []],
    ['what has no place there', { event_type: 'engage', uid: '0'.repeat(32) }, undefined, '', []],
    [
      'a flow',
      { entrypoint: 'shop' },
      FLOW,
      `?entrypoint=shop&${FLOW_QUERY}&device_id=${FLOW.deviceId ?? ''}`,
      [],
    ],
    [
      'a flow with its time as text',
      {},
      { ...FLOW, flowBeginTime: '1573052386673' },
      `?${FLOW_QUERY}&device_id=${FLOW.deviceId ?? ''}`,
      [],
    ],
    [
      'a flow without a device',
      {},
      { flowId: FLOW.flowId, flowBeginTime: FLOW.flowBeginTime },
      `?${FLOW_QUERY}`,
      [],
    ],
    ['a flow with a bad device', {}, { ...FLOW, deviceId: 'x' }, `?${FLOW_QUERY}`, ['device_id']],
    [
      'a flow with a bad id',
      { entrypoint: 'shop' },
      { ...FLOW, flowId: 'x' },
      '?entrypoint=shop',
      ['flow_id'],
    ],
    [
      'a flow with a bad time',
      { entrypoint: 'shop' },
      { ...FLOW, flowBeginTime: 1 },
      '?entrypoint=shop',
      ['flow_begin_time'],
    ],
  ];
  for (const [about, parameters, flow, query, rejected] of cases) {
    it(`with ${about} => ${query || 'no query'}`, () => {
      const { url, rejections } = hostedFormUrl(parameters, flow);
      assert.equal(url, `${FXA}${query}`);
      assert.deepEqual(
        rejections.map(({ name }) => name),
        rejected,
      );
    });
  }

  it('=> reports what was left out, why, and the rule', () => {
    assert.deepEqual(hostedFormUrl({ utm_term: 'x'.repeat(129) }).rejections, [
      { name: 'utm_term', value: 'x'.repeat(129), reason: 'length', rule: 'at most 128 characters' },
    ]);
  });

  it('on another server => there', () => {
    assert.equal(hostedFormUrl({}, undefined, 'http://localhost:3030').url, 'http://localhost:3030/');
  });

  for (const fxaUrl of [
    'javascript:alert(1)',
    'http://accounts.firefox.com/',
    'https://accounts.firefox.com/?a',
  ]) {
    it(`on ${fxaUrl} => FxA’s own, and a rejection`, () => {
      const { url, rejections } = hostedFormUrl({ entrypoint: 'shop' }, undefined, fxaUrl);
      assert.equal(url, `${FXA}?entrypoint=shop`);
      assert.deepEqual(
        rejections.map(({ name, value, reason }) => [name, value, reason]),
        [['fxa-url', fxaUrl, 'url']],
      );
    });
  }

  it('with a flow of FxA’s => FxA finds it good', async () => {
    const fxa = freshFxa();
    const flow = (await (await ask(fxa)).json()) as Flow;
    const parameters = { entrypoint: 'shop', utm_source: 'shop', form_type: 'button' };
    const { url } = hostedFormUrl(parameters, flow, fxa.url);
    await fetch(url);
    const arrival = fxa.log.at(-1);
    assert.ok(arrival?.type === 'arrival');
    assert.deepEqual(arrival.verdict, { flow: 'good', problems: [], good: true });
  });
});
