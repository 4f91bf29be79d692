import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findBrowser } from '../support/browsers.js';
import { launch, type Browser } from './support/driver.js';
import { arrival, startSite, type Site } from './support/site.js';

const FIELD = 'fxa-email-form >>> input[type=email]';

const form =
  (attributes: string, more = '') =>
  (fxaUrl: string) =>
    `<fxa-email-form fxa-url="${fxaUrl}" service="sync" ${attributes}>${more}</fxa-email-form>`;

const ATTRIBUTION = 'entrypoint="e2e" utm-source="site" utm-campaign="tests"';

/** Values that Firefox would hand on unchecked, or that would make it do nothing at all. */
const BAD: [what: string, attributes: string, children?: string][] = [
  ['a bad entrypoint', 'entrypoint="no good" utm-source="site" utm-campaign="tests"'],
  ['an empty entrypoint', 'entrypoint="" utm-source="site" utm-campaign="tests"'],
  ['a bad experiment', `${ATTRIBUTION} entrypoint-experiment="a/b" entrypoint-variation="v"`],
  ['a bad source', 'entrypoint="e2e" utm-source="caf&eacute;" utm-campaign="tests"'],
  ['a blank in the campaign', 'entrypoint="e2e" utm-source="site" utm-campaign="my tests"'],
  ['a term that is too long', `${ATTRIBUTION} utm-term="${'x'.repeat(129)}"`],
  ['a bad context', `${ATTRIBUTION} context="Not this"`],
  ['a name that Firefox does not know', ATTRIBUTION, '<input type="hidden" name="client_id" value="abc">'],
  ['a product', ATTRIBUTION, '<input type="hidden" name="product_id" value="prod_A">'],
];

describe(
  'the hand-over to a real Firefox',
  { skip: !findBrowser('firefox') && 'there is no Firefox' },
  () => {
    let site: Site;
    let listed: Browser;

    /** What makes Firefox hear pages of `listed`, and take the mock server of FxA. */
    const preferences = (listed: string, fxaUrl: string) => ({
      'browser.uitour.enabled': true,
      'browser.uitour.requireSecure': false,
      'browser.uitour.testingOrigins': new URL(listed).origin,
      'identity.fxaccounts.enabled': true,
      'identity.fxaccounts.allowHttp': true,
      'identity.fxaccounts.remote.root': fxaUrl,
    });

    before(async () => {
      site = await startSite();
      listed = await launch('firefox', { preferences: preferences(site.url, site.mockServer.url) });
    });
    after(async () => {
      await listed.close();
      await site.close();
    });

    /** Opens the page, and waits until Firefox has answered its ping. */
    async function openListed(url: string, browser = listed): Promise<void> {
      await browser.open(url);
      // The page has heard the answer when its own, later ping has been answered.
      await browser.evaluate(
        () =>
          new Promise<void>((resolve) => {
            document.addEventListener('mozUITourResponse', (event) => {
              if ((event as CustomEvent<{ callbackID: string }>).detail.callbackID === 'test') resolve();
            });
            document.dispatchEvent(
              new CustomEvent('mozUITour', {
                bubbles: true,
                detail: { action: 'ping', data: { callbackID: 'test' } },
              }),
            );
          }),
      );
    }

    /** Opens the page, types an address and presses Enter. */
    async function signUp(url: string, browser = listed): Promise<void> {
      await openListed(url, browser);
      await browser.click(FIELD);
      await browser.type('ada@example.com');
      await browser.press('Enter');
    }

    /** The fields of the page that Firefox itself has opened, which the instance at the root is asked for. */
    async function opened(count: number, email?: string): Promise<Record<string, string>> {
      const { fields } = await arrival(site.mockServer.at(), count);
      const values = Object.fromEntries(fields);
      assert.equal(values['email'], email);
      assert.equal(values['context'], 'oauth_webchannel_v1', 'Firefox itself has opened the page');
      assert.equal(values['service'], 'sync');
      assert.deepEqual(
        fields.filter(([, value]) => !value),
        [],
      );
      return values;
    }

    let count = 0;

    it('opens FxA’s page with the address, the entrypoint, the attribution and a good flow', async () => {
      // Firefox knows one FxA only, and the flow has to be of that one.
      const { url } = site.page(() => form(`${ATTRIBUTION} utm-term="a"`)(site.mockServer.url));
      await listed.open(url);
      await listed.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
      await signUp(`${url}?utm_source=news&utm_campaign=spring`);
      const values = await opened(++count, 'ada@example.com');
      assert.equal(values['entrypoint'], 'e2e');
      assert.equal(values['utm_source'], 'news');
      assert.equal(values['utm_campaign'], 'spring');
      assert.equal(values['utm_term'], undefined);
      const { verdict } = await arrival(site.mockServer.at(), count);
      assert.equal(verdict.flow, 'good');
    });

    it('opens FxA’s page without a flow where there is no consent', async () => {
      const { url } = site.page(() => form(`${ATTRIBUTION} metrics="off"`)(site.mockServer.url));
      await signUp(`${url}?utm_source=news&utm_campaign=spring`);
      const values = await opened(++count, 'ada@example.com');
      assert.deepEqual(
        [values['entrypoint'], values['utm_source'], values['flow_id']],
        ['e2e', 'site', undefined],
      );
    });

    for (const [what, attributes, children] of BAD) {
      it(`leaves ${what} behind, and opens FxA’s page`, async () => {
        const { url } = site.page(() => form(attributes, children)(site.mockServer.url));
        await signUp(url);
        await opened(++count, 'ada@example.com');
        const { verdict } = await arrival(site.mockServer.at(), count);
        assert.deepEqual(verdict.problems, []);
      });
    }

    /** Settings with which Firefox answers the page's ping, and then opens nothing. */
    const STUCK: [what: string, preferences: (silentUrl: string) => Record<string, string | boolean>][] = [
      [
        'waits for a server that does not respond',
        (silentUrl) => ({ 'identity.fxaccounts.autoconfig.uri': silentUrl }),
      ],
      ['must not open a page at http:', () => ({ 'identity.fxaccounts.allowHttp': false })],
    ];
    /** Lets a visitor with such a Firefox do something. */
    const withStuck = async (stuck: (typeof STUCK)[number][1], visit: (other: Browser) => Promise<void>) => {
      const silent = createServer(() => undefined).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const silentUrl = `http://localhost:${(silent.address() as AddressInfo).port}`;
      const other = await launch('firefox', {
        preferences: { ...preferences(site.url, site.mockServer.url), ...stuck(silentUrl) },
      });
      try {
        await visit(other);
      } finally {
        await other.close();
        silent.closeAllConnections();
        silent.close();
      }
    };
    for (const [what, stuck] of STUCK) {
      it(`goes natively after all where Firefox ${what}`, () =>
        withStuck(stuck, async (other) => {
          const { url } = site.page(() => form(ATTRIBUTION)(site.mockServer.url));
          await signUp(url, other);
          const { fields, verdict } = await arrival(site.mockServer.at(), ++count);
          assert.equal(verdict.flow, 'good');
          const { context, email, service } = Object.fromEntries(fields);
          assert.deepEqual([context, email, service], ['fx_desktop_v3', 'ada@example.com', 'sync']);
        }));
    }

    describe('of a link', () => {
      const link = (fxaUrl: string) => `
        <fxa-link fxa-url="${fxaUrl}" service="sync" ${ATTRIBUTION} utm-term="no good">
          <a href="${fxaUrl}signin">Sign in</a>
        </fxa-link>`;
      const openLink = async (browser = listed) => {
        const { url } = site.page(() => link(site.mockServer.url));
        await openListed(url, browser);
        await browser.waitFor(() => document.querySelector('fxa-link')?.flowState === 'ready');
        return url;
      };
      /** The visit to FxA by the link itself, where Firefox has taken no part in it. */
      const native = async (number: number) => {
        const { fields, verdict } = await arrival(site.mockServer.at(), number);
        const { context, service, form_type } = Object.fromEntries(fields);
        assert.deepEqual([context, service, form_type], ['fx_desktop_v3', 'sync', 'button']);
        assert.deepEqual([verdict.flow, verdict.problems], ['good', []]);
      };

      const PLAIN: [what: string, press: () => Promise<void>][] = [
        ['a plain click', () => listed.click('a')],
        [
          'Enter',
          async () => {
            await listed.press('Tab');
            await listed.press('Enter');
          },
        ],
      ];
      for (const [what, press] of PLAIN) {
        it(`opens FxA’s page at ${what}, with the entrypoint, the attribution and a good flow`, async () => {
          await openLink();
          await press();
          const { entrypoint, utm_source, utm_campaign, utm_term } = await opened(++count);
          assert.deepEqual(
            [entrypoint, utm_source, utm_campaign, utm_term],
            ['e2e', 'site', 'tests', undefined],
          );
          const { verdict } = await arrival(site.mockServer.at(), count);
          assert.deepEqual([verdict.flow, verdict.problems], ['good', []]);
        });
      }

      const OWN_WAY: [what: string, click: () => Promise<void>][] = [
        ['a click with Ctrl', () => listed.click('a', 'left', 'Control')],
        ['a click of the middle button', () => listed.click('a', 'middle')],
      ];
      for (const [what, click] of OWN_WAY) {
        it(`leaves ${what} alone: the link itself opens a new tab`, async () => {
          const url = await openLink();
          await click();
          await native(++count);
          assert.equal(await listed.url(), url);
        });
      }

      for (const [what, stuck] of STUCK) {
        it(`goes natively after all where Firefox ${what}`, () =>
          withStuck(stuck, async (other) => {
            await openLink(other);
            await other.click('a');
            await native(++count);
          }));
      }
    });

    it('does not happen in a Firefox that does not list the origin: the form itself goes', async () => {
      const { url, fxa } = site.page(form(ATTRIBUTION));
      const other = await launch('firefox', {
        preferences: preferences('https://example.org', site.mockServer.url),
      });
      try {
        await other.open(url);
        await other.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
        await other.click(FIELD);
        await other.type('ada@example.com');
        await other.press('Enter');
        const { verdict, fields } = await arrival(fxa);
        assert.deepEqual(verdict, { flow: 'good', problems: [], good: true });
        assert.equal(Object.fromEntries(fields)['context'], 'fx_desktop_v3');
      } finally {
        await other.close();
      }
    });
  },
);
