import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FLOW_LIFETIME, mintFlow } from '../../src/mock-server/flow-id.js';
import { judge, type Field, type FlowBook, type FlowVerdict } from '../../src/mock-server/verdict.js';

const KEY = 'secret';
const ORIGIN = 'http://localhost:8000';
const BEGAN = 1573052386673;

const flow = mintFlow(KEY, BEGAN);
const stranger = mintFlow(KEY, BEGAN);

const book = (age = 0): FlowBook => ({
  key: KEY,
  now: () => BEGAN + age,
  originOf: (flowId) => (flowId === flow.flowId ? ORIGIN : undefined),
});

const FORM = 'action=email&form_type=email&email=a%40example.org&entrypoint=e';
const FLOW = `flow_id=${flow.flowId}&flow_begin_time=${BEGAN}&device_id=${flow.deviceId}`;

const fieldsOf = (query: string): Field[] => [...new URLSearchParams(query)];

describe('judge: the flow', () => {
  const cases: [about: string, query: string, flow: FlowVerdict, origin?: string, age?: number][] = [
    ['the form with its flow', `${FORM}&${FLOW}`, 'good', ORIGIN],
    ['the same from a browser that does not say where', `${FORM}&${FLOW}`, 'good'],
    ['without device_id', `${FORM}&flow_id=${flow.flowId}&flow_begin_time=${BEGAN}`, 'good'],
    ['the form without a flow', FORM, 'absent', ORIGIN],
    ['no field at all', '', 'absent', ORIGIN],
    ['after two hours', `${FORM}&${FLOW}`, 'good', ORIGIN, FLOW_LIFETIME],
    ['after more than two hours', `${FORM}&${FLOW}`, 'stale', ORIGIN, FLOW_LIFETIME + 1],
    ['before it began', `${FORM}&${FLOW}`, 'future', ORIGIN, -1],
    ['from another site', `${FORM}&${FLOW}`, 'other-origin', 'http://127.0.0.1:8000'],
    ['changed time', `${FORM}&flow_id=${flow.flowId}&flow_begin_time=${BEGAN + 1}`, 'tampered', ORIGIN],
    ['of another server', `${FORM}&flow_id=${stranger.flowId}&flow_begin_time=${BEGAN}`, 'unknown', ORIGIN],
  ];
  for (const [about, query, outcome, origin, age] of cases) {
    it(`${about} => ${outcome}`, () => {
      assert.deepEqual(judge(fieldsOf(query), origin, book(age)), {
        flow: outcome,
        problems: [],
        good: outcome === 'good' || outcome === 'absent',
      });
    });
  }

  it('a malformed flow_id => malformed, and a problem', () => {
    const verdict = judge(fieldsOf(`${FORM}&flow_id=abc&flow_begin_time=${BEGAN}`), ORIGIN, book());
    assert.equal(verdict.flow, 'malformed');
    assert.deepEqual(
      verdict.problems.map(({ name, value }) => [name, value]),
      [['flow_id', 'abc']],
    );
  });
});

describe('judge: the fields', () => {
  const firefox = 'action=email&email=a%40example.org&service=sync&context=oauth_webchannel_v1';
  const cases: [query: string, problems: [name: string, value: string, problem: RegExp][]][] = [
    ['unknown=anything&client_id=x&state=%C3%A9', []],
    ['entrypoint=a b', [['entrypoint', 'a b', /does not match/]]],
    ['entrypoint=a&entrypoint=a', [['entrypoint', 'a', /more than once/]]],
    [`utm_term=${'x'.repeat(129)}`, [['utm_term', 'x'.repeat(129), /longer than 128/]]],
    ['utm_term=', [['utm_term', '', /blank/]]],
    ['unknown=', [['unknown', '', /blank/]]],
    ['state=a&state=', [['state', '', /blank/]]],
    ['event_type=x&uid=y', []],
    ['device_id=abc', [['device_id', 'abc', /does not match/]]],
    [`device_id=${'A'.repeat(32)}`, [['device_id', 'A'.repeat(32), /does not match/]]],
    [`device_id=${flow.deviceId}&${FLOW}`, [['device_id', flow.deviceId, /more than once/]]],
    [`flow_id=${flow.flowId}`, [['flow_begin_time', '', /missing beside flow_id/]]],
    [`flow_begin_time=${BEGAN}`, [['flow_id', '', /missing beside flow_begin_time/]]],
    [`flow_id=&flow_begin_time=${BEGAN}`, [['flow_id', '', /blank/]]],
    [`${FLOW}&flow_id=${flow.flowId}`, [['flow_id', flow.flowId, /more than once/]]],
    [`${FLOW}&flow_begin_time=${BEGAN}`, [['flow_begin_time', String(BEGAN), /more than once/]]],
    ['action=email&form_type=email&email=', [['email', '', /blank/]]],
    ['action=email&form_type=email&email=a%40b', [['email', 'a@b', /not an address/]]],
    [`${FORM}&email=b%40example.org`, [['email', 'b@example.org', /more than once/]]],
    ['form_type=email&email=a%40example.org', [['action', '', /missing beside email/]]],
    ['action=email&email=a%40example.org', [['form_type', '', /missing beside email/]]],
    ['action=signin&form_type=email&email=a%40example.org', [['action', 'signin', /has to be email/]]],
    ['action=email&form_type=other&email=a%40example.org', [['form_type', 'other', /has to be email/]]],
    ['action=email&form_type=mail&email=a%40example.org', [['form_type', 'mail', /does not match/]]],
    [`${FORM}&action=email`, [['action', 'email', /has to be email/]]],
    [firefox, []],
    [firefox.replace('action=email&', ''), [['action', '', /missing beside email/]]],
  ];
  for (const [query, problems] of cases) {
    const short = query.length > 80 ? `${query.slice(0, 60)}… (${query.length})` : query;
    const outcome = problems.map(([name, , problem]) => `${name}: ${problem.source}`).join('; ') || 'good';
    it(`${short} => ${outcome}`, () => {
      const verdict = judge(fieldsOf(query), ORIGIN, book());
      assert.deepEqual(
        verdict.problems.map(({ name, value }) => [name, value]),
        problems.map(([name, value]) => [name, value]),
      );
      for (const [index, [, , problem]] of problems.entries()) {
        assert.match(verdict.problems[index]?.problem ?? '', problem);
      }
      assert.equal(verdict.good, problems.length === 0);
    });
  }
});
