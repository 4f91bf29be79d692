import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFlow, FLOW_LIFETIME, mintFlow, type FlowCheck } from '../../src/mock-server/flow-id.js';

// Signed by OpenSSL: printf '%s\n%s' <salt> 16e413a8d71 | openssl dgst -sha256 -hmac secret
const KEY = 'secret';
const SALT = '00112233445566778899aabbccddeeff';
const FLOW_ID = `${SALT}53feb6a1b34456472315cbc881d940da`;
const BEGAN = 1573052386673;
const TIME = String(BEGAN);

describe('checkFlow', () => {
  const cases: [about: string, flowId: string, flowBeginTime: string, now: number, outcome: FlowCheck][] = [
    ['as it came, at once', FLOW_ID, TIME, BEGAN, 'good'],
    ['as it came, after two hours', FLOW_ID, TIME, BEGAN + FLOW_LIFETIME, 'good'],
    ['a millisecond later', FLOW_ID, TIME, BEGAN + FLOW_LIFETIME + 1, 'stale'],
    ['before it began', FLOW_ID, TIME, BEGAN - 1, 'future'],
    ['with another begin time', FLOW_ID, String(BEGAN + 1), BEGAN + 1, 'tampered'],
    ['with another salt', FLOW_ID.replace('0011', '0012'), TIME, BEGAN, 'tampered'],
    ['with another signature', SALT + SALT, TIME, BEGAN, 'tampered'],
    ['changed and stale', SALT + SALT, TIME, BEGAN + FLOW_LIFETIME + 1, 'tampered'],
    ['63 digits', FLOW_ID.slice(1), TIME, BEGAN, 'malformed'],
    ['65 digits', `${FLOW_ID}0`, TIME, BEGAN, 'malformed'],
    ['capital letters', FLOW_ID.toUpperCase(), TIME, BEGAN, 'malformed'],
    ['not hexadecimal', FLOW_ID.replace('00', 'zz'), TIME, BEGAN, 'malformed'],
    ['no flow id', '', TIME, BEGAN, 'malformed'],
    ['no begin time', FLOW_ID, '', BEGAN, 'malformed'],
    ['a begin time in seconds', FLOW_ID, TIME.slice(0, 10), BEGAN, 'malformed'],
    ['a begin time with a fraction', FLOW_ID, `${TIME}.0`, BEGAN, 'malformed'],
    ['a begin time with a leading zero', FLOW_ID, `0${TIME}`, BEGAN, 'malformed'],
  ];
  for (const [about, flowId, flowBeginTime, now, outcome] of cases) {
    it(`${about} => ${outcome}`, () => {
      assert.equal(checkFlow(KEY, flowId, flowBeginTime, now), outcome);
    });
  }

  it('signed with another key => tampered', () => {
    assert.equal(checkFlow('other', FLOW_ID, TIME, BEGAN), 'tampered');
  });
});

describe('mintFlow', () => {
  it('mints a flow that is good, of the documented shape', () => {
    const { deviceId, flowBeginTime, flowId } = mintFlow(KEY, BEGAN);
    assert.match(deviceId, /^[0-9a-f]{32}$/);
    assert.equal(flowBeginTime, BEGAN);
    assert.equal(checkFlow(KEY, flowId, TIME, BEGAN), 'good');
  });

  it('mints another one each time', () => {
    const [one, two] = [mintFlow(KEY, BEGAN), mintFlow(KEY, BEGAN)];
    assert.notEqual(one.flowId, two.flowId);
    assert.notEqual(one.deviceId, two.deviceId);
  });
});
