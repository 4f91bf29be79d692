/** The pages of the guides to consent managers, tag managers, templates, htmx and Turbo do what the guides say. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { FxaInstance } from '../../src/mock-server/start-mock-server.js';
import { launch, type Browser } from './support/driver.js';
import { atFxa, GOOD, signUp, WITHOUT_FLOW } from './support/sign-up.js';
import { startSite, type Site } from './support/site.js';

const GUIDES = new URL('../../demo/guides/', import.meta.url);

/** What the pages have for `fxa-url`. */
const FXA_URL = 'http://localhost:3030/';

const DRAWN_FIELD = 'fxa-email-form >>> input[type=email]';
const OWN_FIELD = 'fxa-email-form input[type=email]';

/** Runs in the page: what a consent manager is documented to do once it has started, and whenever the visitor answers. */
interface ConsentManager {
  readonly page: string;
  readonly start: () => void;
  readonly agree: () => void;
  readonly refuse: () => void;
}

interface OneTrustWindow {
  OneTrust: { IsAlertBoxClosed: () => boolean };
  OnetrustActiveGroups: string;
}

interface CookiebotWindow {
  Cookiebot: { hasResponse: boolean; consent: { statistics: boolean } };
}

const CONSENT_MANAGERS: readonly ConsentManager[] = [
  {
    page: 'onetrust',
    start: () => {
      const own = window as unknown as OneTrustWindow;
      own.OneTrust = { IsAlertBoxClosed: () => false };
      own.OnetrustActiveGroups = ',C0001,';
      dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: ['C0001'] }));
    },
    agree: () => {
      const own = window as unknown as OneTrustWindow;
      own.OneTrust.IsAlertBoxClosed = () => true;
      own.OnetrustActiveGroups = ',C0001,C0002,';
      dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: ['C0001', 'C0002'] }));
    },
    refuse: () => {
      const own = window as unknown as OneTrustWindow;
      own.OneTrust.IsAlertBoxClosed = () => true;
      own.OnetrustActiveGroups = ',C0001,';
      dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: ['C0001'] }));
    },
  },
  {
    page: 'cookiebot',
    start: () => {
      const own = window as unknown as CookiebotWindow;
      own.Cookiebot = { hasResponse: false, consent: { statistics: false } };
    },
    agree: () => {
      const own = window as unknown as CookiebotWindow;
      own.Cookiebot = { hasResponse: true, consent: { statistics: true } };
      dispatchEvent(new Event('CookiebotOnAccept'));
    },
    refuse: () => {
      const own = window as unknown as CookiebotWindow;
      own.Cookiebot = { hasResponse: true, consent: { statistics: false } };
      dispatchEvent(new Event('CookiebotOnDecline'));
    },
  },
  {
    page: 'banner',
    start: () => {
      // The page has the banner itself.
    },
    agree: () => {
      document.querySelector<HTMLElement>('#banner [value=yes]')?.click();
    },
    refuse: () => {
      document.querySelector<HTMLElement>('#banner [value=no]')?.click();
    },
  },
];

const requests = (fxa: FxaInstance) => fxa.log.filter(({ type }) => type === 'request').length;

describe('a page of the guides', () => {
  let site: Site;
  let browser: Browser;
  before(async () => {
    site = await startSite();
    browser = await launch('chromium');
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  const open = async (page: string): Promise<FxaInstance> => {
    const { url, fxa } = await site.builtPage(new URL('dist/', GUIDES), FXA_URL);
    await browser.open(new URL(`${page}.html`, url).href);
    await browser.evaluate(() => {
      document.cookie = 'consent=; max-age=0; path=/';
    });
    return fxa;
  };
  const hasState = (state: string) =>
    browser.waitFor((wanted) => document.querySelector('fxa-email-form')?.flowState === wanted, state);

  for (const { page, start, agree, refuse } of CONSENT_MANAGERS) {
    describe(page, () => {
      it('requests no flow before the visitor has answered, one after they have agreed, and none after a refusal', async () => {
        const fxa = await open(page);
        await hasState('idle');
        await browser.evaluate(start);
        await hasState('idle');
        assert.equal(requests(fxa), 0);
        await browser.evaluate(agree);
        await hasState('ready');
        await browser.evaluate(refuse);
        await hasState('idle');
        await signUp(browser, DRAWN_FIELD, 'ada@example.com');
        assert.deepEqual((await atFxa(browser, fxa)).verdict, WITHOUT_FLOW);
        assert.equal(requests(fxa), 1);
      });
    });
  }

  it('gtm: tells the data layer what has happened, and never the address', async () => {
    const fxa = await open('gtm');
    await hasState('ready');
    await browser.evaluate(() => {
      // What the page says while it goes is only there until it has gone.
      addEventListener('fxa-submit', () => {
        sessionStorage.setItem(
          'layer',
          JSON.stringify((window as unknown as { dataLayer: unknown }).dataLayer),
        );
      });
    });
    await signUp(browser, DRAWN_FIELD, 'ada@example.com');
    await atFxa(browser, fxa);
    await browser.back();
    const layer = await browser.evaluate(() => sessionStorage.getItem('layer') ?? '');
    assert.deepEqual(JSON.parse(layer), [
      { event: 'fxa_flow_ready' },
      { event: 'fxa_submit', entrypoint: 'your-page', campaign: 'your-campaign', handed_over: false },
    ]);
  });

  for (const [page, link] of [
    ['htmx', 'button'],
    ['turbo', 'a'],
  ] as const) {
    it(`${page}: brings a form into the page, which goes with a good flow`, async () => {
      const fxa = await open(page);
      await browser.evaluate(() => {
        // Gone, where the browser loads another page.
        document.documentElement.dataset['kept'] = 'yes';
      });
      await browser.click(link);
      await browser.waitFor(() => document.querySelector('fxa-email-form')?.flow);
      assert.equal(await browser.evaluate(() => document.documentElement.dataset['kept']), 'yes');
      await signUp(browser, OWN_FIELD, 'ada@example.com');
      assert.deepEqual((await atFxa(browser, fxa)).verdict, GOOD);
      assert.equal(requests(fxa), 1);
    });
  }

  it('template: is filled in, with the values escaped, and works with and without its script', async () => {
    const nunjucks = createRequire(new URL('package.json', GUIDES))('nunjucks') as {
      configure: (options: object) => { renderString: (source: string, context: object) => string };
    };
    const source = readFileSync(new URL('templates/sign-up.html', GUIDES), 'utf8');
    const markup = nunjucks.configure({ autoescape: true }).renderString(source, {
      language: 'de',
      campaign: '"><script>',
      label: 'Ihre E-Mail-Adresse',
      button: 'Weiter',
    });
    const { url, fxa } = site.page((own) => markup.replaceAll(FXA_URL, own));
    await browser.open(url);
    await hasState('ready');
    await signUp(browser, OWN_FIELD, 'ada@example.com');
    const { fields, verdict } = await atFxa(browser, fxa);
    assert.deepEqual(verdict, GOOD);
    assert.equal(Object.fromEntries(fields)['utm_campaign'], undefined);
  });
});
