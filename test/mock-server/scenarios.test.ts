import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MOOD_NAMES } from '../../src/mock-server/scenarios.js';
import type { Mood, World } from '../../src/mock-server/start-mock-server.js';
import { ask, control, firstRequest, kinds, ORIGIN, useStandIn } from './support.js';

const freshWorld = useStandIn();

const FLOW_ID = /^[0-9a-f]{64}$/;

type Answer = Record<string, unknown>;

async function askForJson(world: World): Promise<Answer> {
  const response = await ask(world);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
  return (await response.json()) as Answer;
}

describe('every mood', () => {
  // Each name once, with the settings that it cannot do without.
  const moods: Mood[] = MOOD_NAMES.map((mood) => {
    if (mood === 'redirect') return { mood, to: '/elsewhere' };
    return mood === 'slow' ? { mood, ms: 0 } : { mood };
  });
  for (const mood of moods) {
    it(`${mood.mood} => lasts for one request`, async () => {
      const world = freshWorld();
      assert.equal((await control(world, 'mood', mood)).status, 204);
      const first = ask(world).then((response) => response.text());
      await world.waitFor(({ type }) => type === 'request');
      world.release();
      await first.catch(() => undefined);
      assert.match(String((await askForJson(world))['flowId']), FLOW_ID);
    });
  }

  it('queue => used up in order', async () => {
    const world = freshWorld();
    world.nextMood({ mood: '503' });
    world.nextMood({ mood: '429' });
    const statuses: number[] = [];
    for (let request = 0; request < 3; request += 1) statuses.push((await ask(world)).status);
    assert.deepEqual(statuses, [503, 429, 200]);
  });

  it('a preflight => uses none up', async () => {
    const world = freshWorld();
    world.nextMood({ mood: '500' });
    await ask(world, '', { method: 'OPTIONS' });
    assert.equal((await ask(world)).status, 500);
  });
});

describe('moods that come before FxA’s checks', () => {
  const statuses: Mood['mood'][] = ['401', '429', '500', '503'];
  for (const mood of statuses) {
    it(`${mood} => ${mood}, even for a bad parameter, and nothing begins`, async () => {
      const world = freshWorld();
      await control(world, 'mood', { mood });
      const response = await ask(world, '?utm_term=');
      assert.equal(String(response.status), mood);
      assert.equal(response.headers.get('access-control-allow-origin'), mood === '401' ? null : ORIGIN);
      assert.deepEqual(kinds(world), ['request']);
      assert.equal(String(firstRequest(world.log).status), mood);
    });
  }

  it('500 => no CORS headers for a stranger', async () => {
    const world = freshWorld();
    world.nextMood({ mood: '500' });
    const response = await ask(world, '', { headers: { origin: 'null' } });
    assert.equal(response.status, 500);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
  });

  it('hang => no answer until released, then the normal one', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'hang' });
    const asked = ask(world, '?form_type=email');
    await world.waitFor(({ type }) => type === 'request');
    // A second question is answered while the first still waits.
    assert.equal((await ask(world)).status, 200);
    assert.equal(firstRequest(world.log).status, undefined);
    assert.equal((await control(world, 'release')).status, 204);
    assert.equal((await asked).status, 200);
    assert.deepEqual(kinds(world), ['request', 'request', 'flow.begin', 'flow.begin', 'enter-email.view']);
  });

  it('hang => checked as any other once released', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'hang' });
    const asked = ask(world, '?utm_term=');
    await world.waitFor(({ type }) => type === 'request');
    world.release();
    assert.equal((await asked).status, 400);
  });

  it('slow => still unanswered when a later question has its answer', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'slow', ms: 60_000 });
    const leaving = new AbortController();
    const slow = ask(world, '', { signal: leaving.signal });
    await world.waitFor(({ type }) => type === 'request');
    assert.equal((await ask(world)).status, 200);
    assert.equal(firstRequest(world.log).status, undefined);
    leaving.abort();
    await assert.rejects(slow, { name: 'AbortError' });
  });

  it('reset => the connection breaks, no status', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'reset' });
    await assert.rejects(ask(world), TypeError);
    const { status, aborted } = firstRequest(world.log);
    assert.deepEqual({ status, aborted }, { status: undefined, aborted: undefined });
    assert.deepEqual(kinds(world), ['request']);
  });
});

describe('429 and 503', () => {
  type Settings = Partial<Omit<Extract<Mood, { mood: '429' }>, 'mood'>>;
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
  for (const mood of ['429', '503'] as const) {
    for (const [settings, told] of cases) {
      it(`${mood} ${JSON.stringify(settings)} => ${JSON.stringify(told)}`, async () => {
        const world = freshWorld();
        world.nextMood({ mood, ...settings });
        const response = await ask(world);
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
      const world = freshWorld();
      world.nextMood({ mood: '400', keys });
      const response = await ask(world, query);
      assert.equal(response.status, 400);
      const body = (await response.json()) as { validation: { query: { keys: string[] } } };
      assert.deepEqual(body.validation.query.keys, named);
      assert.deepEqual(kinds(world), ['request']);
    });
  }

  it('a stranger => 401 first', async () => {
    const world = freshWorld();
    world.nextMood({ mood: '400', keys: ['utm_term'] });
    assert.equal((await ask(world, '', { headers: { origin: 'null' } })).status, 401);
  });
});

describe('moods in place of a flow', () => {
  it('html => an HTML page, nothing begins', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'html' });
    const response = await ask(world);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(await response.text(), /^<!doctype html>/);
    assert.deepEqual(kinds(world), ['request']);
  });

  it('redirect => 302, nothing begins', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'redirect', to: 'https://example.org/' });
    const response = await ask(world);
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), 'https://example.org/');
    assert.deepEqual(kinds(world), ['request']);
  });

  for (const mood of [{ mood: 'html' }, { mood: 'redirect', to: '/' }, { mood: 'wrong-types' }] as const) {
    it(`${mood.mood} with a bad parameter => 400 first`, async () => {
      const world = freshWorld();
      world.nextMood(mood);
      assert.equal((await ask(world, '?utm_term=')).status, 400);
    });
  }
});

describe('moods that spoil the answer', () => {
  it('cut-off => a complete response, half a JSON text', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'cut-off' });
    const response = await ask(world);
    assert.equal(response.status, 200);
    const body = await response.text();
    assert.match(body, /^\{"deviceId":"/);
    assert.throws(() => JSON.parse(body) as unknown, SyntaxError);
    assert.deepEqual(kinds(world), ['request', 'flow.begin']);
  });

  it('cut-connection => headers, then a body that breaks off', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'cut-connection' });
    const response = await ask(world);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
    await assert.rejects(response.text(), TypeError);
    const { status, aborted } = firstRequest(world.log);
    assert.deepEqual({ status, aborted }, { status: 200, aborted: undefined });
  });

  const bodies: [mood: Mood, expected: unknown][] = [
    [{ mood: 'wrong-types' }, { deviceId: [], flowBeginTime: {}, flowId: 42 }],
    [{ mood: 'not-an-object' }, null],
    [{ mood: 'not-an-object', value: [1] }, [1]],
  ];
  for (const [mood, expected] of bodies) {
    it(`${JSON.stringify(mood)} => ${JSON.stringify(expected)}`, async () => {
      const world = freshWorld();
      world.nextMood(mood);
      assert.deepEqual(await askForJson(world), expected);
    });
  }

  it('short-flow-id => 63 digits', async () => {
    const world = freshWorld();
    world.nextMood({ mood: 'short-flow-id' });
    assert.match(String((await askForJson(world))['flowId']), /^[0-9a-f]{63}$/);
  });

  const otherwiseGood: [mood: Mood['mood'], about: string, check: (answer: Answer) => void][] = [
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
        assert.doesNotMatch(String(deviceId), /^[0-9a-f]{32}$/);
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
  for (const [mood, about, check] of otherwiseGood) {
    it(`${mood} => ${about}, and a flow that is good`, async () => {
      const world = freshWorld();
      await control(world, 'mood', { mood });
      const answer = await askForJson(world);
      check(answer);
      const fields = new URLSearchParams({
        flow_id: String(answer['flowId']),
        flow_begin_time: String(answer['flowBeginTime']),
      });
      await fetch(`${world.url}?${fields.toString()}`);
      const arrival = await world.waitFor(({ type }) => type === 'arrival');
      assert.ok(arrival.type === 'arrival' && arrival.verdict.flow === 'good' && arrival.verdict.good);
    });
  }
});
