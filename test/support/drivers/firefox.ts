import { launch, type Browser, type KeyInput, type Page as PuppeteerPage } from 'puppeteer-core';
import {
  defaultPageOptions,
  patience,
  type Page,
  type PageOptions,
  type PointerButton,
  type Viewport,
} from './page.js';

export interface FirefoxOptions extends PageOptions {
  /** Preferences beside those of the tests' own: what `about:config` shows. */
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
}

/** Firefox takes these at its start only: WebDriver BiDi has no command for them. */
export function firefoxPreferences(options: FirefoxOptions) {
  const { backForwardCache, colorScheme, javaScript, preferences } = options;
  return {
    'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
    ...(backForwardCache === false && { 'browser.sessionhistory.max_total_viewers': 0 }),
    ...(javaScript === false && { 'javascript.enabled': false }),
    ...preferences,
  };
}

/** Puppeteer's connection to Firefox, and the name of a tab there, both of which its types keep to themselves. */
interface Bidi {
  readonly connection: { send(command: string, parameters: object): Promise<unknown> };
  readonly context: string;
}

interface BidiAnswer {
  readonly result: {
    readonly result: { readonly sharedId: string };
    readonly nodes: readonly { readonly sharedId: string }[];
  };
}

/**
 * For what Puppeteer itself cannot do: once a page has come back from the back/forward cache, its `goto` never ends,
 * because it goes on waiting for the `load` of that page.
 */
function bidi(browser: Browser, page: PuppeteerPage): Bidi {
  const { connection } = browser as unknown as Pick<Bidi, 'connection'>;
  const { _id: context } = page.mainFrame() as unknown as { _id: string };
  return { connection, context };
}

class FirefoxPage implements Page {
  readonly #browser: Browser;
  readonly #page: PuppeteerPage;
  readonly #otherTab: PuppeteerPage;
  readonly #bidi: Bidi;

  constructor(browser: Browser, page: PuppeteerPage, otherTab: PuppeteerPage) {
    this.#browser = browser;
    this.#page = page;
    this.#otherTab = otherTab;
    this.#bidi = bidi(browser, page);
  }

  async open(url: string) {
    await this.#bidi.connection.send('browsingContext.navigate', {
      context: this.#bidi.context,
      url,
      wait: 'complete',
    });
  }

  evaluate(expression: string) {
    return this.#page.evaluate(expression);
  }

  movePointer(x: number, y: number) {
    return this.#page.mouse.move(x, y);
  }

  pressPointer(button: PointerButton = 'left') {
    return this.#page.mouse.down({ button });
  }

  releasePointer(button: PointerButton = 'left') {
    return this.#page.mouse.up({ button });
  }

  type(text: string) {
    return this.#page.keyboard.type(text);
  }

  pressKey(key: string) {
    return this.#page.keyboard.down(key as KeyInput);
  }

  releaseKey(key: string) {
    return this.#page.keyboard.up(key as KeyInput);
  }

  resize(viewport: Viewport) {
    return this.#page.setViewport(viewport);
  }

  async regainFocus() {
    // Only a change of tabs moves the focus from the toolbar to the page: neither a click nor a navigation does.
    await this.#otherTab.bringToFront();
    await this.#page.bringToFront();
  }

  async isExposedAs(expression: string, role: string, name: string) {
    const { connection, context } = this.#bidi;
    const evaluate = async (code: string) => {
      const parameters = { expression: code, target: { context }, awaitPromise: false };
      const { result } = (await connection.send('script.evaluate', parameters)) as BidiAnswer;
      return result.result.sharedId;
    };
    // Firefox tells no role and no name, but finds elements by them, and enters no shadow root by itself.
    const { result } = (await connection.send('browsingContext.locateNodes', {
      context,
      locator: { type: 'accessibility', value: { role, name } },
      startNodes: [{ sharedId: await evaluate(`(${expression}).getRootNode()`) }],
    })) as BidiAnswer;
    const sharedId = await evaluate(expression);
    return result.nodes.some((node) => node.sharedId === sharedId);
  }

  screenshot() {
    return this.#page.screenshot();
  }

  close() {
    return this.#browser.close();
  }
}

/** Opens the system's Firefox, without a window, through WebDriver BiDi. */
export async function startFirefox(executablePath: string, options: FirefoxOptions = {}): Promise<Page> {
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: firefoxPreferences(options),
    defaultViewport: options.viewport ?? defaultPageOptions.viewport,
    protocolTimeout: patience.load,
    timeout: patience.start,
  });
  try {
    // Firefox does not give the focus to the tab that it has started with.
    const [firstTab] = await browser.pages();
    const page = await browser.newPage();
    return new FirefoxPage(browser, page, firstTab ?? page);
  } catch (error) {
    await browser.close();
    throw error;
  }
}
