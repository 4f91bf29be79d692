/**
 * The one table of FxA parameters: what each may hold and where it may travel.
 *
 * The rules are FxA's own, from its page "Metrics for Relying Parties" and the validation of its public server
 * (https://github.com/mozilla/fxa). One value off its rule makes FxA refuse the whole request, or drop every event
 * of that visitor, so whatever goes out passes through {@link rejectionOf} first.
 */

/** One line of the table of parameters. */
export interface ParameterRule {
  /** What FxA accepts of text that is there; an absent or empty value is never sent. */
  readonly pattern: RegExp;
  /** The most that FxA accepts, in UTF-16 code units, as `String.length` counts. */
  readonly maxLength: number;
  /** Whether it goes into the query of `metrics-flow`. */
  readonly request: boolean;
  /** Whether it is a field of the form, and so of the query that the form sends to FxA. */
  readonly form: boolean;
  /** Whether the form alone sets it: neither the page's author nor the page's URL can. */
  readonly reserved: boolean;
}

const attribution = (pattern: RegExp, maxLength: number): ParameterRule => ({
  pattern,
  maxLength,
  request: true,
  form: true,
  reserved: false,
});

const formOnly = (pattern: RegExp, maxLength = Infinity): ParameterRule => ({
  ...attribution(pattern, maxLength),
  request: false,
  reserved: true,
});

const requestOnly = (pattern: RegExp): ParameterRule => ({
  ...attribution(pattern, Infinity),
  form: false,
  reserved: true,
});

const SURFACE = /^[\w.:-]+$/;
const UTM = /^[\w/.%-]+$/;

/**
 * Every FxA parameter that this package has to do with, under the name that it has on the wire.
 */
export const PARAMETERS = {
  entrypoint: attribution(SURFACE, 1024),
  entrypoint_experiment: attribution(SURFACE, 1024),
  entrypoint_variation: attribution(SURFACE, 1024),
  utm_source: attribution(UTM, 128),
  utm_medium: attribution(UTM, 128),
  // FxA lets exactly one value with `+` through: the one its own pages send outside of any campaign.
  utm_campaign: attribution(/^([\w/.%-]+|page\+referral\+-\+not\+part\+of\+a\+campaign)$/, 128),
  utm_content: attribution(UTM, 128),
  utm_term: attribution(UTM, 128),
  context: attribution(/^[0-9a-z_-]+$/, 1024),
  service: attribution(/^(sync|content-server|none|[0-9a-f]{16})$/, 1024),
  product_id: attribution(/^prod_[0-9A-Za-z]+$/, 1024),
  form_type: { ...attribution(/^(email|button|subscribe|other)$/, 1024), reserved: true },
  event_type: requestOnly(/^engage$/),
  uid: requestOnly(/^[0-9a-f]{32}$/),
  action: formOnly(/^email$/),
  flow_id: formOnly(/^[0-9a-f]{64}$/i),
  flow_begin_time: formOnly(/^\d{13}$/),
  device_id: formOnly(/^[0-9a-f]{32}$/i),
  // HTML's rule for type="email" (https://html.spec.whatwg.org/#valid-e-mail-address) with FxA's three additions:
  // at most 256 characters, 1 to 64 of them before the @, and a dot in the domain.
  email: formOnly(
    /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i,
    256,
  ),
} satisfies Record<string, ParameterRule>;

/** The name of an FxA parameter, as it is written on the wire. */
export type ParameterName = keyof typeof PARAMETERS;

/** FxA parameters with their values; absent means not sent. */
export type ParameterValues = { readonly [name in ParameterName]?: string };

/** A value that was left out because FxA would refuse it. */
export interface Rejection {
  /** The FxA parameter, or the attribute, that held the value. */
  readonly name: string;
  /** The value as it was given. */
  readonly value: string;
  /** `pattern`: not of the form that is asked for; `length`: too long; `url`: not an address that may be used. */
  readonly reason: 'pattern' | 'length' | 'url';
}

/** A {@link Rejection} with the rule that the value breaks in words, to go on with "it has to be …". */
export interface BrokenRule extends Rejection {
  readonly rule: string;
}

/** Whether `name` is a parameter of the table. */
export const isParameterName = (name: string): name is ParameterName => Object.hasOwn(PARAMETERS, name);

/** Whether `name` is a parameter that can be a field of the form. */
export const isFormParameter = (name: string): name is ParameterName =>
  isParameterName(name) && PARAMETERS[name].form;

/** Whether FxA accepts `value` as the parameter `name`; anything but text it never does. */
export const isAccepted = (name: ParameterName, value: unknown): value is string =>
  typeof value === 'string' && !rejectionOf(name, value);

/** Why FxA would refuse `value` as the parameter `name`; `undefined` where it would not. */
export function rejectionOf(name: ParameterName, value: string): BrokenRule | undefined {
  const { pattern, maxLength } = PARAMETERS[name];
  if (!pattern.test(value)) {
    return { name, value, reason: 'pattern', rule: `text that matches ${String(pattern)}` };
  }
  if (value.length > maxLength) {
    return { name, value, reason: 'length', rule: `at most ${maxLength} characters` };
  }
  return undefined;
}
