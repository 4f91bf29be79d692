import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { after, before, beforeEach, describe, it, mock } from 'node:test';
import { buildElementScript } from '../../demo/server/element-script.js';
import { relyingParty } from '../../demo/server/relying-party.js';
import {
  EXAMPLE_CLIENT,
  startMockServer,
  type FxaInstance,
  type MockServer,
} from '../../src/mock-server/start-mock-server.js';
import { checkIntegration } from '../../src/server/index.js';
import { launch, type Browser } from '../e2e/support/driver.js';
import { control } from '../mock-server/support.js';
import { deadUrl } from '../server/support.js';
import { findBrowser } from '../support/browsers.js';
import { DISCOVERY, startExample, startFaultyFxa, Visitor, type Example, type FaultyFxa } from './support.js';

const FIELD = 'fxa-email-form >>> input[type=email]';
const { id: SERVICE, secret: SECRET } = EXAMPLE_CLIENT;
const SESSION_SECRET = 'a secret of the tests, which is long enough';

/** How a site can be registered with FxA. */
const CLIENTS = [
  { kind: 'a client with a secret', clientSecret: SECRET },
  { kind: 'a public client, by PKCE' },
];

for (const { kind, ...client } of CLIENTS) {
  describe(`the example server as ${kind}`, () => {
    let example: Example;
    let mockServer: MockServer;
    let fxa: FxaInstance;

    before(async () => {
      const script = await buildElementScript();
      example = await startExample(async (origin) => {
        const redirectUri = `${origin}/oauth`;
        mockServer = await startMockServer({
          clients: [{ id: SERVICE, secret: client.clientSecret, redirectUris: [redirectUri] }],
        });
        fxa = mockServer.at();
        return {
          ...client,
          origin,
          script,
          redirectUri,
          clientId: SERVICE,
          sessionSecret: SESSION_SECRET,
          // Without the last slash, as people write it.
          fxaUrl: mockServer.url.slice(0, -1),
        };
      });
    });
    after(async () => {
      await example.close();
      await mockServer.close();
    });

    /** The user ids of the engage events so far. */
    const engaged = () => fxa.engageEvents(SERVICE).map(({ query }) => new Map(query).get('uid'));

    describe('walked through', { skip: !findBrowser('chromium') && 'no Chromium' }, () => {
      let browser: Browser;
      before(async () => {
        browser = await launch('chromium');
      });
      after(() => browser.close());

      const heading = (text: string) =>
        browser.waitFor((wanted) => document.querySelector('h1')?.textContent === wanted, text);
      const status = () => browser.waitFor(() => document.querySelector('[role=status]')?.textContent);
      const metrics = () => browser.evaluateOn('fxa-email-form', (form) => form.getAttribute('metrics'));

      /** Submits the form that is shown, and signs in on FxA's page. */
      const signIn = async (email: string, { optOut }: { optOut: boolean }) => {
        await browser.click(FIELD);
        await browser.type(email);
        await browser.press('Enter');
        await heading('mock FxA server');
        if (optOut) await browser.click('input[name=metrics]');
        await browser.click('form button');
        await heading(`Hello, ${email}`);
      };

      it('form, flow, sign-in, profile => an engage event', async () => {
        const email = 'listening@example.org';
        const { uid } = fxa.accounts.at(email);
        await browser.open(example.origin);
        await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
        await signIn(email, { optOut: false });

        const arrival = fxa.log.find((entry) => entry.type === 'arrival');
        assert.deepEqual(arrival?.verdict, { flow: 'good', problems: [], good: true });
        assert.deepEqual(
          fxa.log.flatMap((entry) => (entry.type === 'oauth' ? [entry.step] : [])).slice(0, 3),
          ['sign-in', 'token', 'profile'],
        );
        assert.equal(await metrics(), null);

        assert.deepEqual(engaged(), []);
        await browser.click('[action="/engage"] button');
        assert.equal(await status(), 'FxA was told that you use the product.');
        assert.deepEqual(engaged(), [uid]);
      });

      it('a user who switches metrics off later => metrics="off" and no event', async () => {
        const before = engaged().length;
        await control(fxa, 'account', { email: 'listening@example.org', metricsEnabled: false });
        await browser.open(example.origin);
        assert.equal(await metrics(), 'off');
        await browser.click('[action="/engage"] button');
        assert.match((await status()) ?? '', /^FxA was not told: The user has switched metrics off/);
        assert.equal(engaged().length, before);
      });

      it('a user who has opted out => metrics="off", no flow and no event', async () => {
        await browser.open(example.origin);
        await browser.click('[action="/sign-out"] button');
        await heading('Sign in to the example');
        await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
        const before = engaged().length;
        await signIn('private@example.org', { optOut: true });

        const requests = fxa.log.filter(({ type }) => type === 'request').length;
        assert.equal(await metrics(), 'off');
        assert.equal(
          await browser.evaluate(() => document.querySelector('#metrics')?.textContent),
          'You have switched off metrics in your settings: nothing about you is told to FxA.',
        );
        await browser.click('[action="/engage"] button');
        assert.match((await status()) ?? '', /^FxA was not told: The user has switched metrics off/);
        assert.equal(engaged().length, before);
        assert.equal(fxa.log.filter(({ type }) => type === 'request').length, requests);
      });
    });

    it('POST /engage by nobody => 403, no event', async () => {
      const before = engaged().length;
      assert.equal((await fetch(`${example.origin}/engage`, { method: 'POST' })).status, 403);
      assert.equal(engaged().length, before);
    });

    it('its page passes the check of an integration', async () => {
      const { ok, findings } = await checkIntegration({
        origin: example.origin,
        fxaUrl: mockServer.url,
        parameters: { entrypoint: 'example-server', utm_source: 'example-server', utm_campaign: 'sign-up' },
        pages: [example.origin],
      });
      assert.equal(ok, true, JSON.stringify(findings));
    });
  });
}

/** Milliseconds that a request may take on a machine that is far slower than a developer's. */
const PATIENCE = 60_000;

describe('the example server beside an FxA that fails', () => {
  const redirectUri = 'http://localhost:8000/oauth';
  const options = { redirectUri, clientId: SERVICE, clientSecret: SECRET, script: '' };
  let mockServer: MockServer;
  let fxa: FxaInstance;
  let faulty: FaultyFxa;
  const open: Example[] = [];

  before(async () => {
    mockServer = await startMockServer({ clients: [{ ...EXAMPLE_CLIENT, redirectUris: [redirectUri] }] });
    fxa = mockServer.at();
    faulty = await startFaultyFxa(fxa);
    // What goes wrong is told to the console of the server.
    mock.method(console, 'error', () => undefined);
  });
  beforeEach(() => {
    faulty.requests.length = 0;
    faulty.answers = {};
  });
  after(async () => {
    mock.restoreAll();
    for (const example of open) await example.close();
    await faulty.close();
    await mockServer.close();
  });

  /** Runs the example with one FxA, and lets somebody visit it. */
  const visit = async (
    fxaUrl: string,
    { sessionSecret = SESSION_SECRET, timeout = PATIENCE } = {},
  ): Promise<Visitor> => {
    const example = await startExample((origin) => ({ ...options, origin, fxaUrl, sessionSecret, timeout }));
    open.push(example);
    return new Visitor(example.origin);
  };

  /** A code that FxA would send somebody back with. */
  const newCode = () =>
    fxa.accounts.addCode({
      client: SERVICE,
      scope: 'openid profile',
      account: fxa.accounts.at('ada@example.org'),
      grantedAt: fxa.now(),
    });

  /** Comes back from FxA to the page that waits for it; where nothing else is said, with the state of the form. */
  const comeBack = async (visitor: Visitor, query: Record<string, string>) => {
    const state = (await visitor.open()).get('state') ?? '';
    return visitor.request(`/oauth?${new URLSearchParams({ state, ...query }).toString()}`);
  };

  /** Somebody who has signed in at an FxA that works. */
  const signedIn = async (): Promise<Visitor> => {
    const visitor = await visit(mockServer.url);
    assert.equal((await comeBack(visitor, { code: newCode() })).status, 303);
    assert.match((await visitor.request('/')).html, /Hello, ada@example\.org/);
    return visitor;
  };

  const hang: RequestListener = () => undefined;
  const neverEnds: RequestListener = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).write('{');
  };
  const reset: RequestListener = (request) => request.socket.destroy();
  const answer =
    (status: number, body: string, type = 'application/json'): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { 'Content-Type': type }).end(body);
    };
  const forged = (claims: object) => {
    const parts = [{ alg: 'RS256' }, { iss: faulty.url.slice(0, -1), aud: SERVICE, sub: 'x', ...claims }];
    const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    return JSON.stringify({ access_token: 'x', token_type: 'bearer', id_token: `${encoded.join('.')}.x` });
  };
  const NOW = Math.floor(Date.now() / 1000);

  /** Short only where nothing comes: everything else may take as long as a slow machine needs. */
  const timeoutFor = (status: number) => (status === 504 ? 1_000 : PATIENCE);

  const SLOW = /FxA does not answer in time/;
  const BROKEN = /FxA could not be asked/;
  const failures: [fault: string, answers: () => FaultyFxa['answers'], status: number, text: RegExp][] = [
    ['discovery that hangs', () => ({ [DISCOVERY]: hang }), 504, SLOW],
    ['discovery that never ends', () => ({ [DISCOVERY]: neverEnds }), 504, SLOW],
    ['discovery in HTML', () => ({ [DISCOVERY]: answer(200, '<p>', 'text/html') }), 502, BROKEN],
    [
      'discovery of somebody else',
      () => ({ [DISCOVERY]: answer(200, '{"issuer":"http://x"}') }),
      502,
      BROKEN,
    ],
    ['discovery with 503', () => ({ [DISCOVERY]: answer(503, '{}') }), 502, BROKEN],
    ['a token that hangs', () => ({ '/v1/token': hang }), 504, SLOW],
    ['a token that never ends', () => ({ '/v1/token': neverEnds }), 504, SLOW],
    ['a token that is reset', () => ({ '/v1/token': reset }), 502, BROKEN],
    ['a token with 500', () => ({ '/v1/token': answer(500, '{"errno":999}') }), 502, BROKEN],
    ['a token in HTML', () => ({ '/v1/token': answer(200, '<p>', 'text/html') }), 502, BROKEN],
    [
      'no id token',
      () => ({ '/v1/token': answer(200, '{"access_token":"x","token_type":"bearer"}') }),
      502,
      BROKEN,
    ],
    [
      'an id token for another client',
      () => ({ '/v1/token': answer(200, forged({ aud: 'f'.repeat(16), iat: NOW, exp: NOW + 60 })) }),
      502,
      BROKEN,
    ],
    [
      'an id token of yesterday',
      () => ({ '/v1/token': answer(200, forged({ iat: NOW - 90_000, exp: NOW - 86_400 })) }),
      502,
      BROKEN,
    ],
    [
      'a wrong secret',
      () => ({ '/v1/token': answer(400, '{"code":400,"errno":102,"error":"Bad Request"}') }),
      502,
      BROKEN,
    ],
  ];
  for (const [fault, answers, status, text] of failures) {
    it(`${fault} => ${status}, and nobody is signed in`, async () => {
      const visitor = await visit(faulty.url, { timeout: timeoutFor(status) });
      faulty.answers = answers();
      const response = await comeBack(visitor, { code: newCode() });
      assert.equal(response.status, status);
      assert.match(response.html, text);
      assert.match((await visitor.request('/')).html, /Sign in to the example/);
    });
  }

  it('an FxA that is down => 502, but the form is there', async () => {
    const visitor = await visit(await deadUrl());
    const response = await comeBack(visitor, { code: newCode() });
    assert.equal(response.status, 502);
    assert.match(response.html, BROKEN);
    assert.match((await visitor.request('/')).html, /<fxa-email-form /);
  });

  const returns: [query: Record<string, string>, status: number, text: RegExp][] = [
    [{ error: 'access_denied' }, 403, /You have not signed in\./],
    [{ error: 'server_error', error_description: '<script>' }, 400, /FxA has not signed you in/],
    [{ state: 'another', code: 'x' }, 400, /was not begun here/],
    [{ state: 'another', error: 'access_denied' }, 400, /was not begun here/],
    [{ state: '' }, 400, /was not begun here/],
    [{}, 400, /no code/],
    [{ code: 'f'.repeat(64) }, 400, /used already, or is too old/],
  ];
  for (const [query, status, text] of returns) {
    it(`back with ${JSON.stringify(query)} => ${status}`, async () => {
      const visitor = await visit(mockServer.url);
      const response = await comeBack(visitor, query);
      assert.equal(response.status, status);
      assert.match(response.html, text);
      assert.doesNotMatch(response.html, /<script>/);
    });
  }

  it('back with another state => FxA is not asked', async () => {
    await comeBack(await visit(faulty.url), { state: 'another', code: newCode() });
    assert.deepEqual(faulty.requests, []);
  });

  it('back without a session => 400', async () => {
    const visitor = await visit(mockServer.url);
    const state = (await visitor.open()).get('state') ?? '';
    visitor.cookie = '';
    assert.equal((await visitor.request(`/oauth?code=${newCode()}&state=${state}`)).status, 400);
  });

  it('a code that is replayed, with the session that it came with => 400', async () => {
    const visitor = await visit(mockServer.url);
    const query = new URLSearchParams({
      code: newCode(),
      state: (await visitor.open()).get('state') ?? '',
    }).toString();
    const { cookie } = visitor;
    assert.equal((await visitor.request(`/oauth?${query}`)).status, 303);
    visitor.cookie = cookie;
    const { status, html } = await visitor.request(`/oauth?${query}`);
    assert.equal(status, 400);
    assert.match(html, /used already/);
  });

  it('a code that comes in while FxA is down => a reload signs in', async () => {
    const visitor = await visit(mockServer.url);
    const broken = await visit(faulty.url);
    const state = (await visitor.open()).get('state') ?? '';
    const path = `/oauth?code=${newCode()}&state=${state}`;
    broken.cookie = visitor.cookie;
    faulty.answers = { '/v1/token': reset };
    assert.equal((await broken.request(path)).status, 502);
    assert.equal((await visitor.request(path)).status, 303);
  });

  const profiles: [fault: string, answer: RequestListener, status: number, text: RegExp][] = [
    ['hangs', hang, 504, SLOW],
    ['never ends', neverEnds, 504, SLOW],
    ['is reset', reset, 502, BROKEN],
    ['has 500', answer(500, '{}'), 502, BROKEN],
    ['is somebody else’s', answer(200, '{"sub":"x","uid":"x","email":"x@example.org"}'), 502, BROKEN],
    ['has 403: the token is no longer good', answer(403, '{"errno":100}'), 200, /Sign in to the example/],
    ['has 401: the token is no longer good', answer(401, '{"errno":110}'), 200, /Sign in to the example/],
  ];
  for (const [fault, profile, status, text] of profiles) {
    it(`a profile that ${fault} => ${status}`, async () => {
      const { cookie } = await signedIn();
      const visitor = await visit(faulty.url, { timeout: timeoutFor(status) });
      visitor.cookie = cookie;
      faulty.answers = { '/v1/profile': profile };
      const response = await visitor.request('/');
      assert.equal(response.status, status);
      assert.match(response.html, text);
    });
  }

  it('discovery => once for all visitors, and again only after it has failed', async () => {
    const visitor = await visit(faulty.url);
    const discoveries = () => faulty.requests.filter((path) => path === DISCOVERY).length;
    faulty.answers = { [DISCOVERY]: reset };
    await comeBack(visitor, { code: 'x' });
    faulty.answers = {};
    for (let count = 0; count < 5; count += 1) {
      await comeBack(new Visitor(visitor.origin), { code: 'x' });
    }
    assert.equal(discoveries(), 2);
    assert.equal(faulty.requests.filter((path) => path === '/v1/token').length, 5);
  });

  it('a session => is in its cookie alone, where nobody else can read or make it', async () => {
    const visitor = await signedIn();
    const [, value = ''] = visitor.cookie.split('=');
    for (const encoding of ['base64url', 'latin1'] as const) {
      assert.doesNotMatch(Buffer.from(decodeURIComponent(value), encoding).toString('latin1'), /accessToken/);
    }
    // Another server with the same secret knows the visitor, so neither keeps anything.
    for (const [secret, text] of [
      [SESSION_SECRET, /Hello, ada@example\.org/],
      ['another secret, which is long enough, too', /Sign in to the example/],
    ] as const) {
      const other = await visit(mockServer.url, { sessionSecret: secret });
      other.cookie = visitor.cookie;
      assert.match((await other.request('/')).html, text);
    }
  });

  it('a sign-out => the form, and an empty session', async () => {
    const visitor = await signedIn();
    assert.equal((await visitor.request('/sign-out', 'POST')).status, 303);
    assert.match((await visitor.request('/')).html, /Sign in to the example/);
  });

  it('the policy => nobody frames the page or moves its addresses', async () => {
    const { origin } = await visit(mockServer.url);
    const policy = (await fetch(origin)).headers.get('content-security-policy') ?? '';
    assert.deepEqual(policy.match(/base-uri 'none'|frame-ancestors 'none'/g), [
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it('an address with markup in it => shown as text', async () => {
    const visitor = await visit(mockServer.url);
    const account = fxa.accounts.at(`"><img src=x onerror='1'>@example.org`);
    const code = fxa.accounts.addCode({
      client: SERVICE,
      scope: 'openid profile',
      account,
      grantedAt: fxa.now(),
    });
    await comeBack(visitor, { code });
    const { html } = await visitor.request('/');
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /&lt;img/);
  });

  const addresses = [
    '',
    'localhost:3030',
    'http://accounts.example',
    'https://fxa.example/?a=1',
    'javascript:1',
  ];
  for (const fxaUrl of addresses) {
    it(`fxaUrl "${fxaUrl}" => a sentence`, () => {
      assert.throws(
        () =>
          relyingParty({
            ...options,
            origin: 'http://localhost:8000',
            fxaUrl,
            sessionSecret: SESSION_SECRET,
          }),
        /^TypeError: fxaUrl is ".*", but has to be the address of an FxA server/,
      );
    });
  }
});
