/** The way back to a page that the browser has to load anew, as it has to many. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forEachEngine, type Browser } from './support/driver.js';
import { atFxa, GOOD, signUp, WITHOUT_FLOW } from './support/sign-up.js';
import { startSite, type Site } from './support/site.js';

const DRAWN_FIELD = 'fxa-email-form >>> [name=email]';
const OWN_FIELD = 'fxa-email-form [name=email]';

const form =
  (attributes = '', inner: (fxaUrl: string) => string = () => '') =>
  (fxaUrl: string) => `
    <fxa-email-form fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests" ${attributes}>
      ${inner(fxaUrl)}
    </fxa-email-form>`;

const authorForm = form(
  '',
  (fxaUrl) =>
    `<form action="${fxaUrl}"><input type="email" name="email" required><button>Go on</button></form>`,
);

describe('a page that is loaded anew on the way back', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  forEachEngine('a visitor', ({ launch }) => {
    let browser: Browser;
    before(async () => {
      browser = await launch({ backForwardCache: false });
    });

    for (const [name, body, field, verdict] of [
      ['the drawn form', form(), DRAWN_FIELD, GOOD],
      ['the drawn form, in place of the page’s', form('email="eve@example.com"'), DRAWN_FIELD, GOOD],
      ['the drawn form, still without consent', form('metrics="off"'), DRAWN_FIELD, WITHOUT_FLOW],
      ['the author’s form', authorForm, OWN_FIELD, GOOD],
    ] as const) {
      it(`finds the address in ${name}, and signs up once more`, async () => {
        const { url, fxa } = site.page(body);
        const isSettled = () =>
          browser.waitFor(
            (state) => document.querySelector('fxa-email-form')?.flowState === state,
            verdict === GOOD ? 'ready' : 'idle',
          );
        await browser.open(url);
        await isSettled();
        await browser.evaluate(() => {
          sessionStorage.clear();
        });
        await browser.evaluateOn(field, (input) => {
          (input as HTMLInputElement).value = '';
        });
        await signUp(browser, field, 'ada@example.com');
        await atFxa(browser, fxa);
        await browser.back();
        await browser.waitFor(
          (address) => document.querySelector('fxa-email-form')?.value === address,
          'ada@example.com',
        );
        await isSettled();
        // Loaded anew, the page has told of nothing but its new flow, and nobody has kept the address for it.
        assert.deepEqual(
          await browser.evaluate(() => [
            (performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]).map(
              ({ type }) => type,
            ),
            Object.entries(sessionStorage),
            localStorage.length,
            document.cookie,
          ]),
          [['back_forward'], verdict === GOOD ? [['seen', 'fxa-flow-ready ;']] : [], 0, ''],
        );
        await browser.click(field);
        await browser.press('Enter');
        const arrived = await atFxa(browser, fxa, 2);
        assert.deepEqual(arrived.verdict, verdict);
        assert.equal(Object.fromEntries(arrived.fields)['email'], 'ada@example.com');
        const requests = fxa.log.filter(({ type }) => type === 'request').length;
        assert.equal(requests, verdict === GOOD ? 2 : 0);
      });
    }
  });
});
