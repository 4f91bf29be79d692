import { after, before } from 'node:test';
import {
  startMockServer,
  type LogEntry,
  type RequestEntry,
  type MockServer,
  type MockServerOptions,
  type FxaInstance,
} from '../../src/mock-server/start-mock-server.js';

/** An origin on the default allow-list, as on those of FxA's own test stacks. */
export const ORIGIN = 'http://localhost:8000';

/**
 * Runs one mock server for the tests of a file or a suite.
 *
 * @returns a function that gives a fxa which no other test has seen
 */
export function useMockServer(options?: MockServerOptions): () => FxaInstance {
  let mockServer: MockServer | undefined;
  let count = 0;
  before(async () => {
    mockServer = await startMockServer(options);
  });
  after(() => mockServer?.close());
  return () => {
    if (!mockServer) throw new Error('The mock server has not started.');
    count += 1;
    return mockServer.at(`test-${count}`);
  };
}

/** What `fetch` takes, with the headers as a plain object. */
interface Init extends Omit<RequestInit, 'headers'> {
  headers?: Record<string, string>;
}

/** Asks a fxa for a flow, as a page on {@link ORIGIN} would where nothing else is said. */
export function ask(fxa: FxaInstance, query = '', init: Init = {}): Promise<Response> {
  return fetch(`${fxa.url}metrics-flow${query}`, {
    redirect: 'manual',
    ...init,
    headers: { origin: ORIGIN, ...init.headers },
  });
}

/** Posts JSON to one of an instance's control paths. */
export function control(fxa: FxaInstance, name: string, data?: unknown): Promise<Response> {
  return fetch(`${fxa.url}mock-server/${name}`, {
    method: 'POST',
    ...(data !== undefined && { body: JSON.stringify(data) }),
  });
}

/** What is in an instance's log, in short: one word per entry. */
export function kinds(fxa: FxaInstance): string[] {
  return fxa.log.map((entry) => (entry.type === 'event' ? entry.event : entry.type));
}

/** The first request in a log. */
export function firstRequest(log: readonly LogEntry[]): RequestEntry {
  const request = log.find((entry) => entry.type === 'request');
  if (!request) throw new Error('There is no request in the log.');
  return request;
}
