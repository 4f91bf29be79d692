/** What frameworks find when they take over a page that a server has rendered, after the element has been there. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, createServer, type InlineConfig, type Rolldown } from 'vite';
import { launch, type Browser } from './support/driver.js';
import { atFxa, GOOD, signUp } from './support/sign-up.js';
import { startSite, type Site } from './support/site.js';

const DEMO = new URL('../../demo/frameworks/', import.meta.url);

/** What the components have for `fxa-url`. */
const FXA_URL = 'http://localhost:3030/';

const OWN_FIELD = '#own input[type=email]';

/** A script that renders something on the server, and one that hydrates it when it is told to. */
interface Scripts {
  /** The folder below `demo/frameworks` whose packages they take. */
  readonly folder: string;
  /** Exports `render()`. */
  readonly server: string;
  /** Defines the global function `hydrate`. */
  readonly browser: string;
}

/** Next.js' client component, with React alone. */
const REACT: Scripts = {
  folder: 'next',
  server: `
    import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';
    import { SignUp } from '/app/sign-up.tsx';
    export const render = () => renderToString(createElement(SignUp, { campaign: 'spring' }));`,
  browser: `
    import { createElement } from 'react';
    import { hydrateRoot } from 'react-dom/client';
    import { SignUp } from '/app/sign-up.tsx';
    globalThis.hydrate = () => {
      hydrateRoot(document.querySelector('#app'), createElement(SignUp, { campaign: 'spring' }));
    };`,
};

/** Nuxt's page, with Vue alone. */
const VUE: Scripts = {
  folder: 'nuxt',
  server: `
    import { createSSRApp } from 'vue';
    import { renderToString } from 'vue/server-renderer';
    import App from '/app/app.vue';
    export const render = () => renderToString(createSSRApp(App));`,
  browser: `
    import { createSSRApp } from 'vue';
    import App from '/app/app.vue';
    globalThis.hydrate = () => createSSRApp(App).mount('#app');`,
};

const DRAWN_WITH_HIDDEN_FIELD = `
  import { createSSRApp, h } from 'vue';
  const attributes = {
    'id': 'drawn', 'fxa-url': '${FXA_URL}', 'entrypoint': 'page', 'utm-source': 'example', 'utm-campaign': 'spring',
  };
  const app = createSSRApp({
    render: () => h('fxa-email-form', attributes, [h('input', { type: 'hidden', name: 'state', value: 'random' })]),
  });`;

/** A form that the element draws, with a hidden field of the author's; the element is there before Vue. */
const VUE_WITH_HIDDEN_FIELD: Scripts = {
  folder: 'nuxt',
  server: `
    import { renderToString } from 'vue/server-renderer';
    ${DRAWN_WITH_HIDDEN_FIELD}
    export const render = () => renderToString(app);`,
  browser: `
    import 'fxa-email-form';
    ${DRAWN_WITH_HIDDEN_FIELD}
    globalThis.hydrate = () => app.mount('#app');`,
};

/** What a server has rendered, and the browser's script. */
interface Compiled {
  readonly markup: string;
  readonly script: string;
}

/** Runs the server's script, and bundles the browser's, with the frameworks' development builds. */
async function compile({ folder, server, browser }: Scripts): Promise<Compiled> {
  const config: InlineConfig = {
    root: fileURLToPath(new URL(folder, DEMO)),
    // Vue's components need Vue's plugin, and React's need none.
    configFile: fileURLToPath(new URL('vue/vite.config.ts', DEMO)),
    logLevel: 'error',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    plugins: [
      {
        name: 'scripts',
        resolveId: (id) => (id === 'virtual:server' || id === 'virtual:browser' ? id : undefined),
        load: (id) => ({ 'virtual:server': server, 'virtual:browser': browser })[id],
      },
    ],
  };
  const vite = await createServer({
    ...config,
    appType: 'custom',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const { render } = (await vite.ssrLoadModule('virtual:server')) as {
      readonly render: () => string | Promise<string>;
    };
    const markup = await render();
    const { output } = (await build({
      ...config,
      build: {
        write: false,
        minify: false,
        modulePreload: false,
        rolldownOptions: { input: 'virtual:browser', output: { codeSplitting: false } },
      },
    })) as Rolldown.RolldownOutput;
    return { markup, script: output[0].code.replaceAll('</script', '<\\/script') };
  } finally {
    await vite.close();
  }
}

describe('a page that is hydrated', () => {
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

  /** Opens the page, which is not hydrated yet, and notes from then on what goes wrong on it. */
  const open = async ({ markup, script }: Compiled) => {
    const body = `<div id="app">${markup}</div><script type="module">${script}</script>`;
    const { url, fxa } = site.page((own) => body.replaceAll(FXA_URL, own), {
      scripts: ['/console-recorder.js'],
    });
    await browser.open(url);
    await browser.evaluate(() => {
      sessionStorage.clear();
    });
    return fxa;
  };
  const hasFlows = () =>
    browser.waitFor(() =>
      [...document.querySelectorAll('fxa-email-form')].every(({ flowState }) => flowState === 'ready'),
    );
  const hydrate = () => browser.evaluate('hydrate(), true');
  /** What is said on the console, but that Lit's development build is one. */
  const complaints = async () => {
    const seen = await browser.evaluate(() => sessionStorage.getItem('seen') ?? '');
    return seen
      .split(';')
      .filter((entry) => /console|error/.test(entry) && !entry.includes('Lit is in dev mode'));
  };
  const hasObjected = () =>
    browser.waitFor(() => document.querySelector('#objection[role=alert]')?.textContent.trim());

  describe('with React, where the element was there before', () => {
    let react: Compiled;
    before(async () => {
      react = await compile(REACT);
    });

    it('learns of a flow that was there before React, and has nothing that React complains of', async () => {
      await open(react);
      await hasFlows();
      await hydrate();
      await browser.waitFor(() => document.querySelector('#flow')?.textContent);
      assert.deepEqual(await complaints(), []);
    });

    it('sends the form before React is there, with nothing in its way', async () => {
      const fxa = await open(react);
      await hasFlows();
      await signUp(browser, OWN_FIELD, 'ada@example.com');
      assert.deepEqual((await atFxa(browser, fxa)).verdict, GOOD);
    });

    for (const [form, field] of [
      ['the form that the element draws', '#drawn >>> input[type=email]'],
      ['the form inside', OWN_FIELD],
    ] as const) {
      it(`keeps ${form} once React is there, until its listener agrees`, async () => {
        const fxa = await open(react);
        await hasFlows();
        await hydrate();
        await browser.waitFor(() => document.querySelector('#flow')?.textContent);
        await signUp(browser, field, 'ada@example.com');
        await hasObjected();
        assert.deepEqual(
          fxa.log.filter(({ type }) => type === 'arrival'),
          [],
        );
        await browser.click('#agree');
        await browser.click(field);
        await browser.press('Enter');
        assert.deepEqual((await atFxa(browser, fxa)).verdict, GOOD);
      });
    }
  });

  describe('with Vue', () => {
    for (const [name, scripts] of [
      ['registers the element once it has taken over a form with hidden fields', VUE],
      ['takes over an element that draws its form, with a hidden field inside', VUE_WITH_HIDDEN_FIELD],
    ] as const) {
      it(`has nothing that Vue complains of where it ${name}`, async () => {
        await open(await compile(scripts));
        await hydrate();
        await hasFlows();
        assert.deepEqual(await complaints(), []);
      });
    }
  });
});
