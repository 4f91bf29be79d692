/** Pages that require Trusted Types, and have a Lit of their own beside the one in the element's script. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forEachEngine } from './support/driver.js';
import { bundlePageScript } from './support/page-script.js';
import { atFxa, GOOD, signUp, WITHOUT_FLOW } from './support/sign-up.js';
import { startSite, type Site } from './support/site.js';

const OURS = '/fxa-email-form.min.js';
const OWN = '/own-lit.js';

/** The script of a page that draws something with Lit. */
const OWN_SCRIPT = `
  import { html, render } from 'lit';
  const place = document.createElement('p');
  document.body.append(place);
  render(html\`<b id="own">Drawn by the page</b>\`, place);`;

const authorForm = (fxaUrl: string) => `
  <fxa-email-form fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests">
    <form action="${fxaUrl}">
      <input type="email" name="email" required>
      <input type="hidden" name="action" value="email">
      <input type="hidden" name="form_type" value="email">
      <button>Go on</button>
    </form>
  </fxa-email-form>`;
const drawnForm = (fxaUrl: string) =>
  `<fxa-email-form fxa-url="${fxaUrl}" entrypoint="e2e" utm-source="site" utm-campaign="tests"></fxa-email-form>`;

describe('a page with a Lit of its own, whose policy is', () => {
  let site: Site;
  before(async () => {
    site = await startSite({ scripts: { [OWN]: await bundlePageScript(OWN_SCRIPT) } });
  });
  after(() => site.close());

  forEachEngine('a visitor', ({ launch }) => {
    for (const policy of ["trusted-types lit-html 'allow-duplicates'", 'trusted-types lit-html']) {
      for (const scripts of [
        [OURS, OWN],
        [OWN, OURS],
      ]) {
        it(`${policy}, scripts in the order ${scripts.join(', ')}`, async () => {
          const browser = await launch();
          for (const [body, field] of [
            [authorForm, 'fxa-email-form [name=email]'],
            [drawnForm, 'fxa-email-form >>> [name=email]'],
          ] as const) {
            const { url, fxa } = site.page(body, {
              scripts,
              policy: () => `require-trusted-types-for 'script'; ${policy}`,
            });
            await browser.open(url);
            // Without the second word, a policy stops the script that comes second, where the engine knows of policies.
            const stops =
              !policy.includes('duplicates') && (await browser.evaluate(() => 'trustedTypes' in window));
            const works = !stops || scripts[0] === OURS;
            const ownWorks = !stops || scripts[0] === OWN;
            if (works)
              await browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
            if (ownWorks) await browser.waitFor(() => document.querySelector('#own') !== null);
            assert.deepEqual(
              await browser.evaluate(() => [
                customElements.get('fxa-email-form') !== undefined,
                document.querySelector('#own') !== null,
              ]),
              [works, ownWorks],
            );
            // There is no form: the README says so.
            if (!works && body === drawnForm) continue;
            await signUp(browser, field, 'ada@example.com');
            assert.deepEqual((await atFxa(browser, fxa)).verdict, works ? GOOD : WITHOUT_FLOW);
          }
        });
      }
    }
  });
});
