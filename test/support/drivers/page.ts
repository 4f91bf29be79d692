/** The size of a page's viewport, in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** What a browser has to be told before it starts, or before its first page. */
export interface PageOptions {
  /** Whether the back button may show a page as it was left. */
  readonly backForwardCache?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScript?: boolean;
  readonly viewport?: Viewport;
}

/** The same in every browser, so that a test that doesn't care for them sees no difference. */
export const defaultPageOptions: Required<PageOptions> = {
  backForwardCache: true,
  colorScheme: 'light',
  javaScript: true,
  viewport: { width: 1024, height: 768 },
};

const SECOND = 1_000;

/**
 * For how long a browser may be busy with one thing, in milliseconds. A machine that is ten times slower than a
 * developer's, or busy with nine other things, still passes: only what hangs runs into these limits.
 */
export const patience = {
  start: 180 * SECOND,
  load: 120 * SECOND,
  script: 60 * SECOND,
  resize: 60 * SECOND,
  /** Until something that a test waits for is true. */
  condition: 120 * SECOND,
};

/** A button of the mouse. */
export type PointerButton = 'left' | 'middle' | 'right';

/**
 * What the tests need of a browser under remote control: the least that Playwright, Puppeteer and WebDriver all can.
 * Points are in CSS pixels of the viewport. Keys have the names of `KeyboardEvent.key`.
 */
export interface Page {
  /** Resolves when the page has loaded. */
  open(url: string): Promise<void>;
  /** The value of a JavaScript expression in the page, promises awaited. */
  evaluate(expression: string): Promise<unknown>;
  movePointer(x: number, y: number): Promise<void>;
  /** `button` is the left one by default. */
  pressPointer(button?: PointerButton): Promise<void>;
  releasePointer(button?: PointerButton): Promise<void>;
  /** Real key strokes, one after the other, to what has the focus. */
  type(text: string): Promise<void>;
  pressKey(key: string): Promise<void>;
  releaseKey(key: string): Promise<void>;
  resize(viewport: Viewport): Promise<void>;
  /** Takes the focus back from the browser's own controls, where a `Shift+Tab` may have moved it. */
  regainFocus(): Promise<void>;
  /** Whether the browser tells assistive technology of the element that an expression yields, by that role and name. */
  isExposedAs(expression: string, role: string, name: string): Promise<boolean>;
  /** The viewport as a PNG. */
  screenshot(): Promise<Uint8Array>;
  /** Ends the browser and everything it has started. */
  close(): Promise<void>;
}

/** Presses one key, or several at once: `Enter`, `Shift+Tab`. */
export async function strike(page: Page, combination: string): Promise<void> {
  const keys = combination.split('+');
  for (const key of keys) await page.pressKey(key);
  for (const key of keys.reverse()) await page.releaseKey(key);
}

/** Moves the pointer to a point and clicks there. */
export async function clickAt(page: Page, x: number, y: number, button?: PointerButton): Promise<void> {
  await page.movePointer(x, y);
  await page.pressPointer(button);
  await page.releasePointer(button);
}
