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

// The sign-up behind FxA's page takes no more than 128 characters, though metrics-flow takes 1024.
const surface = attribution(/^[\w.:-]+$/, 128);
const UTM = /^[\w/.%-]+$/;
const FLOW_ID = /^[0-9a-f]{64}$/i;
const FLOW_BEGIN_TIME = /^\d{13}$/;
const DEVICE_ID = /^[0-9a-f]{32}$/i;

/** The OAuth client id of a relying party. */
export const CLIENT_ID = /^[0-9a-f]{16}$/;

/**
 * Every FxA parameter that this package has to do with, under the name that it has on the wire.
 */
export const PARAMETERS = {
  entrypoint: surface,
  entrypoint_experiment: surface,
  entrypoint_variation: surface,
  utm_source: attribution(UTM, 128),
  utm_medium: attribution(UTM, 128),
  // FxA lets exactly one value with `+` through: the one its own pages send outside of any campaign.
  utm_campaign: attribution(/^([\w/.%-]+|page\+referral\+-\+not\+part\+of\+a\+campaign)$/, 128),
  utm_content: attribution(UTM, 128),
  utm_term: attribution(UTM, 128),
  // FxA's page ends at "Firefox update required" for five contexts of the past.
  context: attribution(/^(?!(fx_(ios_v1|desktop_v[12]|firstrun_v2)|iframe)$)[0-9a-z_-]+$/, 1024),
  service: attribution(/^[a-zA-Z0-9-]{1,16}$/, 16),
  product_id: attribution(/^prod_[0-9A-Za-z]+$/, 1024),
  form_type: { ...attribution(/^(email|button|subscribe|other)$/, 1024), reserved: true },
  event_type: requestOnly(/^engage$/),
  uid: requestOnly(/^[0-9a-f]{32}$/),
  action: formOnly(/^email$/),
  // FxA's older page reads a flow under these names, the newer one under the names of its JSON.
  flow_id: formOnly(FLOW_ID),
  flow_begin_time: formOnly(FLOW_BEGIN_TIME),
  device_id: formOnly(DEVICE_ID),
  flowId: formOnly(FLOW_ID),
  flowBeginTime: formOnly(FLOW_BEGIN_TIME),
  deviceId: formOnly(DEVICE_ID),
  // What both HTML's type="email" (https://html.spec.whatwg.org/#valid-e-mail-address) and validator.js isEmail take:
  // 1 to 64 characters before the @, dots there only between others, and a last label that no number can be.
  email: formOnly(
    /^(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn[a-z0-9-]{1,60}[a-z0-9])$/i,
    254,
  ),
} satisfies Record<string, ParameterRule>;

/** The name of an FxA parameter, as it is written on the wire. */
export type ParameterName = keyof typeof PARAMETERS;

/** FxA parameters with their values; absent means not sent. */
export type ParameterValues = { readonly [name in ParameterName]?: string };

/** {@link ParameterValues} that are still being put together. */
export type DraftParameters = { [name in ParameterName]?: string };

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

/** Every name in the table. */
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];

/** The parameters that FxA asks every relying party for. */
export const WANTED_PARAMETERS = ['entrypoint', 'utm_source', 'utm_campaign'] as const;

/** Whether `name` is a parameter of the table. */
export const isParameterName = (name: string): name is ParameterName =>
  (PARAMETER_NAMES as readonly string[]).includes(name);

/** Whether `name` is a parameter that can be a field of the form. */
export const isFormParameter = (name: string): name is ParameterName =>
  isParameterName(name) && PARAMETERS[name].form;

/** Whether FxA accepts `value` as the parameter `name`; anything but text it never does. */
export const isAccepted = (name: ParameterName, value: unknown): value is string =>
  typeof value === 'string' && !rejectionOf(name, value);

/** Puts `value` among the `good` parameters, or where FxA would refuse it among the `rejections`; nothing is neither. */
export function admit(
  good: DraftParameters,
  rejections: BrokenRule[],
  name: ParameterName,
  value: string | null | undefined,
): void {
  const rejection = value && rejectionOf(name, value);
  if (rejection) rejections.push(rejection);
  else if (value) good[name] = value;
}

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
