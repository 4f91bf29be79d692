import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import {
  EXAMPLE_CLIENT,
  startMockServer,
  type MockServer,
  type FxaInstance,
} from '../../src/mock-server/start-mock-server.js';
import { buildElementScript } from '../../demo/server/element-script.js';
import { relyingParty } from '../../demo/server/relying-party.js';
import { checkIntegration } from '../../src/server/index.js';
import { launch, type Browser } from '../e2e/support/driver.js';
import { findBrowser } from '../support/browsers.js';
import { control } from '../mock-server/support.js';
import { listen, stop } from './support.js';

const FIELD = 'fxa-email-form >>> input[type=email]';
const { id: SERVICE } = EXAMPLE_CLIENT;

describe('the example server', () => {
  let script: string;
  let server: Server;
  let origin: string;
  let mockServer: MockServer;
  let fxa: FxaInstance;

  before(async () => {
    script = await buildElementScript();
    server = createServer();
    origin = `http://localhost:${await listen(server)}`;
    const redirectUri = `${origin}/oauth`;
    mockServer = await startMockServer({
      origins: [origin],
      clients: [{ ...EXAMPLE_CLIENT, redirectUris: [redirectUri] }],
    });
    fxa = mockServer.at();
    const { id: clientId, secret: clientSecret } = EXAMPLE_CLIENT;
    server.on(
      'request',
      relyingParty({ origin, fxaUrl: mockServer.url, clientId, clientSecret, redirectUri, script }),
    );
  });
  after(async () => {
    await stop(server);
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

    /** Submits the form that is shown, which asks for a flow or doesn't, and signs in on FxA's page. */
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
      await browser.open(origin);
      await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
      await signIn(email, { optOut: false });

      const arrival = fxa.log.find((entry) => entry.type === 'arrival');
      assert.deepEqual(arrival?.verdict, { flow: 'good', problems: [], good: true });
      assert.deepEqual(fxa.log.flatMap((entry) => (entry.type === 'oauth' ? [entry.step] : [])).slice(0, 3), [
        'sign-in',
        'token',
        'profile',
      ]);
      assert.equal(await metrics(), null);

      assert.deepEqual(engaged(), []);
      await browser.click('[action="/engage"] button');
      assert.equal(await status(), 'FxA was told that you use the product.');
      assert.deepEqual(engaged(), [uid]);
    });

    it('a user who switches metrics off later => metrics="off" and no event', async () => {
      const before = engaged().length;
      await control(fxa, 'account', { email: 'listening@example.org', metricsEnabled: false });
      await browser.open(origin);
      assert.equal(await metrics(), 'off');
      await browser.click('[action="/engage"] button');
      assert.match((await status()) ?? '', /^FxA was not told: The user has switched metrics off/);
      assert.equal(engaged().length, before);
    });

    it('a user who has opted out => metrics="off", no flow and no event', async () => {
      await browser.open(origin);
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

  describe('somebody who comes back from FxA', () => {
    const back = async (query: string, cookie?: string) => {
      const response = await fetch(`${origin}/oauth?${query}`, {
        redirect: 'manual',
        ...(cookie !== undefined && { headers: { cookie } }),
      });
      return { status: response.status, html: await response.text() };
    };
    /** Opens the first page; the session, and the state in its form. */
    const visit = async () => {
      const response = await fetch(origin);
      const [cookie = ''] = response.headers.getSetCookie()[0]?.split(';') ?? [];
      const [, state = ''] = /name="state" value="([0-9a-f]{64})"/.exec(await response.text()) ?? [];
      return { cookie, state };
    };

    it('without a session => 400', async () => {
      const { state } = await visit();
      assert.equal((await back(`code=x&state=${state}`)).status, 400);
    });

    it('with another state => 400, and FxA is not asked', async () => {
      const { cookie } = await visit();
      const { status, html } = await back('code=x&state=y', cookie);
      assert.equal(status, 400);
      assert.match(html, /was not begun here/);
    });

    it('with the same state twice => 400 for the second', async () => {
      const { cookie, state } = await visit();
      const code = fxa.accounts.addCode({
        client: SERVICE,
        scope: 'profile',
        account: fxa.accounts.at('twice@example.org'),
        grantedAt: fxa.now(),
      });
      assert.equal((await back(`code=${code}&state=${state}`, cookie)).status, 303);
      assert.equal((await back(`code=${code}&state=${state}`, cookie)).status, 400);
    });

    it('without a code => 400', async () => {
      const { cookie, state } = await visit();
      assert.equal((await back(`state=${state}`, cookie)).status, 400);
    });
  });

  it('POST /engage by nobody => 403, no event', async () => {
    const before = engaged().length;
    assert.equal((await fetch(`${origin}/engage`, { method: 'POST' })).status, 403);
    assert.equal(engaged().length, before);
  });

  it('its page passes the check of an integration', async () => {
    const { ok, findings } = await checkIntegration({
      origin,
      fxaUrl: mockServer.url,
      parameters: { entrypoint: 'example-server', utm_source: 'example-server', utm_campaign: 'sign-up' },
      pages: [origin],
    });
    assert.equal(ok, true, JSON.stringify(findings));
  });
});
