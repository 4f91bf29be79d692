import { after, before } from 'node:test';
import {
  startStandIn,
  type LogEntry,
  type RequestEntry,
  type StandIn,
  type StandInOptions,
  type World,
} from '../../src/mock-server/start-mock-server.js';

/** An origin on the default allow-list. */
export const ORIGIN = 'http://localhost:8000';

/**
 * Runs one stand-in for the tests of a file or a suite.
 *
 * @returns a function that gives a world which no other test has seen
 */
export function useStandIn(options?: StandInOptions): () => World {
  let standIn: StandIn | undefined;
  let count = 0;
  before(async () => {
    standIn = await startStandIn(options);
  });
  after(() => standIn?.close());
  return () => {
    if (!standIn) throw new Error('The stand-in has not started.');
    count += 1;
    return standIn.at(`test-${count}`);
  };
}

/** What `fetch` takes, with the headers as a plain object. */
interface Init extends Omit<RequestInit, 'headers'> {
  headers?: Record<string, string>;
}

/** Asks a world for a flow, as a page on {@link ORIGIN} would where nothing else is said. */
export function ask(world: World, query = '', init: Init = {}): Promise<Response> {
  return fetch(`${world.url}metrics-flow${query}`, {
    redirect: 'manual',
    ...init,
    headers: { origin: ORIGIN, ...init.headers },
  });
}

/** Posts JSON to one of a world's control paths. */
export function control(world: World, name: string, data?: unknown): Promise<Response> {
  return fetch(`${world.url}stand-in/${name}`, {
    method: 'POST',
    ...(data !== undefined && { body: JSON.stringify(data) }),
  });
}

/** What is in a world's log, in short: one word per entry. */
export function kinds(world: World): string[] {
  return world.log.map((entry) => (entry.type === 'event' ? entry.event : entry.type));
}

/** The first request in a log. */
export function firstRequest(log: readonly LogEntry[]): RequestEntry {
  const request = log.find((entry) => entry.type === 'request');
  if (!request) throw new Error('There is no request in the log.');
  return request;
}
