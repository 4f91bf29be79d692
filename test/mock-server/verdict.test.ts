import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FLOW_LIFETIME, mintFlow } from '../../src/mock-server/flow-id.js';
import {
  judge,
  outcomeOf,
  type FlowBook,
  type FlowVerdict,
  type Outcome,
  type Verdict,
} from '../../src/mock-server/verdict.js';

const KEY = 'secret';
const ORIGIN = 'http://localhost:8000';
const BEGAN = 1573052386673;

const flow = mintFlow(KEY, BEGAN);
const stranger = mintFlow(KEY, BEGAN);

const book = (age = 0, hasDeviceId = true): FlowBook => ({
  key: KEY,
  now: () => BEGAN + age,
  knownFlow: (flowId) => (flowId === flow.flowId ? { origin: ORIGIN, hasDeviceId } : undefined),
});

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';

const FORM = 'action=email&form_type=email&email=a%40example.org&entrypoint=e';
const OLD_ID = `flow_id=${flow.flowId}`;
const OLD_TIME = `flow_begin_time=${BEGAN}`;
const OLD_DEVICE = `device_id=${flow.deviceId}`;
const NEW_ID = `flowId=${flow.flowId}`;
const NEW_TIME = `flowBeginTime=${BEGAN}`;
const NEW_DEVICE = `deviceId=${flow.deviceId}`;
const OLD_FLOW = `${OLD_ID}&${OLD_TIME}&${OLD_DEVICE}`;
const FLOW = `${OLD_FLOW}&${NEW_ID}&${NEW_TIME}&${NEW_DEVICE}`;

const judgeQuery = (
  query: string,
  {
    origin,
    userAgent = CHROME,
    flows = book(),
  }: { origin?: string; userAgent?: string; flows?: FlowBook } = {},
): Verdict => judge({ fields: [...new URLSearchParams(query)], origin, userAgent }, flows);

describe('judge: the flow', () => {
  const both = (id: string, time: number) =>
    `flow_id=${id}&flow_begin_time=${time}&${OLD_DEVICE}&flowId=${id}&flowBeginTime=${time}&${NEW_DEVICE}`;
  const cases: [about: string, query: string, flow: FlowVerdict, origin?: string, age?: number][] = [
    ['the form with its flow', `${FORM}&${FLOW}`, 'good', ORIGIN],
    ['the same from a browser that does not say where', `${FORM}&${FLOW}`, 'good'],
    ['the form without a flow', FORM, 'absent', ORIGIN],
    ['no field at all', '', 'absent', ORIGIN],
    ['after two hours', `${FORM}&${FLOW}`, 'good', ORIGIN, FLOW_LIFETIME],
    ['after more than two hours', `${FORM}&${FLOW}`, 'stale', ORIGIN, FLOW_LIFETIME + 1],
    ['before it began', `${FORM}&${FLOW}`, 'future', ORIGIN, -1],
    ['from another site', `${FORM}&${FLOW}`, 'other-origin', 'http://127.0.0.1:8000'],
    ['changed time', `${FORM}&${both(flow.flowId, BEGAN + 1)}`, 'tampered', ORIGIN],
    ['of another server', `${FORM}&${both(stranger.flowId, BEGAN)}`, 'unknown', ORIGIN],
  ];
  for (const [about, query, outcome, origin, age] of cases) {
    it(`${about} => ${outcome}`, () => {
      const flows = book(age);
      assert.deepEqual(judgeQuery(query, { ...(origin !== undefined && { origin }), flows }), {
        flow: outcome,
        problems: [],
        good: outcome === 'good' || outcome === 'absent',
      });
    });
  }

  it('without a device id that FxA gave none of => incomplete, and nobody’s fault', () => {
    const query = `${FORM}&${OLD_ID}&${OLD_TIME}&${NEW_ID}&${NEW_TIME}`;
    assert.deepEqual(judgeQuery(query, { flows: book(0, false) }), {
      flow: 'incomplete',
      problems: [],
      good: true,
    });
  });

  it('malformed => malformed, and a problem', () => {
    const verdict = judgeQuery(`${FORM}&${both('abc', BEGAN)}`);
    assert.equal(verdict.flow, 'malformed');
    assert.deepEqual(
      verdict.problems.map(({ name, value }) => [name, value]),
      [
        ['flow_id', 'abc'],
        ['flowId', 'abc'],
      ],
    );
  });
});

type Found = [name: string, value: string, problem: RegExp, outcome?: Outcome];

/** One row: what comes of a query, `goes-on` where a problem names nothing else. */
function row(query: string, found: Found[], outcome: Outcome, userAgent = CHROME): void {
  const short = query.length > 80 ? `${query.slice(0, 60)}… (${query.length})` : query;
  const words = found.map(([name, , problem]) => `${name}: ${problem.source}`).join('; ') || 'good';
  it(`${short} => ${outcome}; ${words}`, () => {
    const verdict = judgeQuery(query, { origin: ORIGIN, userAgent });
    assert.deepEqual(
      verdict.problems.map(({ name, value, outcome }) => [name, value, outcome]),
      found.map(([name, value, , one = 'goes-on']) => [name, value, one]),
    );
    for (const [index, [, , problem]] of found.entries()) {
      assert.match(verdict.problems[index]?.problem ?? '', problem);
    }
    assert.equal(outcomeOf(verdict), outcome);
    assert.equal(verdict.good, found.length === 0);
  });
}

describe('judge: the fields', () => {
  const ENTRYPOINTS = ['entrypoint', 'entrypoint_experiment', 'entrypoint_variation'];
  const refused = 'refuses-sign-up';
  const cases: [query: string, problems: Found[], outcome: Outcome][] = [
    ['unknown=anything&client_id=x&state=%C3%A9', [], 'goes-on'],
    ['entrypoint=a b', [['entrypoint', 'a b', /does not match/, refused]], refused],
    ['entrypoint=a&entrypoint=a', [['entrypoint', 'a', /more than once/, refused]], refused],
    ...ENTRYPOINTS.map((name): [string, Found[], Outcome] => [`${name}=${'x'.repeat(128)}`, [], 'goes-on']),
    ...ENTRYPOINTS.map((name): [string, Found[], Outcome] => [
      `${name}=${'x'.repeat(129)}`,
      [[name, 'x'.repeat(129), /longer than 128/, refused]],
      refused,
    ]),
    [`utm_term=${'x'.repeat(129)}`, [['utm_term', 'x'.repeat(129), /longer than 128/, refused]], refused],
    ['service=relay', [], 'goes-on'],
    ['service=a_b', [['service', 'a_b', /does not match/, refused]], refused],
    ['form_type=button&entrypoint=e', [], 'goes-on'],
    ['utm_term=', [['utm_term', '', /blank/, 'shows-error']], 'shows-error'],
    ['unknown=', [['unknown', '', /blank/, 'shows-error']], 'shows-error'],
    ['state=a&state=', [['state', '', /blank/, 'shows-error']], 'shows-error'],
    ['event_type=x&uid=y', [], 'goes-on'],
    ['action=email&form_type=email&email=', [['email', '', /blank/, 'shows-error']], 'shows-error'],
    [
      `${FORM}&email=b%40example.org`,
      [['email', 'b@example.org', /more than once/, 'strips-address']],
      'strips-address',
    ],
    [
      `${FORM.replace('example.org', 'b')}&utm_term=é`,
      [
        ['email', 'a@b', /not an address/, 'strips-address'],
        ['utm_term', 'é', /does not match/, refused],
      ],
      refused,
    ],
    ['form_type=email&email=a%40example.org', [['action', '', /missing beside email/]], 'goes-on'],
    ['action=email&email=a%40example.org', [['form_type', '', /missing beside email/]], 'goes-on'],
    [
      'action=signin&form_type=email&email=a%40example.org',
      [['action', 'signin', /has to be email/]],
      'goes-on',
    ],
    [
      'action=email&form_type=other&email=a%40example.org',
      [['form_type', 'other', /has to be email/]],
      'goes-on',
    ],
    [
      'action=email&form_type=mail&email=a%40example.org',
      [['form_type', 'mail', /does not match/, refused]],
      refused,
    ],
    [`${FORM}&action=email`, [['action', 'email', /has to be email/]], 'goes-on'],
  ];
  for (const [query, problems, outcome] of cases) row(query, problems, outcome);
});

describe('judge: the parts of the flow', () => {
  const other = 'f'.repeat(64);
  const cases: [query: string, problems: Found[]][] = [
    // The old spelling alone is what the present page does not hear.
    [
      OLD_FLOW,
      [
        ['flowId', '', /missing beside flow_id/],
        ['flowBeginTime', '', /missing beside flow_begin_time/],
        ['deviceId', '', /missing beside device_id/],
      ],
    ],
    [
      `${NEW_ID}&${NEW_TIME}&${NEW_DEVICE}`,
      [
        ['flow_id', '', /missing beside flowId/],
        ['flow_begin_time', '', /missing beside flowBeginTime/],
        ['device_id', '', /missing beside deviceId/],
      ],
    ],
    [FLOW.replace(`&${NEW_DEVICE}`, ''), [['deviceId', '', /missing beside device_id/]]],
    [FLOW.replace(`flowId=${flow.flowId}`, `flowId=${other}`), [['flowId', other, /differs from flow_id/]]],
    [`${OLD_ID}&${NEW_ID}&${OLD_DEVICE}&${NEW_DEVICE}`, [['flow_begin_time', '', /missing beside flow_id/]]],
    [
      `${OLD_TIME}&${NEW_TIME}&${OLD_DEVICE}&${NEW_DEVICE}`,
      [['flow_id', '', /missing beside flow_begin_time/]],
    ],
    [`${OLD_ID}&${NEW_ID}&${OLD_TIME}&${NEW_TIME}`, [['device_id', '', /missing beside flow_id/]]],
    [
      'device_id=abc&deviceId=abc',
      [
        ['device_id', 'abc', /does not match/],
        ['deviceId', 'abc', /does not match/],
      ],
    ],
    [
      `device_id=${'A'.repeat(32)}&deviceId=${'A'.repeat(32)}`,
      [
        ['device_id', 'A'.repeat(32), /does not match/],
        ['deviceId', 'A'.repeat(32), /does not match/],
      ],
    ],
    [`${FLOW}&${OLD_DEVICE}`, [['device_id', flow.deviceId, /more than once/]]],
    [`${FLOW}&${NEW_ID}`, [['flowId', flow.flowId, /more than once/]]],
    [`${FLOW}&${OLD_TIME}`, [['flow_begin_time', String(BEGAN), /more than once/]]],
  ];
  // A visitor is none the worse for a flow that is lost.
  for (const [query, problems] of cases) row(query, problems, 'goes-on');

  row(
    'flow_id=&flowId=',
    [
      ['flow_id', '', /blank/, 'shows-error'],
      ['flowId', '', /blank/, 'shows-error'],
      ['flow_begin_time', '', /missing beside flow_id/],
    ],
    'shows-error',
  );
});

describe('judge: Sync', () => {
  const waits = 'waits-for-ever';
  const dead = 'update-required';
  const only = /only for Firefox for desktop/;
  const cases: [query: string, inChrome: Found[], outcomeInChrome: Outcome, inFirefox?: Found[]][] = [
    ['service=sync', [['service', 'sync', only, waits]], waits],
    ['service=sync&context=web', [['service', 'sync', only, waits]], waits],
    ...['fx_desktop_v3', 'fx_fennec_v1'].map((context): [string, Found[], Outcome] => [
      `context=${context}`,
      [['context', context, only, waits]],
      waits,
    ]),
    [
      'service=sync&context=fx_desktop_v3',
      [
        ['context', 'fx_desktop_v3', only, waits],
        ['service', 'sync', only, waits],
      ],
      waits,
    ],
    ['context=web&service=relay', [], 'goes-on'],
    ...['fx_ios_v1', 'fx_desktop_v1', 'fx_desktop_v2', 'fx_firstrun_v2', 'iframe'].map(
      (context): [string, Found[], Outcome, Found[]] => {
        const found: Found[] = [['context', context, /no longer taken/, dead]];
        return [`context=${context}`, found, dead, found];
      },
    ),
    [
      'service=sync&context=fx_ios_v1',
      [
        ['context', 'fx_ios_v1', /no longer taken/, dead],
        ['service', 'sync', only, waits],
      ],
      dead,
      [['context', 'fx_ios_v1', /no longer taken/, dead]],
    ],
  ];
  describe('in Chrome', () => {
    for (const [query, found, outcome] of cases) row(query, found, outcome);
  });
  describe('in Firefox for desktop', () => {
    for (const [query, , , found = []] of cases) row(query, found, found[0]?.[3] ?? 'goes-on', FIREFOX);
  });
});

describe('judge: what Firefox itself opens', () => {
  const VISIT = `action=email&email=a%40example.org&service=sync&entrypoint=e&${OLD_FLOW}`;
  const missing = ['form_type', 'flowId', 'flowBeginTime', 'deviceId'];
  const cases: [
    about: string,
    context: string,
    userAgent: string,
    origin: string | undefined,
    names: string[],
  ][] = [
    ['handed over', 'oauth_webchannel_v1', FIREFOX, undefined, []],
    ['handed over, by the preference of old', 'fx_desktop_v3', FIREFOX, undefined, []],
    ['a form from a page in Firefox', 'fx_desktop_v3', FIREFOX, ORIGIN, missing],
    ['in Chrome', 'oauth_webchannel_v1', CHROME, undefined, ['context', 'service', ...missing]],
  ];
  for (const [about, context, userAgent, origin, names] of cases) {
    it(`${about}, ${context} => ${names.join(', ') || 'good'}`, () => {
      const verdict = judgeQuery(`${VISIT}&context=${context}`, {
        userAgent,
        ...(origin !== undefined && { origin }),
      });
      assert.deepEqual(
        verdict.problems.map(({ name }) => name),
        names,
      );
    });
  }

  it('without an action => missing', () => {
    const query = VISIT.replace('action=email&', '');
    const { problems } = judgeQuery(`${query}&context=oauth_webchannel_v1`, { userAgent: FIREFOX });
    assert.deepEqual(
      problems.map(({ name }) => name),
      ['action'],
    );
  });
});
