/** What a form sends and where, from what the page's author wrote: the one place in which values are let through. */
import { readAttribution } from './attribution.js';
import { FXA_URL, fxaPageUrl, fxaServerUrl, safeUrl } from './addresses.js';
import { metricsFlowUrl } from './metrics-flow-url.js';
import {
  isFormParameter,
  PARAMETERS,
  rejectionOf,
  type BrokenRule,
  type ParameterName,
  type ParameterValues,
} from './parameters.js';
import { consentOf, type Consent } from './consent.js';
import { syncContext, type SystemHints } from './sync.js';

/** A form field's name and value. */
export type Field = readonly [name: string, value: string];

/** What the page's author wrote. */
export interface AuthoredSettings {
  /** The element's attributes, spelled with dashes; an empty text means that nothing was written. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The author's own hidden fields. */
  readonly fields: readonly Field[];
  /** What `action` is resolved against. */
  readonly baseUrl: string;
  /** Whether the visitor's browser signals an opt-out from metrics. */
  readonly optedOut: boolean;
}

/** Where a form goes, and all that goes along but the flow and the e-mail address. */
export interface ResolvedSettings {
  /** The FxA server, ending with a slash. */
  readonly fxaUrl: string;
  /** Where the form goes, without a query: a GET form would lose it. */
  readonly action: string;
  /** What FxA's rules speak of, and accept. */
  readonly parameters: ParameterValues;
  /** Tells questions to FxA apart: their address, before FxA has refused anything. */
  readonly flowKey: string;
  /** What they do not speak of: fields of the author's, and of the action's query. */
  readonly others: readonly Field[];
  /** How long to wait for a flow, in milliseconds. */
  readonly timeout: number;
  readonly consent: Consent;
  /** Whether the page's own URL may say how the visitor came. */
  readonly urlAttribution: boolean;
  /** Whether FxA is asked only once the form is in sight. */
  readonly lazy: boolean;
  /** What is left out. */
  readonly rejections: readonly BrokenRule[];
}

const DEFAULT_TIMEOUT = 10_000;
/** The longest delay that `setTimeout` knows; it takes a longer one for none at all. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The parameters that an attribute, or a hidden field of the author's, may set. */
const AUTHOR_PARAMETERS = (Object.keys(PARAMETERS) as ParameterName[]).filter(
  (name) => !PARAMETERS[name].reserved,
);

let latest: { readonly key: string; readonly content: ResolvedSettings } | undefined;

/**
 * Reads `settings`. A value that breaks its rule is left out, alone, and named among the rejections.
 *
 * The same settings as the last time give the same object, since most updates change none, and many forms on a page are
 * mostly alike: with a thousand of them, reading took a fifth of the time.
 *
 * @param system - the visitor's, which stays the same as long as the page: `navigator`; `undefined` on a server, which
 *   does not know it
 */
export function resolveSettings(
  settings: AuthoredSettings,
  system: SystemHints | undefined,
): ResolvedSettings {
  const key = JSON.stringify(settings);
  if (latest?.key !== key) latest = { key, content: read(settings, system) };
  return latest.content;
}

function read(
  { attributes, fields: authorFields, baseUrl, optedOut }: AuthoredSettings,
  system: SystemHints | undefined,
): ResolvedSettings {
  const rejections: BrokenRule[] = [];
  const address = <T>(
    name: string,
    resolve: (value: string) => T | undefined,
    rule: string,
  ): T | undefined => {
    const value = attributes[name];
    if (!value) return undefined;
    const url = resolve(value);
    if (!url) rejections.push({ name, value, reason: 'url', rule });
    return url;
  };

  const fxaUrl = address('fxa-url', fxaServerUrl, 'an https: address without query or hash') ?? FXA_URL;
  const target =
    address('action', (value) => safeUrl(value, baseUrl), 'a page at https:') ??
    address('fxa-path', (value) => fxaPageUrl(value, fxaUrl), `a page on ${fxaUrl}`) ??
    new URL(fxaUrl);
  const fields = [...authorFields, ...target.searchParams];
  target.search = '';

  const parameters: { [name in ParameterName]?: string } = { action: 'email', form_type: 'email' };
  for (const name of AUTHOR_PARAMETERS) {
    const value =
      attributes[name.replaceAll('_', '-')] || fields.find((field) => field[0] === name && field[1])?.[1];
    if (!value) continue;
    const rejection = rejectionOf(name, value);
    if (rejection) rejections.push(rejection);
    else parameters[name] = value;
  }

  // FxA's documentation asks for a context wherever the service is sync.
  if (parameters.service === 'sync' && system) parameters.context ??= syncContext(system);

  const flowTimeout = attributes['flow-timeout'] || String(DEFAULT_TIMEOUT);
  let timeout = Number(flowTimeout);
  if (!(timeout > 0 && timeout <= LONGEST_TIMEOUT)) {
    const rule = `a number of milliseconds from 1 to ${LONGEST_TIMEOUT}`;
    rejections.push({ name: 'flow-timeout', value: flowTimeout, reason: 'pattern', rule });
    timeout = DEFAULT_TIMEOUT;
  }

  const choice = (name: string, ...known: [byDefault: string, ...others: string[]]): string => {
    const value = attributes[name] || known[0];
    if (!known.includes(value)) {
      rejections.push({ name, value, reason: 'pattern', rule: `one of ${known.join(', ')}` });
    }
    return value;
  };
  const consent = consentOf(choice('metrics', 'auto', 'on', 'off', 'pending'), optedOut);
  const urlAttribution = choice('url-attribution', 'on', 'off');
  const loading = choice('loading', 'eager', 'lazy');

  const others = fields.filter(([name]) => !isFormParameter(name));
  return {
    fxaUrl,
    action: target.href,
    parameters,
    flowKey: metricsFlowUrl(fxaUrl, parameters),
    others,
    timeout,
    consent,
    // When in doubt, the URL is left alone.
    urlAttribution: consent === 'on' && urlAttribution === 'on',
    lazy: loading === 'lazy',
    rejections,
  };
}

/** The `content` with what the page's URL says in place of the author's own values, as far as it may say anything. */
export function withAttribution(content: ResolvedSettings, pageQuery: string): ResolvedSettings {
  if (!content.urlAttribution || !pageQuery) return content;
  const { parameters: found, replaced, rejections } = readAttribution(pageQuery);
  const own = Object.entries(content.parameters).filter(
    ([name]) => !replaced.some((other) => other === name),
  );
  const parameters = { ...Object.fromEntries(own), ...found };
  return {
    ...content,
    parameters,
    flowKey: metricsFlowUrl(content.fxaUrl, parameters),
    rejections: [...content.rejections, ...rejections],
  };
}
