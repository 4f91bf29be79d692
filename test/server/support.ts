import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';

/** A page that a test serves. */
export interface TestPage {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly html?: string;
}

/** Listens on a free port of this machine, and says which. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Stops listening, and destroys the connections that are open. */
export async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/**
 * Runs a web server for the tests of a file.
 *
 * @returns a function that serves one page more, and gives its address
 */
export function usePages(): (page: TestPage) => string {
  const pages: TestPage[] = [];
  let port = 0;
  const server = createServer((request, response) => {
    const page = pages[Number.parseInt(request.url?.slice(1) ?? '')];
    const {
      status = 200,
      headers = {},
      html = '<!doctype html><title>A page</title>',
    } = page ?? { status: 404 };
    response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', ...headers }).end(html);
  });
  before(async () => {
    port = await listen(server);
  });
  after(() => stop(server));
  return (page) => `http://localhost:${port}/${pages.push(page) - 1}`;
}

/** An address on which nothing listens. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  const port = await listen(server);
  await stop(server);
  return `http://127.0.0.1:${port}/`;
}
