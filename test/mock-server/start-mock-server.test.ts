import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startStandIn } from '../../src/mock-server/start-mock-server.js';
import { ask, control, kinds, useStandIn } from './support.js';

const freshWorld = useStandIn();

describe('worlds', () => {
  it('one’s mood, clock, settings and log => not another’s', async () => {
    const [one, other] = [freshWorld(), freshWorld()];
    one.nextMood({ mood: '500' });
    one.advanceClock(1_000_000);
    one.errorShape = 'older';
    assert.equal((await ask(other)).status, 200);
    assert.ok(one.now() > other.now());
    assert.equal(other.errorShape, 'newest');
    assert.deepEqual(one.log, []);
  });

  it('the root => a world of its own', async () => {
    const standIn = await startStandIn();
    try {
      const root = standIn.at();
      assert.equal(root.url, standIn.url);
      await ask(root);
      await fetch(`${standIn.url}at/abc/some/page`);
      assert.deepEqual(kinds(root), ['request', 'flow.begin']);
      const [arrival] = standIn.at('abc').log;
      assert.ok(arrival?.type === 'arrival' && arrival.path === '/some/page');
    } finally {
      await standIn.close();
    }
  });

  it('the same name => the same world', async () => {
    const standIn = await startStandIn();
    assert.equal(standIn.at('abc'), standIn.at('abc'));
    assert.equal(standIn.at('abc').url, `${standIn.url}at/abc/`);
    await standIn.close();
  });

  for (const name of ['a/b', 'a b', '%61', 'é']) {
    it(`the name ${JSON.stringify(name)} => refused`, async () => {
      const standIn = await startStandIn();
      assert.throws(() => standIn.at(name), TypeError);
      await standIn.close();
    });
  }
});

describe('the control paths', () => {
  it('clock => moves the world’s time', async () => {
    const world = freshWorld();
    const before = world.now();
    assert.equal((await control(world, 'clock', { advance: 3_600_000 })).status, 204);
    assert.ok(world.now() >= before + 3_600_000);
  });

  it('settings => the shape of errors', async () => {
    const world = freshWorld();
    assert.equal((await control(world, 'settings', { errorShape: 'older' })).status, 204);
    assert.equal(world.errorShape, 'older');
  });

  it('log => what world.log holds, as JSON for any page', async () => {
    const world = freshWorld();
    await ask(world, '?form_type=email');
    await fetch(`${world.url}?email=`);
    const response = await fetch(`${world.url}stand-in/log`);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), JSON.parse(JSON.stringify(world.log)));
    assert.deepEqual(kinds(world), ['request', 'flow.begin', 'enter-email.view', 'arrival']);
  });

  for (const name of ['mood', 'release', 'clock', 'settings', 'log']) {
    it(`a preflight of ${name} => leave for any origin, not logged`, async () => {
      const world = freshWorld();
      const response = await fetch(`${world.url}stand-in/${name}`, { method: 'OPTIONS' });
      assert.equal(response.status, 204);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.equal(response.headers.get('access-control-allow-headers'), 'Content-Type');
      assert.deepEqual(world.log, []);
    });
  }

  const misuses: [name: string, data: unknown, status: number, message: RegExp][] = [
    ['mood', { mood: 'sunny' }, 400, /no mood.*hang, slow, reset/s],
    ['mood', { mood: 'slow', ms: 'long' }, 400, /ms/],
    ['mood', { mood: 'hang', ms: 1 }, 400, /ms/],
    ['mood', { mood: 'redirect' }, 400, /to/],
    ['mood', undefined, 400, /no mood/],
    ['clock', { advance: '1' }, 400, /advance/],
    ['settings', { errorShape: 'oldest' }, 400, /newest/],
    ['nonsense', {}, 404, /There is no POST nonsense/],
    ['log', {}, 404, /There is no POST log/],
  ];
  for (const [name, data, status, message] of misuses) {
    it(`${name} ${data === undefined ? 'without a body' : JSON.stringify(data)} => ${status} and a sentence`, async () => {
      const response = await control(freshWorld(), name, data);
      assert.equal(response.status, status);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.match(((await response.json()) as { message: string }).message, message);
    });
  }

  it('a body that is no JSON => 400', async () => {
    const response = await fetch(`${freshWorld().url}stand-in/mood`, { method: 'POST', body: '{' });
    assert.equal(response.status, 400);
  });
});

describe('close', () => {
  it('destroys connections that hang, and frees the port', async () => {
    const standIn = await startStandIn();
    const world = standIn.at();
    world.nextMood({ mood: 'hang' });
    const asked = assert.rejects(ask(world), TypeError);
    await world.waitFor(({ type }) => type === 'request');
    await standIn.close();
    await asked;

    const again = await startStandIn({ port: Number(new URL(standIn.url).port) });
    assert.equal(again.url, standIn.url);
    await again.close();
  });

  it('a port that is taken => rejects', async () => {
    const standIn = await startStandIn();
    const port = Number(new URL(standIn.url).port);
    await assert.rejects(startStandIn({ port }), { code: 'EADDRINUSE' });
    await standIn.close();
  });
});
