import { LitElementRenderer, render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { html, type TemplateResult } from 'lit';
import { forEachEngine, type Browser } from './support/driver.js';
import { bundlePageScript } from './support/page-script.js';
import { GOOD, signUp, WITHOUT_FLOW } from './support/sign-up.js';
import { arrival, startSite, type Site } from './support/site.js';

/** The built package, which is not there yet when types are checked. */
const built = (path: string): Promise<unknown> =>
  import(new URL(`../../dist/${path}`, import.meta.url).href) as Promise<unknown>;
const { FxaEmailForm } = (await built('index.js')) as typeof import('../../src/index.js');
await built('link.js');
const { default: he } = (await built('locales/he.js')) as typeof import('../../src/locales/he.js');

const rendered = (template: TemplateResult) => collectResult(render(template));

const drawnForm = (fxaUrl: string, campaign = 'spring') => html`
  <fxa-email-form
    fxa-url=${fxaUrl}
    entrypoint="server"
    utm_source="server"
    utm-campaign=${campaign}
    label="Your address"
  >
    <h2 slot="heading">Take your tabs everywhere</h2>
  </fxa-email-form>
`;

const authorForm = (fxaUrl: string) => html`
  <fxa-email-form fxa-url=${fxaUrl} utm-source="element" utm-campaign="element">
    <form action=${fxaUrl}>
      <label>Your address <input type="email" name="email" required /></label>
      <input type="hidden" name="action" value="email" />
      <input type="hidden" name="form_type" value="email" />
      <input type="hidden" name="entrypoint" value="author" />
      <button>Go on</button>
    </form>
  </fxa-email-form>
`;

const link = (fxaUrl: string) => html`
  <fxa-link fxa-url=${fxaUrl} entrypoint="server" utm_source="server" utm-campaign="spring">
    <a href=${`${fxaUrl}signin?plan=yearly`}>Sign in</a>
  </fxa-link>
`;

describe('a page that a server has rendered', () => {
  let site: Site;
  /** A script as sites have it that render more than this element on a server. */
  let hydratingScript: string;
  before(async () => {
    site = await startSite();
    hydratingScript = await bundlePageScript(
      `import '@lit-labs/ssr-client/lit-element-hydrate-support.js'; import 'fxa-email-form'; import 'fxa-email-form/link';`,
    );
  });
  after(() => site.close());

  /** A page without the element's script, which `loadScript` brings. */
  const page = async (template: (fxaUrl: string) => TemplateResult, script = '') => {
    const { url: fxaUrl } = site.mockServer.at('nobody');
    const markup = await rendered(template(fxaUrl));
    return site.page((own) => markup.replaceAll(fxaUrl, own) + script, { scripts: ['/console-recorder.js'] });
  };
  const loadScript = (browser: Browser) =>
    browser.evaluate(`import('/fxa-email-form.min.js').then(() => true)`);
  const isReady = (browser: Browser) =>
    browser.waitFor(() => document.querySelector('fxa-email-form')?.flowState === 'ready');
  it('says where a relative action leads, with its query in hidden fields', async () => {
    const markup = await rendered(
      html`<fxa-email-form action="sign-in?next=%2Fhome#top" entrypoint="server"></fxa-email-form>`,
    );
    assert.match(markup, /<form\s[^>]*action="sign-in"/);
    assert.match(markup, /<input type="hidden" form="form" name="next" value="\/home" \/>/);
  });

  it('sends nobody to an address that no e-mail address may travel to', async () => {
    const markup = await rendered(
      html`<fxa-email-form action="javascript:alert(1)" entrypoint="server"></fxa-email-form>`,
    );
    assert.match(markup, /<form\s[^>]*action="https:\/\/accounts\.firefox\.com\/"/);
  });

  it('has a link as its author wrote it', async () => {
    const markup = await rendered(link('https://accounts.firefox.com/'));
    assert.match(markup, /<a href="https:\/\/accounts\.firefox\.com\/signin\?plan=yearly">Sign in<\/a>/);
  });

  it('is in the language of the tag', async () => {
    FxaEmailForm.addLocale(he);
    const markup = await rendered(html`<fxa-email-form lang="he" entrypoint="server"></fxa-email-form>`);
    assert.match(markup, /<form\s[^>]*dir="rtl"/);
    assert.match(markup, /<span lang="he" dir="rtl">/);
  });

  it('has the tag as the author wrote it, where the site wants that', async () => {
    LitElementRenderer.renderOptions.push((element) => ({ disableSsr: element instanceof FxaEmailForm }));
    const markup = await rendered(authorForm('https://accounts.firefox.com/'));
    LitElementRenderer.renderOptions.pop();
    assert.doesNotMatch(markup, /<template/);
  });

  forEachEngine('a visitor', ({ launch }) => {
    it('signs up without JavaScript, with all that FxA accepts', async () => {
      const { url, fxa } = await page((fxaUrl) => drawnForm(fxaUrl, '100 %'));
      const browser = await launch({ javaScript: false });
      await browser.open(url);
      await signUp(browser, 'fxa-email-form >>> [name=email]', 'ada@example.com');
      const { fields, verdict } = await arrival(fxa);
      assert.deepEqual(verdict, WITHOUT_FLOW);
      const { email, entrypoint, utm_source, utm_campaign } = Object.fromEntries(fields);
      assert.deepEqual(
        [email, entrypoint, utm_source, utm_campaign],
        ['ada@example.com', 'server', 'server', undefined],
      );
    });

    it('without JavaScript sees the author’s form in place of the drawn one, and signs up by it', async () => {
      const { url, fxa } = await page(authorForm);
      const browser = await launch({ javaScript: false });
      await browser.open(url);
      assert.equal(
        await browser.evaluateOn('fxa-email-form >>> form', (form) => form.getClientRects().length),
        0,
      );
      await signUp(browser, '[name=email]', 'ada@example.com');
      const { fields, verdict } = await arrival(fxa);
      assert.deepEqual(verdict, WITHOUT_FLOW);
      assert.equal(Object.fromEntries(fields)['entrypoint'], 'author');
    });

    it('keeps what was typed before the script arrived, and the place in the field', async () => {
      const { url, fxa } = await page(drawnForm);
      const browser = await launch();
      await browser.open(url);
      await browser.click('fxa-email-form >>> [name=email]');
      await browser.type('ada@exam');
      const boxes = () =>
        browser.evaluate(() =>
          [document, document.querySelector('fxa-email-form')?.shadowRoot]
            .flatMap((root) => [...(root?.querySelectorAll('fxa-email-form, [part], h2') ?? [])])
            .map((element) => {
              const { x, y, width, height } = element.getBoundingClientRect();
              return [element.localName, x, y, width, height];
            }),
        );
      const before = await boxes();
      await loadScript(browser);
      await isReady(browser);
      assert.deepEqual(await boxes(), before);
      assert.equal(
        await browser.evaluateOn('fxa-email-form >>> [name=email]', (field) =>
          field instanceof HTMLInputElement ? field.value : '',
        ),
        'ada@exam',
      );
      assert.equal(
        await browser.evaluateOn(
          'fxa-email-form',
          (element) => element.shadowRoot?.querySelectorAll('form').length,
        ),
        1,
      );
      assert.equal(await browser.evaluate(() => sessionStorage.getItem('seen')), 'fxa-flow-ready ;');
      await browser.type('ple.com');
      await browser.press('Enter');
      const { fields, verdict } = await arrival(fxa);
      assert.deepEqual(verdict, GOOD);
      assert.equal(Object.fromEntries(fields)['email'], 'ada@example.com');
      assert.equal(fxa.log.filter(({ type }) => type === 'request').length, 1);
    });

    it('signs up by the author’s form when the script arrives', async () => {
      const { url, fxa } = await page(authorForm);
      const browser = await launch();
      await browser.open(url);
      await browser.click('[name=email]');
      await browser.type('ada@example.com');
      await loadScript(browser);
      await isReady(browser);
      await browser.press('Enter');
      const { fields, verdict } = await arrival(fxa);
      assert.deepEqual(verdict, GOOD);
      const { email, utm_source } = Object.fromEntries(fields);
      assert.deepEqual([email, utm_source], ['ada@example.com', 'element']);
    });

    const LINKS: [
      what: string,
      javaScript: boolean,
      script: () => string,
      load: (browser: Browser) => unknown,
    ][] = [
      ['without JavaScript', false, () => '', () => undefined],
      ['when the script arrives', true, () => '', loadScript],
      [
        'where the site hydrates what its server has rendered',
        true,
        () => `<script type="module">${hydratingScript}</script>`,
        () => undefined,
      ],
    ];
    for (const [what, javaScript, script, load] of LINKS) {
      it(`follows a link ${what}`, async () => {
        const { url, fxa } = await page(link, script());
        const browser = await launch({ javaScript });
        await browser.open(url);
        await load(browser);
        if (javaScript)
          await browser.waitFor(() => document.querySelector('fxa-link')?.flowState === 'ready');
        await browser.click('a');
        const { fields, verdict } = await arrival(fxa);
        assert.deepEqual(verdict, javaScript ? GOOD : WITHOUT_FLOW);
        const { plan, entrypoint, utm_source } = Object.fromEntries(fields);
        const attribution = javaScript ? 'server' : undefined;
        assert.deepEqual([plan, entrypoint, utm_source], ['yearly', attribution, attribution]);
        assert.equal(fxa.log.filter(({ type }) => type === 'request').length, javaScript ? 1 : 0);
      });
    }

    it('signs up where the site hydrates what its server has rendered', async () => {
      const { url, fxa } = await page(drawnForm, `<script type="module">${hydratingScript}</script>`);
      const browser = await launch();
      await browser.open(url);
      await isReady(browser);
      await signUp(browser, 'fxa-email-form >>> [name=email]', 'ada@example.com');
      assert.deepEqual((await arrival(fxa)).verdict, GOOD);
      assert.equal(fxa.log.filter(({ type }) => type === 'request').length, 1);
    });
  });
});
