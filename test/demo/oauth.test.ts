import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { resolveConfig } from 'vite';
import { forEachEngine, type Browser } from '../e2e/support/driver.js';
import { GOOD, signUp } from '../e2e/support/sign-up.js';
import { startDemo, type Demo } from './demo.js';

describe('the page about OAuth', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ entry: 'demo/oauth.html' });
  });
  after(() => demo.server.close());

  forEachEngine('a visitor', ({ launch }) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });

    const ways: [way: string, section: string, fields: Record<string, string>][] = [
      ['to FxA’s page directly', 'authorization', { entrypoint: 'demo-oauth' }],
      ['to an endpoint that redirects', 'endpoint', { entrypoint: 'demo-endpoint' }],
    ];
    for (const [way, section, expected] of ways) {
      it(`${way} => signs in, and is back without the code in the address`, async () => {
        const form = `[aria-labelledby="${section}"] fxa-email-form`;
        const email = `${section}+${browser.engine}@example.org`;
        await browser.open(`${demo.origin}/demo/oauth.html`);
        await browser.waitFor(
          (selector) =>
            (document.querySelector(selector) as HTMLElement & { flowState?: string }).flowState === 'ready',
          form,
        );
        await signUp(browser, `${form} >>> input[type=email]`, email);
        const verdict = await browser.waitFor(() => document.querySelector('#verdict')?.textContent);
        assert.deepEqual(JSON.parse(verdict ?? ''), GOOD);
        const { pathname, searchParams } = new URL(await browser.url());
        assert.equal(pathname, '/authorization');
        assert.equal(searchParams.has('next'), false);
        for (const [name, value] of Object.entries({ ...expected, email })) {
          assert.equal(searchParams.get(name), value);
        }

        await browser.click('form button');
        const outcome = await browser.waitFor(() => document.querySelector('#outcome')?.textContent);
        assert.match(outcome ?? '', /^You have signed in\./);
        assert.equal(await browser.url(), `${demo.origin}/demo/oauth.html`);
      });
    }

    it('back with an error => is told so, as text', async () => {
      await browser.open(`${demo.origin}/demo/oauth.html?error=%3Cb%3Eaccess_denied&state=x`);
      const outcome = await browser.waitFor(() => document.querySelector('#outcome')?.textContent);
      assert.equal(outcome, 'You have not signed in. FxA says: <b>access_denied.');
    });
  });
});

describe('the FxA server of the demo', () => {
  const addresses: [fxaUrl: string, page: string][] = [
    ['http://localhost:3030', 'http://localhost:3030/authorization'],
    ['http://127.0.0.1:3030/', 'http://127.0.0.1:3030/authorization'],
    ['https://accounts.example', 'https://accounts.example/authorization'],
    ['https://accounts.example/fxa', 'https://accounts.example/fxa/authorization'],
  ];
  for (const [fxaUrl, page] of addresses) {
    it(`FXA_URL=${fxaUrl} => ${page}`, async (context) => {
      const { origin, server } = await startDemo({ entry: 'demo/oauth.html', fxaUrl });
      context.after(() => server.close());
      const response = await fetch(`${origin}/demo/sign-in?next=%2F&email=a%2Bb%40example.org`, {
        redirect: 'manual',
      });
      const location = new URL(response.headers.get('location') ?? '');
      assert.equal(location.origin + location.pathname, page);
      assert.equal(location.searchParams.get('email'), 'a+b@example.org');
      assert.match(
        await (await fetch(`${origin}/demo/oauth.html`)).text(),
        new RegExp(`fxa-url="${page.replace(/authorization$/, '')}"`),
      );
    });
  }

  const mistakes = [
    'localhost:3030',
    'http://accounts.example',
    'https://accounts.example/?a=1',
    'javascript:1',
  ];
  for (const mistake of mistakes) {
    it(`FXA_URL=${mistake} => a sentence in place of a server`, async (context) => {
      const { FXA_URL } = process.env;
      context.after(() => {
        if (FXA_URL === undefined) delete process.env['FXA_URL'];
        else process.env['FXA_URL'] = FXA_URL;
      });
      process.env['FXA_URL'] = mistake;
      await assert.rejects(
        resolveConfig({ logLevel: 'silent' }, 'serve'),
        /FXA_URL is ".*", but has to be the address of an FxA server/,
      );
    });
  }
});
