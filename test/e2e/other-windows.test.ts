/** Elements that a page makes, and puts into another window than its own. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forEachEngine, type Browser } from './support/driver.js';
import { GOOD } from './support/sign-up.js';
import { arrival, startSite, type Site } from './support/site.js';

/** What the page's script leaves behind, for the tests to reach. */
interface PageWindow {
  /** The window that was opened last. */
  place?: Window;
  element: HTMLElementTagNameMap['fxa-email-form'];
}

/** What stands in the element. */
type Inner = (fxaUrl: string, target: string) => string;

const ATTRIBUTES = 'entrypoint="e2e" utm-source="site" utm-campaign="tests"';

/** Only a real click may open most of these windows. */
const page = (inner: Inner, target: string) => (fxaUrl: string) => `
  <button id="frame">Frame</button><button id="pop-up">Pop-up</button><button id="picture">Picture in picture</button>
  <div id="home"><fxa-email-form fxa-url="${fxaUrl}" ${ATTRIBUTES}>${inner(fxaUrl, target)}</fxa-email-form></div>
  <script>
    const open = (id, openWindow) => {
      document.getElementById(id).onclick = async () => {
        window.place = await openWindow();
      };
    };
    window.element = document.querySelector('fxa-email-form');
    open('frame', () => {
      const frame = document.createElement('iframe');
      frame.style.cssText = 'inline-size: 500px; block-size: 300px';
      document.body.append(frame);
      return frame.contentWindow;
    });
    open('pop-up', () => window.open('', '', 'width=600,height=400'));
    open('picture', () => documentPictureInPicture.requestWindow({ width: 600, height: 400 }));
  </script>`;

const FORMS: readonly (readonly [name: string, inner: Inner])[] = [
  ['the drawn form', () => ''],
  [
    'the author’s form',
    (fxaUrl, target) =>
      `<form action="${fxaUrl}" target="${target}"><input type="email" name="email" required><button>Go on</button></form>`,
  ],
];

/** Runs in the page: puts the element there or back home, and says how it looks. */
async function move(there: boolean) {
  const { element, place } = window as unknown as PageWindow;
  const home = document.querySelector('#home');
  (there ? place?.document.body : home)?.append(element);
  await element.updateComplete;
  const drawn = element.shadowRoot?.querySelector('form');
  return {
    there: element.ownerDocument === place?.document,
    // The author's form wears the style of the page.
    display: drawn ? element.ownerDocument.defaultView?.getComputedStyle(drawn).display : 'flex',
    isShown: (drawn ?? element.querySelector('form'))?.getClientRects().length === 1,
  };
}

describe('an element that is put into another window', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  forEachEngine('a visitor', ({ engine, launch }) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });

    // Pictures in pictures that hold a document are Chromium's alone.
    for (const place of ['frame', 'pop-up', ...(engine === 'chromium' ? ['picture'] : [])]) {
      for (const [name, inner] of FORMS) {
        it(`${place}: sees ${name} whole, there and back and there again, and signs up by it`, async () => {
          // FxA refuses to be framed, and a picture in a picture closes when it is to go elsewhere.
          const { url, fxa } = site.page(page(inner, place === 'picture' ? '_blank' : '_top'));
          await browser.open(url);
          await browser.evaluate(() => {
            sessionStorage.clear();
          });
          await browser.click(`#${place}`);
          await browser.waitFor(() => Boolean((window as unknown as PageWindow).place?.document.body));
          for (const there of [true, false, true]) {
            assert.deepEqual(await browser.evaluate(move, there), { there, display: 'flex', isShown: true });
          }
          await browser.waitFor(() => (window as unknown as PageWindow).element.flowState === 'ready');
          assert.doesNotMatch(
            (await browser.evaluate(() => sessionStorage.getItem('seen'))) ?? '',
            /error|rejection/,
          );
          await browser.evaluate(() => {
            const { element } = window as unknown as PageWindow;
            const root = element.querySelector('form') ?? element.shadowRoot;
            const field = root?.querySelector('input');
            if (field) field.value = 'ada@example.com';
            root?.querySelector('button')?.click();
          });
          const { fields, verdict } = await arrival(fxa);
          assert.deepEqual(verdict, GOOD);
          assert.equal(Object.fromEntries(fields)['email'], 'ada@example.com');
          if (place === 'frame') await browser.waitFor(() => document.querySelector('#verdict')?.textContent);
          else await browser.evaluate(() => (window as unknown as PageWindow).place?.close());
        });
      }
    }
  });
});
