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
const ENTRYPOINT_AT_SIGN_UP: ParameterRule = { ...ENTRYPOINT, maxLength: 128 };
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
  ['service', { pattern: /^[a-zA-Z0-9-]{1,16}$/ }],
  ['uid', { pattern: /^[0-9a-f]{32}$/ }],
  // Firefox's first-run page has long sent this campaign, and the server makes an exception for it.
  ['utm_campaign', { ...UTM, exception: 'page+referral+-+not+part+of+a+campaign' }],
  ['utm_content', UTM],
  ['utm_medium', UTM],
  ['utm_source', UTM],
  ['utm_term', UTM],
]);

/** These two belong to engage events, which a server sends to `/metrics-flow`: on the page they are unknown names. */
const ENGAGE_ONLY = new Set(['event_type', 'uid']);

/**
 * The rules for a visit to FxA's page. They are those of `/metrics-flow`, but the sign-up behind the page takes shorter
 * entrypoints.
 */
export const SIGN_UP_RULES: ReadonlyMap<string, ParameterRule> = new Map(
  [...PARAMETER_RULES]
    .filter(([name]) => !ENGAGE_ONLY.has(name))
    .map(([name, rule]) => [name, rule === ENTRYPOINT ? ENTRYPOINT_AT_SIGN_UP : rule]),
);

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
