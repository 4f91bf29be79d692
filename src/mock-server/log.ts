import type { Field, Outcome, Verdict } from './verdict.js';

/** Headers of a request by their names in lower case. */
export type LoggedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

const CREDENTIALS = ['cookie', 'authorization', 'proxy-authorization'];

/** What the log may hold of a request's headers. */
export function withoutCredentials(all: LoggedHeaders): Pick<RequestEntry, 'headers' | 'hasCredentials'> {
  const kept = Object.entries(all).filter(([name]) => !CREDENTIALS.includes(name));
  return { headers: Object.fromEntries(kept), hasCredentials: kept.length < Object.keys(all).length };
}

/** A browser asked leave to send a request across origins: a page that costs one does something it should not. */
export interface PreflightEntry {
  readonly type: 'preflight';
  /** The path inside the instance, with its first slash. */
  readonly path: string;
}

/** A `GET /metrics-flow`. Logged when it arrives; the last two are filled in as it goes on. */
export interface RequestEntry {
  readonly type: 'request';
  readonly origin: string | undefined;
  /** The query, decoded. */
  readonly query: readonly Field[];
  /** The headers, their names in lower case, without those that hold cookies or credentials. */
  readonly headers: LoggedHeaders;
  /** There were cookies or credentials. */
  readonly hasCredentials: boolean;
  /** Path and query exactly as they came. */
  readonly url: string;
  /** The status of the answer; absent where none was sent (yet). */
  status?: number;
  /** The client went away before the answer was complete. */
  aborted?: true;
}

/** An event that FxA would count. */
export interface EventEntry {
  readonly type: 'event';
  readonly event: 'flow.begin' | 'enter-email.view' | 'engage';
  /** The flow that the event belongs to. `engage` belongs to none. */
  readonly flowId?: string;
  readonly query: readonly Field[];
}

/** A visit to FxA's page. */
export interface ArrivalEntry {
  readonly type: 'arrival';
  /** The path inside the instance, with its first slash and without the query. */
  readonly path: string;
  readonly method: string;
  /** The fields of the query, then those of the body. */
  readonly fields: readonly Field[];
  readonly verdict: Verdict;
  /** What the visitor meets: the worst that comes of the problems, or FxA's refusal to be shown in a frame. */
  readonly outcome: Outcome;
}

/** A step of signing in with OAuth that has gone well. */
export interface OAuthEntry {
  readonly type: 'oauth';
  /** `sign-in`: sent back with a code; `token`: the code was exchanged; `profile`: it was read with the token. */
  readonly step: 'sign-in' | 'token' | 'profile';
  /** The user's id. */
  readonly uid: string;
}

/** One thing that happened in an instance. */
export type LogEntry = PreflightEntry | RequestEntry | EventEntry | ArrivalEntry | OAuthEntry;
