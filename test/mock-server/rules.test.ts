import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { invalidKeys, isAcceptableEmail, PARAMETER_RULES } from '../../src/mock-server/rules.js';

const x = (count: number) => 'x'.repeat(count);

describe('invalidKeys', () => {
  const cases: [query: string, keys: string[]][] = [
    ['', []],
    ['entrypoint=a.b:c-d_E9', []],
    ['entrypoint=a/b', ['entrypoint']],
    ['entrypoint=', ['entrypoint']],
    ['entrypoint', ['entrypoint']],
    ['entrypoint=a&entrypoint=a', ['entrypoint']],
    ['entrypoint=a&entrypoint=', ['entrypoint']],
    ['entrypoint=%20a', ['entrypoint']],
    ['entrypoint=a+', ['entrypoint']],
    ['entrypoint=a%0A', ['entrypoint']],
    ['entrypoint=%C3%A9', ['entrypoint']],
    ['entrypoint=%E9', ['entrypoint']],
    [`entrypoint=${x(1024)}`, []],
    [`entrypoint=${x(1025)}`, ['entrypoint']],
    ['entrypoint_experiment=a.b:c-d', []],
    ['entrypoint_experiment=a b', ['entrypoint_experiment']],
    [`entrypoint_experiment=${x(1025)}`, ['entrypoint_experiment']],
    ['entrypoint_variation=a.b:c-d', []],
    ['entrypoint_variation=%', ['entrypoint_variation']],
    [`entrypoint_variation=${x(1025)}`, ['entrypoint_variation']],
    ['form_type=email', []],
    ['form_type=button', []],
    ['form_type=subscribe', []],
    ['form_type=other', []],
    ['form_type=Email', ['form_type']],
    ['form_type=emails', ['form_type']],
    ['utm_source=firefox/sync.%25-1', []],
    ['utm_source=x%25', []],
    ['utm_source=x%', []],
    ['utm_source=a:b', ['utm_source']],
    ['utm_source=a+b', ['utm_source']],
    ['utm_source=a%2Bb', ['utm_source']],
    [`utm_source=${x(128)}`, []],
    [`utm_source=${x(129)}`, ['utm_source']],
    ['utm_medium=cpc', []],
    ['utm_medium=c,p', ['utm_medium']],
    [`utm_medium=${x(129)}`, ['utm_medium']],
    ['utm_content=v1', []],
    ['utm_content=%22', ['utm_content']],
    [`utm_content=${x(129)}`, ['utm_content']],
    ['utm_term=a', []],
    ['utm_term=', ['utm_term']],
    [`utm_term=${x(129)}`, ['utm_term']],
    ['utm_campaign=firstrun', []],
    [`utm_campaign=${x(129)}`, ['utm_campaign']],
    ['utm_campaign=page%2Breferral%2B-%2Bnot%2Bpart%2Bof%2Ba%2Bcampaign', []],
    ['utm_campaign=page+referral+-+not+part+of+a+campaign', ['utm_campaign']],
    ['utm_source=page%2Breferral%2B-%2Bnot%2Bpart%2Bof%2Ba%2Bcampaign', ['utm_source']],
    ['context=fx_desktop_v3', []],
    ['context=oauth_webchannel_v1', []],
    ['context=Fx', ['context']],
    [`context=${x(1025)}`, ['context']],
    ['service=sync', []],
    ['service=content-server', []],
    ['service=none', []],
    ['service=0123456789abcdef', []],
    ['service=0123456789ABCDEF', ['service']],
    ['service=0123456789abcdef0', ['service']],
    ['service=monitor', ['service']],
    ['product_id=prod_Abc123', []],
    ['product_id=Abc123', ['product_id']],
    [`product_id=prod_${x(1020)}`, ['product_id']],
    ['event_type=engage', []],
    ['event_type=view', ['event_type']],
    ['uid=0123456789abcdef0123456789abcdef', []],
    ['uid=0123456789ABCDEF0123456789ABCDEF', ['uid']],
    ['uid=0123456789abcdef', ['uid']],
    ['email=&device_id=x&flow_id=&foo=%C3%A9&foo=', []],
    ['UTM_SOURCE=%20', []],
    ['__proto__=a b&constructor=', []],
    ['utm_term=&entrypoint=a b&form_type=email&context=Fx', ['context', 'entrypoint', 'utm_term']],
  ];
  for (const [query, keys] of cases) {
    const short = query.length > 60 ? `${query.slice(0, 40)}… (${query.length})` : query;
    it(`?${short} => ${keys.join(', ') || 'accepted'}`, () => {
      assert.deepEqual(invalidKeys(new URLSearchParams(query)), keys);
    });
  }

  for (const name of PARAMETER_RULES.keys()) {
    it(`an empty ${name} => refused`, () => {
      assert.deepEqual(invalidKeys(new URLSearchParams([[name, '']])), [name]);
    });
  }
});

describe('isAcceptableEmail', () => {
  // 192 characters, so that the 64 before the "@" make 256 with it at the very limit.
  const domain = [x(63), x(63), x(63)].join('.');
  const cases: [email: string, acceptable: boolean, about?: string][] = [
    ['a@example.org', true],
    ["o'neil+x.y/z@sub.example.org", true],
    ['.a..b.@example.org', true],
    ['a@example-1.org', true],
    ['test@test', false],
    ['', false],
    ['a', false],
    ['@example.org', false],
    ['a@', false],
    ['a@b@example.org', false],
    ['a b@example.org', false],
    [' a@example.org', false],
    ['a@example.org\n', false],
    ['a@example..org', false],
    ['a@.example.org', false],
    ['a@example.org.', false],
    ['a@-example.org', false],
    ['a@example-.org', false],
    ['é@example.org', false],
    ['a@exämple.org', false],
    ['a,b@example.org', false],
    ['"a"@example.org', false],
    ['a@[127.0.0.1]', false],
    ['a.b@c', false, 'a dot before the @ only'],
    [`${x(64)}@example.org`, true, '64 before the @'],
    [`${x(65)}@example.org`, false, '65 before the @'],
    [`a@${x(63)}.org`, true, 'a label of 63'],
    [`a@${x(64)}.org`, false, 'a label of 64'],
    [`${x(64)}@${domain}`, true, '256 in all'],
    [`${x(63)}@${domain}.x`, false, '257 in all'],
  ];
  for (const [email, acceptable, about] of cases) {
    it(`${about ?? JSON.stringify(email)} => ${acceptable ? 'kept' : 'stripped'}`, () => {
      assert.equal(isAcceptableEmail(email), acceptable);
    });
  }

  it('the longest address above has 256 characters', () => {
    assert.equal(`${x(64)}@${domain}`.length, 256);
  });
});
