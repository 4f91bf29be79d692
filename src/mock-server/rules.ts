/**
 * The rules by which FxA takes or refuses values, stated from the facts about FxA alone: the "Metrics for Relying
 * Parties" page and the public mozilla/fxa server. Nothing here comes from `src/`, which is tested against this.
 */

/** What FxA accepts for one parameter. */
export interface ParameterRule {
  /** What the whole value has to match. */
  readonly pattern: RegExp;
  /** The longest value, in UTF-16 code units; absent where the pattern lists every value there is. */
  readonly maxLength?: number;
  /** The one value that is let through although it breaks the pattern. */
  readonly exception?: string;
}

const ENTRYPOINT: ParameterRule = { pattern: /^[\w.:-]+$/, maxLength: 1024 };
const UTM: ParameterRule = { pattern: /^[\w/.%-]+$/, maxLength: 128 };

/**
 * Every parameter that `/metrics-flow` knows, in the order in which the server checks them. A name that is not here is
 * let through unread.
 */
export const PARAMETER_RULES: ReadonlyMap<string, ParameterRule> = new Map<string, ParameterRule>([
  ['context', { pattern: /^[0-9a-z_-]+$/, maxLength: 1024 }],
  ['entrypoint', ENTRYPOINT],
  ['entrypoint_experiment', ENTRYPOINT],
  ['entrypoint_variation', ENTRYPOINT],
  ['event_type', { pattern: /^engage$/ }],
  ['form_type', { pattern: /^(email|button|subscribe|other)$/ }],
  ['product_id', { pattern: /^prod_[0-9A-Za-z]+$/, maxLength: 1024 }],
  ['service', { pattern: /^(sync|content-server|none|[0-9a-f]{16})$/ }],
  ['uid', { pattern: /^[0-9a-f]{32}$/ }],
  // Firefox's first-run page has long sent this campaign, and the server makes an exception for it.
  ['utm_campaign', { ...UTM, exception: 'page+referral+-+not+part+of+a+campaign' }],
  ['utm_content', UTM],
  ['utm_medium', UTM],
  ['utm_source', UTM],
  ['utm_term', UTM],
]);

/**
 * Says what is wrong with the values of one known parameter.
 *
 * @param rule - the rule of the parameter
 * @param values - every value that came under its name, decoded
 * @returns the problem in words, or `undefined` where FxA accepts it
 */
export function problemWith(rule: ParameterRule, values: readonly string[]): string | undefined {
  const [value, ...others] = values;
  if (value === undefined) return undefined;
  // The server reads a repeated name as a list, and a list is not a text, even where all its values are the same.
  if (others.length > 0) return 'sent more than once';
  if (value === '') return 'blank';
  if (value === rule.exception) return undefined;
  if (rule.maxLength !== undefined && value.length > rule.maxLength) {
    return `longer than ${rule.maxLength} characters`;
  }
  return rule.pattern.test(value) ? undefined : `does not match ${rule.pattern.source}`;
}

/**
 * The keys for which `/metrics-flow` refuses a request.
 *
 * @param query - the request's query, decoded once
 * @returns the names of all bad parameters, in the order of {@link PARAMETER_RULES}; empty where the request is accepted
 */
export function invalidKeys(query: URLSearchParams): string[] {
  return [...PARAMETER_RULES]
    .filter(([name, rule]) => problemWith(rule, query.getAll(name)) !== undefined)
    .map(([name]) => name);
}

/** The longest address that FxA accepts, in characters. */
const EMAIL_MAX_LENGTH = 256;

/** The longest part before the `@` that FxA accepts, in characters. */
const EMAIL_LOCAL_MAX_LENGTH = 64;

/** A valid e-mail address by https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address */
const HTML_EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/**
 * Whether FxA keeps an address that arrives as `email`; it strips the others. The rule is the one of HTML's
 * `<input type="email">` with three things more: at most 256 characters in all, 1 to 64 before the `@`, and at least
 * one dot in the domain.
 */
export function isAcceptableEmail(value: string): boolean {
  if (value.length > EMAIL_MAX_LENGTH || !HTML_EMAIL.test(value)) return false;
  const at = value.indexOf('@');
  return at <= EMAIL_LOCAL_MAX_LENGTH && value.includes('.', at);
}
