import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  startStandIn,
  type ArrivalEntry,
  type StandIn,
  type World,
} from '../../../demo/fxa-stand-in/stand-in.js';

const BUNDLE = new URL('../../../dist/fxa-email-form.min.js', import.meta.url);

/** A relying party's site on an origin of its own, with the built one-file bundle, and the FxA that knows it. */
export interface Site {
  /** Where the site is, with the last slash. */
  readonly url: string;
  readonly standIn: StandIn;
  /**
   * Puts a page on the site, and a world of FxA's that nobody has used yet behind it.
   *
   * @param body - what the page shows, given the address for `fxa-url`
   */
  page(
    body: (fxaUrl: string) => string,
    options?: PageOptions,
  ): { readonly url: string; readonly world: World };
  close(): Promise<void>;
}

/** How a page is served. */
export interface PageOptions {
  /** The addresses of the element's script. Default: the built bundle, once. */
  readonly scripts?: readonly string[];
  /** The page's Content-Security-Policy, given FxA's origin. Default: none. */
  readonly policy?: (fxaOrigin: string) => string;
}

/** Notes whatever goes wrong on a page, and what comes of the question about the flow, over page loads too. */
const RECORDER = `
  for (const type of ['error', 'unhandledrejection', 'securitypolicyviolation', 'fxa-flow-error', 'fxa-flow-ready']) {
    addEventListener(type, ({ detail, violatedDirective }) => {
      const before = sessionStorage.getItem('seen') ?? '';
      sessionStorage.setItem('seen', before + type + ' ' + (violatedDirective ?? detail?.code ?? '') + ';');
    });
  }`;

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

/** Starts a site and the FxA that has it on its allow-list, unless `allowed` is `false`. */
export async function startSite({ allowed = true } = {}): Promise<Site> {
  const bundle = await readFile(BUNDLE).catch(() => {
    throw new Error('There is no built package: run "npm run build" first.');
  });
  const scripts = new Map<string, string | Buffer>([
    ['/fxa-email-form.min.js', bundle],
    ['/copy/fxa-email-form.min.js', bundle],
    ['/recorder.js', RECORDER],
  ]);
  const pages = new Map<string, { readonly body: string; readonly policy: string | undefined }>();
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const script = scripts.get(pathname);
    const page = pages.get(pathname);
    if (page?.policy) response.setHeader('content-security-policy', page.policy);
    if (script) response.setHeader('content-type', 'text/javascript').end(script);
    else if (page) response.setHeader('content-type', 'text/html').end(page.body);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const standIn = await startStandIn({ origins: allowed ? [new URL(url).origin] : [] });

  return {
    url,
    standIn,
    page(body, { scripts: elementScripts = ['/fxa-email-form.min.js'], policy } = {}) {
      const name = `page-${pages.size}`;
      const world = standIn.at(name);
      pages.set(`/${name}`, {
        body: html(body(world.url), elementScripts),
        policy: policy?.(new URL(standIn.url).origin),
      });
      return { url: `${url}${name}`, world };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await standIn.close();
    },
  };
}

/** The visit to FxA's page number `count`, once it has been made. */
export async function arrival(world: World, count = 1): Promise<ArrivalEntry> {
  const arrivals = () => world.log.filter((entry) => entry.type === 'arrival');
  await world.waitFor(() => arrivals().length >= count);
  const entry = arrivals()[count - 1];
  if (!entry) throw new Error('Nobody has arrived.');
  return entry;
}
