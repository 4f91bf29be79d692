/** A site, the FxA that knows it, and a browser to look at it with. */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { startMockServer, type FxaInstance } from '../../src/mock-server/start-mock-server.js';
import { chromiumArguments, findBrowser } from '../support/browsers.js';

/** What a page on the site needs. */
export interface PageContent {
  /** The page's text, given the address of FxA. */
  readonly html: (fxaUrl: string) => string;
  /** Scripts by their names, which the page finds beside itself. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** One page in a browser that has seen none before. */
export interface Visit {
  readonly page: Page;
  readonly session: CDPSession;
  readonly fxa: FxaInstance;
  /** Where the page is. */
  readonly url: string;
}

/** How a page ends that is not watched. */
export type Outcome<T> = { readonly value: T } | { readonly error: string };

/** Lets pages be served, and visited. */
export interface Laboratory {
  readonly browserVersion: string;
  /** Prepares a visit to a page, lets it be made, and forgets about it. */
  visit<T>(content: PageContent, make: (visit: Visit) => Promise<T>): Promise<T>;
  /**
   * Opens a page that nobody looks into, and ends as the value of the {@link Outcome} that the page posts, as JSON, to
   * `report` beside itself. While developer tools listen, a browser looks up by which functions each request was made:
   * for the form's that takes a millisecond, which no visitor's browser needs.
   *
   * @throws where it reports an error, or nothing in time
   */
  unwatched<T>(content: PageContent): Promise<T>;
  close(): Promise<void>;
}

/** A phone of the middle class on a slow mobile connection, by the figures that Lighthouse uses. */
const SLOWDOWN = 6;
const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1474.56 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
};

/** How long anything on a page may take, in milliseconds: a thousand requests have to wait for each other. */
const PATIENCE = 180_000;

const compress = promisify(brotliCompress);

/** Slows the processor and the network of a visit down. */
export async function slowDown({ session }: Visit): Promise<void> {
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
}

/** Starts a laboratory. */
export async function openLaboratory(): Promise<Laboratory> {
  const executablePath = findBrowser('chromium')?.executablePath;
  if (!executablePath) {
    throw new Error('There is no Chromium on this machine: run "npm run test:install" first.');
  }

  const files = new Map<string, { readonly type: string; readonly body: Buffer }>();
  const compressed = new Map<string, Promise<Buffer>>();
  const add = async (path: string, type: string, text: string) => {
    const body = compressed.get(text) ?? compress(text);
    compressed.set(text, body);
    files.set(path, { type, body: await body });
  };
  const reports = new EventEmitter();
  const server = createServer((request, response) => {
    const { url = '/' } = request;
    if (request.method === 'POST') {
      response.end();
      const broken = (error: unknown): Outcome<never> => ({ error: String(error) });
      void json(request)
        .catch(broken)
        .then((outcome) => reports.emit(url, outcome));
      return;
    }
    const file = files.get(url);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': `${file.type}; charset=utf-8`,
      'content-encoding': 'br',
      'content-length': file.body.length,
      // Pages that are isolated have clocks with a finer grain.
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    response.end(file.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const siteUrl = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const mockServer = await startMockServer({ origins: [new URL(siteUrl).origin] });
  const browser = await chromium.launch({ executablePath, args: [...chromiumArguments] });
  const browserSession = await browser.newBrowserCDPSession();
  let visits = 0;

  const prepare = async ({ html, scripts = {} }: PageContent) => {
    const name = `visit-${visits++}`;
    const fxa = mockServer.at(name);
    await add(`/${name}/`, 'text/html', html(fxa.url));
    for (const [file, script] of Object.entries(scripts)) {
      await add(`/${name}/${file}`, 'text/javascript', script);
    }
    const forget = () => {
      for (const path of [...files.keys()].filter((path) => path.startsWith(`/${name}/`))) files.delete(path);
    };
    return { name, fxa, url: `${siteUrl}${name}/`, forget };
  };

  return {
    browserVersion: browser.version(),
    async visit(content, make) {
      const { fxa, url, forget } = await prepare(content);
      const context = await browser.newContext();
      try {
        // esbuild, which compiles the benchmarks, wraps functions in this one, and defines it in Node only.
        await context.addInitScript('globalThis.__name = (it) => it');
        context.setDefaultTimeout(PATIENCE);
        const page = await context.newPage();
        const session = await context.newCDPSession(page);
        return await make({ page, session, fxa, url });
      } finally {
        await context.close();
        forget();
      }
    },
    async unwatched<T>(content: PageContent) {
      const { name, url, forget } = await prepare(content);
      const { browserContextId } = await browserSession.send('Target.createBrowserContext');
      try {
        // The library lets go of pages in contexts that are not its own.
        const [[outcome]] = (await Promise.all([
          once(reports, `/${name}/report`, { signal: AbortSignal.timeout(PATIENCE) }),
          browserSession.send('Target.createTarget', { url, browserContextId }),
        ])) as [[Outcome<T>], unknown];
        if ('error' in outcome) throw new Error(outcome.error);
        return outcome.value;
      } catch (cause) {
        throw new Error(`The page at ${url} has reported no figures.`, { cause });
      } finally {
        forget();
        await browserSession.send('Target.disposeBrowserContext', { browserContextId });
      }
    },
    async close() {
      await browser.close();
      await mockServer.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
