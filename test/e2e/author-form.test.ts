import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forEachEngine } from './support/driver.js';
import { GOOD, signUp, WITHOUT_FLOW } from './support/sign-up.js';
import { arrival, startSite, type Site } from './support/site.js';

/** A form that works by itself, with defaults of the author's, and the element around it. */
const authorForm = (fxaUrl: string) => `
  <fxa-email-form fxa-url="${fxaUrl}" utm-source="element">
    <form action="${fxaUrl}">
      <label>Your address <input type="email" name="email" required></label>
      <input type="hidden" name="action" value="email">
      <input type="hidden" name="form_type" value="email">
      <input type="hidden" name="entrypoint" value="author">
      <input type="hidden" name="utm_source" value="author">
      <input type="hidden" name="utm_campaign" value="author">
      <button>Go on</button>
    </form>
  </fxa-email-form>`;

const drawnForm = (fxaUrl: string) =>
  `<fxa-email-form fxa-url="${fxaUrl}" entrypoint="drawn" utm-source="element" utm-campaign="author"></fxa-email-form>`;

const strict = (fxa: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${fxa}`,
    `form-action ${fxa}`,
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
    // The pages' icon; WebKit reports one that the policy forbids.
    'img-src data:',
  ].join('; ');

describe('a page that depends on nothing', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  forEachEngine('a visitor', ({ launch }) => {
    it('without JavaScript signs up by the author’s form and its defaults', async () => {
      const { url, fxa } = site.page(authorForm);
      const browser = await launch({ javaScript: false });
      await browser.open(url);
      await signUp(browser, '[name=email]', 'ada@example.com');
      const { fields, verdict } = await arrival(fxa);
      assert.deepEqual(verdict, WITHOUT_FLOW);
      assert.equal(Object.fromEntries(fields)['utm_source'], 'author');
    });

    it('whose script fails to load signs up by the author’s form and its defaults', async () => {
      const { url, fxa } = site.page(authorForm, { scripts: ['/missing.js'] });
      const browser = await launch();
      await browser.open(url);
      await signUp(browser, '[name=email]', 'ada@example.com');
      assert.deepEqual((await arrival(fxa)).verdict, WITHOUT_FLOW);
    });

    it('with the script signs up by the author’s form, with a flow and the element’s attribution', async () => {
      const { url, fxa } = site.page(authorForm);
      const browser = await launch();
      await browser.open(url);
      await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
      await signUp(browser, '[name=email]', 'ada@example.com');
      const { fields, verdict } = await arrival(fxa);
      assert.deepEqual(verdict, GOOD);
      const { entrypoint, utm_source, utm_campaign } = Object.fromEntries(fields);
      assert.deepEqual([entrypoint, utm_source, utm_campaign], ['author', 'element', 'author']);
    });

    const FORMS: [name: string, body: (fxaUrl: string) => string, field: string][] = [
      ['the author’s form', authorForm, '[name=email]'],
      ['the form that the element draws', drawnForm, 'fxa-email-form >>> [name=email]'],
    ];
    for (const [name, body, field] of FORMS) {
      it(`under a strict Content-Security-Policy signs up by ${name}, and no violation is reported`, async () => {
        const { url, fxa } = site.page(body, { policy: strict });
        const browser = await launch();
        await browser.open(url);
        await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
        assert.equal(await browser.evaluate(() => sessionStorage.getItem('seen')), 'fxa-flow-ready ;');
        await signUp(browser, field, 'ada@example.com');
        assert.deepEqual((await arrival(fxa)).verdict, GOOD);
      });
    }

    it('with two copies of the script signs up once, and nothing is thrown', async () => {
      const { url, fxa } = site.page(drawnForm, {
        scripts: ['/fxa-email-form.min.js', '/copy/fxa-email-form.min.js'],
        policy: (fxa) => strict(fxa).replace('lit-html', "lit-html 'allow-duplicates'"),
      });
      const browser = await launch();
      await browser.open(url);
      await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
      assert.equal(await browser.evaluate(() => sessionStorage.getItem('seen')), 'fxa-flow-ready ;');
      await signUp(browser, 'fxa-email-form >>> [name=email]', 'ada@example.com');
      assert.deepEqual((await arrival(fxa)).verdict, GOOD);
      assert.equal(fxa.log.filter(({ type }) => type === 'request').length, 1);
    });
  });
});
