import { EventEmitter, once } from 'node:events';
import { Accounts } from './accounts.js';
import type { EventEntry, LogEntry } from './log.js';
import { parseScenario, type CompleteScenario, type Scenario } from './scenarios.js';
import type { FlowBook, KnownFlow } from './verdict.js';

/**
 * How a `400` says which keys are bad: the `newest` server names them all in `validation.query.keys`, the `older` one
 * only the first, in `validation.keys`.
 */
export type ErrorShape = 'newest' | 'older';

/**
 * A mock FxA of its own below one path, with its own scenarios, clock, flows and log, so that tests that run side by side
 * do not disturb each other.
 */
export class FxaInstance implements FlowBook {
  /** How this instance words a `400`. Default: `newest`. */
  errorShape: ErrorShape = 'newest';
  /** The users who have signed in here. */
  readonly accounts = new Accounts();

  readonly #log: LogEntry[] = [];
  readonly #scenarios: CompleteScenario[] = [];
  readonly #flows = new Map<string, KnownFlow>();
  // One "change" per line or later word in the log, one "release" per call of release().
  readonly #signals = new EventEmitter().setMaxListeners(0);
  #clockOffset = 0;

  /**
   * @param url - the address of this instance, with its last slash: what `fxa-url` is set to
   * @param key - the secret that flow ids are signed with
   */
  constructor(
    readonly url: string,
    readonly key: string,
  ) {}

  /** What has happened so far, in order. */
  get log(): readonly LogEntry[] {
    return this.#log;
  }

  /** The engage events that FxA would count for one OAuth client, in order. */
  engageEvents(service: string): EventEntry[] {
    return this.#log.filter(
      (entry): entry is EventEntry =>
        entry.type === 'event' &&
        entry.event === 'engage' &&
        entry.query.some(([name, value]) => name === 'service' && value === service),
    );
  }

  /** This instance's time, in milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#clockOffset;
  }

  /** Moves this instance's clock by so many milliseconds; back, where negative. */
  advanceClock(ms: number): void {
    this.#clockOffset += ms;
  }

  /**
   * Puts a scenario into the queue. Each is used up by one `GET /metrics-flow`.
   *
   * @throws {TypeError} where it is no scenario
   */
  nextScenario(scenario: Scenario): void {
    this.#scenarios.push(parseScenario(scenario));
  }

  /** Lets the requests that hang now go on; they are answered normally. */
  release(): void {
    this.#signals.emit('release');
  }

  /** Resolves with the first log entry that matches, as soon as there is one. */
  async waitFor(matches: (entry: LogEntry) => boolean): Promise<LogEntry> {
    for (;;) {
      const entry = this.#log.find(matches);
      if (entry) return entry;
      await once(this.#signals, 'change');
    }
  }

  /** Adds to the log, or tells waiters that an entry has changed, which it then is not given. For the server. */
  record(entry?: LogEntry): void {
    if (entry) this.#log.push(entry);
    this.#signals.emit('change');
  }

  /** Takes the next scenario from the queue. For the server. */
  takeScenario(): CompleteScenario | undefined {
    return this.#scenarios.shift();
  }

  /** Resolves at the next {@link release}; rejects when the signal aborts. For the server. */
  async untilReleased(signal: AbortSignal): Promise<void> {
    await once(this.#signals, 'release', { signal });
  }

  /** Remembers a flow that has begun. For the server. */
  rememberFlow(flowId: string, flow: KnownFlow): void {
    this.#flows.set(flowId, flow);
  }

  knownFlow(flowId: string): KnownFlow | undefined {
    return this.#flows.get(flowId);
  }
}
