import { createServer, type RequestListener } from 'node:http';
import { relyingParty, type RelyingPartyOptions } from '../../demo/server/relying-party.js';
import type { FxaInstance } from '../../src/mock-server/start-mock-server.js';
import { listen, stop } from '../server/support.js';

/** A running example server. */
export interface Example {
  readonly origin: string;
  close(): Promise<void>;
}

/** Runs the example server on a port of its own; `optionsAt` is given its origin. */
export async function startExample(
  optionsAt: (origin: string) => RelyingPartyOptions | Promise<RelyingPartyOptions>,
): Promise<Example> {
  const server = createServer();
  const origin = `http://localhost:${await listen(server)}`;
  server.on('request', relyingParty(await optionsAt(origin)));
  return { origin, close: () => stop(server) };
}

/** An FxA server that fails on some paths. */
export interface FaultyFxa {
  readonly url: string;
  /** What each path does; the others answer with 404. Discovery works where nothing else is said. */
  answers: Readonly<Record<string, RequestListener>>;
  /** The paths that were requested, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Where FxA tells what is where. */
export const DISCOVERY = '/.well-known/openid-configuration';

/**
 * Runs an FxA server whose every fault is chosen by a test.
 *
 * @param example - the FxA server whose discovery it repeats, with its own address
 */
export async function startFaultyFxa(example: FxaInstance): Promise<FaultyFxa> {
  const discovery = await (await fetch(new URL(DISCOVERY, example.url))).text();
  const discover: RequestListener = (_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(discovery.replaceAll(example.url, fxa.url).replaceAll(example.url.slice(0, -1), origin));
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    fxa.requests.push(path);
    const answer = { [DISCOVERY]: discover, ...fxa.answers }[path];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  const origin = `http://localhost:${await listen(server)}`;
  const fxa: FaultyFxa = { url: `${origin}/`, answers: {}, requests: [], close: () => stop(server) };
  return fxa;
}

/** A visitor without a browser, who keeps the cookie that the example has set last. */
export class Visitor {
  cookie = '';

  constructor(readonly origin: string) {}

  /** Requests one page, and follows no redirect. */
  async request(
    path: string,
    method = 'GET',
  ): Promise<{ status: number; html: string; location: string | null }> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      redirect: 'manual',
      headers: { cookie: this.cookie },
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? '';
    return {
      status: response.status,
      html: await response.text(),
      location: response.headers.get('location'),
    };
  }

  /** Opens the first page; the fields that its form would send. */
  async open(): Promise<URLSearchParams> {
    const { html } = await this.request('/');
    const fields = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
    return new URLSearchParams([...fields].map(([, name = '', value = '']) => [name, value]));
  }
}
