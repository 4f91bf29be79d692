/** The mock FxA server, as browser tests see it: over HTTP, each test with a fxa of its own. */
import type {
  ArrivalEntry,
  ErrorShape,
  EventEntry,
  LogEntry,
  Scenario,
  RequestEntry,
} from '../../src/mock-server/start-mock-server.js';

type EntryOf<T extends LogEntry['type']> = Extract<LogEntry, { type: T }>;

/** The mock server's address, which the test server writes into every test page. */
const root = document.querySelector<HTMLMetaElement>('meta[name=mock-server]')?.content ?? '';

/** A fxa of the mock server's that no other test knows. */
export class FxaInstance {
  /** What `fxa-url` is set to. */
  readonly url = `${root}at/${crypto.randomUUID()}/`;

  /** Queues a scenario for each of the next requests. */
  async nextScenario(...scenarios: Scenario[]): Promise<void> {
    for (const scenario of scenarios) await this.#post('scenario', scenario);
  }

  /** Answers what hangs. */
  release(): Promise<void> {
    return this.#post('release');
  }

  /** Moves FxA's clock by so many milliseconds. */
  advanceClock(ms: number): Promise<void> {
    return this.#post('clock', { advance: ms });
  }

  setErrorShape(errorShape: ErrorShape): Promise<void> {
    return this.#post('settings', { errorShape });
  }

  async log(): Promise<LogEntry[]> {
    const response = await fetch(`${this.url}mock-server/log`);
    return (await response.json()) as LogEntry[];
  }

  /** The requests so far. */
  async requests(): Promise<RequestEntry[]> {
    return (await this.log()).filter((entry) => entry.type === 'request');
  }

  /** The events that FxA counted so far. */
  async events(): Promise<EventEntry[]> {
    return (await this.log()).filter((entry) => entry.type === 'event');
  }

  /** The first entry of that type which matches, once there is one. */
  async waitFor<T extends LogEntry['type']>(
    type: T,
    matches: (entry: EntryOf<T>) => boolean = () => true,
  ): Promise<EntryOf<T>> {
    // Each look is a round trip to the server; clocks may be faked, so nothing here waits for a timer.
    for (;;) {
      const found = (await this.log()).find((entry) => entry.type === type && matches(entry as EntryOf<T>));
      if (found) return found as EntryOf<T>;
    }
  }

  /** Resolves once there have been `count` requests. */
  async waitForRequests(count: number): Promise<RequestEntry[]> {
    for (;;) {
      const requests = await this.requests();
      if (requests.length >= count) return requests;
    }
  }

  /** The first visit to FxA's page, once there is one. */
  arrival(): Promise<ArrivalEntry> {
    return this.waitFor('arrival');
  }

  async #post(path: string, body?: unknown): Promise<void> {
    const response = await fetch(`${this.url}mock-server/${path}`, {
      method: 'POST',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
}
