import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startMockServer } from '../../src/mock-server/start-mock-server.js';
import { ask, control, kinds, useMockServer } from './support.js';

const freshFxa = useMockServer();

describe('instances', () => {
  it('one’s scenario, clock, settings and log => not another’s', async () => {
    const [one, other] = [freshFxa(), freshFxa()];
    one.nextScenario({ scenario: '500' });
    one.advanceClock(1_000_000);
    one.errorShape = 'older';
    assert.equal((await ask(other)).status, 200);
    assert.ok(one.now() > other.now());
    assert.equal(other.errorShape, 'newest');
    assert.deepEqual(one.log, []);
  });

  it('the root => a fxa of its own', async () => {
    const mockServer = await startMockServer();
    try {
      const root = mockServer.at();
      assert.equal(root.url, mockServer.url);
      await ask(root);
      await fetch(`${mockServer.url}at/abc/some/page`);
      assert.deepEqual(kinds(root), ['request', 'flow.begin']);
      const [arrival] = mockServer.at('abc').log;
      assert.ok(arrival?.type === 'arrival' && arrival.path === '/some/page');
    } finally {
      await mockServer.close();
    }
  });

  it('the same name => the same fxa', async () => {
    const mockServer = await startMockServer();
    assert.equal(mockServer.at('abc'), mockServer.at('abc'));
    assert.equal(mockServer.at('abc').url, `${mockServer.url}at/abc/`);
    await mockServer.close();
  });

  for (const name of ['a/b', 'a b', '%61', 'é']) {
    it(`the name ${JSON.stringify(name)} => refused`, async () => {
      const mockServer = await startMockServer();
      assert.throws(() => mockServer.at(name), TypeError);
      await mockServer.close();
    });
  }
});

describe('the control paths', () => {
  it('clock => moves the instance’s time', async () => {
    const fxa = freshFxa();
    const before = fxa.now();
    assert.equal((await control(fxa, 'clock', { advance: 3_600_000 })).status, 204);
    assert.ok(fxa.now() >= before + 3_600_000);
  });

  it('settings => the shape of errors', async () => {
    const fxa = freshFxa();
    assert.equal((await control(fxa, 'settings', { errorShape: 'older' })).status, 204);
    assert.equal(fxa.errorShape, 'older');
  });

  it('log => what fxa.log holds, as JSON for any page', async () => {
    const fxa = freshFxa();
    await ask(fxa, '?form_type=email');
    await fetch(`${fxa.url}?email=`);
    const response = await fetch(`${fxa.url}mock-server/log`);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), JSON.parse(JSON.stringify(fxa.log)));
    assert.deepEqual(kinds(fxa), ['request', 'flow.begin', 'enter-email.view', 'arrival']);
  });

  for (const name of ['scenario', 'release', 'clock', 'settings', 'log']) {
    it(`a preflight of ${name} => leave for any origin, not logged`, async () => {
      const fxa = freshFxa();
      const response = await fetch(`${fxa.url}mock-server/${name}`, { method: 'OPTIONS' });
      assert.equal(response.status, 204);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.equal(response.headers.get('access-control-allow-headers'), 'Content-Type');
      assert.deepEqual(fxa.log, []);
    });
  }

  const misuses: [name: string, data: unknown, status: number, message: RegExp][] = [
    ['scenario', { scenario: 'sunny' }, 400, /no scenario.*hang, slow, reset/s],
    ['scenario', { scenario: 'slow', ms: 'long' }, 400, /ms/],
    ['scenario', { scenario: 'hang', ms: 1 }, 400, /ms/],
    ['scenario', { scenario: 'redirect' }, 400, /to/],
    ['scenario', undefined, 400, /no scenario/],
    ['clock', { advance: '1' }, 400, /advance/],
    ['settings', { errorShape: 'oldest' }, 400, /newest/],
    ['nonsense', {}, 404, /There is no POST nonsense/],
    ['log', {}, 404, /There is no POST log/],
  ];
  for (const [name, data, status, message] of misuses) {
    it(`${name} ${data === undefined ? 'without a body' : JSON.stringify(data)} => ${status} and a sentence`, async () => {
      const response = await control(freshFxa(), name, data);
      assert.equal(response.status, status);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.match(((await response.json()) as { message: string }).message, message);
    });
  }

  it('a body that is no JSON => 400', async () => {
    const response = await fetch(`${freshFxa().url}mock-server/scenario`, { method: 'POST', body: '{' });
    assert.equal(response.status, 400);
  });
});

describe('close', () => {
  it('destroys connections that hang, and frees the port', async () => {
    const mockServer = await startMockServer();
    const fxa = mockServer.at();
    fxa.nextScenario({ scenario: 'hang' });
    const asked = assert.rejects(ask(fxa), TypeError);
    await fxa.waitFor(({ type }) => type === 'request');
    await mockServer.close();
    await asked;

    const again = await startMockServer({ port: Number(new URL(mockServer.url).port) });
    assert.equal(again.url, mockServer.url);
    await again.close();
  });

  it('a port that is taken => rejects', async () => {
    const mockServer = await startMockServer();
    const port = Number(new URL(mockServer.url).port);
    await assert.rejects(startMockServer({ port }), { code: 'EADDRINUSE' });
    await mockServer.close();
  });
});
