import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { World } from '../../demo/fxa-stand-in/stand-in.js';
import { forEachEngine, type Browser } from './support/driver.js';
import { arrival, startSite, type Site } from './support/site.js';

const FIELD = 'fxa-email-form >>> input[type=email]';
const BUTTON = 'fxa-email-form >>> button';

const form = (fxaUrl: string) =>
  `<fxa-email-form fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests"></fxa-email-form>`;

const GOOD = { flow: 'good', problems: [], good: true };
const WITHOUT_FLOW = { flow: 'absent', problems: [], good: true };

describe('a sign-up with the built one-file bundle', () => {
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
    const signUp = async (address: string) => {
      await browser.click(FIELD);
      // A page that comes back has the address that was typed before.
      await browser.evaluateOn(FIELD, (input) => {
        (input as HTMLInputElement).value = '';
      });
      await browser.type(address);
      await browser.press('Enter');
    };
    /** The verdict that FxA's page shows, which the visitor is looking at. */
    const shownVerdict = () => browser.waitFor(() => document.querySelector('#verdict')?.textContent);
    /** Sees FxA's page number `count`; what arrived there. */
    const atFxa = async (world: World, count = 1) => {
      const entry = await arrival(world, count);
      assert.deepEqual(JSON.parse((await shownVerdict()) ?? ''), entry.verdict);
      return entry;
    };

    it('types an address, presses Enter, and is at FxA with a good flow and the page’s attribution', async () => {
      const { url, world } = site.page(form);
      await browser.open(url);
      await flowReady();
      await signUp('ada@example.com');
      const { fields, verdict } = await atFxa(world);
      assert.deepEqual(verdict, GOOD);
      const { flow_id, flow_begin_time, device_id, ...others } = Object.fromEntries(fields);
      assert.deepEqual(others, {
        email: 'ada@example.com',
        action: 'email',
        form_type: 'email',
        entrypoint: 'e2e',
        utm_source: 'site',
        utm_campaign: 'tests',
      });
      assert.match(`${flow_id ?? ''} ${flow_begin_time ?? ''} ${device_id ?? ''}`, /^\w{64} \d{13} \w{32}$/);
    });

    it('comes by a campaign, clicks the button, and is at FxA with the attribution of the page’s URL', async () => {
      const { url, world } = site.page(form);
      await browser.open(`${url}?utm_source=news&utm_campaign=spring&utm_term=100%25&entrypoint=evil`);
      await flowReady();
      await browser.click(FIELD);
      await browser.type('ada@example.com');
      await browser.click(BUTTON);
      const { fields, verdict } = await atFxa(world);
      assert.deepEqual(verdict, GOOD);
      const { entrypoint, utm_source, utm_campaign, utm_term } = Object.fromEntries(fields);
      assert.deepEqual([entrypoint, utm_source, utm_campaign, utm_term], ['e2e', 'news', 'spring', '100%']);
    });

    it('is told beside the field of an address that FxA would not take, mends it, and is at FxA', async () => {
      const { url, world } = site.page(form);
      await browser.open(url);
      await signUp('test@test');
      await browser.waitFor(() =>
        document
          .querySelector('fxa-email-form')
          ?.shadowRoot?.querySelector('[part=error]')
          ?.textContent.includes('@'),
      );
      await browser.type('.example');
      await browser.press('Enter');
      assert.deepEqual(Object.fromEntries((await atFxa(world)).fields)['email'], 'test@test.example');
    });

    it('does not wait for an FxA that hangs, and nothing goes wrong', async () => {
      const { url, world } = site.page(form);
      world.nextMood({ mood: 'hang' });
      await browser.open(url);
      await browser.evaluate(() => {
        sessionStorage.clear();
      });
      await world.waitFor(({ type }) => type === 'request');
      await signUp('ada@example.com');
      assert.deepEqual((await atFxa(world)).verdict, WITHOUT_FLOW);
      await browser.back();
      await flowReady();
      assert.equal(await seen(), 'fxa-flow-ready ;');
    });

    it('comes back, and signs up once more with a flow that FxA still takes', async () => {
      const { url, world } = site.page(form);
      await browser.open(url);
      await flowReady();
      await signUp('ada@example.com');
      assert.deepEqual((await atFxa(world)).verdict, GOOD);
      await browser.back();
      await flowReady();
      await signUp('grace@example.com');
      const { verdict, fields } = await atFxa(world, 2);
      assert.deepEqual(verdict, GOOD);
      assert.equal(Object.fromEntries(fields)['email'], 'grace@example.com');
      const questions = world.log.filter(({ type }) => type === 'request').length;
      assert.equal(questions, backForwardCache ? 1 : 2, 'a page from the cache keeps its flow');
    });

    it('comes back after lunch, and signs up with a new flow', async () => {
      const { url, world } = site.page(form);
      await browser.open(url);
      await flowReady();
      await signUp('ada@example.com');
      await atFxa(world);
      const lunch = 2 * 60 * 60_000;
      world.advanceClock(lunch);
      // Clocks go on while a page is in the cache; this one is told so when it is back.
      await browser.back();
      await browser.evaluate((ms) => {
        const { now } = Date;
        Date.now = () => now() + ms;
        document.dispatchEvent(new Event('visibilitychange'));
      }, lunch);
      await flowReady();
      await signUp('grace@example.com');
      assert.deepEqual((await atFxa(world, 2)).verdict, GOOD);
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
      const { url, world } = site.page(form);
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
      assert.deepEqual((await arrival(world)).verdict, WITHOUT_FLOW);
    });
  });
});
