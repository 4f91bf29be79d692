import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isMetricsEnabled } from '../../src/server/index.js';

const uid = '6d940dd41e636cc156074109b8092f96';

describe('isMetricsEnabled', () => {
  const profiles: [profile: object, enabled: boolean][] = [
    [{ uid, email: 'user@example.org', metricsEnabled: true }, true],
    [{ uid, email: 'user@example.org', metricsEnabled: false }, false],
    [{ metricsEnabled: true }, true],
    [{ metricsEnabled: false }, false],
    [{ uid, email: 'user@example.org', avatarDefault: false }, true],
    [{ sub: uid }, true],
    [{ email: 'user@example.org' }, true],
    [{ uid, metricsEnabled: undefined }, true],
    [{ uid, metricsEnabled: false, newField: { of: ['FxA'] } }, false],
    [Object.assign(Object.create(null) as object, { uid, metricsEnabled: false }), false],
  ];
  for (const [profile, enabled] of profiles) {
    it(`${JSON.stringify(profile)} => ${String(enabled)}`, () => {
      assert.equal(isMetricsEnabled(profile), enabled);
    });
  }

  const others: [about: string, value: unknown][] = [
    ['undefined', undefined],
    ['null', null],
    ['true', true],
    ['false', false],
    ['a number', 1],
    ['text', '{"metricsEnabled":true}'],
    ['a list', [{ uid, metricsEnabled: true }]],
    ['an empty object', {}],
    ['a promise of a profile', Promise.resolve({ uid, metricsEnabled: true })],
    ['a function', () => ({ uid })],
    ['FxA’s JSON of an error', { code: 403, errno: 100, error: 'Forbidden', message: 'Unauthorized' }],
    ['metricsEnabled: "false"', { uid, metricsEnabled: 'false' }],
    ['metricsEnabled: null', { uid, metricsEnabled: null }],
    ['metricsEnabled: 0', { uid, metricsEnabled: 0 }],
  ];
  for (const [about, value] of others) {
    it(`${about} => an error, not a yes`, () => {
      assert.throws(() => isMetricsEnabled(value), {
        name: 'TypeError',
        message: /^This is no FxA profile \(.+\)\. Pass the JSON of a response of GET \/v1\/profile/,
      });
    });
  }
});
