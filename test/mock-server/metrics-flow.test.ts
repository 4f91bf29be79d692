import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EXAMPLE_CLIENT_ID } from '../../src/mock-server/start-mock-server.js';
import { ask, firstRequest, kinds, ORIGIN, useMockServer } from './support.js';

const CORS_ERROR = { error: 'Unauthorized', message: 'CORS Error', statusCode: 401 };
const UID = '0123456789abcdef0123456789abcdef';

const freshFxa = useMockServer();

describe('the origin', () => {
  const onThisMachine = [
    'http://localhost:8000',
    'http://localhost:5173',
    'http://localhost',
    'https://localhost:8443',
    'http://shop.localhost:3000',
    'http://127.0.0.1:8000',
    'http://127.1.2.3:8000',
    'http://[::1]:4321',
  ];
  for (const origin of onThisMachine) {
    it(`${origin} => 200, readable by it alone, without credentials`, async () => {
      const response = await ask(freshFxa(), '', { headers: { origin } });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('access-control-allow-origin'), origin);
      assert.equal(response.headers.get('vary'), 'Origin');
      assert.equal(response.headers.get('access-control-allow-credentials'), null);
    });
  }

  const strangers = [
    'null',
    'http://localhost:8000/',
    'http://LOCALHOST:8000',
    'http://localhost:80',
    'file://localhost',
    'localhost:8000',
    'http://localhost.example.org',
    'http://notlocalhost:8000',
    'http://127.0.0.1.example.org',
    'http://192.168.0.2:8000',
    'https://accounts.firefox.com',
  ];
  for (const origin of strangers) {
    it(`${origin} => 401 without CORS headers, nothing begins`, async () => {
      const fxa = freshFxa();
      const response = await ask(fxa, '?form_type=email', { headers: { origin } });
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), CORS_ERROR);
      assert.equal(response.headers.get('access-control-allow-origin'), null);
      assert.deepEqual(kinds(fxa), ['request']);
    });
  }

  it('no origin => 401', async () => {
    const response = await fetch(`${freshFxa().url}metrics-flow`);
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), CORS_ERROR);
  });

  it('is checked before the parameters', async () => {
    const response = await ask(freshFxa(), '?utm_term=', { headers: { origin: 'null' } });
    assert.equal(response.status, 401);
  });

  describe('with an allow-list of its own', () => {
    const freshStrictFxa = useMockServer({ origins: ['https://example.org'] });
    for (const [origin, status] of [
      ['https://example.org', 200],
      ['https://example.org:8443', 401],
      [ORIGIN, 401],
    ] as const) {
      it(`${origin} => ${status}`, async () => {
        assert.equal((await ask(freshStrictFxa(), '', { headers: { origin } })).status, status);
      });
    }
  });
});

describe('the answer', () => {
  it('is a flow in JSON, with an ETag and not a word about caching', async () => {
    const fxa = freshFxa();
    const before = fxa.now();
    const response = await ask(fxa, '?entrypoint=e&form_type=email');
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.match(response.headers.get('etag') ?? '', /^W\/"[0-9a-f]+-.{27}"$/);
    assert.equal(response.headers.get('cache-control'), null);

    const flow = (await response.json()) as Record<string, unknown>;
    assert.deepEqual(Object.keys(flow).sort(), ['deviceId', 'flowBeginTime', 'flowId']);
    assert.match(String(flow['deviceId']), /^[0-9a-f]{32}$/);
    assert.match(String(flow['flowId']), /^[0-9a-f]{64}$/);
    assert.ok(typeof flow['flowBeginTime'] === 'number' && flow['flowBeginTime'] >= before);
    assert.deepEqual(fxa.knownFlow(String(flow['flowId'])), { origin: ORIGIN, hasDeviceId: true });
  });

  it('is another flow each time', async () => {
    const fxa = freshFxa();
    const bodies = await Promise.all([ask(fxa), ask(fxa)].map(async (asked) => (await asked).text()));
    assert.notEqual(bodies[0], bodies[1]);
    assert.deepEqual(kinds(fxa).sort(), ['flow.begin', 'flow.begin', 'request', 'request']);
  });

  it('is a flow even with DNT and Sec-GPC', async () => {
    const fxa = freshFxa();
    assert.equal((await ask(fxa, '', { headers: { dnt: '1', 'sec-gpc': '1' } })).status, 200);
    const { headers } = firstRequest(fxa.log);
    assert.deepEqual([headers['dnt'], headers['sec-gpc']], ['1', '1']);
  });
});

describe('what is logged', () => {
  const engage = (service: string) => `?event_type=engage&service=${service}&uid=${UID}`;
  const cases: [query: string, status: number, events: string[]][] = [
    ['', 200, ['flow.begin']],
    ['?entrypoint=e', 200, ['flow.begin']],
    ['?form_type=email', 200, ['flow.begin', 'enter-email.view']],
    ['?form_type=other', 200, ['flow.begin']],
    ['?form_type=email&email=a%40example.org&device_id=&foo=', 200, ['flow.begin', 'enter-email.view']],
    ['?form_type=email&utm_term=', 400, []],
    [engage(EXAMPLE_CLIENT_ID), 200, ['engage']],
    [engage('0123456789abcdef'), 200, []],
    [engage('sync'), 200, []],
    [engage('not_an_id'), 400, []],
    [`${engage(EXAMPLE_CLIENT_ID)}&form_type=email`, 200, ['engage']],
    [`?event_type=engage&service=${EXAMPLE_CLIENT_ID}&uid=${UID}0000`, 400, []],
    [`?event_type=other&service=${EXAMPLE_CLIENT_ID}&uid=${UID}`, 400, []],
  ];
  for (const [query, status, events] of cases) {
    it(`${query || 'no query'} => ${status}, ${events.join(' and ') || 'no event'}`, async () => {
      const fxa = freshFxa();
      const response = await ask(fxa, query);
      assert.equal(response.status, status);
      assert.deepEqual(kinds(fxa), ['request', ...events]);
    });
  }

  it('the ids of an engage answer belong to no flow', async () => {
    const fxa = freshFxa();
    const response = await ask(fxa, `?event_type=engage&service=${EXAMPLE_CLIENT_ID}&uid=${UID}`);
    const { flowId } = (await response.json()) as { flowId: string };
    assert.equal(fxa.knownFlow(flowId), undefined);
  });

  it('a request => origin, decoded query, headers, raw URL, status', async () => {
    const fxa = freshFxa();
    await ask(fxa, '?utm_source=x%25&foo=a+b&foo=', {
      headers: { accept: 'application/json' },
    });
    const { origin, query, url, status, headers, hasCredentials, aborted } = firstRequest(fxa.log);
    assert.deepEqual(
      { origin, query, url, status, aborted },
      {
        origin: ORIGIN,
        query: [
          ['utm_source', 'x%'],
          ['foo', 'a b'],
          ['foo', ''],
        ],
        url: `${new URL(fxa.url).pathname}metrics-flow?utm_source=x%25&foo=a+b&foo=`,
        status: 200,
        aborted: undefined,
      },
    );
    assert.deepEqual([headers['accept'], hasCredentials], ['application/json', false]);
  });

  for (const name of ['Cookie', 'Authorization', 'Proxy-Authorization']) {
    it(`a request with ${name} => that there were credentials, and none of them`, async () => {
      const fxa = freshFxa();
      await ask(fxa, '', { headers: { [name]: 'Basic c2VjcmV0' } });
      assert.equal(firstRequest(fxa.log).hasCredentials, true);
      assert.doesNotMatch(JSON.stringify(fxa.log), /c2VjcmV0/);
    });
  }

  it('an event => its flow and its query', async () => {
    const fxa = freshFxa();
    const response = await ask(fxa, '?entrypoint=e');
    const { flowId } = (await response.json()) as { flowId: string };
    assert.deepEqual(fxa.log.at(-1), {
      type: 'event',
      event: 'flow.begin',
      flowId,
      query: [['entrypoint', 'e']],
    });
  });

  it('a client that goes away => aborted', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'hang' });
    const leaving = new AbortController();
    const asked = ask(fxa, '', { signal: leaving.signal });
    await fxa.waitFor(({ type }) => type === 'request');
    leaving.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    await fxa.waitFor((entry) => entry.type === 'request' && entry.aborted === true);
    fxa.release();
    assert.deepEqual(kinds(fxa), ['request']);
    assert.equal(firstRequest(fxa.log).status, undefined);
  });
});

describe('a bad parameter', () => {
  const QUERY = '?utm_term=&entrypoint=a%20b&form_type=email';

  it('newest server => 400 that names every bad key, readable by the page', async () => {
    const response = await ask(freshFxa(), QUERY);
    assert.equal(response.status, 400);
    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
    assert.deepEqual(await response.json(), {
      statusCode: 400,
      error: 'Bad Request',
      message: 'celebrate request validation failed',
      validation: {
        query: {
          source: 'query',
          keys: ['entrypoint', 'utm_term'],
          message: '"entrypoint" is not acceptable. "utm_term" is not acceptable',
        },
      },
    });
  });

  it('older server => 400 that names the first', async () => {
    const fxa = freshFxa();
    fxa.errorShape = 'older';
    const response = await ask(fxa, QUERY);
    assert.equal(response.status, 400);
    const body = (await response.json()) as { validation: unknown };
    assert.deepEqual(body.validation, { source: 'query', keys: ['entrypoint'] });
  });
});

describe('requests that FxA answers otherwise', () => {
  for (const path of ['metrics-flow', '']) {
    it(`/${path} with a URL of 16 KB => 431 without CORS headers`, async () => {
      const fxa = freshFxa();
      const start = `${fxa.url}${path}?foo=`;
      const response = await fetch(start.padEnd(16 * 1024, 'x'), { headers: { origin: ORIGIN } });
      assert.equal(response.status, 431);
      assert.equal(response.headers.get('access-control-allow-origin'), null);
      assert.deepEqual(fxa.log, []);
    });
  }

  it('a URL of 15 KB => 200', async () => {
    assert.equal((await ask(freshFxa(), `?foo=${'x'.repeat(15 * 1024)}`)).status, 200);
  });

  it('a POST => 404', async () => {
    const fxa = freshFxa();
    assert.equal((await ask(fxa, '', { method: 'POST' })).status, 404);
    assert.deepEqual(fxa.log, []);
  });

  const preflights: [origin: string, status: number, allowed: string | null][] = [
    [ORIGIN, 204, ORIGIN],
    ['https://example.org', 401, null],
  ];
  for (const [origin, status, allowed] of preflights) {
    it(`a preflight from ${origin} => ${status}, logged as such`, async () => {
      const fxa = freshFxa();
      const response = await ask(fxa, '', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'x-requested-with',
        },
      });
      assert.equal(response.status, status);
      assert.equal(response.headers.get('access-control-allow-origin'), allowed);
      assert.equal(response.headers.get('access-control-allow-headers'), allowed && 'x-requested-with');
      assert.deepEqual(fxa.log, [{ type: 'preflight', path: '/metrics-flow' }]);
    });
  }
});
