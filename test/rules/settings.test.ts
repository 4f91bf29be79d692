import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { camelCase } from '../../src/rules/camel-case.js';
import { flowFields, flowParameters } from '../../src/rules/flow.js';
import { hostedFormUrl } from '../../src/rules/hosted-form-url.js';
import { isParameterName, PARAMETER_NAMES } from '../../src/rules/parameters.js';
import type { AuthoredSettings } from '../../src/rules/settings.js';
import { ATTRIBUTION, plain, rejected, resolved } from './support.js';

const FXA = 'https://accounts.firefox.com/';

type Authored = Partial<AuthoredSettings>;

/** With the attributes that FxA asks for. */
const written = (attributes: Record<string, string>, more: Authored = {}): Authored => ({
  attributes: { ...ATTRIBUTION, ...attributes },
  ...more,
});

const SERVERS: [about: string, authored: Authored, fxaUrl: string, refused?: string][] = [
  ['nothing', {}, FXA],
  ['fxa-url', written({ 'fxa-url': 'https://fxa.example/' }), 'https://fxa.example/'],
  ['fxa-url without its last slash', written({ 'fxa-url': 'https://fxa.example' }), 'https://fxa.example/'],
  ['fxa-url with a path', written({ 'fxa-url': 'https://fxa.example/a' }), 'https://fxa.example/a/'],
  ['fxa-url on this machine', written({ 'fxa-url': 'http://localhost:3030' }), 'http://localhost:3030/'],
  ['fxa-url at http:', written({ 'fxa-url': 'http://fxa.example/' }), FXA, 'fxa-url'],
  ['fxa-url with a query', written({ 'fxa-url': 'https://fxa.example/?a' }), FXA, 'fxa-url'],
  ['fxa-url with a script', written({ 'fxa-url': 'javascript:alert(1)' }), FXA, 'fxa-url'],
  [
    'a form that goes to FxA’s page elsewhere',
    { formAction: 'https://fxa.example/authorization?a=b' },
    'https://fxa.example/',
  ],
  ['a form that goes to this machine', { formAction: 'http://localhost:3030/' }, 'http://localhost:3030/'],
  ['a form that goes to its own site', { formAction: 'https://example.org/sign-in' }, FXA],
  [
    'a form that goes to its own site at another port',
    { formAction: 'https://example.org:444/' },
    'https://example.org:444/',
  ],
  ['a form that goes to http:', { formAction: 'http://fxa.example/' }, FXA],
  ['a form that goes to a script', { formAction: 'javascript:alert(1)' }, FXA],
  ['a form that goes nowhere', { formAction: '' }, FXA],
  [
    'fxa-url and a form that goes elsewhere',
    written({ 'fxa-url': 'https://fxa.example/' }, { formAction: 'https://other.example/' }),
    'https://fxa.example/',
  ],
  [
    'a bad fxa-url and a form that goes elsewhere',
    written({ 'fxa-url': 'http://fxa.example/' }, { formAction: 'https://other.example/' }),
    'https://other.example/',
    'fxa-url',
  ],
];

const ACTIONS: [
  about: string,
  authored: Authored,
  action: string,
  extraFields: [string, string][],
  refused?: string,
][] = [
  ['nothing', {}, FXA, []],
  ['fxa-path', written({ 'fxa-path': 'authorization' }), `${FXA}authorization`, []],
  [
    'fxa-path with a query',
    written({ 'fxa-path': 'signin?a=b%20c&a=d' }),
    `${FXA}signin`,
    [
      ['a', 'b c'],
      ['a', 'd'],
    ],
  ],
  ['fxa-path to another server', written({ 'fxa-path': 'https://evil.example/' }), FXA, [], 'fxa-path'],
  ['action', written({ action: 'go' }), 'https://example.org/shop/go', []],
  ['action with a query', written({ action: '/go?a=b' }), 'https://example.org/go', [['a', 'b']]],
  [
    'action with FxA’s names',
    written({ action: '/go?utm_term=x&flow_id=x&email=x' }),
    'https://example.org/go',
    [],
  ],
  ['action with a script', written({ action: 'javascript:alert(1)' }), FXA, [], 'action'],
  [
    'fields',
    {
      fields: [
        ['client_id', 'abc'],
        ['state', ' '],
        ['utm_term', 'x'],
      ],
    },
    FXA,
    [
      ['client_id', 'abc'],
      ['state', ' '],
    ],
  ],
];

const TIMEOUTS: [value: string, timeout: number, known: boolean][] = [
  ['', 10_000, true],
  ['1', 1, true],
  ['2500', 2500, true],
  ['2147483647', 2 ** 31 - 1, true],
  ['2147483648', 10_000, false],
  ['0', 10_000, false],
  ['-1', 10_000, false],
  ['soon', 10_000, false],
  ['NaN', 10_000, false],
  ['Infinity', 10_000, false],
];

describe('settings', () => {
  for (const [about, authored, fxaUrl, refused] of SERVERS) {
    it(`with ${about} => the FxA server ${fxaUrl}`, () => {
      const settings = resolved(authored);
      assert.equal(settings.fxaUrl, fxaUrl);
      assert.deepEqual(
        settings.rejections.map(({ name }) => name),
        refused ? [refused] : [],
      );
    });
  }

  for (const [about, authored, action, extraFields, refused] of ACTIONS) {
    it(`with ${about} => the form goes to ${action}`, () => {
      const settings = resolved(authored);
      assert.equal(settings.action, action);
      assert.deepEqual(settings.extraFields, extraFields);
      assert.deepEqual(
        settings.rejections.map(({ name }) => name),
        refused ? [refused] : [],
      );
    });
  }

  for (const [value, timeout, known] of TIMEOUTS) {
    it(`with flow-timeout="${value}" => ${timeout} ms`, () => {
      const settings = resolved(written({ 'flow-timeout': value }));
      assert.equal(settings.timeout, timeout);
      assert.deepEqual(rejected(settings), known ? [] : [['flow-timeout', value, 'pattern']]);
    });
  }

  for (const [value, lazy, known] of [
    ['', false, true],
    ['eager', false, true],
    ['lazy', true, true],
    ['later', false, false],
  ] as const) {
    it(`with loading="${value}" => ${lazy ? 'lazy' : 'eager'}`, () => {
      const settings = resolved(written({ loading: value }));
      assert.equal(settings.lazy, lazy);
      assert.deepEqual(rejected(settings), known ? [] : [['loading', value, 'pattern']]);
    });
  }

  it('are the same object for as long as the author writes the same', () => {
    const first = resolved(written({ 'utm-term': 'a' }));
    assert.equal(resolved(written({ 'utm-term': 'a' })), first);
    const other = resolved(written({ 'utm-term': 'b' }));
    assert.notEqual(other, first);
    assert.equal(other.parameters.utm_term, 'b');
  });

  it('of one browser are not those of another', () => {
    const authored = written({ service: 'sync' });
    assert.equal(resolved(authored).syncLeftOut, false);
    assert.equal(resolved(authored, { userAgent: undefined }).syncLeftOut, true);
  });
});

describe('names', () => {
  for (const [name, expected] of [
    ['entrypoint', 'entrypoint'],
    ['utm-source', 'utmSource'],
    ['entrypoint_variation', 'entrypointVariation'],
    ['flow_begin_time', 'flowBeginTime'],
  ] as const) {
    it(`${name} => ${expected} in scripts`, () => {
      assert.equal(camelCase(name), expected);
    });
  }
});

describe('a flow', () => {
  const flow = { flowId: 'a1'.repeat(32), flowBeginTime: 1573052386673, deviceId: 'b2'.repeat(16) };
  const parameters = {
    flow_id: flow.flowId,
    flow_begin_time: '1573052386673',
    device_id: flow.deviceId,
  };
  it('=> one spelling for Firefox, both for FxA', () => {
    assert.deepEqual(flowParameters(flow), parameters);
    assert.deepEqual(flowFields(flow), { ...parameters, ...flow, flowBeginTime: '1573052386673' });
  });

  it('without a device => no field for it', () => {
    const { deviceId, ...rest } = flow;
    assert.ok(deviceId);
    assert.deepEqual(Object.keys(flowFields(rest)), [
      'flow_id',
      'flow_begin_time',
      'flowId',
      'flowBeginTime',
    ]);
  });

  it('that is none => no fields', () => {
    assert.deepEqual(flowParameters(undefined), {});
    assert.deepEqual(flowFields(undefined), {});
  });
});

describe('members that a script has added to Object.prototype', () => {
  const NAMES = [
    ...PARAMETER_NAMES,
    ...PARAMETER_NAMES.map((name) => name.replaceAll('_', '-')),
    ...['fxa-url', 'fxa-path', 'action', 'metrics', 'url-attribution', 'loading', 'flow-timeout'],
    ...[
      'fields',
      'attributes',
      'formAction',
      'pageOrigin',
      'optedOut',
      'flowId',
      'flowBeginTime',
      'deviceId',
    ],
  ];
  const VALUES = ['sync', 'off', 'https://evil.example/', 'b2'.repeat(16)];

  afterEach(() => {
    for (const name of NAMES) Reflect.deleteProperty(Object.prototype, name);
  });

  for (const value of VALUES) {
    it(`each ${value} => change nothing`, () => {
      const all = () => [
        plain(resolved({ attributes: {} }).parameters),
        resolved({ attributes: {} }),
        resolved({ attributes: ATTRIBUTION }, { pageQuery: '?utm_source=a&utm_campaign=b' }),
        resolved({ attributes: {} }, { userAgent: undefined }),
        flowFields({ flowId: 'a', flowBeginTime: 1 }),
        hostedFormUrl({}, { flowId: 'a1'.repeat(32), flowBeginTime: 1573052386673 }),
      ];
      const before = JSON.stringify(all());
      // Not what was resolved before, and kept.
      resolved({ attributes: { entrypoint: 'other' } });
      for (const name of NAMES) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      }
      const after = all();
      const { service, context, entrypoint_experiment: experiment } = resolved({ attributes: {} }).parameters;
      for (const name of NAMES) Reflect.deleteProperty(Object.prototype, name);
      assert.equal(JSON.stringify(after), before);
      assert.deepEqual([service, context, experiment], [undefined, undefined, undefined]);
    });
  }

  it('are no names of parameters', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      assert.equal(isParameterName(name), false);
    }
  });
});
