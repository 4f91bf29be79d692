/** The options that the functions of the server part share, and how they say what is wrong with one. */
import { z } from 'zod';
import { fxaServerUrl } from '../rules/addresses.js';
import { quote } from './printable.js';

/** The longest delay that Node's timers know, in milliseconds; they take a longer one for none at all. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** A schema of what `accepts` lets through; the message of its error continues the option's name. */
export const option = <T>(
  accepts: (value: unknown) => boolean,
  rule: string | ((value: unknown) => string),
): z.ZodType<T> =>
  z.custom<T>(accepts, {
    error: ({ input }) =>
      `${input === undefined ? 'is missing; it' : `is ${quote(input)}, but`} has to be ${
        typeof rule === 'string' ? rule : rule(input)
      }`,
  });

const originOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const { protocol, origin } = new URL(value);
  return /^https?:$/.test(protocol) ? origin : undefined;
};

/** The origin that the caller probably means: people leave out the scheme. */
function intendedOrigin(value: unknown): string {
  if (typeof value !== 'string') return 'https://example.org';
  const scheme = /^(localhost|127\.|\[::1\])/i.test(value) ? 'http' : 'https';
  const origin = originOf(value) ?? (/^[\w.[-]/.test(value) ? originOf(`${scheme}://${value}`) : undefined);
  return origin?.includes('.') || origin?.includes('localhost') || origin?.includes('[')
    ? origin
    : 'https://example.org';
}

/** An origin as browsers write it, since FxA compares it as a text: no path, no last slash, no default port. */
export const originSchema = option<string>(
  (value) => value !== undefined && originOf(value) === value,
  (value) => `an origin without path or last slash: ${quote(intendedOrigin(value))}`,
);

export const fxaUrlSchema = option<string>(
  (value) => typeof value === 'string' && fxaServerUrl(value) !== undefined,
  'an https: address (on this machine also http:) without query or hash: "https://accounts.firefox.com/"',
);

export const timeoutSchema = option<number>(
  (value) => typeof value === 'number' && value > 0 && value <= LONGEST_TIMEOUT,
  `a number of milliseconds from 1 to ${LONGEST_TIMEOUT}`,
);

// By its members: test environments such as jsdom have a class of their own.
export const signalSchema = option<AbortSignal>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function',
  'an AbortSignal',
);

export const fetchSchema = option<typeof fetch>((value) => typeof value === 'function', 'a function');

/** The whole address of a page. */
export const pageSchema = option<string>(
  (value) => originOf(value) !== undefined,
  'the whole address of a page: "https://example.org/sign-up"',
);
