/** What a visitor does with a link, in a page with the built one-file bundle. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FxaInstance } from '../../src/mock-server/start-mock-server.js';
import { forEachEngine, type Browser } from './support/driver.js';
import { atFxa, GOOD, WITHOUT_FLOW, withoutFlow } from './support/sign-up.js';
import { arrival, startSite, type Site } from './support/site.js';

const link = (fxaUrl: string) => `
  <fxa-link fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests">
    <a href="${fxaUrl}signin?plan=yearly#terms">Sign in</a>
  </fxa-link>`;

/** A link that says by itself what FxA asks for. */
const complete = (fxaUrl: string) =>
  link(fxaUrl).replace('plan=yearly', 'plan=yearly&amp;entrypoint=author&amp;utm_source=author');

const LUNCH = 2 * 60 * 60_000;

const requests = (fxa: FxaInstance) => fxa.log.filter(({ type }) => type === 'request').length;

describe('a link to FxA', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  forEachEngine('a visitor', ({ launch, backForwardCache, newTabs }) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });

    const isReady = () => browser.waitFor(() => document.querySelector('fxa-link')?.flowState === 'ready');
    const open = async () => {
      const { url, fxa } = site.page(link);
      await browser.open(url);
      await isReady();
      return { url, fxa };
    };
    /** The flow that the link has is stale from now on, and FxA hangs. */
    const comeBackFromLunch = async (fxa: FxaInstance) => {
      fxa.nextScenario({ scenario: 'hang' });
      fxa.advanceClock(LUNCH);
      await browser.evaluate((ms) => {
        const { now } = Date;
        Date.now = () => now() + ms;
      }, LUNCH);
    };

    it('clicks, and is at FxA, with the author’s path, a good flow and the page’s attribution', async () => {
      const { fxa } = await open();
      await browser.click('a');
      const { fields, verdict } = await atFxa(browser, fxa);
      assert.deepEqual(verdict, GOOD);
      assert.deepEqual(withoutFlow(fields), {
        plan: 'yearly',
        form_type: 'button',
        entrypoint: 'e2e',
        utm_source: 'site',
        utm_campaign: 'tests',
      });
      const { pathname, hash } = new URL(await browser.url());
      assert.deepEqual([pathname, hash], [new URL('signin', fxa.url).pathname, '#terms']);
    });

    /** Ways to follow a link without a plain click, and whether its page stays. */
    const GESTURES: [what: string, gesture: () => Promise<void>, stays?: boolean][] = [
      [
        'gets to it by the keyboard and presses Enter',
        async () => {
          await browser.press('Tab');
          await browser.press('Enter');
        },
      ],
      ['opens it in a new tab by the middle button', () => browser.click('a', 'middle'), true],
      ['opens it in a new tab by a click with Ctrl', () => browser.click('a', 'left', 'Control'), true],
    ];
    for (const [what, gesture, stays = false] of GESTURES.filter((row) => newTabs || !row[2])) {
      // A page that leaves has to be gone before the next one is opened.
      const atItsEnd = (fxa: FxaInstance) => (stays ? arrival(fxa) : atFxa(browser, fxa));

      it(`${what}, and is at FxA with a good flow`, async () => {
        const { url, fxa } = await open();
        await gesture();
        assert.deepEqual((await atItsEnd(fxa)).verdict, GOOD);
        assert.equal(requests(fxa), 1);
        if (stays) assert.equal(await browser.url(), url);
      });

      it(`${what} two hours later, and is at FxA without the stale flow`, async () => {
        const { fxa } = await open();
        await comeBackFromLunch(fxa);
        await gesture();
        assert.deepEqual((await atItsEnd(fxa)).verdict, WITHOUT_FLOW);
      });
    }

    const TAKEN: [what: string, type: 'contextmenu' | 'dragstart', gesture: () => Promise<void>][] = [
      ['copies it by the context menu', 'contextmenu', () => browser.click('a', 'right')],
      ['drags it elsewhere', 'dragstart', () => browser.drag('a')],
    ];
    for (const [what, type, gesture] of TAKEN) {
      const taken = async () => {
        await browser.evaluate((kind) => {
          document.addEventListener(kind, (event) => {
            const { href } = (event.target as Element).closest('a') ?? {};
            const dragged = (event as Partial<DragEvent>).dataTransfer?.getData('text/uri-list');
            document.body.dataset['taken'] = dragged ?? href;
            // The browser's own menu and its drag would outlive the page.
            event.preventDefault();
          });
          // Where a driver lets go of another button than it has pressed.
          document.addEventListener('click', (event) => {
            event.preventDefault();
          });
        }, type);
        await gesture();
        return new URL((await browser.waitFor(() => document.body.dataset['taken'])) ?? '');
      };

      it(`${what}, with the flow`, async () => {
        await open();
        const { searchParams } = await taken();
        assert.equal(searchParams.get('flow_id')?.length, 64);
      });

      it(`${what} two hours later, without the stale flow`, async () => {
        const { fxa } = await open();
        await comeBackFromLunch(fxa);
        const { searchParams } = await taken();
        assert.deepEqual([searchParams.get('entrypoint'), searchParams.get('flow_id')], ['e2e', null]);
      });
    }

    it('comes back from FxA, and follows the link once more with a good flow', async () => {
      const { fxa } = await open();
      await browser.click('a');
      await atFxa(browser, fxa);
      await browser.back();
      await isReady();
      await browser.click('a');
      assert.deepEqual((await atFxa(browser, fxa, 2)).verdict, GOOD);
      assert.equal(requests(fxa), backForwardCache ? 1 : 2, 'a page from the cache keeps its flow');
    });

    it('sees a form and three links, and is counted once', async () => {
      const { url, fxa } = site.page(
        (fxaUrl) => `
          <fxa-link form="f"><a href="${fxaUrl}signin">Sign in</a></fxa-link>
          <fxa-email-form id="f" fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests">
            <p slot="legal"><fxa-link><a href="${fxaUrl}legal">Legal</a></fxa-link></p>
          </fxa-email-form>
          <fxa-link form="f"><a id="plan" href="${fxaUrl}plans?plan=yearly">Buy</a></fxa-link>`,
      );
      await browser.open(url);
      await browser.waitFor(() =>
        [...document.querySelectorAll('a')].every(({ href }) => href.includes('flow_id=')),
      );
      await browser.click('#plan');
      const { fields, verdict } = await atFxa(browser, fxa);
      assert.deepEqual(verdict, GOOD);
      const { plan, entrypoint, form_type } = Object.fromEntries(fields);
      assert.deepEqual([plan, entrypoint, form_type], ['yearly', 'e2e', 'button']);
      const begun = fxa.log.filter((entry) => entry.type === 'event' && entry.event === 'flow.begin');
      assert.equal(begun.length, 1);
    });

    it('presses a button whose script makes its address by the one file’s hostedFormUrl()', async () => {
      const { fxa } = await open();
      await browser.evaluate(
        `import('/fxa-email-form.min.js').then(({ hostedFormUrl }) => {
          const { flow } = document.querySelector('fxa-link');
          const { url } = hostedFormUrl({ entrypoint: 'button' }, flow, '${fxa.url}plans?plan=yearly');
          document.querySelector('a').replaceWith(Object.assign(document.createElement('button'), {
            textContent: 'Buy',
            onclick: () => location.assign(url),
          }));
        })`,
      );
      await browser.click('button');
      const { fields, verdict } = await atFxa(browser, fxa);
      assert.deepEqual(verdict, GOOD);
      const { plan, entrypoint } = Object.fromEntries(fields);
      assert.deepEqual([plan, entrypoint], ['yearly', 'button']);
    });

    it('under a strict Content-Security-Policy follows the link with a flow, and no violation is reported', async () => {
      const { url, fxa } = site.page(link, {
        policy: (fxaOrigin) =>
          [
            "default-src 'none'",
            "script-src 'self'",
            `connect-src ${fxaOrigin}`,
            // A link needs none of it.
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            'trusted-types lit-html',
            // The pages' icon; WebKit reports one that the policy forbids.
            'img-src data:',
          ].join('; '),
      });
      const visitor = await launch();
      await visitor.open(url);
      await visitor.waitFor(() => document.querySelector('fxa-link')?.flowState === 'ready');
      assert.equal(await visitor.evaluate(() => sessionStorage.getItem('seen')), 'fxa-flow-ready ;');
      await visitor.click('a');
      assert.deepEqual((await atFxa(visitor, fxa)).verdict, GOOD);
    });

    const WITHOUT_SCRIPT: [what: string, launch: () => Promise<Browser>, scripts: readonly string[]][] = [
      ['without JavaScript', () => launch({ javaScript: false }), ['/fxa-email-form.min.js']],
      ['whose script fails to load', () => Promise.resolve(browser), ['/missing.js']],
    ];
    for (const [what, start, scripts] of WITHOUT_SCRIPT) {
      it(`${what} follows the link as its author wrote it`, async () => {
        const { url, fxa } = site.page(complete, { scripts });
        const visitor = await start();
        await visitor.open(url);
        await visitor.click('a');
        const { fields, verdict } = await arrival(fxa);
        assert.deepEqual(verdict, WITHOUT_FLOW);
        assert.deepEqual(fields, [
          ['plan', 'yearly'],
          ['entrypoint', 'author'],
          ['utm_source', 'author'],
        ]);
      });
    }
  });
});
