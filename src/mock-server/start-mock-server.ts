import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { OAuthClient } from './accounts.js';
import { answerControl, CONTROL_PATH } from './control.js';
import { answerMetricsFlow, answerPreflight, type MetricsFlowConfig } from './metrics-flow.js';
import { oauthHandler } from './oauth.js';
import { answerPage } from './page.js';
import { send } from './respond.js';
import { FxaInstance } from './fxa-instance.js';

export type { OAuthClient } from './accounts.js';
export type { ArrivalEntry, EventEntry, LogEntry, OAuthEntry, PreflightEntry, RequestEntry } from './log.js';
export type { Scenario } from './scenarios.js';
export type { Field, FlowVerdict, Outcome, Problem, Verdict } from './verdict.js';
export type { ErrorShape, FxaInstance } from './fxa-instance.js';

/** The origins that FxA's own test stacks allow. */
export const TEST_ORIGINS: readonly string[] = [
  'http://localhost:8000',
  'http://127.0.0.1:8000',
  'http://127.0.0.1:8001',
];

/** The one OAuth client id that is known where nothing else is said. */
export const EXAMPLE_CLIENT_ID = '5e1f2a9c0b7d4e83';

/** The client of that id: a relying party at the origin that FxA's own test stacks allow. */
export const EXAMPLE_CLIENT: OAuthClient = {
  id: EXAMPLE_CLIENT_ID,
  secret: 'a-secret-for-the-mock-server-alone',
  redirectUris: ['http://localhost:8000/oauth'],
};

/** The longest head of a request, in bytes, its URL included: FxA answers a longer one with `431`. */
const LONGEST_HEAD = 16 * 1024;

/** Settings of {@link startMockServer}. */
export interface MockServerOptions {
  /** The port to listen on. Default: 0, any that is free. */
  readonly port?: number;
  /** The address to listen on. Default: `127.0.0.1`, so that nothing outside this machine gets in. */
  readonly host?: string;
  /** FxA's allow-list of origins. Default: {@link TEST_ORIGINS}. */
  readonly origins?: readonly string[];
  /** The relying parties: they may sign people in, and their engage events are counted. Default: {@link EXAMPLE_CLIENT}. */
  readonly clients?: readonly OAuthClient[];
  /** The secret that flow ids are signed with. Default: a random one. */
  readonly key?: string;
}

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
 * Starts a mock server of Firefox Accounts. Rejects with Node's own error where the port cannot be had.
 *
 * It answers `/metrics-flow` by FxA's rules, signs people in with OAuth from `/authorization` on, plays FxA's page on
 * every other path, and is driven through the paths below `mock-server/`.
 */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  const { port = 0, host = '127.0.0.1', key = randomBytes(32).toString('hex') } = options;
  const { clients = [EXAMPLE_CLIENT], origins = TEST_ORIGINS } = options;
  const config = { origins, clients: clients.map(({ id }) => id) };
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

  if (fullPath === '/favicon.ico') {
    send(response, 204);
  } else if (answerOAuth) {
    await answerOAuth(request, response, fxa, clients);
  } else if (path.startsWith(CONTROL_PATH)) {
    await answerControl(request, response, path.slice(CONTROL_PATH.length), fxa);
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

function addressOf(address: { port: number } | string | null, host: string): string {
  if (address === null || typeof address === 'string') throw new Error('The mock server has no port.');
  // By name, as FxA's own local stack is known, and as Firefox's preferences for such stacks have it.
  const name = host === '127.0.0.1' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}/`;
}
