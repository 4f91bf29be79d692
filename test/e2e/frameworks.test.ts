import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FxaInstance } from '../../src/mock-server/start-mock-server.js';
import { startApp, type App } from './support/app.js';
import { launch, type Browser } from './support/driver.js';
import { GOOD, signUp, WITHOUT_FLOW } from './support/sign-up.js';
import { arrival, startSite, type Site } from './support/site.js';

const PAGES = new URL('../../demo/frameworks/', import.meta.url);

/** What the pages have for `fxa-url`. */
const FXA_URL = 'http://localhost:3030/';

/** How Node starts the servers of those that render their pages on one. */
const SERVERS: Readonly<Record<string, readonly string[]>> = {
  astro: ['dist/server/entry.mjs'],
  next: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1'],
  nuxt: ['.output/server/index.mjs'],
  sveltekit: ['build/index.js'],
};

const DRAWN_FIELD = '#drawn >>> input[type=email]';
const OWN_FIELD = '#own input[type=email]';

/** The fields that are sent, each once. */
const FIELDS = [
  'action',
  'deviceId',
  'device_id',
  'email',
  'entrypoint',
  'flowBeginTime',
  'flowId',
  'flow_begin_time',
  'flow_id',
  'form_type',
  'utm_campaign',
  'utm_source',
];

/** The same while nobody has typed an address. */
const WITHOUT_ADDRESS = FIELDS.filter((name) => name !== 'email');

/** The campaigns that FxA was asked for a flow for. */
const askedCampaigns = (fxa: FxaInstance) =>
  fxa.log
    .filter((entry) => entry.type === 'request')
    .map(({ query }) => Object.fromEntries(query)['utm_campaign']);

/** Runs in the page: what there is to see of one of its two elements, and what would go along with its form. */
function lookAt(selector: '#drawn' | '#own') {
  const element = document.querySelector<HTMLElementTagNameMap['fxa-email-form']>(selector);
  if (!element) throw new Error(`No ${selector}.`);
  const form = element.querySelector('form') ?? element.shadowRoot?.querySelector('form') ?? undefined;
  const fields = [...new FormData(form)] as [name: string, value: string][];
  return {
    names: fields.map(([name]) => name).sort(),
    values: Object.fromEntries(fields),
    flow: element.flow?.flowId,
    flowState: element.flowState,
    text: element.textContent,
    hints: element.querySelectorAll('p').length,
    focused: element.matches(':focus-within'),
  };
}

describe('a page with two elements, made with', () => {
  let browser: Browser;
  /** The files of the package, as npm would publish it. */
  let published: string[];
  before(async () => {
    const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json'], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      maxBuffer: 2 ** 24,
    });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    published = files.map(({ path }) => path);
    browser = await launch('chromium');
  });
  after(() => browser.close());

  const textOf = (selector: string) => browser.evaluateOn(selector, (element) => element.textContent.trim());
  const waitForText = (selector: string, text: string) =>
    browser.waitFor(
      (at, wanted) => document.querySelector(at)?.textContent.trim() === wanted,
      selector,
      text,
    );
  /** Clicks without the pointer, which would take the focus away from where it is. */
  const press = (selector: string) =>
    browser.evaluateOn(selector, (button) => {
      button.click();
    });

  /** Both elements, once they have done what the last change asks of them. */
  const look = async () => {
    await browser.evaluate(async () => {
      for (const element of document.querySelectorAll('fxa-email-form')) await element.updateComplete;
    });
    const drawn = await browser.evaluate(lookAt, '#drawn');
    const own = await browser.evaluate(lookAt, '#own');
    return { drawn, own };
  };

  const typeInto = async (field: string, text: string) => {
    await browser.click(field);
    await browser.type(text);
  };

  const render = async (count: number) => {
    await press('#render');
    await waitForText('#count', String(count));
  };

  /** Until both elements have the flow of the other campaign. */
  const changeCampaign = async () => {
    const before = await textOf('#flow');
    await press('#campaign');
    await browser.waitFor((old) => {
      const shown = document.querySelector('#flow')?.textContent.trim();
      const elements = [...document.querySelectorAll('fxa-email-form')];
      return shown !== old && elements.every(({ flow }) => flow?.flowId === shown);
    }, before);
  };

  /** Until the framework has put another form in the place of the author's. */
  const replaceForm = async () => {
    await browser.evaluateOn('#own form', (form) => {
      form.dataset['replaced'] = 'not yet';
    });
    await press('#replace');
    await browser.waitFor(() => document.querySelector('#own form:not([data-replaced])') !== null);
  };

  for (const page of readdirSync(PAGES)) {
    describe(page, () => {
      const server = SERVERS[page];
      let app: App | undefined;
      let site: Site;
      let fxa: FxaInstance;
      before(async () => {
        app = server && (await startApp(new URL(`${page}/`, PAGES), server));
        site = await startSite(app ? { app: { url: app.url, fxaUrl: FXA_URL } } : {});
      });
      after(async () => {
        await site.close();
        await app?.close();
      });

      const open = async () => {
        // What was noted on the pages before this one is for their tests.
        await browser.open(site.page(() => '', { scripts: [] }).url);
        await browser.evaluate(() => {
          sessionStorage.clear();
        });
        const opened = app
          ? site.appPage('/')
          : await site.builtPage(new URL(`${page}/dist/`, PAGES), FXA_URL);
        fxa = opened.fxa;
        await browser.open(opened.url);
        await browser.waitFor(() => {
          const flow = document.querySelector('#flow')?.textContent.trim();
          return flow && document.querySelector<HTMLElementTagNameMap['fxa-email-form']>('#own')?.flow;
        });
      };

      /** Asserts that nothing was thrown, and nothing complained of, where so many answers were announced. */
      const assertOnlySeen = async (flows: number) => {
        const seen = await browser.evaluate(() => sessionStorage.getItem('seen'));
        assert.equal(seen, 'fxa-flow-ready ;'.repeat(flows));
      };

      it('asks FxA once, and hears of the flow', async () => {
        await open();
        const { drawn, own } = await look();
        assert.deepEqual([drawn.flow, own.flow], [await textOf('#flow'), drawn.flow]);
        assert.deepEqual([drawn.names, own.names], [WITHOUT_ADDRESS, WITHOUT_ADDRESS]);
        for (const { values } of [drawn, own]) {
          const { entrypoint, utm_source, utm_campaign } = values;
          assert.deepEqual([entrypoint, utm_source, utm_campaign], ['framework', 'example', 'spring']);
        }
        assert.deepEqual(askedCampaigns(fxa), ['spring']);
        await assertOnlySeen(2);
      });

      it('shows its own state inside both, and keeps what was typed, the focus and the flow', async () => {
        await open();
        await typeInto(DRAWN_FIELD, 'ada@');
        await typeInto(OWN_FIELD, 'grace@');
        const looks = [await look()];
        await render(1);
        looks.push(await look());
        assert.equal(looks[1]?.own.focused, true);
        await browser.click(DRAWN_FIELD);
        await render(2);
        looks.push(await look());
        assert.equal(looks[2]?.drawn.focused, true);

        looks.forEach(({ drawn, own }, count) => {
          assert.match(drawn.text, new RegExp(`\\b${count}\\b`));
          assert.match(own.text, new RegExp(`\\b${count}\\b`));
          assert.deepEqual([drawn.values['email'], own.values['email']], ['ada@', 'grace@']);
          assert.deepEqual([drawn.names, own.names], [FIELDS, FIELDS]);
          assert.deepEqual([drawn.flowState, own.flowState], ['ready', 'ready']);
          assert.deepEqual([drawn.flow, own.flow], [looks[0]?.drawn.flow, looks[0]?.drawn.flow]);
        });
        const [hints = 0, ...laterHints] = looks.map(({ own }) => own.hints);
        assert.deepEqual(laterHints, [1 - hints, hints], 'the hint comes and goes');
        assert.deepEqual(askedCampaigns(fxa), ['spring']);
        await assertOnlySeen(2);
      });

      it('asks once more where the campaign changes, and keeps what was typed', async () => {
        await open();
        await typeInto(DRAWN_FIELD, 'ada@');
        await typeInto(OWN_FIELD, 'grace@');
        await changeCampaign();
        const { drawn, own } = await look();
        assert.deepEqual([drawn.values['email'], own.values['email']], ['ada@', 'grace@']);
        assert.deepEqual([drawn.names, own.names], [FIELDS, FIELDS]);
        assert.deepEqual([drawn.values['utm_campaign'], own.values['utm_campaign']], ['autumn', 'autumn']);
        assert.equal(own.focused, true);
        assert.deepEqual(askedCampaigns(fxa), ['spring', 'autumn']);
        await assertOnlySeen(4);
      });

      it('replaces the form inside, and that has the same fields and the same flow', async () => {
        await open();
        const before = await look();
        await replaceForm();
        const { own } = await look();
        assert.deepEqual(own.names, WITHOUT_ADDRESS);
        assert.deepEqual(own.values, before.own.values);
        assert.equal(own.flowState, 'ready');
        assert.deepEqual(askedCampaigns(fxa), ['spring']);
        await assertOnlySeen(2);
      });

      for (const [form, field] of [
        ['the form that the element draws', DRAWN_FIELD],
        ['the form inside', OWN_FIELD],
      ] as const) {
        it(`keeps ${form} until its listener agrees, and sends it with all that has changed`, async () => {
          await open();
          await render(1);
          await changeCampaign();
          await replaceForm();
          await typeInto(field, 'ada@example.com');
          await browser.press('Enter');
          await browser.waitFor(() => document.querySelector('#objection[role=alert]')?.textContent.trim());
          assert.deepEqual(
            fxa.log.filter(({ type }) => type === 'arrival'),
            [],
          );
          await assertOnlySeen(4);

          await browser.click('#agree');
          await browser.click(field);
          await browser.press('Enter');
          const { fields, verdict } = await arrival(fxa);
          await browser.waitFor(() => document.querySelector('#verdict')?.textContent);
          assert.deepEqual(verdict, GOOD);
          assert.deepEqual(fields.map(([name]) => name).sort(), FIELDS);
          const { email, utm_campaign } = Object.fromEntries(fields);
          assert.deepEqual([email, utm_campaign], ['ada@example.com', 'autumn']);
          assert.deepEqual(askedCampaigns(fxa), ['spring', 'autumn']);
        });
      }

      if (server) {
        it('is made with the package as it is published, and with nothing else of the repository', async () => {
          const installed = new URL(`${page}/node_modules/fxa-email-form/`, PAGES);
          assert.equal((await lstat(new URL(installed.href.slice(0, -1)))).isSymbolicLink(), false);
          const entries = await readdir(installed, { recursive: true, withFileTypes: true });
          const there = entries
            .filter((entry) => entry.isFile())
            .map(({ name, parentPath }) => relative(fileURLToPath(installed), join(parentPath, name)));
          assert.deepEqual(there.sort(), published.toSorted());
        });

        it('signs up without script, by the form that the server has rendered', async () => {
          const { url, fxa } = site.appPage('/');
          const withoutScript = await launch('chromium', { javaScript: false });
          await withoutScript.open(url);
          await signUp(withoutScript, OWN_FIELD, 'ada@example.com');
          const { fields, verdict } = await arrival(fxa);
          await withoutScript.close();
          assert.deepEqual(verdict, WITHOUT_FLOW);
          const { email, entrypoint } = Object.fromEntries(fields);
          assert.deepEqual([email, entrypoint], ['ada@example.com', 'framework']);
        });
      }

      if (page === 'next') {
        it('signs up where only the server renders, with what the server knows', async () => {
          const { url, fxa } = site.appPage('/server?campaign=winter');
          await browser.open(url);
          await browser.waitFor(() => document.querySelector('fxa-email-form')?.flow);
          await signUp(browser, 'fxa-email-form input[type=email]', 'ada@example.com');
          const { fields, verdict } = await arrival(fxa);
          await browser.waitFor(() => document.querySelector('#verdict')?.textContent);
          assert.deepEqual(verdict, GOOD);
          assert.equal(Object.fromEntries(fields)['utm_campaign'], 'winter');
        });

        it('is guarded from the first moment where only the browser renders', async () => {
          const { url, fxa } = site.appPage('/client');
          const field = 'fxa-email-form >>> input[type=email]';
          await browser.open(url);
          await signUp(browser, field, 'ada@example.com');
          await browser.waitFor(() => document.querySelector('#objection[role=alert]')?.textContent.trim());
          assert.deepEqual(
            fxa.log.filter(({ type }) => type === 'arrival'),
            [],
          );
          await browser.click('#agree');
          await browser.click(field);
          await browser.press('Enter');
          assert.equal(Object.fromEntries((await arrival(fxa)).fields)['email'], 'ada@example.com');
        });
      }
    });
  }
});
