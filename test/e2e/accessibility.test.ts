import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forEachEngine } from './support/driver.js';
import { startSite, type Site } from './support/site.js';

const INPUT = 'fxa-email-form >>> input[type=email]';
const BUTTON = 'fxa-email-form >>> button';

const form = (fxaUrl: string) => `
  <style>:root { color-scheme: light dark }</style>
  <fxa-email-form fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests">
    <h1 slot="heading">Hello</h1>
  </fxa-email-form>`;

describe('what browsers make of the form', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.close());

  forEachEngine('for', ({ engine, accessibilityTree, launch }) => {
    /** A style of the element as it is now. */
    const style = (browser: Awaited<ReturnType<typeof launch>>, selector: string, property: string) =>
      browser.evaluateOn(
        selector,
        (element, name) => getComputedStyle(element).getPropertyValue(name),
        property,
      );

    it('screen readers: each control has its role and its name', { skip: !accessibilityTree }, async () => {
      const browser = await launch();
      await browser.open(site.page(form).url);
      for (const [selector, role, name] of [
        [INPUT, 'textbox', 'Enter your email'],
        [BUTTON, 'button', 'Continue'],
        ['fxa-email-form >>> a', 'link', 'Terms of Service'],
        ['fxa-email-form >>> a + a', 'link', 'Privacy Notice'],
      ] as const) {
        assert.ok(await browser.isExposedAs(selector, role, name), `${role} "${name}"`);
      }
      assert.equal(await browser.isExposedAs(INPUT, 'textbox', 'user@example.com'), false);
    });

    it('those who prefer the dark: dark colours', async () => {
      const browser = await launch({ colorScheme: 'dark' });
      await browser.open(site.page(form).url);
      assert.equal(await style(browser, BUTTON, 'background-color'), 'rgb(0, 221, 255)');
    });

    it(
      'those who force their own colours: a button and a field with edges, and a focus that is seen',
      // Chromium's are tested beside the other looks; WebKit has none.
      { skip: engine !== 'firefox' },
      async () => {
        const browser = await launch({ preferences: { 'browser.display.document_color_use': 2 } });
        await browser.open(site.page(form).url);
        assert.ok(await browser.evaluate(() => matchMedia('(forced-colors: active)').matches));
        await browser.click(INPUT);
        const page = await style(browser, 'html', 'background-color');
        for (const [selector, edge] of [
          [INPUT, 'border-top'],
          [BUTTON, 'border-top'],
          [INPUT, 'outline'],
        ] as const) {
          assert.equal(await style(browser, selector, `${edge}-style`), 'solid');
          assert.equal(await style(browser, selector, `${edge}-width`), '2px');
          assert.notEqual(await style(browser, selector, `${edge}-color`), page);
        }
      },
    );
  });
});
