import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import {
  startMockServer,
  type ArrivalEntry,
  type MockServer,
  type FxaInstance,
} from '../../../src/mock-server/start-mock-server.js';

const BUNDLE = new URL('../../../dist/fxa-email-form.min.js', import.meta.url);

/** A relying party's site on an origin of its own, with the built one-file bundle, and the FxA that knows it. */
export interface Site {
  /** Where the site is, with the last slash. */
  readonly url: string;
  readonly mockServer: MockServer;
  /**
   * Puts a page on the site, and a mock FxA that nobody has used yet behind it.
   *
   * @param body - what the page shows, given the address for `fxa-url`
   */
  page(body: (fxaUrl: string) => string, options?: PageOptions): SitePage;
  /**
   * Puts a page that a bundler has built on the site, and a mock FxA that nobody has used yet behind it.
   *
   * @param directory - the folder that holds its `index.html`, with the last slash
   * @param fxaUrl - the address in its files that the instance's takes the place of
   */
  builtPage(directory: URL, fxaUrl: string): Promise<SitePage>;
  /**
   * A page of the app behind the site, and a mock FxA that nobody has used yet behind that. The app has this one until
   * the next page is taken.
   *
   * @param path - from the root of the site on
   */
  appPage(path: string): SitePage;
  close(): Promise<void>;
}

/** A page of the site's, and the mock FxA behind it. */
export interface SitePage {
  readonly url: string;
  readonly fxa: FxaInstance;
}

/** How a page is served. */
export interface PageOptions {
  /** The addresses of the element's script. Default: the built bundle, once. */
  readonly scripts?: readonly string[];
  /** The page's Content-Security-Policy, given FxA's origin. Default: none. */
  readonly policy?: (fxaOrigin: string) => string;
}

/** Notes whatever goes wrong on a page, and what comes of the flow request, over page loads too. */
const RECORDER = `
  for (const type of ['error', 'unhandledrejection', 'securitypolicyviolation', 'fxa-flow-error', 'fxa-flow-ready']) {
    addEventListener(type, ({ detail, violatedDirective }) => {
      const before = sessionStorage.getItem('seen') ?? '';
      sessionStorage.setItem('seen', before + type + ' ' + (violatedDirective ?? detail?.code ?? '') + ';');
    });
  }`;

/** Notes what is complained of on the console too. */
const CONSOLE_RECORDER = `
  for (const level of ['warn', 'error']) {
    const report = console[level];
    console[level] = (...args) => {
      const before = sessionStorage.getItem('seen') ?? '';
      sessionStorage.setItem('seen', before + 'console.' + level + ' ' + args.join(' ') + ';');
      report(...args);
    };
  }`;

const RECORDER_TAGS = ['/recorder.js', '/console-recorder.js']
  .map((script) => `<script src="${script}"></script>`)
  .join('');

const withRecorder = (page: string) => page.replace('<head>', `<head>${RECORDER_TAGS}`);

const HTML = 'text/html';
const SCRIPT = 'text/javascript';

const CONTENT_TYPES: Readonly<Record<string, string>> = { '.css': 'text/css', '.html': HTML, '.js': SCRIPT };

/** What the site answers with. */
interface SiteFile {
  readonly body: string | Buffer;
  readonly type: string;
  /** A Content-Security-Policy. */
  readonly policy?: string | undefined;
}

const html = (body: string, scripts: readonly string[]) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A site</title>
    <link rel="icon" href="data:,">
    <script src="/recorder.js"></script>
    ${scripts.map((script) => `<script type="module" src="${script}"></script>`).join('\n    ')}
  </head>
  <body>${body}</body>
</html>`;

/** A server that renders pages. */
export interface AppBehind {
  readonly url: string;
  /** The address in what it sends that a mock FxA's takes the place of. */
  readonly fxaUrl: string;
}

/** How a site is started. */
export interface SiteOptions {
  /** Serves whatever the site itself does not have. */
  readonly app?: AppBehind;
  /** Whether FxA has it on its allow-list. Default: yes. */
  readonly allowed?: boolean;
  /** Scripts that it has beside the built bundle, by their addresses. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Sends on what an app has, with the address of the page's own FxA in it. */
async function forward(
  from: URL,
  response: ServerResponse,
  fxaUrl: string,
  ownFxaUrl: string,
): Promise<void> {
  try {
    const answer = await fetch(from);
    const body = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    // The next page has another FxA: nothing is to come from the browser's cache.
    response.writeHead(answer.status, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(withRecorder(body.replaceAll(fxaUrl, ownFxaUrl)));
  } catch (error) {
    response.destroy(error instanceof Error ? error : undefined);
  }
}

/** Starts a site and its FxA. */
export async function startSite({
  allowed = true,
  scripts: others = {},
  app,
}: SiteOptions = {}): Promise<Site> {
  const bundle = await readFile(BUNDLE).catch(() => {
    throw new Error('There is no built package: run "npm run build" first.');
  });
  const script = (body: string | Buffer): SiteFile => ({ body, type: SCRIPT });
  const files = new Map<string, SiteFile>([
    ['/fxa-email-form.min.js', script(bundle)],
    ['/copy/fxa-email-form.min.js', script(bundle)],
    ['/recorder.js', script(RECORDER)],
    ['/console-recorder.js', script(CONSOLE_RECORDER)],
    ...Object.entries(others).map(([path, source]) => [path, script(source)] as const),
  ]);
  let pages = 0;
  let fxaOfApp: FxaInstance | undefined;
  const server = createServer(({ url = '/' }, response) => {
    const file = files.get(new URL(url, 'http://localhost').pathname);
    if (file?.policy) response.setHeader('content-security-policy', file.policy);
    if (file) response.setHeader('content-type', file.type).end(file.body);
    else if (app && fxaOfApp) void forward(new URL(url, app.url), response, app.fxaUrl, fxaOfApp.url);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const mockServer = await startMockServer({ origins: allowed ? [new URL(url).origin] : [] });

  return {
    url,
    mockServer,
    page(body, { scripts: elementScripts = ['/fxa-email-form.min.js'], policy } = {}) {
      const name = `page-${pages++}`;
      const fxa = mockServer.at(name);
      files.set(`/${name}`, {
        body: html(body(fxa.url), elementScripts),
        type: HTML,
        policy: policy?.(new URL(mockServer.url).origin),
      });
      return { url: `${url}${name}`, fxa };
    },
    async builtPage(directory, fxaUrl) {
      const paths = await readdir(directory, { recursive: true }).catch(() => {
        throw new Error(`There is no built page at ${directory.href}: run "npm run test:frameworks" first.`);
      });
      const name = `page-${pages++}`;
      const fxa = mockServer.at(name);
      for (const path of paths) {
        const type = CONTENT_TYPES[extname(path)];
        if (!type) continue;
        const body = await readFile(new URL(path, directory), 'utf8');
        files.set(`/${name}/${path}`, { body: withRecorder(body.replaceAll(fxaUrl, fxa.url)), type });
      }
      return { url: `${url}${name}/index.html`, fxa };
    },
    appPage(path) {
      fxaOfApp = mockServer.at(`page-${pages++}`);
      return { url: new URL(path, url).href, fxa: fxaOfApp };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await mockServer.close();
    },
  };
}

/** The visit to FxA's page number `count`, once it has been made. */
export async function arrival(fxa: FxaInstance, count = 1): Promise<ArrivalEntry> {
  const arrivals = () => fxa.log.filter((entry) => entry.type === 'arrival');
  await fxa.waitFor(() => arrivals().length >= count);
  const entry = arrivals()[count - 1];
  if (!entry) throw new Error('Nobody has arrived.');
  return entry;
}
