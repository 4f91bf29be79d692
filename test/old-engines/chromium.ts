/** Builds of Chromium that are years old. Today's drivers do not speak with them; the browser's own protocol still does. */
import CDP from 'chrome-remote-interface';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { arch, platform } from 'node:process';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { chromiumArguments } from '../support/browsers.js';
import { defaultPageOptions, type Page, type PageOptions, type Viewport } from '../support/drivers/page.js';

/** The packages in this folder's own package.json, by the major version of the Chromium that is in them. */
export type OldVersion = 92 | 122;

/** What the builds are made for; anywhere else they cannot start. */
export const runsHere = platform === 'linux' && arch === 'x64';

const MODULES = fileURLToPath(new URL('node_modules/', import.meta.url));

/** The path of the browser, which lies compressed in its package and is unpacked once. */
async function unpack(version: OldVersion): Promise<string> {
  const directory = join(MODULES, '.unpacked');
  const executable = join(directory, `chromium-${version}`);
  if (existsSync(executable)) return executable;
  const archive = join(MODULES, `chromium-${version}/bin/chromium.br`);
  if (!existsSync(archive)) {
    throw new Error(`Chromium ${version} is not there yet: run "npm --prefix test/old-engines ci" first.`);
  }
  await mkdir(directory, { recursive: true });
  // Whoever breaks this off leaves no half of a browser behind.
  const unfinished = `${executable}.${process.pid}`;
  await pipeline(
    createReadStream(archive),
    createBrotliDecompress(),
    createWriteStream(unfinished, { mode: 0o755 }),
  );
  await rename(unfinished, executable);
  return executable;
}

/** The port of the browser's protocol, which it names on its way up. */
async function protocolPort(browser: ChildProcess, version: OldVersion): Promise<number> {
  const complaints: string[] = [];
  if (browser.stderr) {
    for await (const line of createInterface({ input: browser.stderr })) {
      const port = /^DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(line)?.[1];
      if (port) {
        // A browser whose complaints nobody takes would stop once the pipe is full.
        browser.stderr.resume();
        return Number(port);
      }
      complaints.push(line);
    }
  }
  throw new Error(
    `Chromium ${version} cannot start on this machine. It needs the shared libraries that any Chromium needs; on ` +
      `Debian, "apt-get install chromium" brings them. It says:\n${complaints.join('\n')}`,
  );
}

/** The keys that are no letters, as the protocol wants them. */
const KEY_TEXTS: Readonly<Record<string, string>> = { Enter: '\r' };
const KEY_CODES: Readonly<Record<string, number>> = { Enter: 13, Tab: 9, Backspace: 8 };

class ProtocolPage implements Page {
  readonly #client: CDP.Client;
  readonly #end: () => Promise<void>;
  #pointer = { x: 0, y: 0 };

  constructor(client: CDP.Client, end: () => Promise<void>) {
    this.#client = client;
    this.#end = end;
  }

  async open(url: string) {
    const { Page } = this.#client;
    const loaded = Page.loadEventFired();
    const { errorText } = await Page.navigate({ url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    await loaded;
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#client.Runtime.evaluate({
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async movePointer(x: number, y: number) {
    this.#pointer = { x, y };
    await this.#client.Input.dispatchMouseEvent({ type: 'mouseMoved', x, y });
  }

  pressPointer() {
    return this.#pointerButton('mousePressed');
  }

  releasePointer() {
    return this.#pointerButton('mouseReleased');
  }

  async type(text: string) {
    for (const letter of text) {
      await this.pressKey(letter);
      await this.releaseKey(letter);
    }
  }

  async pressKey(key: string) {
    const text = KEY_TEXTS[key] ?? (key in KEY_CODES ? undefined : key);
    await this.#client.Input.dispatchKeyEvent({ type: 'keyDown', ...keyOf(key), ...(text && { text }) });
  }

  async releaseKey(key: string) {
    await this.#client.Input.dispatchKeyEvent({ type: 'keyUp', ...keyOf(key) });
  }

  async resize({ width, height }: Viewport) {
    await this.#client.Emulation.setDeviceMetricsOverride({
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
  }

  regainFocus() {
    // A browser without a window has no controls that could take it.
    return Promise.resolve();
  }

  async isExposedAs(expression: string, role: string, name: string) {
    const { objectId } = (await this.#client.Runtime.evaluate({ expression })).result;
    if (objectId === undefined) return false;
    const { nodes } = await this.#client.Accessibility.getPartialAXTree({ objectId, fetchRelatives: false });
    return nodes[0]?.role?.value === role && nodes[0].name?.value === name;
  }

  async screenshot() {
    const { data } = await this.#client.Page.captureScreenshot({});
    return Buffer.from(data, 'base64');
  }

  async close() {
    await this.#client.close();
    await this.#end();
  }

  async #pointerButton(type: 'mousePressed' | 'mouseReleased') {
    await this.#client.Input.dispatchMouseEvent({ type, ...this.#pointer, button: 'left', clickCount: 1 });
  }
}

const keyOf = (key: string) => ({ key, ...(KEY_CODES[key] && { windowsVirtualKeyCode: KEY_CODES[key] }) });

/** Starts an old Chromium with a fresh profile. Whoever starts it closes it. */
export async function startOldChromium(version: OldVersion, options: PageOptions = {}): Promise<Page> {
  const { colorScheme, javaScript, viewport } = { ...defaultPageOptions, ...options };
  const executable = await unpack(version);
  const profile = await mkdtemp(join(tmpdir(), `chromium-${version}-`));
  const browser = spawn(
    executable,
    [
      ...chromiumArguments,
      '--headless',
      '--disable-gpu',
      '--remote-debugging-port=0',
      // Emulated by the protocol, media queries alone would know of it in the oldest build.
      ...(colorScheme === 'dark' ? ['--blink-settings=preferredColorScheme=0'] : []),
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const kill = () => browser.kill('SIGKILL');
  process.once('exit', kill);
  const end = async () => {
    process.off('exit', kill);
    if (browser.exitCode === null && kill()) await once(browser, 'close');
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await protocolPort(browser, version);
    // The browser's own description of the protocol would do as well, and be one request more.
    const client = await CDP({ port, local: true });
    const page = new ProtocolPage(client, end);
    await client.Page.enable();
    await client.Emulation.setScriptExecutionDisabled({ value: !javaScript });
    await page.resize(viewport);
    return page;
  } catch (error) {
    await end();
    throw error;
  }
}
