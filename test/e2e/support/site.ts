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
  page(body: (fxaUrl: string) => string): { readonly url: string; readonly world: World };
  close(): Promise<void>;
}

/** What every page of the site is made of: it notes whatever goes wrong, and that over page loads too. */
const html = (body: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A site</title>
    <link rel="icon" href="data:,">
    <script>
      for (const type of ['error', 'unhandledrejection', 'fxa-flow-error', 'fxa-flow-ready']) {
        addEventListener(type, ({ detail }) => {
          sessionStorage.setItem('seen', (sessionStorage.getItem('seen') ?? '') + type + ' ' + (detail?.code ?? '') + ';');
        });
      }
    </script>
    <script type="module" src="/fxa-email-form.min.js"></script>
  </head>
  <body>${body}</body>
</html>`;

/** Starts a site and the FxA that has it on its allow-list, unless `allowed` is `false`. */
export async function startSite({ allowed = true } = {}): Promise<Site> {
  const bundle = await readFile(BUNDLE).catch(() => {
    throw new Error('There is no built package: run "npm run build" first.');
  });
  const pages = new Map<string, string>();
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const page = pages.get(pathname);
    if (pathname === '/fxa-email-form.min.js')
      response.setHeader('content-type', 'text/javascript').end(bundle);
    else if (page === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', 'text/html').end(page);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const standIn = await startStandIn({ origins: allowed ? [new URL(url).origin] : [] });

  return {
    url,
    standIn,
    page(body) {
      const name = `page-${pages.size}`;
      const world = standIn.at(name);
      pages.set(`/${name}`, html(body(world.url)));
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
