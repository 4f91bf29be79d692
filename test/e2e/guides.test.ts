/** The pages of the guides to consent managers, tag managers, templates, htmx, Turbo and migration do what the guides say. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ArrivalEntry, FxaInstance } from '../../src/mock-server/start-mock-server.js';
import { launch, type Browser } from './support/driver.js';
import { atFxa, GOOD, signUp, WITHOUT_FLOW } from './support/sign-up.js';
import { startSite, type Site } from './support/site.js';

const GUIDES = new URL('../../demo/guides/', import.meta.url);
const TEMPLATES = new URL('templates/', GUIDES);

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

interface Nunjucks {
  readonly configure: (
    folder: string,
    options: object,
  ) => { render: (name: string, context: object) => string };
}

/** Fills in one of the templates. */
function fillIn(name: string, context: object = {}): string {
  const nunjucks = createRequire(new URL('package.json', GUIDES))('nunjucks') as Nunjucks;
  return nunjucks.configure(fileURLToPath(TEMPLATES), { autoescape: true }).render(name, context);
}

/** What arrived at FxA, but for the flow. */
const withoutFlow = ({ fields }: ArrivalEntry) =>
  Object.fromEntries(fields.filter(([name]) => !/^(flow|device)/.test(name)));

const requests = (fxa: FxaInstance) => fxa.log.filter(({ type }) => type === 'request').length;

describe('a page of the guides', () => {
  let site: Site;
  let browser: Browser;
  before(async () => {
    const before = '/mozilla-org-before.js';
    site = await startSite({ scripts: { [before]: readFileSync(new URL(`.${before}`, TEMPLATES), 'utf8') } });
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
    const markup = fillIn('sign-up.html', {
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

  describe('of a site that moves', () => {
    it('from the macros of mozilla.org: sends what it sent before, with one flow in place of two', async () => {
      const openFilledIn = async (template: string) => {
        const markup = fillIn(template);
        const { url, fxa } = site.page((own) => markup.replaceAll(FXA_URL, own), { scripts: [] });
        await browser.open(url);
        await browser.waitFor(() => document.querySelector('a')?.href.includes('flow_id='));
        return fxa;
      };
      const earlier = await openFilledIn('mozilla-org-before.jinja');
      await browser.waitFor(() => document.querySelector<HTMLInputElement>('[name=flow_id]')?.value);
      await signUp(browser, 'form input[type=email]', 'ada@example.com');
      const sentBefore = withoutFlow(await atFxa(browser, earlier));
      assert.equal(requests(earlier), 2);

      const fxa = await openFilledIn('mozilla-org.jinja');
      await signUp(browser, OWN_FIELD, 'ada@example.com');
      const arrival = await atFxa(browser, fxa);
      assert.deepEqual(arrival.verdict, GOOD);
      assert.deepEqual(withoutFlow(arrival), sentBefore);
      assert.deepEqual(
        [sentBefore['utm_source'], sentBefore['utm_medium'], sentBefore['utm_campaign']],
        ['your-page', 'referral', 'spring-fxa-embedded-form'],
      );
      assert.equal(requests(fxa), 1);

      const fxaOfLink = await openFilledIn('mozilla-org.jinja');
      await browser.click('fxa-link a');
      const { verdict, fields } = await atFxa(browser, fxaOfLink);
      assert.deepEqual(verdict, GOOD);
      const { form_type, utm_source, utm_medium } = Object.fromEntries(fields);
      assert.deepEqual([form_type, utm_source, utm_medium], ['button', 'your-page', 'referral']);
    });

    it('from a form in a shadow root: sends what it sent before, and remembers the address', async () => {
      const field = (around: string) => `sign-in-step >>> ${around} input[type=email]`;
      const openStep = async (page: string, ready: () => unknown) => {
        const { url, fxa } = await site.builtPage(new URL('dist/', GUIDES), FXA_URL);
        await browser.open(new URL(`${page}.html`, url).href);
        await browser.waitFor(ready);
        return fxa;
      };
      const rememberedAddress = async () => {
        await browser.back();
        return browser.evaluate(() => {
          const address = sessionStorage.getItem('address');
          sessionStorage.clear();
          return address;
        });
      };
      const earlier = await openStep(
        'shadow-root-before',
        () =>
          document
            .querySelector('sign-in-step')
            ?.shadowRoot?.querySelector<HTMLInputElement>('[name=flow_id]')?.value,
      );
      await signUp(browser, field('form'), 'ada@example.com');
      const sentBefore = withoutFlow(await atFxa(browser, earlier));
      assert.equal(await rememberedAddress(), 'ada@example.com');

      const fxa = await openStep(
        'shadow-root',
        () =>
          document.querySelector('sign-in-step')?.shadowRoot?.querySelector('fxa-email-form')?.flowState ===
          'ready',
      );
      await signUp(browser, field('form'), 'ada@example.com');
      const arrival = await atFxa(browser, fxa);
      assert.deepEqual(arrival.verdict, GOOD);
      assert.deepEqual(withoutFlow(arrival), { ...sentBefore, form_type: 'email' });
      assert.equal(await rememberedAddress(), 'ada@example.com');
      assert.equal(requests(fxa), 1);
    });

    it('from a hook in React: requests one flow in place of one for each view', async () => {
      const openApp = async (page: string) => {
        const { url, fxa } = await site.builtPage(new URL('dist/', GUIDES), FXA_URL);
        await browser.open(new URL(`${page}.html`, url).href);
        await browser.waitFor(() => /flow_?id=/i.test(document.querySelector('a')?.href ?? ''));
        return fxa;
      };
      const look = (id: string) =>
        browser.evaluateOn(`#${id}`, (link) => {
          link.scrollIntoView();
        });
      const earlier = await openApp('react-before');
      for (const [id, count] of [
        ['bottom', 2],
        ['top', 3],
      ] as const) {
        await look(id);
        await earlier.waitFor(() => requests(earlier) === count);
      }

      const fxa = await openApp('react');
      await look('bottom');
      await browser.waitFor(() =>
        document.querySelector<HTMLAnchorElement>('#bottom')?.href.includes('flow_id='),
      );
      await look('top');
      await browser.click('#top');
      const { fields, verdict } = await atFxa(browser, fxa);
      assert.deepEqual(verdict, GOOD);
      assert.equal(Object.fromEntries(fields)['form_type'], 'button');
      assert.equal(requests(fxa), 1);
    });
  });
});
