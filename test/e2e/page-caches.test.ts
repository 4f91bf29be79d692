/** Pages that htmx and Turbo swap without a load, and bring back from copies that they have kept. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { forEachEngine, type Browser } from './support/driver.js';
import { atFxa, GOOD, signUp } from './support/sign-up.js';
import { startSite, type Site } from './support/site.js';

const PACKAGES = new URL('../../demo/guides/node_modules/', import.meta.url);

/** Each library's script, and what the body needs to be swapped by it. */
const LIBRARIES: Readonly<Record<string, { script: string; body: string; keep: string }>> = {
  'htmx 2': { script: 'htmx-2/dist/htmx.min.js', body: 'hx-boost="true"', keep: 'hx-boost="false"' },
  'htmx 4': {
    script: 'htmx.org/dist/htmx.min.js',
    body: 'hx-boost:inherited="true"',
    keep: 'hx-boost="false"',
  },
  Turbo: { script: '@hotwired/turbo/dist/turbo.es2017-umd.js', body: '', keep: 'data-turbo="false"' },
};

/** What the app has for `fxa-url`. */
const FXA_URL = 'http://localhost:3030/';

/** The addresses of the two pages, each with a campaign of its own. */
const FIRST = '/first?utm_source=news&utm_campaign=spring&utm_term=tabs';
const SECOND = '/second?utm_source=mail&utm_campaign=autumn&utm_medium=email';

const page = (library: string, name: string, other: string) => {
  const { body, keep } = LIBRARIES[library] ?? { body: '', keep: '' };
  const [form, head] =
    name === 'first'
      ? [
          `<form action="${FXA_URL}" ${keep}>
             <input type="email" name="email" required>
             <input type="hidden" name="entrypoint" value="first">
             <input type="hidden" name="utm_term" value="mine">
             <input type="hidden" name="state" value="kept">
             <button>Go on</button>
           </form>`,
          '<style>p { color: navy }</style>',
        ]
      : ['', '<meta name="description" content="Another head"><link rel="canonical" href="/second">'];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>The ${name} page</title>
    <link rel="icon" href="data:,">
    <script type="module" src="/fxa-email-form.min.js"></script>
    <script src="/library.js?${encodeURIComponent(library)}"></script>
    ${head}
  </head>
  <body ${body}>
    <a href="${other.replaceAll('&', '&amp;')}">Go to the other page</a>
    <fxa-email-form id="${name}" fxa-url="${FXA_URL}" entrypoint="${name}" utm-source="site" utm-campaign="tests">
      ${form}
    </fxa-email-form>
  </body>
</html>`;
};

describe('a page that is brought back from a copy', () => {
  let library = '';
  /** While there is one, the app does not answer. */
  let gate: Promise<void> | undefined;
  let app: Server;
  let site: Site;
  before(async () => {
    app = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname === '/library.js') {
        const script = readFileSync(new URL(LIBRARIES[library]?.script ?? '', PACKAGES));
        response.setHeader('content-type', 'text/javascript').end(script);
        return;
      }
      const body = pathname === '/first' ? page(library, 'first', SECOND) : page(library, 'second', FIRST);
      void Promise.resolve(gate).then(() => {
        response.setHeader('content-type', 'text/html').end(body);
      });
    }).listen(0, '127.0.0.1');
    await once(app, 'listening');
    const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
    site = await startSite({ app: { url, fxaUrl: FXA_URL } });
  });
  after(async () => {
    await site.close();
    app.close();
    app.closeAllConnections();
  });

  forEachEngine('a visitor', ({ launch }) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });

    const isReady = (id: string) =>
      browser.waitFor(
        (wanted) =>
          document.querySelector('fxa-email-form')?.id === wanted &&
          document.querySelector('fxa-email-form')?.flowState === 'ready' &&
          !document.documentElement.hasAttribute('data-turbo-preview'),
        id,
      );
    const open = async (name: string) => {
      library = name;
      const { url, fxa } = site.appPage(FIRST);
      const requests = () =>
        fxa.log
          .filter((entry) => entry.type === 'request')
          .map(({ query }) => Object.fromEntries(query))
          .map(({ entrypoint, utm_campaign }) => `${entrypoint ?? ''} ${utm_campaign ?? ''}`);
      await browser.open(url);
      await isReady('first');
      await browser.evaluate(() => {
        sessionStorage.removeItem('seen');
        // Gone, where the browser loads another page.
        Object.assign(window, { isKept: true });
      });
      return { fxa, requests };
    };
    const sent = () =>
      browser.evaluate(() => {
        const form = document.querySelector<HTMLFormElement>('fxa-email-form form');
        return [...new FormData(form ?? undefined)].map(([name, value]) => `${name}=${value as string}`);
      });
    const namesOf = (fields: readonly string[]) => fields.map((field) => field.replace(/=.*/s, '')).sort();
    const campaignOf = (fields: readonly string[]) =>
      fields.filter((field) => field.startsWith('utm_')).sort();

    for (const name of Object.keys(LIBRARIES)) {
      it(`by ${name} sends each name once, of one campaign, and nothing without consent`, async () => {
        const { fxa, requests } = await open(name);
        const before = await sent();
        await browser.click('a');
        await isReady('second');
        await browser.back();
        await isReady('first');
        assert.equal(await browser.evaluate(() => 'isKept' in window), true);
        const back = await sent();
        assert.deepEqual(namesOf(back), [...new Set(namesOf(before))]);
        assert.deepEqual(campaignOf(back), ['utm_campaign=spring', 'utm_source=news', 'utm_term=tabs']);
        assert.deepEqual(requests(), ['first spring', 'second autumn', 'first spring']);

        const element = 'fxa-email-form';
        await browser.evaluateOn(element, (form) => {
          form.setAttribute('metrics', 'off');
        });
        await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'idle');
        const refused = await sent();
        assert.deepEqual(campaignOf(refused), ['utm_campaign=tests', 'utm_source=site', 'utm_term=mine']);
        assert.equal(
          refused.some((field) => field.startsWith('flow')),
          false,
        );
        await browser.evaluateOn(element, (form) => {
          form.removeAttribute('metrics');
        });
        await isReady('first');
        assert.equal(
          await browser.evaluate(() => /error|rejection/.test(sessionStorage.getItem('seen') ?? '')),
          false,
        );
        await signUp(browser, 'fxa-email-form [name=email]', 'ada@example.com');
        const { verdict } = await atFxa(browser, fxa);
        assert.deepEqual(verdict, GOOD);
      });
    }

    it('by Turbo as a preview requests nothing, until the page itself is there', async () => {
      const { requests } = await open('Turbo');
      await browser.click('a');
      await isReady('second');
      let release = () => {
        // Set at once.
      };
      gate = new Promise((resolve) => {
        release = resolve;
      });
      try {
        await browser.click('a');
        await browser.waitFor(
          () =>
            document.documentElement.hasAttribute('data-turbo-preview') &&
            document.querySelector('fxa-email-form')?.id === 'first' &&
            document.querySelector('fxa-email-form')?.flowState === 'idle',
        );
        assert.deepEqual(requests(), ['first spring', 'second autumn']);
        assert.deepEqual(
          campaignOf(await sent()).filter((field) => /autumn|mail/.test(field)),
          [],
        );
      } finally {
        gate = undefined;
        release();
      }
      await isReady('first');
      assert.deepEqual(requests(), ['first spring', 'second autumn', 'first spring']);
    });
  });
});
