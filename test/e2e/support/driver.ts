import { writeFile } from 'node:fs/promises';
import { after, describe } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as playwright from 'playwright-core';
import {
  chromiumArguments,
  engineNames,
  exitOnSignals,
  findBrowser,
  findBrowsers,
  type Engine,
} from '../../support/browsers.js';
import { firefoxPreferences, startFirefox, type FirefoxOptions } from '../../support/drivers/firefox.js';
import {
  clickAt,
  defaultPageOptions,
  patience,
  strike,
  type Page,
  type PointerButton,
  type Viewport,
} from '../../support/drivers/page.js';
import { startWebKit } from '../../support/drivers/webkit.js';

exitOnSignals();

/** `preferences` are for Firefox; the other engines have none. */
export type LaunchOptions = FirefoxOptions;

/** What can travel between Node and a page. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * In milliseconds: how long to wait for a page to say something, and between two attempts. A page that goes at that moment may
 * never say anything; one on a slow machine may need long. So each attempt waits twice as long as the one before.
 */
const firstAnswerTimeout = 2_000;
const pollInterval = 25;

/** A page has not said anything in time. */
class Silence extends Error {}

/** One visitor's browser window: the same few gestures in every engine. */
export class Browser {
  readonly engine: Engine;
  readonly #page: Page;

  constructor(engine: Engine, page: Page) {
    this.engine = engine;
    this.#page = page;
  }

  /** Goes to a page, and waits until it has loaded. */
  open(url: string): Promise<void> {
    return this.#page.open(url);
  }

  /** The address that the visitor sees. */
  async url(): Promise<string> {
    return this.evaluate(() => location.href);
  }

  /** Presses the back button, and waits for the page that was there before. */
  async back(): Promise<void> {
    const [entry, origin] = await this.evaluate(() => [location.href, performance.timeOrigin] as const);
    // Playwright and Puppeteer have a command for this that never ends where the page comes from the back/forward cache.
    await this.evaluate(() => {
      history.back();
    });
    await this.waitFor(
      (href, time) =>
        (location.href !== href || performance.timeOrigin !== time) && document.readyState === 'complete',
      entry,
      origin,
    );
  }

  /**
   * Calls a function in the page, which sees nothing of the test but its arguments. Result and arguments travel as JSON.
   * In place of the function, a string is an expression.
   */
  evaluate(expression: string): Promise<unknown>;
  evaluate<Args extends readonly Json[], Result>(
    script: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>;
  evaluate(script: string | ((...args: never[]) => unknown), ...args: readonly Json[]): Promise<unknown> {
    return this.#page.evaluate(typeof script === 'string' ? script : call(script, args));
  }

  /**
   * As `evaluate`, with an element as the function's first argument. `>>>` in the selector enters the open shadow root
   * of the element before it: `fxa-email-form >>> input[type=email]`.
   */
  evaluateOn<Args extends readonly Json[], Result>(
    selector: string,
    script: (element: HTMLElement, ...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> {
    return this.#page.evaluate(call(script, args, elementAt(selector))) as Promise<Awaited<Result>>;
  }

  /** Whether the browser itself tells assistive technology of an element, by that role and name. */
  isExposedAs(selector: string, role: string, name: string): Promise<boolean> {
    return this.#page.isExposedAs(elementAt(selector), role, name);
  }

  /**
   * Waits until a function, called in the page again and again, returns something truthy, and resolves with that: a value that JSON
   * can hold, since Firefox's driver lets no element out of a page.
   * The page may go away meanwhile, and another one come.
   */
  async waitFor<Args extends readonly Json[], Result>(
    condition: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> {
    const expression = call(condition, args);
    const result = await this.#poll(expression, Boolean, () => `Waited in vain for ${condition.toString()}`);
    return result as Awaited<Result>;
  }

  /**
   * Clicks the middle of an element, once it is there, has a size, and nothing lies over it.
   *
   * @param holding - a key that is held down meanwhile
   */
  async click(selector: string, button?: PointerButton, holding?: string): Promise<void> {
    const target = await this.#pointAt(selector);
    if (holding) await this.#page.pressKey(holding);
    await clickAt(this.#page, ...target, button);
    if (holding) await this.#page.releaseKey(holding);
  }

  /** Takes hold of the middle of an element, draws it a little to the side, and lets go. */
  async drag(selector: string): Promise<void> {
    const [x, y] = await this.#pointAt(selector);
    await this.#page.movePointer(x, y);
    await this.#page.pressPointer();
    for (const distance of [5, 10, 20, 40]) await this.#page.movePointer(x + distance, y + distance);
    await this.#page.releasePointer();
  }

  /** Types on the keyboard, into what has the focus. */
  type(text: string): Promise<void> {
    return this.#page.type(text);
  }

  /** Presses a key, or several at once: `Enter`, `Shift+Tab`. Keys have the names of `KeyboardEvent.key`. */
  press(combination: string): Promise<void> {
    return strike(this.#page, combination);
  }

  resize(viewport: Viewport): Promise<void> {
    return this.#page.resize(viewport);
  }

  /** Saves what is visible of the page as a PNG. */
  async screenshot(path: string): Promise<void> {
    await writeFile(path, await this.#page.screenshot());
  }

  close(): Promise<void> {
    return this.#page.close();
  }

  #pointAt(selector: string): Promise<readonly [number, number]> {
    return this.#poll(
      call(clickablePoint, [selector], call(find, [selector])),
      (answer): answer is readonly [number, number] => Array.isArray(answer),
      (answer) =>
        `Cannot click ${selector}: ${typeof answer === 'string' ? answer : 'the page does not answer.'}`,
    );
  }

  async #poll<Answer>(
    expression: string,
    isAnswer: (value: unknown) => value is Answer,
    complaint: (value: unknown) => string,
  ): Promise<Answer>;
  async #poll(
    expression: string,
    isAnswer: (value: unknown) => boolean,
    complaint: (value: unknown) => string,
  ): Promise<unknown>;
  async #poll(
    expression: string,
    isAnswer: (value: unknown) => boolean,
    complaint: (value: unknown) => string,
  ): Promise<unknown> {
    const deadline = Date.now() + patience.condition;
    let answer: unknown;
    let cause: unknown;
    let timeout = firstAnswerTimeout;
    do {
      try {
        answer = await this.#ask(expression, timeout);
        if (isAnswer(answer)) return answer;
      } catch (error) {
        // While one page goes and the next one comes, there may be none to ask: that is no reason to give up yet.
        cause = error;
        if (error instanceof Silence) timeout = Math.min(2 * timeout, patience.script);
      }
      await pause(pollInterval);
    } while (Date.now() < deadline);
    const place = await this.#ask('location.href', timeout).catch(String);
    throw new Error(`${complaint(answer)} (${engineNames[this.engine]}, at ${String(place)})`, { cause });
  }

  /** As `evaluate`, but not for long: a page that goes while it is asked may never answer. */
  #ask(expression: string, timeout: number): Promise<unknown> {
    const silence = pause(timeout, undefined, { ref: false }).then(() => {
      throw new Silence('The page does not answer.');
    });
    return Promise.race([this.#page.evaluate(expression), silence]);
  }
}

/**
 * The expression that calls a function in the page; `first` is one for an argument that cannot travel as JSON.
 * `__name` is what esbuild, which compiles the tests, wraps functions in, and defines in Node only.
 */
function call(script: (...args: never[]) => unknown, args: readonly Json[], first?: string): string {
  const list = [...(first === undefined ? [] : [first]), ...args.map((arg) => JSON.stringify(arg))].join(
    ', ',
  );
  return `((__name) => (${script.toString()})(${list}))((it) => it)`;
}

/** The expression for an element that has to be there. */
const elementAt = (selector: string) =>
  `(${call(find, [selector])} ?? (() => { throw new Error(${JSON.stringify(`No ${selector}.`)}); })())`;

/** Runs in the page. */
function find(selector: string): HTMLElement | null {
  let root: ParentNode | null = document;
  let element: HTMLElement | null = null;
  for (const part of selector.split('>>>')) {
    element = root?.querySelector<HTMLElement>(part.trim()) ?? null;
    root = element?.shadowRoot ?? null;
  }
  return element;
}

/** Runs in the page. The point to click an element at, or why there is none. */
function clickablePoint(element: HTMLElement | null): readonly [number, number] | string {
  if (!element) return 'there is no such element.';
  element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const { x, y, width, height } = element.getBoundingClientRect();
  if (width === 0 || height === 0) return 'it has no size.';
  const point = [x + width / 2, y + height / 2] as const;

  let top = document.elementFromPoint(...point);
  while (top?.shadowRoot?.elementFromPoint(...point)) {
    const inner: Element | null = top.shadowRoot.elementFromPoint(...point);
    if (inner === top) break;
    top = inner;
  }
  for (let node: Node | null = top; node;) {
    if (node === element) return point;
    node = node instanceof ShadowRoot ? node.host : ((node as Element).assignedSlot ?? node.parentNode);
  }
  return `<${top?.localName ?? 'nothing'}> is in its place.`;
}

class PlaywrightPage implements Page {
  readonly #browser: playwright.Browser;
  readonly #page: playwright.Page;

  constructor(browser: playwright.Browser, page: playwright.Page) {
    this.#browser = browser;
    this.#page = page;
  }

  async open(url: string) {
    await this.#page.goto(url, { timeout: patience.load });
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
    return this.#page.keyboard.down(key);
  }

  releaseKey(key: string) {
    return this.#page.keyboard.up(key);
  }

  resize(viewport: Viewport) {
    return this.#page.setViewportSize(viewport);
  }

  regainFocus() {
    // Playwright's pages have the focus whatever happens around them.
    return Promise.resolve();
  }

  async isExposedAs(expression: string, role: string, name: string) {
    const session = await this.#page.context().newCDPSession(this.#page);
    const { objectId = '' } = (await session.send('Runtime.evaluate', { expression })).result;
    const tree = await session.send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: false });
    await session.detach();
    return tree.nodes[0]?.role?.value === role && tree.nodes[0].name?.value === name;
  }

  screenshot() {
    return this.#page.screenshot();
  }

  close() {
    return this.#browser.close();
  }
}

async function startWithPlaywright(
  engine: Engine,
  executablePath: string,
  options: LaunchOptions,
): Promise<Page> {
  const { backForwardCache, colorScheme, javaScript, viewport } = { ...defaultPageOptions, ...options };
  const browser = await playwright[engine].launch({
    executablePath,
    timeout: patience.start,
    ...(engine === 'chromium' && {
      args: [...chromiumArguments],
      // Visitors have a back/forward cache.
      ...(backForwardCache && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    }),
    ...(engine === 'firefox' && { firefoxUserPrefs: firefoxPreferences(options) }),
  });
  try {
    const context = await browser.newContext({ colorScheme, javaScriptEnabled: javaScript, viewport });
    return new PlaywrightPage(browser, await context.newPage());
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function start(engine: Engine, options: LaunchOptions): Promise<Page> {
  const browser = findBrowser(engine);
  if (!browser) throw new Error(`There is no ${engineNames[engine]} on this machine.`);
  const { build, executablePath } = browser;
  if (build === 'system' && engine === 'firefox') return startFirefox(executablePath, options);
  if (build === 'system' && engine === 'webkit') return startWebKit(options);
  return startWithPlaywright(engine, executablePath, options);
}

/** Starts a browser with a fresh profile. Whoever launches it closes it. */
export async function launch(engine: Engine, options: LaunchOptions = {}): Promise<Browser> {
  return new Browser(engine, await start(engine, options));
}

/** What the tests of one engine are given: browsers that are closed after the last of them. */
export interface EngineUnderTest {
  readonly engine: Engine;
  /** Whether the back button shows a page as it was left. Playwright's own Firefox and WebKit load it anew. */
  readonly backForwardCache: boolean;
  /** Whether the browser's accessibility tree can be read. Playwright reads that of Chromium only. */
  readonly accessibilityTree: boolean;
  /** Whether a click can open a new tab. The driver of WebKit on Linux lets go of the left button, whichever was pressed. */
  readonly newTabs: boolean;
  readonly launch: (options?: LaunchOptions) => Promise<Browser>;
}

/** Declares the same tests once for each engine that this machine has. */
export function forEachEngine(name: string, declare: (engine: EngineUnderTest) => void): void {
  for (const { engine, build } of findBrowsers()) {
    describe(`${name} (${engineNames[engine]})`, () => {
      const open: Browser[] = [];
      after(async () => {
        for (const browser of open) await browser.close();
      });
      declare({
        engine,
        backForwardCache: build === 'system' || engine === 'chromium',
        accessibilityTree: build === 'system' || engine === 'chromium',
        newTabs: engine !== 'webkit',
        launch: async (options) => {
          const browser = await launch(engine, options);
          open.push(browser);
          return browser;
        },
      });
    });
  }
}
