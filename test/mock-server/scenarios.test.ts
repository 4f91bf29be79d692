import assert from 'node:assert/strict';
import { get } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { SCENARIO_NAMES } from '../../src/mock-server/scenarios.js';
import type { FxaInstance, Scenario, Verdict } from '../../src/mock-server/start-mock-server.js';
import { ask, control, firstRequest, kinds, ORIGIN, useMockServer } from './support.js';

const freshFxa = useMockServer();

const FLOW_ID = /^[0-9a-f]{64}$/;

type Answer = Record<string, unknown>;

const isDeviceId = (value: unknown) => /^[0-9a-f]{32}$/.test(String(value));

async function askForJson(fxa: FxaInstance): Promise<Answer> {
  const response = await ask(fxa);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
  return (await response.json()) as Answer;
}

/** A visit to FxA's page with the flow of an answer. */
async function arriveWith(fxa: FxaInstance, answer: Answer): Promise<void> {
  const { flowId, flowBeginTime, deviceId } = answer;
  const device = isDeviceId(deviceId) ? { device_id: deviceId, deviceId } : {};
  const fields = { flow_id: flowId, flow_begin_time: flowBeginTime, flowId, flowBeginTime, ...device };
  const query = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  await fetch(`${fxa.url}?${new URLSearchParams(query).toString()}`);
}

function lastVerdict(fxa: FxaInstance): Verdict {
  const entry = fxa.log.at(-1);
  assert.ok(entry?.type === 'arrival');
  return entry.verdict;
}

describe('every scenario', () => {
  // Each name once, with the settings that it cannot do without.
  const scenarios: Scenario[] = SCENARIO_NAMES.map((scenario) => {
    if (scenario === 'redirect') return { scenario, to: '/elsewhere' };
    if (scenario === 'gzip') return { scenario, megabytes: 1 };
    return scenario === 'slow' ? { scenario, ms: 0 } : { scenario };
  });
  for (const scenario of scenarios) {
    it(`${scenario.scenario} => lasts for one request`, async () => {
      const fxa = freshFxa();
      assert.equal((await control(fxa, 'scenario', scenario)).status, 204);
      const leaving = new AbortController();
      const first = ask(fxa, '', { signal: leaving.signal }).then((response) => response.text());
      await fxa.waitFor(({ type }) => type === 'request');
      fxa.release();
      // This one lasts until the client leaves.
      if (scenario.scenario === 'drip') leaving.abort();
      await first.catch(() => undefined);
      assert.match(String((await askForJson(fxa))['flowId']), FLOW_ID);
    });
  }

  it('queue => used up in order', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: '503' });
    fxa.nextScenario({ scenario: '429' });
    const statuses: number[] = [];
    for (let request = 0; request < 3; request += 1) statuses.push((await ask(fxa)).status);
    assert.deepEqual(statuses, [503, 429, 200]);
  });

  it('a preflight => uses none up', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: '500' });
    await ask(fxa, '', { method: 'OPTIONS' });
    assert.equal((await ask(fxa)).status, 500);
  });
});

describe('scenarios that come before FxA’s checks', () => {
  const statuses: Scenario['scenario'][] = ['401', '429', '500', '503'];
  for (const scenario of statuses) {
    it(`${scenario} => ${scenario}, even for a bad parameter, and nothing begins`, async () => {
      const fxa = freshFxa();
      await control(fxa, 'scenario', { scenario });
      const response = await ask(fxa, '?utm_term=');
      assert.equal(String(response.status), scenario);
      assert.equal(response.headers.get('access-control-allow-origin'), scenario === '401' ? null : ORIGIN);
      assert.deepEqual(kinds(fxa), ['request']);
      assert.equal(String(firstRequest(fxa.log).status), scenario);
    });
  }

  it('500 => no CORS headers for a stranger', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: '500' });
    const response = await ask(fxa, '', { headers: { origin: 'null' } });
    assert.equal(response.status, 500);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
  });

  it('hang => no answer until released, then the normal one', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'hang' });
    const asked = ask(fxa, '?form_type=email');
    await fxa.waitFor(({ type }) => type === 'request');
    // A second request gets its response while the first still waits.
    assert.equal((await ask(fxa)).status, 200);
    assert.equal(firstRequest(fxa.log).status, undefined);
    assert.equal((await control(fxa, 'release')).status, 204);
    assert.equal((await asked).status, 200);
    assert.deepEqual(kinds(fxa), ['request', 'request', 'flow.begin', 'flow.begin', 'enter-email.view']);
  });

  it('hang => checked as any other once released', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'hang' });
    const asked = ask(fxa, '?utm_term=');
    await fxa.waitFor(({ type }) => type === 'request');
    fxa.release();
    assert.equal((await asked).status, 400);
  });

  it('slow => still without a response when a later request has its own', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'slow', ms: 60_000 });
    const leaving = new AbortController();
    const slow = ask(fxa, '', { signal: leaving.signal });
    await fxa.waitFor(({ type }) => type === 'request');
    assert.equal((await ask(fxa)).status, 200);
    assert.equal(firstRequest(fxa.log).status, undefined);
    leaving.abort();
    await assert.rejects(slow, { name: 'AbortError' });
  });

  it('reset => the connection breaks, no status', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'reset' });
    await assert.rejects(ask(fxa), TypeError);
    const { status, aborted } = firstRequest(fxa.log);
    assert.deepEqual({ status, aborted }, { status: undefined, aborted: undefined });
    assert.deepEqual(kinds(fxa), ['request']);
  });
});

describe('429 and 503', () => {
  type Settings = Partial<Omit<Extract<Scenario, { scenario: '429' }>, 'scenario'>>;
  interface Told {
    header: string | null;
    body: unknown;
    exposed: string | null;
  }
  const cases: [settings: Settings, told: Told][] = [
    [{}, { header: null, body: undefined, exposed: null }],
    [{ retryAfter: 7 }, { header: '7', body: 7, exposed: null }],
    [{ retryAfter: 0 }, { header: '0', body: 0, exposed: null }],
    [
      { retryAfter: 7, in: 'header' },
      { header: '7', body: undefined, exposed: null },
    ],
    [
      { retryAfter: 7, in: 'body' },
      { header: null, body: 7, exposed: null },
    ],
    [
      { retryAfter: 7, exposed: true },
      { header: '7', body: 7, exposed: 'Retry-After' },
    ],
  ];
  for (const scenario of ['429', '503'] as const) {
    for (const [settings, told] of cases) {
      it(`${scenario} ${JSON.stringify(settings)} => ${JSON.stringify(told)}`, async () => {
        const fxa = freshFxa();
        fxa.nextScenario({ scenario, ...settings });
        const response = await ask(fxa);
        const { headers } = response;
        const body = (await response.json()) as Answer;
        assert.deepEqual(
          {
            header: headers.get('retry-after'),
            body: body['retryAfter'],
            exposed: headers.get('access-control-expose-headers'),
          },
          told,
        );
      });
    }
  }
});

describe('400', () => {
  const cases: [keys: string[], query: string, named: string[]][] = [
    [['utm_term'], '?utm_term=fine', ['utm_term']],
    [['utm_term'], '', ['utm_term']],
    [['utm_term', 'foo'], '?entrypoint=a b&utm_term=', ['entrypoint', 'utm_term', 'foo']],
    [[], '?utm_term=fine', []],
  ];
  for (const [keys, query, named] of cases) {
    it(`keys ${keys.join(', ') || 'none'}, ${query || 'no query'} => names ${named.join(', ') || 'none'}`, async () => {
      const fxa = freshFxa();
      fxa.nextScenario({ scenario: '400', keys });
      const response = await ask(fxa, query);
      assert.equal(response.status, 400);
      const body = (await response.json()) as { validation: { query: { keys: string[] } } };
      assert.deepEqual(body.validation.query.keys, named);
      assert.deepEqual(kinds(fxa), ['request']);
    });
  }

  it('a stranger => 401 first', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: '400', keys: ['utm_term'] });
    assert.equal((await ask(fxa, '', { headers: { origin: 'null' } })).status, 401);
  });
});

describe('scenarios in place of a flow', () => {
  it('html => an HTML page, nothing begins', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'html' });
    const response = await ask(fxa);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(await response.text(), /^<!doctype html>/);
    assert.deepEqual(kinds(fxa), ['request']);
  });

  it('redirect => 302, nothing begins', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'redirect', to: 'https://example.org/' });
    const response = await ask(fxa);
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), 'https://example.org/');
    assert.deepEqual(kinds(fxa), ['request']);
  });

  const HOUR = 60 * 60 * 1000;
  const ages: [age: number | undefined, flow: string][] = [
    [undefined, 'stale'],
    [2 * HOUR + 60_000, 'stale'],
    [HOUR, 'good'],
    [0, 'good'],
  ];
  for (const [age, flow] of ages) {
    it(`old-flow, ${age === undefined ? 'three hours' : `${age / HOUR} h`} => ${flow}, and nothing begins`, async () => {
      const fxa = freshFxa();
      await control(fxa, 'scenario', { scenario: 'old-flow', age });
      const answer = await askForJson(fxa);
      const hours = (fxa.now() - Number(answer['flowBeginTime'])) / HOUR;
      assert.equal(Math.round(hours), Math.round((age ?? 3 * HOUR) / HOUR));
      await arriveWith(fxa, answer);
      assert.deepEqual(kinds(fxa), ['request', 'arrival']);
      assert.equal(lastVerdict(fxa).flow, flow);
    });
  }

  for (const scenario of [
    { scenario: 'html' },
    { scenario: 'redirect', to: '/' },
    { scenario: 'wrong-types' },
  ] as const) {
    it(`${scenario.scenario} with a bad parameter => 400 first`, async () => {
      const fxa = freshFxa();
      fxa.nextScenario(scenario);
      assert.equal((await ask(fxa, '?utm_term=')).status, 400);
    });
  }
});

describe('scenarios that spoil the answer', () => {
  it('cut-off => a complete response, half a JSON text', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'cut-off' });
    const response = await ask(fxa);
    assert.equal(response.status, 200);
    const body = await response.text();
    assert.match(body, /^\{"deviceId":"/);
    assert.throws(() => JSON.parse(body) as unknown, SyntaxError);
    assert.deepEqual(kinds(fxa), ['request', 'flow.begin']);
  });

  it('cut-connection => headers, then a body that breaks off', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'cut-connection' });
    const response = await ask(fxa);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
    await assert.rejects(response.text(), TypeError);
    const { status, aborted } = firstRequest(fxa.log);
    assert.deepEqual({ status, aborted }, { status: 200, aborted: undefined });
  });

  const bodies: [scenario: Scenario, expected: unknown][] = [
    [{ scenario: 'wrong-types' }, { deviceId: [], flowBeginTime: {}, flowId: 42 }],
    [{ scenario: 'not-an-object' }, null],
    [{ scenario: 'not-an-object', value: [1] }, [1]],
  ];
  for (const [scenario, expected] of bodies) {
    it(`${JSON.stringify(scenario)} => ${JSON.stringify(expected)}`, async () => {
      const fxa = freshFxa();
      fxa.nextScenario(scenario);
      assert.deepEqual(await askForJson(fxa), expected);
    });
  }

  it('short-flow-id => 63 digits', async () => {
    const fxa = freshFxa();
    fxa.nextScenario({ scenario: 'short-flow-id' });
    assert.match(String((await askForJson(fxa))['flowId']), /^[0-9a-f]{63}$/);
  });

  const otherwiseGood: [scenario: Scenario['scenario'], about: string, check: (answer: Answer) => void][] = [
    [
      'text-time',
      'flowBeginTime is a string of 13 digits',
      ({ flowBeginTime }) => {
        assert.ok(typeof flowBeginTime === 'string');
        assert.match(flowBeginTime, /^\d{13}$/);
      },
    ],
    [
      'no-device-id',
      'no deviceId',
      (answer) => {
        assert.ok(!('deviceId' in answer));
      },
    ],
    [
      'bad-device-id',
      'a deviceId that is none',
      ({ deviceId }) => {
        assert.ok(!isDeviceId(deviceId));
      },
    ],
    [
      'extra-fields',
      'more than three fields',
      (answer) => {
        assert.ok(Object.keys(answer).length > 3);
      },
    ],
    [
      'huge',
      'megabytes',
      (answer) => {
        assert.ok(JSON.stringify(answer).length > 3_000_000);
      },
    ],
  ];
  for (const [scenario, about, check] of otherwiseGood) {
    it(`${scenario} => ${about}, and a flow that is good`, async () => {
      const fxa = freshFxa();
      await control(fxa, 'scenario', { scenario });
      const answer = await askForJson(fxa);
      check(answer);
      await arriveWith(fxa, answer);
      assert.equal(lastVerdict(fxa).flow, isDeviceId(answer['deviceId']) ? 'good' : 'incomplete');
      assert.equal(lastVerdict(fxa).good, true);
    });
  }

  it('gzip => a body that unpacks to a thousand times as much, and a flow that is good', async () => {
    const fxa = freshFxa();
    await control(fxa, 'scenario', { scenario: 'gzip', megabytes: 8 });
    // Node's fetch would unpack it.
    const packed = await new Promise<Buffer>((resolve, reject) => {
      get(`${fxa.url}metrics-flow`, { headers: { origin: ORIGIN } }, (response) => {
        assert.equal(response.headers['content-encoding'], 'gzip');
        buffer(response).then(resolve, reject);
      }).on('error', reject);
    });
    const text = gunzipSync(packed).toString();
    assert.ok(text.length > 8_000_000 && packed.length < text.length / 500);
    await arriveWith(fxa, JSON.parse(text) as Answer);
    assert.equal(lastVerdict(fxa).flow, 'good');
  });

  it('drip => goes on until the client leaves, which is logged', async () => {
    const fxa = freshFxa();
    await control(fxa, 'scenario', { scenario: 'drip', bytes: 1000, ms: 0 });
    const response = await ask(fxa);
    assert.equal(response.status, 200);
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > 100_000) break;
    }
    await fxa.waitFor((entry) => entry.type === 'request' && entry.aborted === true);
    assert.equal(firstRequest(fxa.log).status, 200);
  });

  it('drip => one piece at once, the next after a while', async () => {
    const fxa = freshFxa();
    await control(fxa, 'scenario', { scenario: 'drip', bytes: 70_000, ms: 2 ** 31 - 1 });
    const response = await ask(fxa);
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > 70_000) break;
    }
    await fxa.waitFor((entry) => entry.type === 'request' && entry.aborted === true);
  });
});
