import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forEachEngine, type Browser } from './support/driver.js';
import { atFxa, describeSignUp, fieldOf, formOf, GOOD, signUp, WITHOUT_FLOW } from './support/sign-up.js';
import { arrival, startSite, type Site } from './support/site.js';

const TAG = 'fxa-email-form';
const FIELD = fieldOf(TAG);
const form = formOf(TAG);

describeSignUp('a sign-up with the built one-file bundle', { tag: TAG });

describe('a sign-up by a visitor who comes back', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  forEachEngine('a visitor', ({ launch, backForwardCache }) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });

    const flowReady = () =>
      browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
    const seen = () => browser.evaluate(() => sessionStorage.getItem('seen'));
    const signUpAgain = async (address: string) => {
      // A page that comes back has the address that was typed before.
      await browser.evaluateOn(FIELD, (input) => {
        (input as HTMLInputElement).value = '';
      });
      await signUp(browser, FIELD, address);
    };

    it('does not wait for an FxA that hangs, and nothing goes wrong', async () => {
      const { url, fxa } = site.page(form);
      fxa.nextScenario({ scenario: 'hang' });
      await browser.open(url);
      await browser.evaluate(() => {
        sessionStorage.clear();
      });
      await fxa.waitFor(({ type }) => type === 'request');
      await signUp(browser, FIELD, 'ada@example.com');
      assert.deepEqual((await atFxa(browser, fxa)).verdict, WITHOUT_FLOW);
      await browser.back();
      await flowReady();
      assert.equal(await seen(), 'fxa-flow-ready ;');
    });

    it('comes back, and signs up once more with a flow that FxA still takes', async () => {
      const { url, fxa } = site.page(form);
      await browser.open(url);
      await flowReady();
      await signUp(browser, FIELD, 'ada@example.com');
      assert.deepEqual((await atFxa(browser, fxa)).verdict, GOOD);
      await browser.back();
      await flowReady();
      await signUpAgain('grace@example.com');
      const { verdict, fields } = await atFxa(browser, fxa, 2);
      assert.deepEqual(verdict, GOOD);
      assert.equal(Object.fromEntries(fields)['email'], 'grace@example.com');
      const requests = fxa.log.filter(({ type }) => type === 'request').length;
      assert.equal(requests, backForwardCache ? 1 : 2, 'a page from the cache keeps its flow');
    });

    it('comes back after lunch, and signs up with a new flow', async () => {
      const { url, fxa } = site.page(form);
      await browser.open(url);
      await flowReady();
      await signUp(browser, FIELD, 'ada@example.com');
      await atFxa(browser, fxa);
      const lunch = 2 * 60 * 60_000;
      fxa.advanceClock(lunch);
      // Clocks go on while a page is in the cache; this one is told so when it is back.
      await browser.back();
      await browser.evaluate((ms) => {
        const { now } = Date;
        Date.now = () => now() + ms;
        document.dispatchEvent(new Event('visibilitychange'));
      }, lunch);
      await flowReady();
      await signUpAgain('grace@example.com');
      assert.deepEqual((await atFxa(browser, fxa, 2)).verdict, GOOD);
    });
  });
});

describe('a sign-up on a site that FxA does not know', () => {
  let site: Site;
  before(async () => {
    site = await startSite({ allowed: false });
  });
  after(() => site.close());

  forEachEngine('a visitor', ({ launch }) => {
    it('is at FxA all the same, without a flow', async () => {
      const { url, fxa } = site.page(form);
      const browser = await launch();
      await browser.open(url);
      await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'failed');
      assert.equal(
        await browser.evaluate(() => sessionStorage.getItem('seen')),
        'fxa-flow-error unreachable;',
      );
      await browser.click(FIELD);
      await browser.type('ada@example.com');
      await browser.press('Enter');
      assert.deepEqual((await arrival(fxa)).verdict, WITHOUT_FLOW);
    });
  });
});
