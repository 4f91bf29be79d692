import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { OAuthClient } from './accounts.js';
import { allowList } from './allow-list.js';
import { answerControl, CONTROL_PATH } from './control.js';
import { answerMetricsFlow, answerPreflight, type MetricsFlowConfig } from './metrics-flow.js';
import { isLoopback } from './loopback.js';
import { oauthHandler } from './oauth.js';
import { parseOptions, type MockServerOptions } from './options.js';
import { answerPage } from './page.js';
import { send } from './respond.js';
import { FxaInstance } from './fxa-instance.js';

export type { Account, Accounts, OAuthClient } from './accounts.js';
export type { ArrivalEntry, EventEntry, LogEntry, OAuthEntry, PreflightEntry, RequestEntry } from './log.js';
export type { Scenario } from './scenarios.js';
export type { Field, FlowVerdict, Outcome, Problem, Verdict } from './verdict.js';
export type { ErrorShape, FxaInstance } from './fxa-instance.js';
export { EXAMPLE_CLIENT, EXAMPLE_CLIENT_ID, type MockServerOptions } from './options.js';

/** The longest head of a request, in bytes, its URL included: FxA answers a longer one with `431`. */
const LONGEST_HEAD = 16 * 1024;

/** A running mock server of Firefox Accounts. */
export interface MockServer {
  /** Its address, with the last slash: what `fxa-url` is set to. */
  readonly url: string;
  /**
   * The instance below `/at/<name>/`, created on first use.
   *
   * @param name - letters, digits, `.`, `_`, `-`; without it, the instance at the root
   * @throws {TypeError} where the name holds anything else
   */
  at(name?: string): FxaInstance;
  /** Stops listening, and destroys the connections that are open. */
  close(): Promise<void>;
}

/**
 * Starts a mock server of Firefox Accounts, which nothing outside of this machine can reach. Rejects with a `TypeError` where
 * an option cannot be, and with Node's own error where the port cannot be had (`code` is `EADDRINUSE` where it is taken).
 *
 * It answers `/metrics-flow` by FxA's rules, signs people in with OAuth from `/authorization` on, plays FxA's page on
 * every other path, and is driven through the paths below `mock-server/`.
 */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const { port, host, key, clients, origins } = parseOptions(options);
  const config = { allows: allowList(origins), clients: clients.map(({ id }) => id) };
  const instances = new Map<string, FxaInstance>();

  const server = createServer({ maxHeaderSize: LONGEST_HEAD }, (request, response) => {
    // Browsers silently repeat a request whose connection was in use before and breaks; a test would see two for one.
    response.shouldKeepAlive = false;
    route(request, response, at, config, clients).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const url = addressOf(server.address(), host);

  function at(name = ''): FxaInstance {
    if (!/^[\w.-]*$/.test(name)) throw new TypeError(`"${name}" cannot be the name of an instance.`);
    let fxa = instances.get(name);
    if (!fxa) {
      fxa = new FxaInstance(name === '' ? url : `${url}at/${name}/`, key);
      instances.set(name, fxa);
    }
    return fxa;
  }

  return {
    url,
    at,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  at: MockServer['at'],
  config: MetricsFlowConfig,
  clients: readonly OAuthClient[],
): Promise<void> {
  const [fullPath = '/', ...rest] = (request.url ?? '/').split('?');
  const search = rest.join('?');
  const [, name, below] = /^\/at\/([\w.-]+)(\/.*)$/.exec(fullPath) ?? [];
  const fxa = at(name);
  const path = below ?? fullPath;
  const answerOAuth = oauthHandler(request.method, path);

  if (!isForThisMachine(request)) {
    send(
      response,
      421,
      { 'Content-Type': 'text/plain' },
      'The mock server answers to names of this machine only.\n',
    );
  } else if (fullPath === '/favicon.ico') {
    send(response, 204);
  } else if (answerOAuth) {
    await answerOAuth(request, response, fxa, clients);
  } else if (path.startsWith(CONTROL_PATH)) {
    await answerControl(request, response, path.slice(CONTROL_PATH.length), fxa, config.allows);
  } else if (request.method === 'OPTIONS') {
    fxa.record({ type: 'preflight', path });
    answerPreflight(request, response, config);
  } else if (path !== '/metrics-flow') {
    await answerPage(request, response, path, search, fxa, clients);
  } else if (request.method === 'GET') {
    await answerMetricsFlow(request, response, new URLSearchParams(search), fxa, config);
  } else {
    send(response, 404);
  }
}

/** A name of somebody else's may lead to this machine too, and would make of that site's pages the mock server's own. */
function isForThisMachine({ headers: { host = '' } }: IncomingMessage): boolean {
  const url = `http://${host}`;
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

function addressOf(address: { port: number } | string | null, host: string): string {
  if (address === null || typeof address === 'string') throw new Error('The mock server has no port.');
  // By name, as FxA's own local stack is known, and as Firefox's preferences for such stacks have it.
  const name = host === '127.0.0.1' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}/`;
}
