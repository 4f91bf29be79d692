import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import {
  EXAMPLE_CLIENT_ID,
  type Scenario,
  type FxaInstance,
} from '../../src/mock-server/start-mock-server.js';
import {
  isMetricsEnabled,
  sendEngageEvent,
  type EngageEvent,
  type EngageResult,
} from '../../src/server/index.js';
import { firstRequest, kinds, ORIGIN, useMockServer } from '../mock-server/support.js';
import { deadUrl } from './support.js';

const freshFxa = useMockServer();

const UID = '0123456789abcdef0123456789abcdef';
/** Short enough to wait for nothing. In milliseconds. */
const SOON = 100;

const event = (fxa: FxaInstance, changes: object = {}): EngageEvent => ({
  origin: ORIGIN,
  service: EXAMPLE_CLIENT_ID,
  uid: UID,
  fxaUrl: fxa.url,
  ...changes,
});

function failed(result: EngageResult): Extract<EngageResult, { ok: false }> {
  assert.equal(result.ok, false);
  return result;
}

/** Every message ends with what to do, so that it is more than one clause, and never holds what went wrong in code. */
function assertSentence(message: string): void {
  assert.match(message, /^\S.+(\.|https:\/\/\S+)$/s);
  assert.doesNotMatch(message, /\[object|fetch failed|\.\./);
}

describe('an event that FxA accepts', () => {
  it('=> one GET with origin, service and uid, and no ids handed on', async () => {
    const fxa = freshFxa();
    assert.deepEqual(await sendEngageEvent(event(fxa)), { ok: true });
    assert.deepEqual(kinds(fxa), ['request', 'engage']);
    const { origin, query, hasCredentials } = firstRequest(fxa.log);
    assert.equal(origin, ORIGIN);
    assert.deepEqual(query, [
      ['event_type', 'engage'],
      ['service', EXAMPLE_CLIENT_ID],
      ['uid', UID],
    ]);
    assert.equal(hasCredentials, false);
    assert.equal(fxa.engageEvents(EXAMPLE_CLIENT_ID).length, 1);
  });

  it('of a service that FxA does not know => ok, since FxA says no more', async () => {
    const fxa = freshFxa();
    assert.deepEqual(await sendEngageEvent(event(fxa, { service: '0123456789abcdef' })), { ok: true });
    assert.deepEqual(kinds(fxa), ['request']);
  });

  it('by a fetch of one’s own => that one', async () => {
    const fxa = freshFxa();
    const requested: string[] = [];
    const own: typeof fetch = (input, init) => {
      requested.push(input instanceof Request ? input.url : String(input));
      return fetch(input, init);
    };
    assert.deepEqual(await sendEngageEvent(event(fxa, { fetch: own })), { ok: true });
    assert.equal(requested.length, 1);
  });

  it('with an FxA server without the last slash => the same', async () => {
    const fxa = freshFxa();
    assert.deepEqual(await sendEngageEvent(event(fxa, { fxaUrl: fxa.url.slice(0, -1) })), { ok: true });
    assert.deepEqual(kinds(fxa), ['request', 'engage']);
  });
});

describe('FxA’s other responses', () => {
  const cases: [about: string, scenario: Scenario, code: string, message: RegExp, retryAfter?: number][] = [
    ['401', { scenario: '401' }, 'rejected', /allow-list does not have the origin http:\/\/localhost:8000/],
    [
      '429',
      { scenario: '429', retryAfter: 7 },
      'unavailable',
      /too many requests \(429\)\. Wait 7 seconds/,
      7,
    ],
    ['429 in the body', { scenario: '429', retryAfter: 8, in: 'body' }, 'unavailable', /Wait 8 seconds/, 8],
    [
      '429 in the header',
      { scenario: '429', retryAfter: 9, in: 'header' },
      'unavailable',
      /Wait 9 seconds/,
      9,
    ],
    ['429 without a time', { scenario: '429' }, 'unavailable', /Wait a while/],
    ['503', { scenario: '503', retryAfter: 60 }, 'unavailable', /too busy \(503\)\. Wait 60 seconds/, 60],
    ['500', { scenario: '500' }, 'unavailable', /broken \(500\)/],
    ['400 that names uid', { scenario: '400', keys: ['uid'] }, 'rejected', /refuses uid \(400\)/],
    ['400 that names nothing', { scenario: '400' }, 'rejected', /does not name a parameter/],
    ['HTML', { scenario: 'html' }, 'malformed', /no flow, so this is hardly FxA/],
    ['JSON that ends early', { scenario: 'cut-off' }, 'malformed', /hardly FxA/],
    ['a reset', { scenario: 'reset' }, 'unreachable', /cannot be reached \(.+\)/],
    [
      'a connection that breaks',
      { scenario: 'cut-connection' },
      'unreachable',
      /broke before the response was complete/,
    ],
    [
      'a redirect',
      { scenario: 'redirect', to: 'https://example.org/' },
      'unreachable',
      /redirects to https:\/\/example\.org\//,
    ],
  ];
  for (const [about, scenario, code, message, retryAfter] of cases) {
    it(`${about} => ${code}, sent once`, async () => {
      const fxa = freshFxa();
      fxa.nextScenario(scenario);
      const result = failed(await sendEngageEvent(event(fxa)));
      assert.equal(result.code, code);
      assert.match(result.message, message);
      assertSentence(result.message);
      assert.equal(result.retryAfter, retryAfter);
      assert.deepEqual(Object.keys(result).sort(), [
        'code',
        'message',
        'ok',
        ...(retryAfter === undefined ? [] : ['retryAfter']),
      ]);
      assert.equal(kinds(fxa).filter((kind) => kind === 'request').length, 1);
    });
  }

  it('400 of the older shape => the first of the bad ones', async () => {
    const fxa = freshFxa();
    fxa.errorShape = 'older';
    fxa.nextScenario({ scenario: '400', keys: ['service', 'uid'] });
    assert.match(failed(await sendEngageEvent(event(fxa))).message, /refuses service \(400\)/);
  });

  it('a redirect => not followed', async () => {
    const [fxa, target] = [freshFxa(), freshFxa()];
    fxa.nextScenario({ scenario: 'redirect', to: `${target.url}metrics-flow` });
    await sendEngageEvent(event(fxa));
    assert.deepEqual(target.log, []);
  });

  it('none at all => timeout, and a warning not to count twice', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'hang' });
    const result = failed(await sendEngageEvent(event(fxa, { timeout: SOON })));
    assert.equal(result.code, 'timeout');
    assert.match(result.message, /within 100 ms.*may count it twice/);
  });

  it('no network => unreachable', async () => {
    const result = failed(await sendEngageEvent(event(freshFxa(), { fxaUrl: await deadUrl() })));
    assert.equal(result.code, 'unreachable');
    assert.match(result.message, /cannot be reached \(ECONNREFUSED\)/);
  });

  it('a name that does not resolve => unreachable', async () => {
    const result = failed(await sendEngageEvent(event(freshFxa(), { fxaUrl: 'https://fxa.invalid/' })));
    assert.equal(result.code, 'unreachable');
    assertSentence(result.message);
  });
});

describe('the caller’s signal', () => {
  it('aborted before => aborted, nothing is sent', async () => {
    const fxa = freshFxa();
    const result = failed(await sendEngageEvent(event(fxa, { signal: AbortSignal.abort() })));
    assert.equal(result.code, 'aborted');
    assert.deepEqual(fxa.log, []);
  });

  it('aborted while in flight => aborted', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'hang' });
    const controller = new AbortController();
    const sent = sendEngageEvent(event(fxa, { signal: controller.signal }));
    await Promise.race([sent, fxa.waitFor(({ type }) => type === 'request')]);
    controller.abort();
    const result = failed(await sent);
    assert.equal(result.code, 'aborted');
    assert.match(result.message, /may have counted the event already/);
  });
});

describe('the user’s profile', () => {
  const profile = { uid: UID, email: 'user@example.org' };
  const allowed: [about: string, profile: unknown][] = [
    ['metricsEnabled: true', { ...profile, metricsEnabled: true }],
    ['no metricsEnabled', profile],
    ['a function', () => ({ ...profile, metricsEnabled: true })],
    ['a function that takes its time', () => Promise.resolve({ ...profile, metricsEnabled: true })],
  ];
  for (const [about, value] of allowed) {
    it(`${about} => sent`, async () => {
      const fxa = freshFxa();
      assert.deepEqual(await sendEngageEvent(event(fxa, { profile: value })), { ok: true });
      assert.equal(fxa.engageEvents(EXAMPLE_CLIENT_ID).length, 1);
    });
  }

  const refused: [about: string, profile: unknown, code: string, message: RegExp][] = [
    ['metricsEnabled: false', { ...profile, metricsEnabled: false }, 'opted-out', /switched metrics off/],
    ['a function => false', () => ({ metricsEnabled: false }), 'opted-out', /switched metrics off/],
    [
      'a promise => false',
      () => Promise.resolve({ metricsEnabled: false }),
      'opted-out',
      /switched metrics off/,
    ],
    ['undefined', undefined, 'no-profile', /could not be read: This is no FxA profile/],
    ['null', null, 'no-profile', /no FxA profile/],
    ['a text', '{}', 'no-profile', /no FxA profile/],
    [
      'FxA’s error',
      { code: 403, errno: 100, error: 'Forbidden', message: 'No' },
      'no-profile',
      /no FxA profile/,
    ],
    ['metricsEnabled: "no"', { ...profile, metricsEnabled: 'no' }, 'no-profile', /no FxA profile/],
    ['a function that throws', () => assert.fail('FxA is down'), 'no-profile', /FxA is down/],
    ['a rejected promise', () => Promise.reject(new Error('FxA is down')), 'no-profile', /FxA is down/],
    ['somebody else’s', { ...profile, uid: UID.replace('0', 'f') }, 'invalid', /is the one of "f123/],
  ];
  for (const [about, value, code, message] of refused) {
    it(`${about} => ${code}, nothing is sent`, async () => {
      const fxa = freshFxa();
      const result = failed(await sendEngageEvent(event(fxa, { profile: value })));
      assert.equal(result.code, code);
      assert.match(result.message, message);
      assertSentence(result.message);
      assert.deepEqual(fxa.log, []);
    });
  }

  it('a function that never returns => timeout, nothing is sent', async () => {
    const fxa = freshFxa();
    const never = () => new Promise(() => undefined);
    const result = failed(await sendEngageEvent(event(fxa, { profile: never, timeout: SOON })));
    assert.equal(result.code, 'timeout');
    assert.match(result.message, /Nothing was sent/);
    assert.deepEqual(fxa.log, []);
  });
});

describe('bad options => invalid, nothing is sent', () => {
  const cases: [changes: Record<string, unknown>, message: RegExp][] = [
    [
      { origin: undefined },
      /^origin is missing; it has to be an origin without path or last slash: "https:\/\/example\.org"\.$/,
    ],
    [{ origin: 'https://example.org/' }, /"https:\/\/example\.org\/", but .*: "https:\/\/example\.org"\.$/],
    [{ origin: 'https://example.org/shop?a' }, /: "https:\/\/example\.org"\.$/],
    [{ origin: 'https://example.org:443' }, /: "https:\/\/example\.org"\.$/],
    [{ origin: 'HTTPS://EXAMPLE.org' }, /: "https:\/\/example\.org"\.$/],
    [{ origin: 'example.org' }, /^origin is "example\.org"/],
    [{ origin: 'null' }, /^origin is "null"/],
    [{ origin: 'file:///etc' }, /^origin is "file/],
    [{ origin: '' }, /^origin is ""/],
    [{ origin: 5 }, /^origin is 5,/],
    [{ service: undefined }, /^service is missing/],
    [{ service: 'sync' }, /^service is "sync", but has to be the OAuth client id: 16/],
    [{ service: EXAMPLE_CLIENT_ID.toUpperCase() }, /^service is/],
    [{ service: `${EXAMPLE_CLIENT_ID}\n` }, /^service is "[^"]+\\n"/],
    [{ service: 'content-server' }, /^service is/],
    [{ uid: undefined }, /^uid is missing/],
    [{ uid: UID.slice(1) }, /^uid is "[0-9a-f]{31}", but has to be the FxA user id: 32/],
    [{ uid: UID.toUpperCase() }, /^uid is/],
    [{ uid: null }, /^uid is null/],
    [{ uid: [UID] }, /^uid is a value of type object/],
    [{ fxaUrl: 'http://accounts.firefox.com/' }, /^fxaUrl is/],
    [{ fxaUrl: 'https://accounts.firefox.com/?a' }, /^fxaUrl is/],
    [{ fxaUrl: 'javascript:alert(1)' }, /^fxaUrl is/],
    [{ timeout: 0 }, /^timeout is 0, but has to be a number of milliseconds/],
    [{ timeout: NaN }, /^timeout is NaN/],
    [{ timeout: 2 ** 31 }, /^timeout is/],
    [{ timeout: '5' }, /^timeout is "5"/],
    [{ signal: {} }, /^signal is a value of type object, but has to be an AbortSignal/],
    [{ fetch: 'fetch' }, /^fetch is "fetch", but has to be a function/],
    [{ profil: { metricsEnabled: false } }, /^There is no option profil\.$/],
    [{ service: '', uid: '' }, /^service is "".*\. uid is "".*\.$/],
  ];
  for (const [changes, message] of cases) {
    const shown = Object.entries(changes).map(([name, value]) => `${name}: ${inspect(value)}`);
    it(shown.join(', '), async () => {
      const fxa = freshFxa();
      const result = failed(await sendEngageEvent(event(fxa, changes)));
      assert.equal(result.code, 'invalid');
      assert.match(result.message, message);
      assertSentence(result.message);
      assert.deepEqual(fxa.log, []);
    });
  }

  for (const value of [undefined, null, 'event', []]) {
    it(`${inspect(value)} for all of them`, async () => {
      // What a script without types may do.
      const send = sendEngageEvent as (event: unknown) => Promise<EngageResult>;
      assert.equal(failed(await send(value)).code, 'invalid');
    });
  }
});

/** Does `work` while `globalThis` has these members, or lacks those that are undefined. */
function withGlobals<Result>(globals: Record<string, unknown>, work: () => Result): Result {
  const before = Object.keys(globals).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return work();
  } finally {
    for (const [name, property] of before) {
      if (property) Object.defineProperty(globalThis, name, property);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}

describe('where it runs', () => {
  const shim = { versions: {}, env: {} };
  const rows: [about: string, globals: Record<string, unknown>, code: string | undefined][] = [
    ['a page', { process: undefined, document: {} }, 'in-browser'],
    ['a worker', { process: undefined, importScripts: () => undefined }, 'in-browser'],
    ['a page with a bundler’s process', { process: shim, document: {} }, 'in-browser'],
    [
      'a page of Electron',
      { process: { versions: { node: '20.0.0' }, type: 'renderer' }, document: {} },
      'in-browser',
    ],
    ['Node with the document of jsdom, or of a shim', { document: {}, window: {} }, undefined],
    ['Node with importScripts', { importScripts: () => undefined }, undefined],
    ['a runtime without process and document', { process: undefined }, undefined],
  ];
  for (const [about, globals, code] of rows) {
    it(`${about} => ${code ?? 'sent'}`, async () => {
      const fxa = freshFxa();
      const result = await withGlobals(globals, () => sendEngageEvent(event(fxa)));
      if (code) {
        assert.equal(failed(result).code, code);
        assertSentence(failed(result).message);
        assert.deepEqual(fxa.log, []);
      } else assert.deepEqual(result, { ok: true });
    });
  }
});

describe('options that are not the own members of a plain object', () => {
  const optedOut = { uid: UID, metricsEnabled: false };
  class WithGetter {
    constructor(readonly fxaUrl: string) {}
    readonly origin = ORIGIN;
    readonly service = EXAMPLE_CLIENT_ID;
    readonly uid = UID;
    get profile(): unknown {
      return optedOut;
    }
  }
  class Inheriting extends WithGetter {
    /** A method is no option. */
    describe(): string {
      return this.uid;
    }
  }
  const base = (fxa: FxaInstance) => ({ ...event(fxa) });
  const rows: [about: string, given: (fxa: FxaInstance) => object][] = [
    ['a getter of a class', ({ url }) => new WithGetter(url)],
    ['a getter of the class above', ({ url }) => new Inheriting(url)],
    [
      'an inherited member',
      (fxa) => Object.assign(Object.create({ profile: optedOut }) as object, base(fxa)),
    ],
    [
      'a member of what has no prototype',
      (fxa) =>
        Object.assign(
          Object.create(Object.assign(Object.create(null) as object, { profile: optedOut })) as object,
          base(fxa),
        ),
    ],
    ['one that is not enumerable', (fxa) => Object.defineProperty(base(fxa), 'profile', { value: optedOut })],
    [
      'an inherited one that is not enumerable',
      (fxa) =>
        Object.assign(
          Object.create(Object.defineProperty({}, 'profile', { value: optedOut })) as object,
          base(fxa),
        ),
    ],
    ['a proxy', (fxa) => new Proxy({ ...base(fxa), profile: optedOut }, {})],
    [
      'a profile with a getter of a class',
      (fxa) => ({
        ...base(fxa),
        profile: new (class {
          uid = UID;
          get metricsEnabled() {
            return false;
          }
        })(),
      }),
    ],
    ['a promise of a profile', (fxa) => ({ ...base(fxa), profile: Promise.resolve(optedOut) })],
  ];
  for (const [about, given] of rows) {
    it(`${about} => opted-out, nothing is sent`, async () => {
      const fxa = freshFxa();
      assert.equal(failed(await sendEngageEvent(given(fxa) as EngageEvent)).code, 'opted-out');
      assert.deepEqual(fxa.log, []);
    });
  }

  it('an inherited misspelt one => invalid', async () => {
    const fxa = freshFxa();
    const given = Object.assign(Object.create({ profil: optedOut }) as object, base(fxa));
    assert.match(failed(await sendEngageEvent(given)).message, /no option profil/);
  });

  it('one that throws => invalid, nothing is sent', async () => {
    const fxa = freshFxa();
    const given = Object.defineProperty(base(fxa), 'profile', {
      get: () => assert.fail('no session'),
      enumerable: true,
    });
    assert.match(failed(await sendEngageEvent(given)).message, /cannot be read \(no session\)/);
    assert.deepEqual(fxa.log, []);
  });

  for (const [name, value] of [
    ['profile', { uid: UID, metricsEnabled: true }],
    ['fetch', () => assert.fail('fetched')],
    ['signal', AbortSignal.abort()],
    ['timeout', 1],
    ['fxaUrl', 'https://elsewhere.example/'],
  ] as const) {
    it(`${name} of Object.prototype => not read`, async () => {
      const fxa = freshFxa();
      // A profile that says nothing, so that one from elsewhere would be seen.
      const later: typeof fetch = async (...request) => {
        await Promise.resolve();
        return fetch(...request);
      };
      const given = {
        ...base(fxa),
        ...(name === 'profile' && { profile: {} }),
        // The platform's own fetch reads from there, too.
        ...(name !== 'fetch' && { fetch: later }),
      };
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      const sent = sendEngageEvent(given);
      Reflect.deleteProperty(Object.prototype, name);
      const result = await sent;
      if (name === 'profile') assert.equal(failed(result).code, 'no-profile');
      else assert.deepEqual(result, { ok: true });
    });
  }

  it('metricsEnabled of Object.prototype => no consent', () => {
    Object.defineProperty(Object.prototype, 'metricsEnabled', { value: true, configurable: true });
    try {
      assert.throws(() => isMetricsEnabled({}), TypeError);
      assert.equal(isMetricsEnabled({ uid: UID }), true);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'metricsEnabled');
    }
  });
});
