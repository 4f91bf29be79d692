import type { BrowserLauncher } from '@web/test-runner';
import { clickAt, strike, type Page, type Viewport } from './page.js';

/** The size that the test runner's own launchers give their pages. */
const viewport: Viewport = { width: 800, height: 600 };

/**
 * Lets the test runner run tests in a `Page`, one after the other, since only the front window has the focus.
 *
 * To `@web/test-runner-commands` it looks like the Playwright launcher, so that every command reads the same in all
 * engines. The test runner's own launchers would not do: the one for WebDriver cannot size the viewport and types
 * `zz` as a single `z`, the one for Puppeteer knows no `Shift+Tab`.
 */
export function pageLauncher(name: string, start: (viewport: Viewport) => Promise<Page>): BrowserLauncher {
  let starting: Promise<Page> | undefined;
  let commands: object | undefined;
  const active = new Set<string>();

  const launcher = {
    name,
    type: 'playwright',
    concurrency: 1,

    async startSession(sessionId: string, url: string) {
      starting ??= start(viewport);
      const page = await starting;
      commands = playwrightCommands(page);
      active.add(sessionId);
      await page.resize(viewport);
      await page.regainFocus();
      await page.open(url);
    },

    isActive: (sessionId: string) => active.has(sessionId),

    getPage: () => commands,

    async getBrowserUrl() {
      return (await (await starting)?.evaluate('location.href')) as string | undefined;
    },

    async stopSession(sessionId: string) {
      active.delete(sessionId);
      // Ends whatever the tests have left running.
      await (await starting)?.open('about:blank');
      return {};
    },

    startDebugSession() {
      return Promise.reject(new Error(`${name} runs without a window: debug in Chromium, or with --manual.`));
    },

    async stop() {
      await (await starting)?.close();
      starting = undefined;
    },
  };
  return launcher;
}

/** The part of Playwright's page that `@web/test-runner-commands` calls. */
function playwrightCommands(page: Page): object {
  return {
    keyboard: {
      type: (text: string) => page.type(text),
      press: (combination: string) => strike(page, combination),
      down: (key: string) => page.pressKey(key),
      up: (key: string) => page.releaseKey(key),
    },
    mouse: {
      click: (x: number, y: number) => clickAt(page, x, y),
      move: (x: number, y: number) => page.movePointer(x, y),
      down: () => page.pressPointer(),
      up: () => page.releasePointer(),
    },
    setViewportSize: (size: Viewport) => page.resize(size),
    emulateMedia: () => Promise.reject(new Error('Only Chromium takes another colour scheme while it runs.')),
  };
}
