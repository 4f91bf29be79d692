import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostedFormUrl, type Flow, type LinkParameters } from '../../src/rules/index.js';
import { ask, useMockServer } from '../mock-server/support.js';
import { CHROME, FIREFOX, rejected } from './support.js';

const freshFxa = useMockServer();

const FXA = 'https://accounts.firefox.com/';
const FLOW: Flow = { flowId: 'a1'.repeat(32), flowBeginTime: 1573052386673, deviceId: 'b2'.repeat(16) };
const DEVICE = FLOW.deviceId ?? '';
const FLOW_QUERY =
  `flow_id=${FLOW.flowId}&flow_begin_time=1573052386673&device_id=${DEVICE}` +
  `&flowId=${FLOW.flowId}&flowBeginTime=1573052386673&deviceId=${DEVICE}`;
const WITHOUT_DEVICE =
  `flow_id=${FLOW.flowId}&flow_begin_time=1573052386673` +
  `&flowId=${FLOW.flowId}&flowBeginTime=1573052386673`;

describe('a link to FxA’s own form', () => {
  const cases: [
    about: string,
    parameters: LinkParameters,
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
    [
      'what has no place there',
      { event_type: 'engage', uid: '0'.repeat(32) },
      undefined,
      '',
      ['event_type', 'uid'],
    ],
    [
      'parts of a flow in its place',
      { flow_id: FLOW.flowId, flowBeginTime: '1573052386673' },
      undefined,
      '',
      ['flow_id', 'flowBeginTime'],
    ],
    [
      'names that FxA has no rule for',
      { entrypoint: 'shop', client_id: 'abc', state: 'a b+c&d', redirect_uri: 'https://example.org/?a=b' },
      undefined,
      '?entrypoint=shop&client_id=abc&state=a%20b%2Bc%26d&redirect_uri=https%3A%2F%2Fexample.org%2F%3Fa%3Db',
      [],
    ],
    ['an absent and a blank extra value', { client_id: undefined, state: '' }, undefined, '', []],
    [
      'an address',
      { email: ' ada@münchen.example ', action: 'email' },
      undefined,
      '?email=ada%40xn--mnchen-3ya.example&action=email',
      [],
    ],
    ['an address that FxA strips', { email: 'a..b@example.com' }, undefined, '', ['email']],
    ['a flow', { entrypoint: 'shop' }, FLOW, `?entrypoint=shop&${FLOW_QUERY}`, []],
    ['a flow with its time as text', {}, { ...FLOW, flowBeginTime: '1573052386673' }, `?${FLOW_QUERY}`, []],
    [
      'a flow without a device',
      {},
      { flowId: FLOW.flowId, flowBeginTime: FLOW.flowBeginTime },
      `?${WITHOUT_DEVICE}`,
      [],
    ],
    ['a flow with a bad device', {}, { ...FLOW, deviceId: 'x' }, `?${WITHOUT_DEVICE}`, ['device_id']],
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

  const ADDRESSES: [address: string, url: string][] = [
    ['', `${FXA}?entrypoint=shop`],
    ['signin', `${FXA}signin?entrypoint=shop`],
    ['/signup', `${FXA}signup?entrypoint=shop`],
    [
      'subscriptions/products/prod_A1?plan=p%201',
      `${FXA}subscriptions/products/prod_A1?plan=p%201&entrypoint=shop`,
    ],
    ['?client_id=a', `${FXA}?client_id=a&entrypoint=shop`],
    ['signin#top', `${FXA}signin?entrypoint=shop#top`],
    ['http://localhost:3030', 'http://localhost:3030/?entrypoint=shop'],
    ['https://fxa.example/a/b/?c=d', 'https://fxa.example/a/b/?c=d&entrypoint=shop'],
    ['https://example.org/go?x=a+b&x=%zz&y&=z', 'https://example.org/go?x=a+b&x=%zz&y&=z&entrypoint=shop'],
    ['https://example.org/?entrypoint=other', 'https://example.org/?entrypoint=shop'],
    ['https://example.org/?a=1&utm_term=x&b=2', 'https://example.org/?a=1&b=2&entrypoint=shop&utm_term=x'],
    ['https://example.org/?utm_term=', 'https://example.org/?entrypoint=shop'],
    ['https://example.org/?entry%70oint=other', 'https://example.org/?entrypoint=shop'],
  ];
  for (const [address, expected] of ADDRESSES) {
    it(`to ${JSON.stringify(address)} => ${expected}`, () => {
      assert.deepEqual(hostedFormUrl({ entrypoint: 'shop' }, undefined, address), {
        url: expected,
        rejections: [],
      });
    });
  }

  const LEFT_OUT: [address: string, url: string, rejections: [name: string, value: string][]][] = [
    ['?utm_term=a+b', FXA, [['utm_term', 'a b']]],
    [
      '?utm_term=a&utm_term=b&utm_term=a',
      `${FXA}?utm_term=a`,
      [
        ['utm_term', 'b'],
        ['utm_term', 'a'],
      ],
    ],
    [
      '?flow_id=x&deviceId=y',
      FXA,
      [
        ['flow_id', 'x'],
        ['deviceId', 'y'],
      ],
    ],
    ['?email=a@b', FXA, [['email', 'a@b']]],
  ];
  for (const [address, expected, rejections] of LEFT_OUT) {
    it(`to ${address} => says what of it is left out`, () => {
      const result = hostedFormUrl({}, undefined, address);
      assert.equal(result.url, expected);
      assert.deepEqual(
        result.rejections.map(({ name, value }) => [name, value]),
        rejections,
      );
    });
  }

  it('in place of a name in the address => the name once', () => {
    assert.equal(
      hostedFormUrl({ plan: 'b' }, undefined, 'subscriptions?plan=a&x=y&plan=c').url,
      `${FXA}subscriptions?x=y&plan=b`,
    );
  });

  for (const address of [
    'javascript:alert(1)',
    'http://accounts.firefox.com/',
    'mailto:ada@example.com',
    'https://',
    '//',
    'data:text/html,x',
  ]) {
    it(`to ${address} => no link, and a rejection`, () => {
      const result = hostedFormUrl({ entrypoint: 'shop' }, FLOW, address);
      assert.equal(result.url, undefined);
      assert.deepEqual(rejected(result), [['address', address, 'url']]);
    });
  }

  for (const [browser, userAgent, url, leftOut] of [
    ['Firefox for desktop', FIREFOX, `${FXA}?service=sync&context=fx_desktop_v3`, []],
    ['Chrome', CHROME, FXA, ['service']],
    ['a browser that is not known', undefined, FXA, ['service']],
  ] as const) {
    it(`to Sync for ${browser} => ${url}`, () => {
      const result = hostedFormUrl({ service: 'sync' }, undefined, FXA, userAgent);
      assert.equal(result.url, url);
      assert.deepEqual(
        result.rejections.map(({ name }) => name),
        leftOut,
      );
    });
  }

  it('takes what is no text for nothing that could be sent', () => {
    const parameters = {
      email: ['ada@example.com'],
      entrypoint: 5,
      state: null,
    } as unknown as LinkParameters;
    const result = hostedFormUrl(parameters);
    assert.equal(result.url, FXA);
    assert.deepEqual(
      result.rejections.map(({ name, rule }) => [name, rule]),
      [
        ['email', 'text'],
        ['entrypoint', 'text'],
      ],
    );
  });

  it('with a flow of FxA’s => FxA finds it good', async () => {
    const fxa = freshFxa();
    const flow = (await (await ask(fxa)).json()) as Flow;
    const parameters = { entrypoint: 'shop', utm_source: 'shop', form_type: 'button' };
    const { url } = hostedFormUrl(parameters, flow, fxa.url);
    await fetch(url ?? '');
    const arrival = fxa.log.at(-1);
    assert.ok(arrival?.type === 'arrival');
    assert.deepEqual(arrival.verdict, { flow: 'good', problems: [], good: true });
  });
});
