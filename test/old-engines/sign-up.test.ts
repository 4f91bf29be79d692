import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Browser } from '../e2e/support/driver.js';
import { atFxa, fieldOf, formOf, GOOD, signUp } from '../e2e/support/sign-up.js';
import { startSite, type Site } from '../e2e/support/site.js';
import { contrastRatio, type Rgba } from '../support/contrast.js';
import { runsHere, startOldChromium, type OldVersion } from './chromium.js';

/** Each build, and what it lacks of what today's have. The oldest is one older than the oldest that the form is made for. */
const BUILDS: readonly (readonly [OldVersion, { hasOwn: boolean; colorMix: boolean; lightDark: boolean }])[] =
  [
    [92, { hasOwn: false, colorMix: false, lightDark: false }],
    [122, { hasOwn: true, colorMix: true, lightDark: false }],
  ];

const TAG = 'fxa-email-form';
const FIELD = fieldOf(TAG);
const BUTTON = `${TAG} >>> button`;
const MESSAGE = `${TAG} >>> [part=error]`;

/** A form of the author's, which the element enhances. */
const authorForm = (fxaUrl: string) => `
  <fxa-email-form fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests">
    <form action="${fxaUrl}"><input type="email" name="email" required><button>Go on</button></form>
  </fxa-email-form>`;

/** The pages that show the form, what the visitor prefers, and how the field has to look there. */
const PAGES: readonly (readonly [
  name: string,
  style: string,
  prefers: 'light' | 'dark',
  field: 'light' | 'dark',
])[] = [
  ['a light page', 'body { background: #fff; color: #15141a }', 'light', 'light'],
  [
    'a light page, to a visitor who prefers the dark',
    'body { background: #fff; color: #000 }',
    'dark',
    'light',
  ],
  [
    'a page that is both, to a visitor who prefers the light',
    ':root { color-scheme: light dark } body { background: Canvas; color: CanvasText }',
    'light',
    'light',
  ],
  [
    'a page that is both, to a visitor who prefers the dark',
    ':root { color-scheme: light dark } body { background: Canvas; color: CanvasText }',
    'dark',
    'dark',
  ],
  [
    'a dark part of a page',
    'body { color-scheme: dark; background: #15141a; color: #fbfbfe }',
    'light',
    'dark',
  ],
];

/** A colour as an old engine tells it: `rgb(0, 96, 223)`, or `rgba(…)`. */
function rgba(colour: string): Rgba {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

for (const [version, has] of BUILDS) {
  const skip = !runsHere && 'The old builds are for Linux on x64.';
  describe(`Chromium ${version}`, { skip }, () => {
    let site: Site;
    const browsers = new Map<'light' | 'dark', Browser>();

    before(async () => {
      site = await startSite();
      for (const colorScheme of ['light', 'dark'] as const) {
        browsers.set(colorScheme, new Browser('chromium', await startOldChromium(version, { colorScheme })));
      }
    });
    after(async () => {
      for (const browser of browsers.values()) await browser.close();
      await site.close();
    });

    async function open(body: (fxaUrl: string) => string, prefers: 'light' | 'dark' = 'light') {
      const browser = browsers.get(prefers);
      if (!browser) throw new Error(`There is no browser that prefers ${prefers} pages.`);
      const { url, fxa } = site.page(body);
      await browser.open(url);
      await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
      return { browser, fxa };
    }

    const styleOf = (browser: Browser, selector: string, property: string) =>
      browser.evaluateOn(
        selector,
        (element, name) => getComputedStyle(element).getPropertyValue(name),
        property,
      );

    /** Presses Enter in the empty field, and waits for the message. */
    async function makeError(browser: Browser): Promise<void> {
      await browser.click(FIELD);
      await browser.press('Enter');
      await browser.waitFor(
        () =>
          document.querySelector('fxa-email-form')?.shadowRoot?.querySelector('[part=error]')?.textContent,
      );
    }

    it('is that old', async () => {
      const { browser } = await open(formOf(TAG));
      assert.deepEqual(
        await browser.evaluate(() => ({
          version: Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]),
          hasOwn: 'hasOwn' in Object,
          colorMix: CSS.supports('color', 'color-mix(in srgb, red, red)'),
          lightDark: CSS.supports('color', 'light-dark(red, red)'),
        })),
        { version, ...has },
      );
    });

    it('types an address, presses Enter, and is at FxA with a good flow', async () => {
      const { browser, fxa } = await open(formOf(TAG));
      await signUp(browser, FIELD, 'ada@example.com');
      const { fields, verdict } = await atFxa(browser, fxa);
      assert.deepEqual(verdict, GOOD);
      assert.equal(Object.fromEntries(fields)['email'], 'ada@example.com');
    });

    it('is told of an address that FxA would not take, mends it, and clicks the button', async () => {
      const { browser, fxa } = await open(formOf(TAG));
      await signUp(browser, FIELD, 'ada@example');
      await browser.waitFor(
        () =>
          document.querySelector('fxa-email-form')?.shadowRoot?.querySelector('[aria-invalid=true]') !== null,
      );
      await browser.type('.com');
      await browser.click(BUTTON);
      assert.deepEqual((await atFxa(browser, fxa)).verdict, GOOD);
    });

    it('signs up by the author’s form, with a good flow', async () => {
      const { browser, fxa } = await open(authorForm);
      await signUp(browser, '[name=email]', 'ada@example.com');
      assert.deepEqual((await atFxa(browser, fxa)).verdict, GOOD);
    });

    for (const [name, style, prefers, field] of PAGES) {
      it(`${name}: everything can be told apart`, async () => {
        const { browser } = await open((fxaUrl) => `<style>${style}</style>${formOf(TAG)(fxaUrl)}`, prefers);
        await makeError(browser);
        const colour = async (selector: string, property: string) =>
          rgba(await styleOf(browser, selector, property));
        const page = await colour('body', 'background-color');
        const inField = [page, await colour(FIELD, 'background-color')];
        const onButton = [page, await colour(BUTTON, 'background-color')];
        const pairs: [what: string, colour: Rgba, behind: readonly Rgba[], atLeast: number][] = [
          ['label', await colour(`${TAG} >>> label`, 'color'), [page], 4.5],
          ['message', await colour(MESSAGE, 'color'), [page], 4.5],
          ['text in the field', await colour(FIELD, 'color'), inField, 4.5],
          ['text on the button', await colour(BUTTON, 'color'), onButton, 4.5],
          ['button', await colour(BUTTON, 'background-color'), [page], 3],
          ['edge of a field with a wrong address', await colour(FIELD, 'border-top-color'), [page], 3],
          ['focus ring', await colour(FIELD, 'outline-color'), [page], 3],
        ];
        const tooClose = pairs
          .map(([what, front, behind, atLeast]) => ({ what, ratio: contrastRatio(front, behind), atLeast }))
          .filter(({ ratio, atLeast }) => ratio < atLeast);
        assert.deepEqual(tooClose, []);
        const [red] = await colour(FIELD, 'background-color');
        assert.equal(red > 127 ? 'light' : 'dark', field);
      });
    }

    it('has the author’s own colours', async () => {
      const { browser } = await open(
        (fxaUrl) => `
          <style>
            fxa-email-form {
              --fxa-accent-color: rgb(1, 1, 1);
              --fxa-accent-text-color: rgb(2, 2, 2);
              --fxa-error-color: rgb(3, 3, 3);
              --fxa-field-color: rgb(4, 4, 4);
              --fxa-field-text-color: rgb(5, 5, 5);
            }
          </style>
          ${formOf(TAG)(fxaUrl)}`,
      );
      await makeError(browser);
      for (const [selector, property, colour] of [
        [BUTTON, 'background-color', 'rgb(1, 1, 1)'],
        [FIELD, 'outline-color', 'rgb(1, 1, 1)'],
        [BUTTON, 'color', 'rgb(2, 2, 2)'],
        [MESSAGE, 'color', 'rgb(3, 3, 3)'],
        [FIELD, 'border-top-color', 'rgb(3, 3, 3)'],
        [FIELD, 'background-color', 'rgb(4, 4, 4)'],
        [FIELD, 'color', 'rgb(5, 5, 5)'],
      ] as const) {
        assert.equal(await styleOf(browser, selector, property), colour, `${property} of ${selector}`);
      }
    });
  });
}
