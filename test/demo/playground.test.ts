import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import ts from 'typescript';
import { build, preview } from 'vite';
import { playgroundPlugin } from '../../demo/playground-plugin.js';
import { startMockServer } from '../../src/mock-server/start-mock-server.js';
import { forEachEngine, launch, type Browser } from '../e2e/support/driver.js';
import { listen, stop } from '../server/support.js';
import { findBrowser } from '../support/browsers.js';
import { startDemo, type Demo } from './demo.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the build would write into the manifest. */
async function readManifest(): Promise<unknown> {
  const { load } = playgroundPlugin();
  assert.ok(typeof load === 'function');
  const context = { addWatchFile: () => undefined } as unknown as ThisParameterType<typeof load>;
  const module = await load.call(context, '\0virtual:manifest');
  assert.ok(typeof module === 'string');
  return JSON.parse(module.replace('export default ', ''));
}

/** One visitor of the playground, and what is to be seen there. */
class Playground {
  constructor(
    readonly browser: Browser,
    readonly origin: string,
  ) {}

  /** Opens the page, and waits until the form stands and has or has not got its flow. */
  async open(address = '', state = 'ready'): Promise<void> {
    // Another address of the same page would not load it anew.
    await this.browser.open('about:blank');
    await this.browser.open(`${this.origin}/${address}`);
    await this.flowState(state);
  }

  flowState(state: string): Promise<unknown> {
    return this.browser.waitFor(
      (wanted) => document.querySelector(`.flow-state[data-state=${wanted}]`) !== null,
      state,
    );
  }

  /** Opens the group with a setting, and gives it a value as a visitor does. */
  async set(name: string, value: string): Promise<void> {
    const selector = `#controls [name="${name}"]`;
    const isText = await this.browser.evaluateOn(
      selector,
      (control, choice) => {
        const details = control.closest('details');
        if (details) details.open = true;
        if (control instanceof HTMLInputElement) {
          control.focus();
          control.select();
          return true;
        }
        (control as HTMLSelectElement).value = choice;
        control.dispatchEvent(new Event('change'));
        return false;
      },
      value,
    );
    if (!isText) return;
    await (value ? this.browser.type(value) : this.browser.press('Backspace'));
    await this.browser.press('Tab');
  }

  /** Looks into the page with the form until it finds something. */
  onStage<Result>(
    look: (page: Document, form: HTMLElement & { requestSubmit(): void }) => Result,
  ): Promise<Awaited<Result>> {
    return this.browser.waitFor((source) => {
      const page = document.querySelector<HTMLIFrameElement>('#stage')?.contentDocument;
      const form = page?.querySelector('fxa-email-form, fxa-link');
      // Functions travel as text. The compiler of the tests wraps those inside of them in `__name`.
      const withName = (0, eval)(`(__name) => ${source}`) as (name: (it: unknown) => unknown) => typeof look;
      return page && form ? withName((it) => it)(page, form as Parameters<typeof look>[1]) : false;
    }, look.toString()) as Promise<Awaited<Result>>;
  }

  /** The lines of the time line, without their times. */
  lines(): Promise<string[]> {
    return this.browser.evaluate(() =>
      [...document.querySelectorAll('.entry :is(summary, p)')].map((line) => {
        const { textContent } = line;
        const preview = line.querySelector('small')?.textContent ?? '';
        return textContent
          .replace(preview, '')
          .trim()
          .replaceAll(/\s+/g, ' ')
          .replace(/\d+ ms/, '… ms');
      }),
    );
  }

  async waitForLine(text: string): Promise<void> {
    await this.browser.waitFor(
      (wanted) =>
        [...document.querySelectorAll('.entry')].some(({ textContent }) =>
          textContent.replaceAll(/\s+/g, ' ').includes(wanted),
        ),
      text,
    );
  }

  /** What the form would send, as the page shows it. */
  async fields(): Promise<Record<string, string>> {
    await this.browser.click('#tab-sent');
    return this.browser.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll('#fields div')].map((row): [string, string] => [
          row.querySelector('dt')?.textContent ?? '',
          row.querySelector('dd')?.textContent ?? '',
        ]),
      ),
    );
  }

  /** The files of the snippet, by their names. */
  async snippet(framework: string): Promise<Record<string, string>> {
    await this.browser.click('#tab-code');
    await this.browser.evaluateOn(
      '#framework',
      (select, name) => {
        (select as HTMLSelectElement).value = name;
        select.dispatchEvent(new Event('change'));
      },
      framework,
    );
    const files = await this.browser.waitFor(() => {
      const found = [...document.querySelectorAll('.file')].map((file): [string, string] => [
        file.querySelector('figcaption span')?.textContent ?? '',
        file.querySelector('code')?.textContent ?? '',
      ]);
      return found.length > 0 && Object.fromEntries(found);
    });
    return files as Record<string, string>;
  }
}

const FLOW = [
  'visitor opens the page',
  'page requests a flow: GET metrics-flow',
  'FxA responds 200, after … ms',
  'page fxa-flow-ready: there is a flow',
  'FxA counts flow.begin',
  'FxA counts enter-email.view',
];

describe('the playground', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ entry: 'index.html' });
  });
  after(() => demo.server.close());

  forEachEngine('a visitor', ({ launch }) => {
    let page: Playground;
    before(async () => {
      page = new Playground(await launch({ viewport: { width: 1280, height: 900 } }), demo.origin);
    });

    it('opens it => the time line tells of the flow, in order', async () => {
      await page.open();
      await page.waitForLine('enter-email.view');
      assert.deepEqual(await page.lines(), FLOW);
    });

    it('sets a value that FxA refuses, and mends it => marked at its field, and not in the snippet', async () => {
      await page.open();
      await page.set('utm-source', 'a b');
      const message = await page.browser.waitFor(() => {
        const field = document.querySelector('#set-utm-source[aria-invalid=true]');
        return document.getElementById(field?.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')
          ?.textContent;
      });
      assert.match(message ?? '', /^Left out: it has to be text that matches/);
      await page.waitForLine('fxa-parameter-rejected');
      assert.doesNotMatch((await page.snippet('html'))['sign-up.html'] ?? '', /utm-source/);
      await page.set('utm-source', 'ab');
      await page.browser.waitFor(() => !document.querySelector('#set-utm-source[aria-invalid]'));
      assert.match((await page.snippet('html'))['sign-up.html'] ?? '', /utm-source="ab"/);
    });

    it('chooses Arabic => the form speaks it, from right to left', async () => {
      await page.open();
      await page.set('lang', 'ar');
      const label = await page.onStage(
        (stage, form) =>
          stage.documentElement.dir === 'rtl' &&
          getComputedStyle(form).direction === 'rtl' &&
          `${form.shadowRoot?.querySelector('label')?.textContent ?? ''} ${form.querySelector('h2')?.textContent ?? ''}`,
      );
      assert.match(label || '', /^[\s\p{Script_Extensions=Arabic}]+$/u);
    });

    it('comes by a campaign => the request and the form say so', async () => {
      await page.open('?utm_source=newsletter&utm_campaign=spring');
      const { utm_source, utm_campaign, entrypoint, flow_id } = await page.fields();
      assert.deepEqual([utm_source, utm_campaign, entrypoint], ['newsletter', 'spring', 'your-page']);
      assert.match(flow_id ?? '', /^\w{64}$/);
    });

    it('has Global Privacy Control => no request', async () => {
      await page.open('#gpc=on', 'idle');
      assert.equal((await page.fields())['flow_id'], undefined);
      await page.browser.click('#tab-happened');
      assert.deepEqual(await page.lines(), [
        'visitor opens the page',
        'page requests no flow: no consent, or not yet in sight',
      ]);
    });

    it('lets FxA fail => told so, and the form goes without a flow', async () => {
      await page.open();
      await page.waitForLine('enter-email.view');
      await page.browser.evaluate(() => {
        document.querySelector<HTMLSelectElement>('#scenario')?.closest('details')?.setAttribute('open', '');
      });
      await page.browser.evaluateOn('#scenario', (select) => {
        (select as HTMLSelectElement).value = '500';
      });
      await page.browser.click('#scenario-reopen');
      await page.flowState('failed');
      const lines = await page.lines();
      assert.deepEqual(lines.slice(-4), [
        'visitor opens the page',
        'page requests a flow: GET metrics-flow',
        'FxA responds 500, after … ms',
        'page fxa-flow-error: there is none, and the form works without it',
      ]);
    });

    for (const kind of ['drawn', 'own']) {
      it(`signs up by the ${kind} form and stays => FxA has nothing to find fault with`, async () => {
        await page.open(`#stay=on&kind=${kind}&email=ada@example.org`);
        // What FxA has counted is told a moment later, and would stand among what comes now.
        await page.waitForLine('enter-email.view');
        await page.onStage((_stage, form) => {
          form.requestSubmit();
          return true;
        });
        await page.waitForLine('FxA gets the sign-up, and nothing is wrong with it');
        assert.deepEqual((await page.lines()).slice(FLOW.length), [
          'page fxa-submit: the form is about to go',
          'page would have gone to FxA, and is kept here',
          'FxA gets the sign-up, and nothing is wrong with it',
        ]);
      });
    }

    it('follows the link and stays => the address carries its own flow', async () => {
      await page.open('#stay=on&kind=link');
      assert.equal((await page.fields())['form_type'], 'button');
      await page.browser.click('#tab-happened');
      await page.onStage((stage) => {
        stage.querySelector('a')?.click();
        return true;
      });
      await page.waitForLine('FxA gets the sign-up, and nothing is wrong with it');
    });

    it('puts a link beside a form => both share one flow', async () => {
      await page.open('#kind=link&form=sign-up');
      await page.waitForLine('enter-email.view');
      assert.deepEqual(await page.lines(), FLOW);
      assert.match((await page.fields())['flow_id'] ?? '', /^\w{64}$/);
    });

    it('chooses colours that nobody can read => told so', async () => {
      await page.open('#--fxa-accent-color=%23ddd&--fxa-accent-text-color=%23fff');
      const problem = await page.browser.waitFor(
        () => document.querySelector('.stage-foot .problem')?.textContent,
      );
      assert.equal(problem, 'Contrast of button: 1.4, where text needs 4.5');
    });

    it('calls refreshFlow() => FxA counts another flow', async () => {
      await page.open();
      await page.browser.evaluate(() => {
        document.querySelector('#method-refreshFlow')?.closest('details')?.setAttribute('open', '');
      });
      await page.browser.click('#method-refreshFlow button');
      await page.browser.waitFor(() => document.querySelector('.counts')?.textContent.includes('2'));
      assert.deepEqual((await page.lines()).filter((line) => line === 'FxA counts flow.begin').length, 2);
    });

    it('signs up, and comes back => the time line goes on', async () => {
      await page.open('#email=ada@example.org');
      await page.onStage((_stage, form) => {
        form.requestSubmit();
        return true;
      });
      await page.browser.waitFor(() => document.querySelector('#verdict') !== null);
      await page.browser.back();
      await page.waitForLine('FxA gets the sign-up, and nothing is wrong with it');
    });

    it('makes the page narrower by the keyboard => the form has that room', async () => {
      await page.open();
      const before = await page.onStage((stage) => stage.defaultView?.innerWidth ?? 0);
      await page.browser.evaluateOn('.handle', (handle) => {
        handle.focus();
      });
      await page.browser.press('ArrowLeft');
      await page.browser.waitFor(() => new URLSearchParams(location.hash.slice(1)).get('width'));
      const narrower = await page.onStage((stage) => stage.defaultView?.innerWidth ?? 0);
      assert.ok(narrower < before, `${narrower} < ${before}`);
      await page.browser.press('Home');
      await page.onStage((stage) => stage.defaultView?.innerWidth === 280);
    });

    it('shares the address => somebody else sees the same', async () => {
      await page.open();
      await page.set('slot:heading', 'Hello, you');
      await page.set('--fxa-border-radius', '7px');
      await page.browser.waitFor(() => location.hash.includes('7px'));
      await page.open(new URL(await page.browser.url()).hash);
      const [heading, radius] =
        (await page.onStage((stage, form) => {
          const button = form.shadowRoot?.querySelector('button');
          return (
            button && [
              stage.querySelector('[slot=heading]')?.textContent,
              getComputedStyle(button).borderRadius,
            ]
          );
        })) ?? [];
      assert.deepEqual([heading, radius], ['Hello, you', '7px']);
    });

    it('pastes the snippet into a page with the one file => the form stands there', async (context) => {
      await page.open('#utm-medium=e-mail&slot:heading=Hi&lang=de&part:button=letter-spacing: 1px');
      const code = (await page.snippet('html'))['sign-up.html'] ?? '';
      const file = await (await fetch(`${demo.origin}/fxa-email-form.min.js`)).text();
      const server = createServer(({ url }, response) => {
        const isFile = url === '/fxa-email-form.min.js';
        response.setHeader('Content-Type', isFile ? 'text/javascript' : 'text/html; charset=utf-8');
        response.end(isFile ? file : `<!doctype html><title>A page</title>${code}`);
      });
      const port = await listen(server);
      context.after(() => stop(server));
      await page.browser.open(`http://localhost:${port}/`);
      const seen = await page.browser.waitFor(() => {
        const form = document.querySelector('fxa-email-form');
        const button = form?.shadowRoot?.querySelector('button');
        return (
          button &&
          /^Weiter$/.test(button.textContent.trim()) && [
            form?.querySelector('h2')?.textContent,
            form?.getAttribute('utm-medium'),
            getComputedStyle(button).letterSpacing,
            form?.shadowRoot?.querySelector('form')?.getAttribute('action'),
          ]
        );
      });
      assert.deepEqual(seen, ['Hi', 'e-mail', '1px', 'https://accounts.firefox.com/']);
    });
  });

  describe('in Chromium', { skip: !findBrowser('chromium') && 'no Chromium' }, () => {
    const open: Browser[] = [];
    after(async () => {
      for (const browser of open) await browser.close();
    });
    const visit = async (options: Parameters<typeof launch>[1]) => {
      const browser = await launch('chromium', options);
      open.push(browser);
      return new Playground(browser, demo.origin);
    };

    it('each attribute, slot, part, custom property, property and method of the manifest is there with its explanation', async () => {
      const page = await visit({ viewport: { width: 1280, height: 900 } });
      const { modules } = (await readManifest()) as {
        modules: { declarations: Record<string, unknown>[] }[];
      };
      const lists = modules
        .flatMap(({ declarations }) => declarations)
        .filter(({ tagName }) => tagName !== undefined);
      assert.equal(lists.length, 2);
      for (const { tagName, members, attributes, slots, cssParts, cssProperties } of lists) {
        await page.open(tagName === 'fxa-link' ? '#kind=link' : '');
        const wanted = [
          [attributes, ''],
          [tagName === 'fxa-link' ? [] : slots, 'slot:'],
          [cssParts ?? [], 'part:'],
          [cssProperties ?? [], ''],
        ].flatMap(([list, prefix]) =>
          (list as { name: string; description: string }[]).map(({ name, description }) => [
            `${prefix as string}${name}`,
            description.replaceAll('`', ''),
          ]),
        );
        const shown = await page.browser.evaluate(
          (names) =>
            names.map((name) => {
              const control = document.querySelector(`#controls [name="${name}"]`);
              const [about] = control?.getAttribute('aria-describedby')?.split(' ') ?? [];
              return [name, document.getElementById(about ?? '')?.textContent ?? ''];
            }),
          wanted.map(([name = '']) => name),
        );
        assert.deepEqual(shown, wanted);
        const named = (members as { name: string; kind: string; attribute?: string; static?: boolean }[])
          .filter((member) => member.attribute === undefined && !member.static)
          .map(({ name, kind }) => `${kind === 'method' ? 'method' : 'property'}-${name}`);
        assert.deepEqual(
          await page.browser.evaluate(() =>
            [...document.querySelectorAll('[id^=property-], [id^=method-]')].map(({ id }) => id),
          ),
          named.sort((one, other) => Number(one.startsWith('method')) - Number(other.startsWith('method'))),
        );
      }
    });

    it('each snippet in TypeScript can be read by its compiler', async () => {
      const page = await visit({});
      await page.open('#slot:heading={Hello} <b>"you"</b> & `me` ${1} @if&utm-medium=e-mail');
      const frameworks = await page.browser.evaluate(async () => {
        document.querySelector<HTMLElement>('#tab-code')?.click();
        await Promise.resolve();
        return [...(document.querySelector<HTMLSelectElement>('#framework')?.options ?? [])].map(
          ({ value }) => value,
        );
      });
      assert.ok(frameworks.length > 10);
      for (const framework of frameworks) {
        const files = Object.entries(await page.snippet(framework));
        assert.match(files.map(([, code]) => code).join('\n'), /utm-medium="e-mail"/, framework);
        for (const [fileName, code] of files.filter(([name]) => /sign-up\.tsx?$/.test(name))) {
          const { diagnostics = [] } = ts.transpileModule(code, {
            fileName,
            reportDiagnostics: true,
            compilerOptions: { jsx: ts.JsxEmit.Preserve, experimentalDecorators: true },
          });
          assert.deepEqual(
            diagnostics.map(({ messageText }) => messageText),
            [],
            `${framework}:\n${code}`,
          );
        }
      }
    });

    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [width, height] of [
        [1280, 900],
        [360, 740],
      ] as const) {
        it(`accessible in the ${colorScheme}, ${width} px wide, with nothing that overflows`, async () => {
          const page = await visit({ colorScheme, viewport: { width, height } });
          await page.open('?utm_source=a b&utm_campaign=spring#utm-term=a b&part:button=nonsense');
          await page.browser.waitFor(() => document.querySelector('[aria-invalid=true]') !== null);
          await page.browser.evaluate(() => {
            for (const details of document.querySelectorAll('details')) {
              details.removeAttribute('name');
              details.open = true;
            }
          });
          await page.browser.evaluate(`(() => { ${AXE} })()`);
          for (const tab of ['happened', 'sent', 'code']) {
            await page.browser.click(`#tab-${tab}`);
            if (tab === 'code') await page.snippet('html');
            const problems = await page.browser.evaluate(
              `axe.run(document, { iframes: false }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html.slice(0, 200), failureSummary])))`,
            );
            assert.deepEqual(problems, [], tab);
          }
          const overflow = await page.browser.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.equal(overflow, 0);
        });
      }
    }

    it('on a phone, the form stays in sight while one sets things', async () => {
      const page = await visit({ viewport: { width: 360, height: 740 } });
      await page.open();
      await page.browser.evaluateOn('[name=utm-term]', (field) => {
        field.scrollIntoView({ block: 'end' });
      });
      const { top, bottom } = await page.browser.evaluateOn(
        '#stage',
        (stage) => stage.getBoundingClientRect().toJSON() as Record<string, number>,
      );
      assert.ok((top ?? -1) >= 0 && (bottom ?? Infinity) <= 740, `${String(top)} to ${String(bottom)}`);
    });
  });
});

describe('the playground with another FxA', { skip: !findBrowser('chromium') && 'no Chromium' }, () => {
  it('as it is built => it talks to that FxA, and has nothing that only the mock server can do', async (context) => {
    const outDir = await mkdtemp(join(tmpdir(), 'playground-'));
    const fxa = await startMockServer();
    const { FXA_URL } = process.env;
    process.env['FXA_URL'] = fxa.url;
    try {
      await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
    } finally {
      if (FXA_URL === undefined) delete process.env['FXA_URL'];
      else process.env['FXA_URL'] = FXA_URL;
    }
    const server = await preview({
      configFile: false,
      logLevel: 'error',
      build: { outDir },
      preview: { port: 0, host: 'localhost' },
    });
    const browser = await launch('chromium', { viewport: { width: 1280, height: 900 } });
    context.after(async () => {
      await browser.close();
      await server.close();
      await fxa.close();
      await rm(outDir, { recursive: true });
    });
    const page = new Playground(browser, (server.resolvedUrls?.local[0] ?? '').replace(/\/$/, ''));
    await page.open();
    assert.deepEqual(await page.lines(), FLOW.slice(0, 4));
    assert.equal(await browser.evaluate(() => document.querySelector('#scenario, .counts')), null);
    assert.match((await page.snippet('html'))['sign-up.html'] ?? '', /integrity="sha384-/);
  });
});
