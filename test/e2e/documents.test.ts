/**
 * Every block of code in the documents runs. Those of the guides stand in pages that are built and opened:
 * test/package/guides.test.ts.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  EXAMPLE_CLIENT,
  startMockServer,
  type FxaInstance,
  type MockServer,
} from '../../src/mock-server/start-mock-server.js';
import { usePages } from '../server/support.js';
import { chromiumArguments, findBrowser } from '../support/browsers.js';
import { blocks, blockWith, runScript, type Block } from './support/documents.js';
import { bundlePageScript } from './support/page-script.js';
import { freePort } from './support/app.js';
import { launch, type Browser } from './support/driver.js';
import { atFxa, GOOD, signUp } from './support/sign-up.js';
import { startSite, type Site } from './support/site.js';

const ROOT = new URL('../../', import.meta.url);
const FXA = 'https://accounts.firefox.com/';
const MOCK_SERVER = 'http://localhost:3030/';
const CLIENT = EXAMPLE_CLIENT.id;
const [REDIRECT_URI = ''] = EXAMPLE_CLIENT.redirectUris;

const isGuide = ({ document }: Block) => /^docs\/(frameworks|guides)\//.test(document);
const inLanguage = (...languages: readonly string[]) =>
  blocks.filter((block) => languages.includes(block.language) && !isGuide(block));
const titleOf = ({ document, code }: Block) => `${document}: ${code.split('\n')[0] ?? ''}`;

/** Those that a test below takes by their words. */
const taken = new Set<Block>();
function take(document: string, words: string): string {
  const block = blockWith(document, words);
  taken.add(block);
  return block.code;
}

describe('a block of commands', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const cli = readFileSync(new URL('dist/server/cli.js', ROOT), 'utf8');

  for (const block of blocks.filter(({ language }) => language === 'sh')) {
    it(titleOf(block), () => {
      const commands = block.code
        .split('\n')
        .flatMap((line) => line.replace(/#.*/, '').split('&&'))
        .map((command) => command.trim().replace(/^([A-Z_]+=\S+ +)+/, ''));
      for (const command of commands) {
        const [program = '', verb = '', name = '', action = ''] = command.split(/ +/);
        if (program === 'npm' && verb === 'run') assert.ok(scripts[name], command);
        else if (program === 'npm' && ['start', 'test'].includes(verb)) assert.ok(scripts[verb], command);
        else if (program === 'npx') {
          assert.deepEqual([verb, name], ['--no', 'fxa-email-form'], command);
          assert.ok(cli.includes(`"${action}"`) || cli.includes(`\`${action}\``), command);
        } else if (program === 'cd') assert.ok(existsSync(new URL(name || verb, ROOT)), command);
        else assert.match(command, /^(npm (ci|pack|install \/path\/\S+)|git push --follow-tags)$/);
      }
    });
  }
});

describe('a block of settings', () => {
  for (const block of inLanguage('json')) {
    it(titleOf(block), () => {
      JSON.parse(block.code);
      const files = [...block.code.matchAll(/\.\/node_modules\/fxa-email-form\/([^"]+)/g)];
      assert.ok(files.length > 0);
      for (const [path, file = ''] of files) assert.ok(existsSync(new URL(file, ROOT)), path);
    });
  }
});

describe('in a page, a block of', () => {
  let site: Site;
  let browser: Browser;
  const scripts: Record<string, string> = {};

  const oneLanguage = take('docs/languages.md', 'addLocale(de)');
  const languageOfPage = take('docs/languages.md', 'loadLocale(');
  const ownText = take('docs/languages.md', '...de');

  before(async () => {
    scripts['/one-language.js'] = await bundlePageScript(oneLanguage);
    scripts['/language-of-page.js'] = await bundlePageScript(languageOfPage);
    scripts['/own-text.js'] = await bundlePageScript(`${oneLanguage}\n${ownText}`);
    // What a form of the README goes to.
    const endpoint = { '/sign-in': 'This is a page.' };
    site = await startSite({ scripts: { ...scripts, ...endpoint } });
    browser = await launch('chromium');
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** What the readers write, with the mock server for FxA and its client for theirs. */
  const adapt = (code: string, fxaUrl: string) =>
    code
      .replaceAll(FXA, fxaUrl)
      .replaceAll(MOCK_SERVER, fxaUrl)
      .replaceAll('your-client-id', CLIENT)
      .replaceAll('https://www.example.org/signed-in', REDIRECT_URI)
      .replace(/src="\S*\/fxa-email-form\.min\.js"(\s+integrity="\S+")?/, 'src="/fxa-email-form.min.js"')
      .replace(/<(fxa-email-form|fxa-link)(?=[\s>])(?![^>]*\s(fxa-url|form)=)/g, `<$1 fxa-url="${fxaUrl}"`);

  const FORM = '<fxa-email-form entrypoint="e" utm-source="s" utm-campaign="c"></fxa-email-form>';

  const open = async (code: string): Promise<FxaInstance> => {
    const loadsScript = code.includes('fxa-email-form.min.js');
    const body = code.includes('<fxa-') ? code : code + FORM;
    const options = loadsScript ? { scripts: [] } : {};
    const { url, fxa } = site.page((fxaUrl) => adapt(body, fxaUrl), options);
    await browser.open(url);
    return fxa;
  };

  const allReady = () =>
    browser.waitFor(() => {
      const elements = [...document.querySelectorAll('fxa-email-form, fxa-link')];
      return elements.every((element) => 'flowState' in element && element.flowState === 'ready');
    });

  for (const block of inLanguage('html')) {
    it(`HTML: ${titleOf(block)}`, async () => {
      const fxa = await open(block.code);
      if (block.code.includes('metrics="pending"')) {
        await browser.evaluate(() => {
          document.cookie = 'consent=yes; path=/';
          dispatchEvent(new Event('consent-changed'));
        });
      }
      await allReady();
      const { links, hasForm, isOwn } = await browser.evaluate(() => ({
        links: [...document.querySelectorAll<HTMLAnchorElement>('fxa-link a')].map(({ href }) => href),
        hasForm: document.querySelector('fxa-email-form') !== null,
        isOwn: document.querySelector('fxa-email-form form') !== null,
      }));
      for (const link of links) {
        assert.match(new URL(link).searchParams.get('flow_id') ?? '', /^\w{64}$/, link);
      }
      if (!hasForm) return;
      const field = isOwn ? 'fxa-email-form input[type=email]' : 'fxa-email-form >>> input[type=email]';
      await signUp(browser, field, 'ada@example.com');
      const [, endpoint] = /action="(\/[^"]+)"/.exec(block.code) ?? [];
      if (endpoint === undefined) {
        assert.deepEqual((await atFxa(browser, fxa)).verdict, GOOD);
        return;
      }
      const wanted = new URL(endpoint, site.url);
      await browser.waitFor((path) => location.pathname === path, wanted.pathname);
      const sent = new URL(await browser.url()).searchParams;
      for (const [name, value] of wanted.searchParams) assert.equal(sent.get(name), value);
      assert.deepEqual([sent.get('email'), sent.has('flow_id')], ['ada@example.com', true]);
    });
  }

  it('HTML: a page that says it has a dark look gets one', async () => {
    const dark = await launch('chromium', { colorScheme: 'dark' });
    try {
      const { url } = site.page((fxaUrl) =>
        adapt(take('docs/theming.md', 'color-scheme" content') + FORM, fxaUrl),
      );
      await dark.open(url);
      const canvas = await dark.evaluateOn('body', (body) => {
        body.style.background = 'Canvas';
        return getComputedStyle(body).backgroundColor;
      });
      assert.notEqual(canvas, 'rgb(255, 255, 255)');
    } finally {
      await dark.close();
    }
  });

  for (const block of inLanguage('css')) {
    it(`CSS: ${titleOf(block)}`, async () => {
      await open(`<style id="block">${block.code}</style>${FORM}`);
      const understood = await browser.evaluate(() => {
        const textOf = (rules: CSSRuleList): string => [...rules].map((rule) => rule.cssText).join('\n');
        return textOf(
          (document.querySelector('style#block') as HTMLStyleElement).sheet?.cssRules ?? new CSSRuleList(),
        );
      });
      const declared = [...block.code.matchAll(/^\s*([a-z-]+):/gm)].map(([, name = '']) => name);
      const selectors = [...block.code.matchAll(/^\s*([^@\n]+) \{$/gm)].map(([, selector = '']) => selector);
      assert.ok(declared.length > 0 && selectors.length > 0);
      for (const part of [...declared.map((name) => `${name}:`), ...selectors]) {
        assert.ok(understood.includes(part), `The browser does not understand ${part}`);
      }
    });
  }

  for (const [what, script, button] of [
    ['one language', '/one-language.js', 'Weiter'],
    ['the language of the page', '/language-of-page.js', 'Weiter'],
    ['a text of one’s own', '/own-text.js', 'Los geht’s'],
  ] as const) {
    it(`JavaScript: ${what}`, async () => {
      const language = `<script>document.documentElement.lang = 'de';</script>`;
      const { url } = site.page((fxaUrl) => adapt(language + FORM, fxaUrl), { scripts: [script] });
      await browser.open(url);
      await browser.waitFor(
        (text) =>
          document
            .querySelector('fxa-email-form')
            ?.shadowRoot?.querySelector('button')
            ?.textContent.trim() === text,
        button,
      );
    });
  }

  it('HTTP: the policy that lets the form work', async () => {
    const [, policy = ''] =
      /^Content-Security-Policy: (.*)$/.exec(take('docs/check.md', "form-action 'self' https")) ?? [];
    const { url, fxa } = site.page((fxaUrl) => adapt(FORM, fxaUrl), {
      policy: (fxaOrigin) => policy.replaceAll(new URL(FXA).origin, fxaOrigin),
    });
    await browser.open(url);
    await allReady();
    await signUp(browser, 'fxa-email-form >>> input[type=email]', 'ada@example.com');
    assert.deepEqual((await atFxa(browser, fxa)).verdict, GOOD);
  });
});

describe('on a server, a block that', () => {
  const ORIGIN = 'http://localhost:8000';
  const servePage = usePages();
  let mockServer: MockServer;
  let fxa: FxaInstance;
  before(async () => {
    mockServer = await startMockServer();
    fxa = mockServer.at('documents');
  });
  after(() => mockServer.close());

  for (const [document, words] of [
    ['docs/check.md', 'console.log(page'],
    ['docs/server.md', 'const { ok, findings } = await checkIntegration'],
  ] as const) {
    const code = take(document, words);
    it(`checks an integration: ${document}`, async () => {
      const page = servePage({
        html: `<script type="module" src="fxa-email-form.min.js"></script>
          <fxa-email-form fxa-url="${fxa.url}" entrypoint="e" utm-source="s" utm-campaign="c"></fxa-email-form>`,
      });
      const lines: unknown[] = [];
      const console = { log: (...words: unknown[]) => lines.push(words.join(' ')) };
      const { ok, findings } = await runScript(
        code.replaceAll('https://example.org/sign-up', page),
        { console },
        ['ok', 'findings'],
      );
      assert.equal(ok, true, JSON.stringify(findings));
      if (code.includes('console')) assert.equal(lines.length, (findings as unknown[]).length);
    });
  }

  /** Somebody who has signed in, with metrics or without. */
  const signIn = (metricsEnabled: boolean) => {
    const account = fxa.accounts.at('ada@example.com');
    account.metricsEnabled = metricsEnabled;
    const accessToken = fxa.accounts.addToken({
      client: CLIENT,
      scope: 'profile',
      account,
      grantedAt: fxa.now(),
    });
    return { account, accessToken };
  };

  const optOut = take('docs/server.md', 'isMetricsEnabled(profile)');
  const intoPage = take('docs/server.md', 'response.send');
  for (const [enabled, metrics] of [
    [true, 'auto'],
    [false, 'off'],
  ] as const) {
    it(`reads the opt-out from a profile: metricsEnabled ${enabled} => metrics="${metrics}"`, async () => {
      const { accessToken } = signIn(enabled);
      const code = optOut.replace('https://profile.accounts.firefox.com/', fxa.url);
      const result = await runScript(code, { accessToken }, ['metrics']);
      assert.equal(result['metrics'], metrics);
      const sent: string[] = [];
      await runScript(intoPage, { response: { send: (html: string) => sent.push(html) }, metrics });
      assert.match(sent.join(), new RegExp(` metrics="${metrics}"`));
    });
  }

  const engage = take('docs/server.md', 'sendEngageEvent(');
  it('sends an engage event', async () => {
    const { account, accessToken } = signIn(true);
    const code = engage
      .replace('https://example.org', ORIGIN)
      .replace(/service: '\w+'/, `service: '${CLIENT}', fxaUrl: '${fxa.url}'`);
    const readProfile = async (token: string): Promise<unknown> => {
      const response = await fetch(`${fxa.url}v1/profile`, { headers: { authorization: `Bearer ${token}` } });
      return response.json();
    };
    const { result } = await runScript(code, { profile: account, accessToken, readProfile }, ['result']);
    assert.deepEqual(result, { ok: true });
    assert.equal(fxa.engageEvents(CLIENT).length, 1);
  });

  const flow = { flowId: 'ab'.repeat(32), flowBeginTime: 1_573_052_386_673, deviceId: 'cd'.repeat(16) };
  const link = take('docs/server.md', 'rejections } = hostedFormUrl');
  it('makes a link, which is as the comment says', async () => {
    const { url, rejections } = await runScript(link, {}, ['url', 'rejections']);
    assert.equal(url, /^\/\/ url: '(.*)'$/m.exec(link)?.[1]);
    const [{ name, value, reason } = {}] = rejections as { name?: string; value?: string; reason?: string }[];
    assert.ok(
      link.includes(`// rejections: [{ name: '${name}', value: '${value}', reason: '${reason}', rule: `),
    );
  });

  const linkOnClick = take('docs/server.md', "addEventListener('click'");
  it('makes a link with the flow of a form', async () => {
    const { hostedFormUrl } = await import('../../src/rules/index.js');
    const link = {
      href: '',
      addEventListener: (_type: string, listener: () => void) => {
        listener();
      },
    };
    const document = { querySelector: () => ({ flow }) };
    await runScript(linkOnClick, { link, document, hostedFormUrl, parameters: { entrypoint: 'footer' } });
    assert.equal(new URL(link.href).searchParams.get('flow_id'), flow.flowId);
  });

  const otherPages = take('docs/server.md', 'prod_A1');
  it('makes links to other pages of FxA', async () => {
    const { hostedFormUrl } = await import('../../src/rules/index.js');
    const urls: string[] = [];
    const record = (...args: Parameters<typeof hostedFormUrl>) => urls.push(hostedFormUrl(...args).url ?? '');
    await runScript(otherPages, { hostedFormUrl: record, flow });
    assert.deepEqual(
      urls.map((url) => new URL(url).pathname),
      ['/subscriptions/products/prod_A1', '/authorization'],
    );
  });

  const output = take('docs/check.md', '$ npx');
  it('shows the check, which prints exactly that', async () => {
    const address = servePage({
      headers: {
        'Content-Security-Policy': "default-src 'self'; form-action 'self'; frame-ancestors 'self'",
      },
      html: `<!doctype html>
<title>The shop</title>
<script type="module" src="/fxa-email-form.min.js"></script>
<fxa-email-form fxa-url="${mockServer.url}" entrypoint="the shop" utm-source="shop" utm-campaign="spring"></fxa-email-form>`,
    });
    const [command = '', ...printed] = output.split('\n');
    const args = command.replace(/^\$ npx --no fxa-email-form /, '').replace(`${ORIGIN}/`, address);
    const cli = fileURLToPath(new URL('dist/server/cli.js', ROOT));
    const child = spawn(process.execPath, [cli, ...args.split(' ')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const shown = stdout
      .replaceAll(address, `${ORIGIN}/`)
      .replaceAll(new URL(address).origin, ORIGIN)
      .replaceAll(new URL(mockServer.url).origin, new URL(MOCK_SERVER).origin);
    assert.equal(shown.trimEnd(), printed.join('\n'));
    assert.equal(child.exitCode, 1);
  });
});

describe('in tests of a page, a block for', () => {
  const arrive = (url: string) => fetch(`${url}?action=email&form_type=email&email=ada%40example.com`);

  const script = take('docs/mock-server.md', "at('a-test')");
  it('a script', async () => {
    const lines: unknown[][] = [];
    const console = { log: (...words: unknown[]) => lines.push(words) };
    const code = script.replace(/^\/\/ … open a page .*$/m, 'await arrive(fxa.url);');
    await runScript(code, { console, arrive });
    assert.deepEqual(
      lines.map(([outcome]) => outcome),
      ['goes-on'],
    );
  });

  const clients = take('docs/mock-server.md', "id: '0123456789abcdef'");
  it('OAuth', async () => {
    const { mockServer } = await runScript(clients, { startMockServer }, ['mockServer']);
    const { url } = mockServer as MockServer;
    const query = new URLSearchParams({
      client_id: '0123456789abcdef',
      redirect_uri: 'http://localhost:5173/signed-in',
      scope: 'profile',
      state: 'x',
    });
    const response = await fetch(`${url}authorization?${query.toString()}`);
    await (mockServer as MockServer).close();
    assert.equal(response.status, 200);
  });

  const vitest = take('docs/mock-server.md', 'vitest.setup.ts');
  it('Vitest', async () => {
    const provided = new Map<string, string>();
    const { default: setup } = await runScript(vitest);
    const project = { provide: (name: string, value: string) => provided.set(name, value) };
    const teardown = await (setup as (of: object) => Promise<() => Promise<void>>)(project);
    assert.equal((await arrive(provided.get('fxaUrl') ?? '')).status, 200);
    await teardown();
  });

  const cypress = take('docs/mock-server.md', 'cypress.config.ts');
  it('Cypress', async () => {
    interface Config {
      e2e: { setupNodeEvents: (on: (name: string, value: unknown) => void) => Promise<void> };
    }
    const events = new Map<string, unknown>();
    let url = '';
    const modules = {
      cypress: { defineConfig: (config: Config) => config },
      // Another test may have the port of the guide.
      'fxa-email-form/mock-server': {
        startMockServer: async () => {
          const mockServer = await startMockServer();
          ({ url } = mockServer);
          return mockServer;
        },
      },
    };
    const { default: config } = await runScript(cypress, {}, [], modules);
    await (config as Config).e2e.setupNodeEvents((name, value) => events.set(name, value));
    const tasks = events.get('task') as Record<string, (argument?: unknown) => unknown>;
    assert.equal(tasks['nextScenario']?.({ scenario: '503' }), null);
    await arrive(url);
    assert.equal((tasks['arrivals']?.() as unknown[]).length, 1);
    await (events.get('after:run') as () => Promise<void>)();
  });

  const playwright = take('docs/mock-server.md', '@playwright/test');
  it('Playwright, with its own test runner', async () => {
    const port = await freePort();
    const site = await startSite();
    const { url } = site.page(
      () =>
        `<fxa-email-form fxa-url="http://localhost:${port}/" entrypoint="e" utm-source="s" utm-campaign="c"></fxa-email-form>`,
    );
    const folder = await mkdtemp(join(tmpdir(), 'playwright-'));
    try {
      const modules = join(folder, 'node_modules');
      await mkdir(join(modules, '@playwright/test'), { recursive: true });
      await symlink(fileURLToPath(new URL('node_modules/playwright', ROOT)), join(modules, 'playwright'));
      // A copy, as npm installs it: what a link leads to, Playwright would compile.
      for (const name of ['package.json', 'dist']) {
        await cp(new URL(name, ROOT), join(modules, 'fxa-email-form', name), { recursive: true });
      }
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      // All that this package has.
      const runner = join(modules, '@playwright/test');
      await writeFile(join(runner, 'package.json'), '{ "type": "module", "main": "index.js" }');
      await writeFile(join(runner, 'index.js'), "export * from 'playwright/test';");
      const code = playwright.replace('port: 3030', `port: ${port}`).replace('http://localhost:5173/', url);
      await writeFile(join(folder, 'sign-up.spec.ts'), code);
      const launchOptions = {
        executablePath: findBrowser('chromium')?.executablePath,
        args: chromiumArguments,
      };
      const config = {
        testDir: folder,
        timeout: 120_000,
        expect: { timeout: 60_000 },
        use: { launchOptions },
      };
      await writeFile(join(folder, 'playwright.config.js'), `export default ${JSON.stringify(config)};`);
      const cli = join(modules, 'playwright/cli.js');
      const child = spawn(process.execPath, [cli, 'test', '--config', folder, '--reporter', 'line'], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [stdout, stderr] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ]);
      assert.equal(child.exitCode, 0, stdout + stderr);
      assert.match(stdout, /1 passed/);
    } finally {
      await rm(folder, { recursive: true });
      await site.close();
    }
  });
});

describe('every block of code in the documents', () => {
  it('is run by a test above, or is a drawing that a command makes', () => {
    const others = blocks
      .filter((block) => !isGuide(block) && !taken.has(block))
      .filter(({ language }) => !['sh', 'json', 'html', 'css', 'mermaid'].includes(language));
    assert.deepEqual(others.map(titleOf), []);
  });
});
