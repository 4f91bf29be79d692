/**
 * FxA's `/metrics-flow` inside of the page: it responds as the machine wants, at the moment that it wants, and says what
 * no page may do to FxA. The mock server's rules say which values FxA refuses.
 */
import { invalidKeys, PARAMETER_RULES, problemWith, SIGN_UP_RULES } from '../../src/mock-server/rules.js';

/** In milliseconds. */
export const MINUTE = 60_000;

/** A flow that is two hours old is stale. A page may stop using it some minutes before. */
export const STALE_AFTER = 120 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/** Whether a flow that came at `at` by the visitor's clock has to be used. */
export function isSurelyFresh(at: number): boolean {
  const age = Date.now() - at;
  return age >= 0 && age < 110 * MINUTE;
}

/** The FxA of everybody. Elements outside of the machine's games know it, so it refuses nothing and asks for no pause. */
export const DEFAULT_SERVER = 'https://accounts.firefox.com/';

/** How FxA responds with a flow. */
const GOOD = ['good', 'text-time', 'no-device-id', 'bad-device-id', 'extra-fields'] as const;
/** How it responds without one that may be used. */
const BAD = [
  'refused',
  'refused-nameless',
  'unauthorized',
  'reset',
  'busy',
  'busy-for-30-s',
  'too-many-for-30-s',
  'broken',
  'html',
  'cut-off',
  'cut-connection',
  'wrong-types',
  'not-an-object',
  'short-flow-id',
  'flow-of-days-ago',
] as const;

/** Every way to respond at once. */
export const RESPONSES = [...GOOD, ...BAD] as const;
export type ResponseKind = (typeof RESPONSES)[number];

/** `hold`: FxA says nothing until the machine wants it to. */
export type Scenario = ResponseKind | 'hold';

/** A flow as FxA gave it, in the texts that a form sends. */
export interface GivenFlow {
  readonly flow_id: string;
  readonly flow_begin_time: string;
  readonly device_id?: string;
}

/** What is true of one address of requests, for as long as an element in the page stands for it. */
export interface Standing {
  /** The last flow that came, by the visitor's clock. */
  given?: { readonly flow: GivenFlow; readonly at: number };
  /** Whether the last element may have left that flow for a moment, after which it is forgotten. */
  mayBeForgotten: boolean;
  /** Whether the last request ended without a flow, and nothing excuses that. */
  failed: boolean;
  /** Whether there was a retry since the last flow. */
  retried: boolean;
  /** Whether FxA has said how long to wait. */
  mayRetry: boolean;
  asked: boolean;
}

interface Live {
  readonly key: string;
  readonly server: string;
  readonly query: URLSearchParams;
  readonly respond: (kind: ResponseKind) => void;
  readonly breakOff: () => void;
  forgiven: boolean;
}

/** What a step of the visitor's or the page's allows an element to do. */
export interface Allowed {
  /** The visitor uses an element: what has failed may be tried again, once. */
  touches: boolean;
  /** The page wants another flow. */
  refreshes: boolean;
}

/** A name for the request of these values at `server`, whatever their order. */
export function requestKey(server: string, values: Iterable<readonly [string, string]>): string {
  const known = [...values].filter(([name]) => PARAMETER_RULES.has(name));
  return `${server}?${known
    .map((pair) => pair.join('='))
    .sort()
    .join('&')}`;
}

export class FxaDouble {
  /** What the next requests get; `good` after that. */
  readonly next: Scenario[] = [];
  /** The values that FxA has refused, as `server name=value`. */
  readonly refused = new Set<string>();
  /** The requests of the step that is played, and whether FxA has refused them. */
  sent: { readonly key: string; refused: boolean }[] = [];
  readonly standings = new Map<string, Standing>();
  readonly allowed: Allowed = { touches: false, refreshes: false };
  offline = false;
  /** Whether FxA has refused a value in the step that is played. */
  hasRefused = false;
  /** Whether a flow may have been stale by the visitor's clock, and be good again. */
  clockWasSet = false;
  requests = 0;
  flows = 0;
  readonly #live: Live[] = [];
  readonly #pauses = new Map<string, { from: number; length: number }>();
  readonly #complain: (problem: string) => void;

  constructor(complain: (problem: string) => void) {
    this.#complain = complain;
  }

  /** The requests that are in flight, the oldest first. */
  get live(): readonly Pick<Live, 'key'>[] {
    return this.#live;
  }

  /** Responds to the request that has waited longest. */
  respond(kind: ResponseKind): void {
    this.#live[0]?.respond(kind);
  }

  /** The visitor has no network from now on. */
  goOffline(): void {
    this.offline = true;
    for (const live of [...this.#live]) live.breakOff();
  }

  /** The visitor leaves the page, perhaps: what fails now is excused. */
  forgive(): void {
    for (const live of this.#live) live.forgiven = true;
    // What has failed just now, the page has not heard of yet.
    for (const { key } of this.sent) this.standing(key).failed = false;
  }

  /** Whether FxA has asked to be left alone. */
  isPaused(server: string): boolean {
    const pause = this.#pauses.get(server);
    const since = pause ? Date.now() - pause.from : -1;
    return pause !== undefined && since >= 0 && since < pause.length;
  }

  standing(key: string): Standing {
    let standing = this.standings.get(key);
    if (!standing) {
      standing = { mayBeForgotten: false, failed: false, retried: false, mayRetry: false, asked: false };
      this.standings.set(key, standing);
    }
    return standing;
  }

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => {
    const { origin, pathname, search } = new URL(url);
    const server = origin + pathname.replace(/metrics-flow$/, '');
    const query = new URLSearchParams(search);
    const key = requestKey(server, query);
    this.requests++;
    this.#check(url, key, server, query, init);
    const standing = this.standing(key);
    standing.asked = true;
    const sent = { key, refused: false };
    this.sent.push(sent);
    if (this.offline) {
      this.#end(standing, false);
      return Promise.reject(new TypeError('There is no network'));
    }

    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#live.splice(this.#live.indexOf(live), 1);
        init.signal?.removeEventListener('abort', abort);
      };
      const abort = () => {
        leave();
        reject(new DOMException('The page has aborted it', 'AbortError'));
      };
      const live: Live = {
        key,
        server,
        query,
        forgiven: false,
        respond: (kind) => {
          leave();
          const response = this.#response(kind, live, standing);
          sent.refused = kind === 'refused';
          if (response) resolve(response);
          else reject(new TypeError('There is no response'));
        },
        breakOff: () => {
          leave();
          this.#end(standing, live.forgiven);
          reject(new TypeError('The network is gone'));
        },
      };
      this.#live.push(live);
      init.signal?.addEventListener('abort', abort);
      const scenario = this.next.shift() ?? 'good';
      if (scenario !== 'hold') {
        queueMicrotask(() => {
          if (this.#live.includes(live)) live.respond(scenario);
        });
      }
    });
  };

  #check(url: string, key: string, server: string, query: URLSearchParams, init: RequestInit): void {
    const standing = this.standing(key);
    const problems = [...SIGN_UP_RULES]
      .filter(([name, rule]) => problemWith(rule, query.getAll(name)))
      .map(([name]) => name);
    // Without what FxA has just refused, an element requests what it may have left a moment ago.
    const refreshes = this.allowed.refreshes || this.hasRefused;
    const { touches } = this.allowed;
    const say = (wrong: boolean, problem: string) => {
      if (wrong) this.#complain(`${problem}: ${url}`);
    };
    say(invalidKeys(query).length + problems.length > 0, 'FxA would refuse the request');
    say(
      [...query.keys()].some((name) => !PARAMETER_RULES.has(name)),
      'FxA knows not all names of the request',
    );
    say(!/^(email|button)$/.test(query.get('form_type') ?? ''), 'A request has to name its form_type');
    say(init.credentials !== 'omit' || init.cache !== 'no-store', 'A request with cookies, or of a cache');
    say(init.headers !== undefined || (init.method ?? 'GET') !== 'GET', 'A request that costs a preflight');
    say(
      this.#live.some((live) => live.key === key),
      'Two live requests read the same',
    );
    say(
      isSurelyFresh(standing.given?.at ?? Infinity) && !standing.mayBeForgotten && !refreshes,
      'A second flow.begin, with a good flow at hand',
    );
    say(this.isPaused(server), 'FxA has asked to wait');
    if (standing.failed && !refreshes) {
      say(!touches, 'A retry that no visitor has caused');
      say(standing.retried && !standing.mayRetry, 'A second retry');
      // A retry at the time that FxA has named is no retry of the visitor's.
      standing.retried ||= !standing.mayRetry;
    }
    standing.failed = false;
  }

  /** A request has ended without a flow. */
  #end(standing: Standing, forgiven: boolean, mayRetry = false): void {
    standing.failed = !forgiven;
    standing.mayRetry = mayRetry;
  }

  #response(kind: ResponseKind, { forgiven, query, server }: Live, standing: Standing): Response | undefined {
    const isDefault = server === DEFAULT_SERVER;
    const now = Date.now();
    const json = (status: number, body: unknown) => streamed(status, JSON.stringify(body));
    const count = ++this.flows;
    const deviceId = kind === 'bad-device-id' ? 'none' : hex(32, count);
    const flow = {
      flowId: hex(64, count),
      flowBeginTime: kind === 'text-time' ? String(now) : now,
      ...(kind !== 'no-device-id' && { deviceId }),
    };

    if ((GOOD as readonly string[]).includes(kind)) {
      standing.given = {
        flow: {
          flow_id: flow.flowId,
          flow_begin_time: String(flow.flowBeginTime),
          ...(deviceId !== 'none' && kind !== 'no-device-id' && { device_id: deviceId }),
        },
        at: now,
      };
      standing.failed = standing.retried = standing.mayBeForgotten = false;
      return json(200, { ...flow, ...(kind === 'extra-fields' && { newer: { than: 'you' } }) });
    }

    const waits = !isDefault && /30-s$/.test(kind);
    this.#end(standing, forgiven, waits);
    if (waits) this.#pauses.set(server, { from: now, length: 30_000 });
    switch (kind) {
      case 'refused': {
        const name = ['utm_term', 'utm_content', 'entrypoint_experiment', 'utm_campaign'].find((one) =>
          query.has(one),
        );
        if (!name || isDefault) return json(400, { validation: { query: { keys: ['unheard_of'] } } });
        this.refused.add(`${server} ${name}=${String(query.get(name))}`);
        this.hasRefused = true;
        // A good flow stays until there is another, also where that is requested without the value.
        const rest = requestKey(
          server,
          [...query].filter(([other]) => other !== name),
        );
        if (this.standings.has(rest)) this.standing(rest).mayBeForgotten = true;
        else if (standing.given) this.standing(rest).given = standing.given;
        // The page may ask at once for what is left.
        standing.failed = false;
        return json(400, { validation: { query: { keys: [name] } } });
      }
      case 'refused-nameless':
        return json(400, {});
      case 'busy':
        return json(503, {});
      case 'busy-for-30-s':
        return json(503, waits ? { retryAfter: 30 } : {});
      case 'too-many-for-30-s':
        return json(429, waits ? { retryAfter: 30 } : {});
      case 'broken':
        return streamed(500, 'Sorry');
      case 'html':
        return streamed(200, '<!doctype html><title>Welcome to our network</title>');
      case 'cut-off':
        return streamed(200, JSON.stringify(flow).slice(0, -20));
      case 'cut-connection':
        return streamed(200, '{"flowId":', true);
      case 'wrong-types':
        return json(200, { flowId: 1, flowBeginTime: {}, deviceId: [] });
      case 'not-an-object':
        return json(200, null);
      case 'short-flow-id':
        return json(200, { ...flow, flowId: flow.flowId.slice(1) });
      case 'flow-of-days-ago':
        return json(200, { ...flow, flowBeginTime: now - 3 * DAY });
      default:
        return undefined;
    }
  }
}

const hex = (digits: number, count: number) => count.toString(16).padStart(digits, '0');

/** A response whose body comes piece by piece, and breaks off where wanted. */
function streamed(status: number, text: string, breaks = false): Response {
  const pieces = [text.slice(0, 9), text.slice(9)].map((piece) => new TextEncoder().encode(piece));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else if (breaks) controller.error(new TypeError('The connection is gone'));
      else controller.close();
    },
  });
  return new Response(body, { status });
}
