import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { forEachEngine, type Browser } from './support/driver.js';

/** A form in a shadow root, which goes to the other origin, and tells how the page was shown. */
const formPage = (action: string) => `<!doctype html>
  <title>Form</title>
  <link rel="icon" href="data:," />
  <div id="host">
    <template shadowrootmode="open">
      <form action="${action}"><input name="email" /></form>
    </template>
  </div>
  <p id="off-screen" style="margin-top: 200vh">Far below</p>
  <noscript>No scripts here</noscript>
  <script>
    addEventListener('pageshow', ({ persisted }) => { document.title = persisted ? 'Back from the cache' : 'Loaded'; });
  </script>`;

interface Origin {
  readonly server: Server;
  readonly url: string;
}

async function serve(html: string): Promise<Origin> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://localhost:${(server.address() as AddressInfo).port}/` };
}

describe('the driver', () => {
  let there: Origin;
  let here: Origin;

  before(async () => {
    there = await serve('<!doctype html><title>There</title><link rel="icon" href="data:," /><p>Hello</p>');
    here = await serve(formPage(there.url));
  });

  after(() => {
    for (const { server } of [here, there]) {
      server.close();
      server.closeAllConnections();
    }
  });

  forEachEngine('a visitor', ({ launch, backForwardCache }) => {
    let browser: Browser;
    before(async () => {
      browser = await launch({ viewport: { width: 360, height: 640 } });
      await browser.open(here.url);
    });

    it('sees a page that is in front, in the size and the colours asked for', async () => {
      assert.deepEqual(
        await browser.evaluate(() => ({
          visible: document.visibilityState,
          focused: document.hasFocus(),
          width: innerWidth,
          height: innerHeight,
          dark: matchMedia('(prefers-color-scheme: dark)').matches,
        })),
        { visible: 'visible', focused: true, width: 360, height: 640, dark: false },
      );
    });

    it('types into a shadow root and lands on the other origin', async () => {
      await browser.click('#host >>> input');
      await browser.type('zoë+1@exaample.org');
      assert.equal(
        await browser.evaluateOn('#host >>> input', (input) => (input as HTMLInputElement).value),
        'zoë+1@exaample.org',
      );
      await browser.press('Enter');
      await browser.waitFor(() => document.title === 'There');
      const url = new URL(await browser.url());
      assert.equal(url.origin, new URL(there.url).origin);
      assert.equal(url.searchParams.get('email'), 'zoë+1@exaample.org');
    });

    it('goes back to the page as it was left', async () => {
      await browser.back();
      assert.equal(await browser.url(), here.url);
      await browser.waitFor(
        (title) => document.title === title,
        backForwardCache ? 'Back from the cache' : 'Loaded',
      );
    });

    it('goes on from there', async () => {
      await browser.open(there.url);
      assert.equal(await browser.evaluate('document.title'), 'There');
      await browser.back();
      await browser.open(here.url);
      assert.equal(await browser.evaluate(() => document.title), 'Loaded');
    });

    it('clicks what has to be scrolled to', async () => {
      await browser.evaluateOn('#off-screen', (element) => {
        element.addEventListener('click', () => (element.textContent = 'Clicked'), { once: true });
      });
      await browser.click('#off-screen');
      assert.equal(await browser.evaluateOn('#off-screen', (element) => element.textContent), 'Clicked');
    });

    it('may have switched scripts off, and prefer the dark', async () => {
      const other = await launch({ javaScript: false, colorScheme: 'dark' });
      await other.open(here.url);
      assert.deepEqual(
        await other.evaluate(() => [document.title, matchMedia('(prefers-color-scheme: dark)').matches]),
        ['Form', true],
      );
      await other.click('#host >>> input');
      await other.type('a@example.org');
      await other.press('Enter');
      await other.waitFor(() => location.search === '?email=a%40example.org');
    });
  });
});
