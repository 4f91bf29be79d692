/** What the functions of the server part may be given, and how they say that they were given something else. */
import { z } from 'zod';
import { fxaServerUrl } from '../rules/addresses.js';

/** The longest delay that Node's timers know, in milliseconds; they take a longer one for none at all. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** A value as a message shows it; never throws, whatever the value is. */
export const quote = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'number' || value === null ? String(value) : `a value of type ${typeof value}`;
};

/** A schema of what `accepts` lets through; the message of its error continues the argument's name. */
export const argument = <T>(
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

/** An origin as browsers write it, since FxA compares it as a text: no path, no last slash, no default port. */
export const originSchema = argument<string>(
  (value) => value !== undefined && originOf(value) === value,
  (value) => `an origin without path or last slash: ${quote(originOf(value) ?? 'https://example.org')}`,
);

export const fxaUrlSchema = argument<string>(
  (value) => typeof value === 'string' && fxaServerUrl(value) !== undefined,
  'an https: address (on this machine also http:) without query or hash: "https://accounts.firefox.com/"',
);

export const timeoutSchema = argument<number>(
  (value) => typeof value === 'number' && value > 0 && value <= LONGEST_TIMEOUT,
  `a number of milliseconds from 1 to ${LONGEST_TIMEOUT}`,
);

export const signalSchema = argument<AbortSignal>((value) => value instanceof AbortSignal, 'an AbortSignal');

export const fetchSchema = argument<typeof fetch>((value) => typeof value === 'function', 'a function');

/** What is wrong with the arguments, in a sentence each. */
export function sentences({ issues }: z.ZodError): string[] {
  return issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `There is no argument ${issue.keys.join(', ')}.`
      : `${issue.path.join('.') || 'The argument'} ${issue.message}.`,
  );
}
