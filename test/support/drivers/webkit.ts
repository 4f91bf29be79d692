import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { env } from 'node:process';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isRoot } from '../browsers.js';
import {
  defaultPageOptions,
  patience,
  type Page,
  type PageOptions,
  type PointerButton,
  type Viewport,
} from './page.js';

/** The code points by which WebDriver calls the keys that type no character. */
const keyCodes: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
};

/**
 * Starts a command that cannot outlive this process, however this process ends: a shell holds it, and takes the whole
 * process group down once the pipe from here closes, or once the command itself is gone.
 */
function tether(command: string, args: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  const script = '{ "$@"; kill 0; } & cat > /dev/null; kill 0';
  return spawn('sh', ['-c', script, 'sh', command, ...args], {
    detached: true,
    env: { ...env, ...environment },
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  });
}

async function release(tethered: ChildProcess): Promise<void> {
  if (tethered.exitCode !== null || tethered.signalCode !== null) return;
  const gone = once(tethered, 'exit');
  tethered.stdin?.end();
  await gone;
}

/** Rejects where a process ends before it is of use. */
async function endOf(tethered: ChildProcess, name: string): Promise<never> {
  await once(tethered, 'exit');
  throw new Error(`${name} ended before it was ready.`);
}

/**
 * Starts a virtual display, and tells its name once it takes connections.
 *
 * Without a window manager, the window under the pointer has the focus, and the pointer rests in the middle of the
 * display: a small display makes sure that even the narrowest window is there. Windows may be larger than it.
 */
async function startDisplay(): Promise<{ display: ChildProcess; name: string }> {
  // The display picks its own number, and writes it to the file descriptor, so that no two of them ever collide.
  const display = tether('Xvfb', ['-displayfd', '3', '-screen', '0', '512x512x24', '-nolisten', 'tcp'], {});
  const output = display.stdio[3] as Readable;
  const [number] = (await Promise.race([once(output, 'data'), endOf(display, 'Xvfb')])) as [Buffer];
  return { display, name: `:${number.toString().trim()}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Sends one command of the W3C WebDriver protocol. https://www.w3.org/TR/webdriver2/ */
async function send(method: 'GET' | 'POST', url: string, body: object = {}): Promise<unknown> {
  const response = await fetch(url, { method, ...(method === 'POST' && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`WebDriver: ${error}${message && `: ${message}`}`);
}

/** Asks until the answer is yes; an error counts as a no. */
async function until(complaint: string, time: number, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + time;
  let cause: unknown;
  do {
    if (await condition().catch((error: unknown) => void (cause = error))) return;
    await pause(20);
  } while (Date.now() < deadline);
  throw new Error(complaint, { cause });
}

class WebKitPage implements Page {
  readonly #session: string;
  readonly #processes: readonly ChildProcess[];

  constructor(session: string, processes: readonly ChildProcess[]) {
    this.#session = session;
    this.#processes = processes;
  }

  async open(url: string) {
    await send('POST', `${this.#session}/url`, { url });
  }

  async evaluate(expression: string) {
    return send('POST', `${this.#session}/execute/sync`, { script: `return (${expression});`, args: [] });
  }

  async movePointer(x: number, y: number) {
    // The protocol takes whole pixels only.
    await this.#point({ type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) });
  }

  async pressPointer(button?: PointerButton) {
    await this.#point({ type: 'pointerDown', button: buttonNumber(button) });
  }

  async releasePointer(button?: PointerButton) {
    await this.#point({ type: 'pointerUp', button: buttonNumber(button) });
  }

  async type(text: string) {
    await this.#strokes(Array.from(text).flatMap((value) => [keyDown(value), keyUp(value)]));
  }

  async pressKey(key: string) {
    await this.#strokes([keyDown(keyCodes[key] ?? key)]);
  }

  async releaseKey(key: string) {
    await this.#strokes([keyUp(keyCodes[key] ?? key)]);
  }

  async resize(viewport: Viewport) {
    // WebDriver sizes the window, of which the viewport is what the browser's own toolbar leaves over.
    const inner = await this.#viewport();
    const outer = (await send('GET', `${this.#session}/window/rect`)) as Viewport;
    await send('POST', `${this.#session}/window/rect`, {
      width: outer.width + viewport.width - inner.width,
      height: outer.height + viewport.height - inner.height,
    });
    // The window answers before its content has followed.
    await until('MiniBrowser does not take its new size.', patience.resize, async () => {
      const { width, height } = await this.#viewport();
      return width === viewport.width && height === viewport.height;
    });
  }

  regainFocus() {
    // Key strokes through WebDriver never leave the page here.
    return Promise.resolve();
  }

  async isExposedAs(expression: string, role: string, name: string) {
    const [id] = Object.values((await this.evaluate(expression)) as Record<string, string>);
    const element = `${this.#session}/element/${id ?? ''}`;
    return (
      (await send('GET', `${element}/computedrole`)) === role &&
      (await send('GET', `${element}/computedlabel`)) === name
    );
  }

  async screenshot() {
    return Buffer.from((await send('GET', `${this.#session}/screenshot`)) as string, 'base64');
  }

  async close() {
    await Promise.all(this.#processes.map(release));
  }

  async #viewport(): Promise<Viewport> {
    return (await this.evaluate('{ width: innerWidth, height: innerHeight }')) as Viewport;
  }

  async #point(action: object) {
    await send('POST', `${this.#session}/actions`, {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [action] }],
    });
  }

  async #strokes(actions: readonly object[]) {
    await send('POST', `${this.#session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }
}

const buttonNumber = (button: PointerButton = 'left') => ['left', 'middle', 'right'].indexOf(button);
const keyDown = (value: string) => ({ type: 'keyDown', value });
const keyUp = (value: string) => ({ type: 'keyUp', value });

/** Opens WebKitGTK's MiniBrowser on a virtual display of its own, so that its window always has the focus. */
export async function startWebKit(options: PageOptions = {}): Promise<Page> {
  const { backForwardCache, colorScheme, javaScript, viewport } = { ...defaultPageOptions, ...options };
  const { display, name } = await startDisplay();
  const port = await freePort();
  const driver = tether('WebKitWebDriver', [`--port=${port}`], {
    DISPLAY: name,
    GDK_BACKEND: 'x11',
    GTK_THEME: colorScheme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
    XDG_CONFIG_HOME: fileURLToPath(new URL('webkit-config', import.meta.url)),
    ...(isRoot && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
  });
  const processes = [driver, display];
  try {
    const service = `http://127.0.0.1:${port}`;
    const answers = until('WebKitWebDriver does not answer.', patience.start, async () => {
      await send('GET', `${service}/status`);
      return true;
    });
    await Promise.race([answers, endOf(driver, 'WebKitWebDriver')]);
    const { sessionId } = (await send('POST', `${service}/session`, {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          timeouts: { pageLoad: patience.load, script: patience.script },
          'webkitgtk:browserOptions': {
            args: [
              '--automation',
              `--enable-javascript=${javaScript}`,
              `--enable-page-cache=${backForwardCache}`,
            ],
          },
        },
      },
    })) as { sessionId: string };
    const page = new WebKitPage(`${service}/session/${sessionId}`, processes);
    await page.resize(viewport);
    return page;
  } catch (error) {
    await Promise.all(processes.map(release));
    throw error;
  }
}
