import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAcceptableEmail } from '../../src/mock-server/address.js';

const x = (count: number) => 'x'.repeat(count);

// 189 characters, so that the 64 before the "@" make 254 with it, the very limit.
const DOMAIN = [x(63), x(63), x(61)].join('.');

describe('isAcceptableEmail', () => {
  const cases: [email: string, acceptable: boolean, about?: string][] = [
    ['a@example.org', true],
    ["o'neil+x.y/z@sub.example.org", true],
    ['a@example-1.org', true],
    ['a@xn--mnchen-3ya.example', true],
    ['a@example.xn--p1ai', true],
    ['é@example.org', true],
    ['test@test', false],
    ['a..b@x.com', false],
    ['.a@x.com', false],
    ['a.@x.com', false],
    ['a@b.c', false],
    ['a@1.2.3.4', false],
    ['a@example.c0m', false],
    ['', false],
    ['a', false],
    ['@example.org', false],
    ['a@', false],
    ['a@b@example.org', false],
    ['a b@example.org', false],
    [' a@example.org', false],
    ['a@example.org ', false],
    ['a@example.org\n', false],
    ['a@example..org', false],
    ['a@.example.org', false],
    ['a@example.org.', false],
    ['a@-example.org', false],
    ['a@example-.org', false],
    ['a@[127.0.0.1]', false],
    ['a,b@example.org', false],
    ['a.b@c', false, 'a dot before the @ only'],
    [`${x(64)}@example.org`, true, '64 before the @'],
    [`${x(65)}@example.org`, false, '65 before the @'],
    [`a@${x(63)}.org`, true, 'a label of 63'],
    [`a@${x(64)}.org`, false, 'a label of 64'],
    [`${x(64)}@${DOMAIN}`, true, '254 in all'],
    [`${x(64)}@${DOMAIN}x`, false, '255 in all'],
  ];
  for (const [email, acceptable, about] of cases) {
    it(`${about ?? JSON.stringify(email)} => ${acceptable ? 'kept' : 'stripped'}`, () => {
      assert.equal(isAcceptableEmail(email), acceptable);
    });
  }

  it('the longest address above has 254 characters', () => {
    assert.equal(`${x(64)}@${DOMAIN}`.length, 254);
  });
});
