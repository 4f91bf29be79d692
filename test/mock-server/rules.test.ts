import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { invalidKeys, PARAMETER_RULES, problemWith, SIGN_UP_RULES } from '../../src/mock-server/rules.js';

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
    ['service=relay', []],
    ['service=Firefox-VPN-2', []],
    ['service=0123456789abcdef0', ['service']],
    ['service=fx_monitor', ['service']],
    ['service=a b', ['service']],
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

describe('SIGN_UP_RULES', () => {
  it('know every parameter but those of engage events', () => {
    assert.deepEqual(
      [...PARAMETER_RULES.keys()].filter((name) => !SIGN_UP_RULES.has(name)),
      ['event_type', 'uid'],
    );
  });

  // The longest value that is taken, where a visit starts and where it ends.
  const cases: [name: string, onTheWay: number, atSignUp: number][] = [
    ['entrypoint', 1024, 128],
    ['entrypoint_experiment', 1024, 128],
    ['entrypoint_variation', 1024, 128],
    ['context', 1024, 1024],
    ['service', 16, 16],
    ...['utm_campaign', 'utm_content', 'utm_medium', 'utm_source', 'utm_term'].map(
      (name): [string, number, number] => [name, 128, 128],
    ),
  ];
  for (const [name, onTheWay, atSignUp] of cases) {
    it(`${name} => ${onTheWay} characters for /metrics-flow, ${atSignUp} at sign-up`, () => {
      for (const [rules, longest] of [
        [PARAMETER_RULES, onTheWay],
        [SIGN_UP_RULES, atSignUp],
      ] as const) {
        const rule = rules.get(name);
        assert.ok(rule);
        assert.equal(problemWith(rule, [x(longest)]), undefined);
        assert.notEqual(problemWith(rule, [x(longest + 1)]), undefined);
      }
    });
  }
});
