import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import {
  startMockServer,
  type FxaInstance,
  type MockServerOptions,
} from '../../src/mock-server/start-mock-server.js';
import { ask, control, kinds, ORIGIN, useMockServer } from './support.js';

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

  it('log => what fxa.log holds, as JSON', async () => {
    const fxa = freshFxa();
    await ask(fxa, '?form_type=email');
    await fetch(`${fxa.url}?email=`);
    const response = await fetch(`${fxa.url}mock-server/log`);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), JSON.parse(JSON.stringify(fxa.log)));
    assert.deepEqual(kinds(fxa), ['request', 'flow.begin', 'enter-email.view', 'arrival']);
  });

  describe('with origins named', () => {
    const freshStrictFxa = useMockServer({ origins: ['https://example.org'] });
    const origins: [about: string, origin: (fxa: FxaInstance) => string | undefined, allowed: boolean][] = [
      ['the origin that is named', () => 'https://example.org', true],
      ['the mock server’s own', ({ url }) => new URL(url).origin, true],
      ['no page', () => undefined, true],
      ['another', () => ORIGIN, false],
      ['null', () => 'null', false],
    ];
    for (const [about, originOf, allowed] of origins) {
      for (const [method, name] of [
        ['GET', 'log'],
        ['POST', 'clock'],
        ['OPTIONS', 'clock'],
        ['POST', 'nonsense'],
      ] as const) {
        it(`${method} ${name} from ${about} => ${allowed ? 'heard' : '403, and nothing happens'}`, async () => {
          const fxa = freshStrictFxa();
          await fetch(`${fxa.url}?email=ada%40example.org`);
          const before = fxa.now();
          const origin = originOf(fxa);
          const response = await fetch(`${fxa.url}mock-server/${name}`, {
            method,
            headers: { ...(origin !== undefined && { origin }) },
            ...(method === 'POST' && { body: JSON.stringify({ advance: 1e9 }) }),
          });
          const { headers } = response;
          assert.equal(response.status !== 403, allowed);
          assert.equal(headers.get('access-control-allow-origin'), (allowed && origin) || null);
          assert.equal((await response.text()).includes('ada@'), allowed && name === 'log');
          assert.equal(fxa.now() >= before + 1e9, allowed && method === 'POST' && name === 'clock');
          // Nor can it be loaded in a way that has no origin, as a script or a picture.
          assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
          assert.equal(headers.get('x-content-type-options'), 'nosniff');
        });
      }
    }
  });

  it('a preflight => leave to send JSON, not logged', async () => {
    const fxa = freshFxa();
    const response = await fetch(`${fxa.url}mock-server/log`, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN },
    });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-headers'), 'Content-Type');
    assert.deepEqual(fxa.log, []);
  });

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

describe('the name that a request calls the mock server by', () => {
  const names: [host: string, status: number][] = [
    ['localhost:3030', 200],
    ['fxa.localhost', 200],
    ['127.0.0.1:3030', 200],
    ['[::1]:3030', 200],
    ['example.org', 421],
    ['localhost.example.org:3030', 421],
    ['a b', 421],
  ];
  for (const [host, status] of names) {
    it(`${host} => ${status}`, async () => {
      const { url } = freshFxa();
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${url}mock-server/log`, { headers: { host } }, resolve).on('error', reject);
      });
      response.resume();
      assert.equal(response.statusCode, status);
    });
  }
});

describe('options', () => {
  const hosts: [host: string, url: RegExp][] = [
    ['127.0.0.1', /^http:\/\/localhost:\d+\/$/],
    ['localhost', /^http:\/\/localhost:\d+\/$/],
    ['127.0.0.2', /^http:\/\/127\.0\.0\.2:\d+\/$/],
  ];
  for (const [host, url] of hosts) {
    it(`host ${host} => listens`, async () => {
      const mockServer = await startMockServer({ host });
      assert.match(mockServer.url, url);
      assert.equal((await fetch(mockServer.url)).status, 200);
      await mockServer.close();
    });
  }

  const client = { id: '0123456789abcdef', secret: 's', redirectUris: ['http://localhost:5173/back'] };
  const refused: [options: MockServerOptions, message: RegExp][] = [
    [{ host: '0.0.0.0' }, /this very machine.*at host/s],
    [{ host: '::' }, /this very machine/],
    [{ host: '192.168.0.2' }, /this very machine/],
    [{ host: 'example.org' }, /this very machine/],
    [{ port: -1 }, /0 or more.*at port/s],
    [{ port: 65536 }, /65535 or less/],
    [{ port: 1.5 }, /whole number/],
    [{ origins: ['http://localhost:5173/'] }, /such as "http:\/\/localhost:5173".*at origins\[0\]/s],
    [{ origins: ['localhost:5173'] }, /has to be an origin/],
    [{ origins: ['null'] }, /has to be an origin/],
    [{ clients: [{ ...client, id: 'mine' }] }, /16 lower-case hexadecimal digits.*at clients\[0\]\.id/s],
    [{ clients: [{ ...client, secret: '' }] }, /empty.*secret/s],
    [{ clients: [{ ...client, redirectUris: [] }] }, /empty.*redirectUris/s],
    [{ clients: [{ ...client, redirectUris: ['back'] }] }, /http: or https:/],
    [{ key: '' }, /empty.*key/s],
    [{ prot: 3030 } as MockServerOptions, /prot/],
  ];
  for (const [options, message] of refused) {
    it(`${JSON.stringify(options)} => a TypeError that says why`, async () => {
      await assert.rejects(startMockServer(options), (error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
