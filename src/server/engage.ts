import { z } from 'zod';
import type { FlowErrorCode } from '../flow/request-flow.js';
import { FXA_URL, fxaServerUrl } from '../rules/addresses.js';
import { metricsFlowUrl } from '../rules/metrics-flow-url.js';
import { CLIENT_ID, isAccepted } from '../rules/parameters.js';
import { isTimeout, untilAborted, withDeadline } from './deadline.js';
import {
  fetchSchema,
  fxaUrlSchema,
  option,
  originSchema,
  signalSchema,
  timeoutSchema,
} from './option-schemas.js';
import { parseOptions } from './options.js';
import { excerpt, printable, quote } from './printable.js';
import { readConsent, type Consent } from './profile.js';
import { DEFAULT_TIMEOUT, explain, requestAs, type RequestSettings } from './request-as.js';

/** One user's engagement with the relying party. */
export interface EngageEvent extends RequestSettings {
  /** The origin that is registered with FxA, as browsers write it: `https://example.org`. */
  readonly origin: string;
  /** The OAuth client id of the relying party: 16 lower-case hexadecimal digits. */
  readonly service: string;
  /** The FxA user id: 32 lower-case hexadecimal digits. */
  readonly uid: string;
  /**
   * The user's profile as FxA responds with it, a promise of it, or a function that reads it: nothing is sent where the
   * user has switched metrics off ({@link isMetricsEnabled}), nor where it is no profile. Leave it out only where you
   * have checked that yourself.
   */
  readonly profile?: unknown;
}

/**
 * Why an event was not accepted. Beside those of a flow:
 *
 * - `in-browser`: only a server may send engage events;
 * - `invalid`: an option is not right;
 * - `no-profile`: the profile could not be read, so it is not known whether the user has opted out;
 * - `opted-out`: the user has switched metrics off;
 * - `aborted`: the caller's signal has aborted.
 *
 * With the first four, nothing was sent.
 */
export type EngageErrorCode =
  FlowErrorCode | 'in-browser' | 'invalid' | 'no-profile' | 'opted-out' | 'aborted';

/** What came of an engage event. */
export type EngageResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: EngageErrorCode;
      /** What was wrong and what to do, for the people who read the log. */
      readonly message: string;
      /** Seconds that FxA asks to wait before the next request, where it says so. */
      readonly retryAfter?: number;
    };

// Strict, since a misspelt `profile` would silently send the events of users who have opted out.
const eventSchema = z.strictObject({
  origin: originSchema,
  service: option<string>(
    (value) => typeof value === 'string' && CLIENT_ID.test(value),
    'the OAuth client id: 16 lower-case hexadecimal digits',
  ),
  uid: option<string>(
    (value) => isAccepted('uid', value),
    'the FxA user id: 32 lower-case hexadecimal digits',
  ),
  profile: z.unknown().optional(),
  fxaUrl: fxaUrlSchema.default(FXA_URL),
  timeout: timeoutSchema.default(DEFAULT_TIMEOUT),
  signal: signalSchema.optional(),
  fetch: fetchSchema.optional(),
});

type CompleteEvent = z.output<typeof eventSchema>;

/**
 * Tells FxA that a user has engaged with the relying party: one `GET` to `metrics-flow`, server to server
 * (https://mozilla.github.io/ecosystem-platform/relying-parties/reference/metrics-for-relying-parties).
 *
 * Never rejects and never retries: every accepted request counts, so whether to repeat one is the caller's decision.
 * `ok` says that FxA has accepted the event. It accepts, and drops, those of a `service` that it does not know, too.
 *
 * In a browser it sends nothing and resolves with the code `in-browser`. `timeout` and `signal` bound the whole call,
 * reading the profile included.
 */
export async function sendEngageEvent(event: EngageEvent): Promise<EngageResult> {
  if (isBrowser()) {
    return failure(
      'in-browser',
      'Only the server of the relying party may send engage events. Call sendEngageEvent there, and not in the page.',
    );
  }
  const { options, problems } = parseOptions(eventSchema, event);
  return problems
    ? failure('invalid', problems.join(' '))
    : withDeadline(options.timeout, options.signal, (end) => send(options, end));
}

async function send(event: CompleteEvent, end: AbortSignal): Promise<EngageResult> {
  const { origin, service, uid, timeout } = event;
  const fxaUrl = fxaServerUrl(event.fxaUrl) ?? FXA_URL;

  // An option that is there counts, whatever it holds: one that turned out undefined is no consent.
  const objection = 'profile' in event ? await objectionOf(event.profile, uid, end) : undefined;
  if (isOver(end)) return ended(end, timeout, 'Nothing was sent.');
  if (objection) return objection;

  const url = metricsFlowUrl(fxaUrl, { event_type: 'engage', service, uid });
  const reply = await requestAs(origin, url, end, event.fetch);
  // The ids in the response belong to no flow.begin: whoever got them might use them.
  if ('flow' in reply.result) return { ok: true };
  const { code, status, retryAfter } = reply.result.failure;
  if (isOver(end) && status === undefined) {
    return ended(end, timeout, 'FxA may have counted the event already: a retry may count it twice.');
  }
  return {
    ...failure(code, explain(reply.result.failure, reply, { origin, fxaUrl, timeout })),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** A function, since it changes while one waits. */
const isOver = (end: AbortSignal): boolean => end.aborted;

type EngageFailure = Extract<EngageResult, { ok: false }>;

const failure = (code: EngageErrorCode, message: string): EngageFailure => ({
  ok: false,
  code,
  message: printable(message),
});

const ended = (end: AbortSignal, timeout: number, consequence: string): EngageFailure =>
  isTimeout(end)
    ? failure('timeout', `There was no response within ${timeout} ms. ${consequence}`)
    : failure('aborted', `The caller's signal has aborted. ${consequence}`);

/** Why the profile speaks against sending. */
async function objectionOf(
  profile: unknown,
  uid: string,
  end: AbortSignal,
): Promise<EngageFailure | undefined> {
  let consent: Consent;
  try {
    end.throwIfAborted();
    const read: unknown = typeof profile === 'function' ? (profile as () => unknown)() : profile;
    consent = readConsent(await untilAborted(end, Promise.resolve(read)));
  } catch (error) {
    const why = error instanceof Error ? error.message : quote(error);
    return failure(
      'no-profile',
      `Nothing was sent, since the user's profile could not be read: ${excerpt(why).replace(/\.?$/, '.')}`,
    );
  }
  if (!consent.metricsEnabled) {
    return failure(
      'opted-out',
      'The user has switched metrics off in the FxA settings, so nothing was sent. Collect no other metrics tied to this user either.',
    );
  }
  return consent.uid === undefined || consent.uid === uid
    ? undefined
    : failure(
        'invalid',
        `uid is ${quote(uid)}, but the profile is the one of ${quote(consent.uid)}. Pass the user's own profile.`,
      );
}

/** What tells Node and its kin from a page; Electron's pages have the one and are the other. */
interface Runtime {
  readonly process?: { readonly type?: unknown; readonly versions?: { readonly node?: unknown } };
}

/**
 * Whether this is a page or a worker of one. A server may have a `document` too, from jsdom or a shim for server-side
 * rendering; what bundlers put into pages in place of `process` names no version of Node.
 */
function isBrowser(): boolean {
  const { process } = globalThis as Runtime;
  if (typeof process?.versions?.node === 'string' && process.type !== 'renderer') return false;
  return 'document' in globalThis || 'importScripts' in globalThis;
}
