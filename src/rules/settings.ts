/** What a form sends and where, from what the page's author wrote: the one place in which values are let through. */
import { FXA_URL, fxaPageUrl, fxaServerUrl, safeUrl } from './addresses.js';
import { ownMembers } from './own-members.js';
import type { Field } from './page-url.js';
import {
  admit,
  isFormParameter,
  PARAMETER_NAMES,
  PARAMETERS,
  type BrokenRule,
  type DraftParameters,
  type ParameterValues,
} from './parameters.js';
import { consentOf, type Consent } from './consent.js';
import { settleSync } from './sync.js';
import { isTimeout, TIMEOUT_RULE } from './timeout.js';

export type { Field };

/** What the page's author wrote. */
export interface AuthoredSettings {
  /** What FxA is told of the way in: a form with an e-mail field, or a link. */
  readonly formType: 'email' | 'button';
  /** The element's attributes, spelled with dashes; an empty text means that nothing was written. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The author's own hidden fields. */
  readonly fields: readonly Field[];
  /** What `action` is resolved against. */
  readonly baseUrl: string;
  /** The origin of the page, as `location.origin` has it; empty on a server, which does not know it. */
  readonly pageOrigin: string;
  /** Where a form of the author's own goes, as a whole address; empty where there is none, or it is not known. */
  readonly formAction: string;
  /** Whether the visitor's browser signals an opt-out from metrics. */
  readonly optedOut: boolean;
  /** The visitor's browser; `undefined` on a server, which does not know it. */
  readonly userAgent: string | undefined;
}

/** Where a form goes, and all that it sends but the flow and the e-mail address. */
export interface ResolvedSettings {
  /** The FxA server, ending with a slash. Without `fxa-url`, it is where a form of the author's own goes from its site. */
  readonly fxaUrl: string;
  /** Where the form goes, without a query: a GET form would lose it. */
  readonly action: string;
  /** The managed fields but the flow, each with a value that FxA accepts. */
  readonly parameters: ParameterValues;
  /** All other fields of the author's, and of the action's query. */
  readonly extraFields: readonly Field[];
  /** Whether `service=sync` or a `context` is left out, since the browser is not Firefox for desktop. */
  readonly syncLeftOut: boolean;
  /** How long to wait for a flow, in milliseconds. */
  readonly timeout: number;
  readonly consent: Consent;
  /** Whether the page's own URL may say how the visitor came. */
  readonly urlAttribution: boolean;
  /** Whether the flow is requested only once the form is in sight. */
  readonly lazy: boolean;
  /** What is left out. */
  readonly rejections: readonly BrokenRule[];
}

/** In milliseconds. */
const DEFAULT_TIMEOUT = 10_000;

/** The parameters that an attribute, or a hidden field of the author's, may set. */
const AUTHOR_PARAMETERS = PARAMETER_NAMES.filter((name) => !PARAMETERS[name].reserved);

/** The last settings that were resolved, and no others. */
let latest: { readonly key: string; readonly resolved: ResolvedSettings } | undefined;

/**
 * Resolves what the author wrote. A value that breaks its rule is left out, alone, and named among the rejections.
 *
 * The same settings as the last time give the same object, since most updates change none, and many forms on a page are
 * mostly alike: with a thousand of them, resolving took a fifth of the time.
 */
export function resolveSettings(settings: AuthoredSettings): ResolvedSettings {
  const key = JSON.stringify(settings);
  if (latest?.key !== key) latest = { key, resolved: resolve(settings) };
  return latest.resolved;
}

function resolve(settings: AuthoredSettings): ResolvedSettings {
  const { baseUrl, formType } = settings;
  const attributes = ownMembers(settings.attributes);
  const rejections: BrokenRule[] = [];
  const address = <T>(name: string, read: (value: string) => T | undefined, rule: string): T | undefined => {
    const value = attributes[name];
    if (!value) return undefined;
    const url = read(value);
    if (!url) rejections.push({ name, value, reason: 'url', rule });
    return url;
  };

  const fxaUrl =
    address('fxa-url', fxaServerUrl, 'an https: address without query or hash') ?? serverOf(settings);
  const target =
    address('action', (value) => safeUrl(value, baseUrl), 'a page at https:') ??
    address('fxa-path', (value) => fxaPageUrl(value, fxaUrl), `a page on ${fxaUrl}`) ??
    new URL(fxaUrl);
  const fields = [...settings.fields, ...target.searchParams];
  target.search = '';

  const parameters: DraftParameters = ownMembers(
    formType === 'email' ? { action: 'email', form_type: 'email' } : { form_type: formType },
  );
  for (const name of AUTHOR_PARAMETERS) {
    const field = fields.find((each) => each[0] === name && each[1]);
    admit(parameters, rejections, name, attributes[name.replaceAll('_', '-')] || field?.[1]);
  }
  const syncLeftOut = settleSync(parameters, settings.userAgent).length > 0;

  const flowTimeout = attributes['flow-timeout'] || String(DEFAULT_TIMEOUT);
  let timeout = Number(flowTimeout);
  if (!isTimeout(timeout)) {
    rejections.push({ name: 'flow-timeout', value: flowTimeout, reason: 'pattern', rule: TIMEOUT_RULE });
    timeout = DEFAULT_TIMEOUT;
  }

  const choice = (name: string, ...known: [byDefault: string, ...others: string[]]): string => {
    const value = attributes[name] || known[0];
    if (!known.includes(value)) {
      rejections.push({ name, value, reason: 'pattern', rule: `one of ${known.join(', ')}` });
    }
    return value;
  };
  const consent = consentOf(choice('metrics', 'auto', 'on', 'off', 'pending'), settings.optedOut);
  const urlAttribution = choice('url-attribution', 'on', 'off');
  const loading = choice('loading', 'eager', 'lazy');

  if (consent !== 'on') {
    // These two are about the person, and not about the page.
    delete parameters.entrypoint_experiment;
    delete parameters.entrypoint_variation;
  }

  return {
    fxaUrl,
    action: target.href,
    parameters,
    extraFields: fields.filter(([name]) => !isFormParameter(name)),
    syncLeftOut,
    timeout,
    consent,
    // When in doubt, the URL is left alone.
    urlAttribution: consent === 'on' && urlAttribution === 'on',
    lazy: loading === 'lazy',
    rejections,
  };
}

/** The FxA server that a form of the author's names by going to another site than the page's, or the usual one. */
function serverOf({ formAction, pageOrigin }: AuthoredSettings): string {
  const origin = safeUrl(formAction)?.origin;
  return origin && origin !== pageOrigin ? `${origin}/` : FXA_URL;
}
