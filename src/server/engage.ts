import { z } from 'zod';
import { FXA_URL, fxaServerUrl } from '../rules/addresses.js';
import type { FlowErrorCode } from '../flow/request-flow.js';
import { metricsFlowUrl } from '../rules/metrics-flow-url.js';
import { CLIENT_ID, isAccepted } from '../rules/parameters.js';
import {
  argument,
  fetchSchema,
  fxaUrlSchema,
  originSchema,
  sentences,
  signalSchema,
  timeoutSchema,
} from './arguments.js';
import { requestAs, DEFAULT_TIMEOUT, explain, withDeadline, type RequestSettings } from './request-as.js';
import { isMetricsEnabled, profileSchema } from './profile.js';

/** One user's engagement with the relying party. */
export interface EngageEvent extends RequestSettings {
  /** The origin that is registered with FxA, as browsers write it: `https://example.org`. */
  readonly origin: string;
  /** The OAuth client id of the relying party: 16 lower-case hexadecimal digits. */
  readonly service: string;
  /** The FxA user id: 32 lower-case hexadecimal digits. */
  readonly uid: string;
  /**
   * The user's profile as FxA answers with it, or a function that reads it: nothing is sent where the user has switched
   * metrics off ({@link isMetricsEnabled}), nor where it is no profile. Leave it out only where that has been checked.
   */
  readonly profile?: unknown;
}

/**
 * Why an event was not taken. Beside those of a flow:
 *
 * - `in-browser`: only a server may send engage events;
 * - `invalid`: an argument is not right;
 * - `no-profile`: the profile could not be read, so it is not known whether the user has opted out;
 * - `opted-out`: the user has switched metrics off;
 * - `aborted`: the caller's signal ended the waiting.
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
  service: argument<string>(
    (value) => typeof value === 'string' && CLIENT_ID.test(value),
    'the OAuth client id: 16 lower-case hexadecimal digits',
  ),
  uid: argument<string>(
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
 * Never rejects and never tries again: every accepted call counts, so whether to repeat one is the caller's decision.
 * `ok` says that FxA has taken the event. It takes, and drops, those of a `service` that it does not know, too.
 *
 * In a browser it sends nothing and resolves with the code `in-browser`. `timeout` and `signal` bound the whole call,
 * reading the profile included.
 */
export async function sendEngageEvent(event: EngageEvent): Promise<EngageResult> {
  if (isBrowser()) {
    return failure(
      'in-browser',
      'Engage events come from the server of the relying party alone. Call sendEngageEvent there, and not in the page.',
    );
  }
  const { data, error } = eventSchema.safeParse(event);
  if (error) return failure('invalid', sentences(error).join(' '));

  const read = Object.hasOwn(event, 'profile');
  return withDeadline(data.timeout, data.signal, (end) => send(data, read, end));
}

async function send(data: CompleteEvent, readProfile: boolean, end: AbortSignal): Promise<EngageResult> {
  const { origin, service, uid, profile, timeout } = data;
  const fxaUrl = fxaServerUrl(data.fxaUrl) ?? FXA_URL;

  const objection = readProfile ? await objectionOf(profile, uid, end) : undefined;
  if (isOver(end)) return ended(end, timeout, 'Nothing was sent.');
  if (objection) return objection;

  const url = metricsFlowUrl(fxaUrl, { event_type: 'engage', service, uid });
  const reply = await requestAs(origin, url, end, data.fetch);
  // The ids in the answer belong to no flow.begin: whoever got them might use them.
  if ('flow' in reply.answer) return { ok: true };
  const { code, status, retryAfter } = reply.answer.failure;
  if (isOver(end) && status === undefined) {
    return ended(end, timeout, 'FxA may have counted the event already: another try may count it twice.');
  }
  return {
    ...failure(code, explain(reply.answer.failure, reply, { origin, fxaUrl, timeout })),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** A function, since the answer changes while one waits. */
const isOver = (end: AbortSignal): boolean => end.aborted;

type EngageFailure = Extract<EngageResult, { ok: false }>;

const failure = (code: EngageErrorCode, message: string): EngageFailure => ({ ok: false, code, message });

function ended(
  { reason }: { readonly reason: unknown },
  timeout: number,
  consequence: string,
): EngageFailure {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
    ? failure('timeout', `There was no answer within ${timeout} ms. ${consequence}`)
    : failure('aborted', `The caller's signal ended the waiting. ${consequence}`);
}

/** Why the profile speaks against sending. */
async function objectionOf(
  profile: unknown,
  uid: string,
  end: AbortSignal,
): Promise<EngageFailure | undefined> {
  try {
    const read: unknown =
      typeof profile === 'function' ? await readProfile(profile as () => unknown, end) : profile;
    if (!isMetricsEnabled(read)) {
      return failure(
        'opted-out',
        'The user has switched metrics off in the FxA settings, so nothing was sent. Collect no other metrics tied to this user either.',
      );
    }
    const { uid: owner } = profileSchema.parse(read);
    return owner === undefined || owner === uid
      ? undefined
      : failure(
          'invalid',
          `uid is "${uid}", but the profile is the one of "${owner}". Pass the user's own profile.`,
        );
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/\.?$/, '.');
    return failure('no-profile', `Nothing was sent, since the user's profile could not be read: ${why}`);
  }
}

async function readProfile(profile: () => unknown, end: AbortSignal): Promise<unknown> {
  end.throwIfAborted();
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      reject(new Error('The waiting for it has ended.'));
    };
    end.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([profile(), stopped]);
  } finally {
    if (stop) end.removeEventListener('abort', stop);
  }
}

/** Pages have a document; every kind of worker can import scripts, or has at least the function that refuses to. */
const isBrowser = (): boolean => 'document' in globalThis || 'importScripts' in globalThis;
