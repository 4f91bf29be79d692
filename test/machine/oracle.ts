/**
 * What an element's form or link has to carry, stated anew from the facts about FxA and from what the README promises to
 * authors. Nothing here comes from `src/rules`, which is held against it; FxA's own rules are the mock server's.
 */
import { problemWith, SIGN_UP_RULES } from '../../src/mock-server/rules.js';
import { DEFAULT_SERVER } from './fxa-double.js';

export type Pair = readonly [name: string, value: string];

/** What the author, the page and the visitor have given to one element. */
export interface Given {
  /** `author`: around a form of the author's own. */
  kind: 'drawn' | 'author' | 'link';
  /** The attributes as they are in the markup. */
  readonly attributes: Map<string, string>;
  /** What counts of them, by the name with dashes: properties may have been set since. */
  readonly values: Map<string, string>;
  /** Hidden inputs; a loose one is inside the element but outside of the author's form. */
  hidden: { readonly name: string; readonly value: string; readonly loose: boolean }[];
  /** What the visitor has typed; `undefined`: nothing yet. */
  typed: string | undefined;
  /** Of the author's form: where it goes, and whether its field has to be filled in, and is checked. */
  formAction: string;
  required: boolean;
  noValidate: boolean;
  /** The link's address as its author wrote it. */
  href: string;
}

/** What is the same for all elements on the page. */
export interface Around {
  /** What FxA has refused, as `server name=value`. */
  readonly refused: ReadonlySet<string>;
  /** Whether the browser signals an opt-out. */
  readonly optedOut: boolean;
}

export interface Expected {
  readonly server: string;
  /** Whether the visitor has agreed to metrics. */
  readonly consent: boolean;
  /** FxA's parameters but the flow. */
  readonly parameters: ReadonlyMap<string, string>;
  /** All else that is sent, but the address. */
  readonly others: readonly Pair[];
}

const CAMPAIGN = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'];
const EXPERIMENT = ['entrypoint_experiment', 'entrypoint_variation'];
const OF_THE_AUTHOR = ['entrypoint', ...EXPERIMENT, ...CAMPAIGN, 'context', 'service', 'product_id'];

/** The fields that carry a flow, under both spellings. */
export const FLOW_FIELDS: Readonly<Record<string, 'flow_id' | 'flow_begin_time' | 'device_id'>> = {
  flow_id: 'flow_id',
  flowId: 'flow_id',
  flow_begin_time: 'flow_begin_time',
  flowBeginTime: 'flow_begin_time',
  device_id: 'device_id',
  deviceId: 'device_id',
};

/** The names that the element decides over. */
export const isManaged = (name: string): boolean =>
  name === 'action' || name === 'form_type' || name in FLOW_FIELDS || OF_THE_AUTHOR.includes(name);

/** FxA's page ends at "Firefox update required" for these. */
const DEAD_CONTEXTS = ['fx_ios_v1', 'fx_desktop_v1', 'fx_desktop_v2', 'fx_firstrun_v2', 'iframe'];

/** Whether FxA lets a value through to the end of the sign-up. */
function isGood(name: string, value: string | null | undefined): value is string {
  const rule = SIGN_UP_RULES.get(name);
  if (!value || !rule || problemWith(rule, [value])) return false;
  return name !== 'context' || !DEAD_CONTEXTS.includes(value);
}

/** Only Firefox for desktop responds when FxA's page asks whether an account may be linked. */
const isFirefoxDesktop =
  / Firefox\/[\d.]+$/.test(navigator.userAgent) && !/Android|Mobile/.test(navigator.userAgent);

/** The addresses that are typed, and which of them FxA takes. */
export const ADDRESSES: Readonly<Record<string, boolean>> = {
  '': false,
  'ada@example.com': true,
  ' ada@example.com ': true,
  "o'hara+tag@mail.example.org": true,
  ada: false,
  'test@test': false,
  'a..b@example.com': false,
  'ada@1.2.3.4': false,
  [`${'a'.repeat(65)}@example.com`]: false,
};

/** The address that stands in the field. */
export const addressOf = ({ typed, values }: Given): string => (typed ?? values.get('email') ?? '').trim();

export const consents = ({ values }: Given, { optedOut }: Around): boolean => {
  const metrics = values.get('metrics') || 'auto';
  return metrics === 'on' || (metrics === 'auto' && !optedOut);
};

function serverOf({ formAction, href, kind, values }: Given): string {
  const chosen = URL.canParse(values.get('fxa-url') ?? '') ? new URL(values.get('fxa-url') ?? '') : undefined;
  if (chosen?.protocol === 'https:' && !chosen.search && !chosen.hash && !chosen.username) {
    return chosen.href.endsWith('/') ? chosen.href : `${chosen.href}/`;
  }
  const own = kind === 'author' ? formAction : kind === 'link' ? href : '';
  const { origin } = new URL(own, location.href);
  return origin === location.origin ? DEFAULT_SERVER : `${origin}/`;
}

/** What an element sends on a page whose URL has this `query`. */
export function expected(given: Given, query: string, around: Around): Expected {
  const { hidden, href, kind, values } = given;
  const server = serverOf(given);
  const consent = consents(given, around);
  const linked = kind === 'link' ? [...new URL(href).searchParams] : [];
  const inside = [...hidden.filter(({ loose }) => !loose), ...hidden.filter(({ loose }) => loose)].map(
    ({ name, value }): Pair => [name, value],
  );
  const written = [...inside, ...linked];

  const parameters = new Map<string, string>(
    kind === 'link'
      ? [['form_type', 'button']]
      : [
          ['action', 'email'],
          ['form_type', 'email'],
        ],
  );
  for (const name of OF_THE_AUTHOR) {
    const value =
      values.get(name.replaceAll('_', '-')) || written.find((pair) => pair[0] === name && pair[1])?.[1];
    if (isGood(name, value)) parameters.set(name, value);
  }
  const isSync = parameters.get('service') === 'sync';
  if (!isFirefoxDesktop) {
    parameters.delete('context');
    if (isSync) parameters.delete('service');
  } else if (isSync && !parameters.has('context')) {
    parameters.set('context', 'fx_desktop_v3');
  }

  if (!consent) {
    for (const name of EXPERIMENT) parameters.delete(name);
  } else if ((values.get('url-attribution') || 'on') === 'on') {
    const url = new URLSearchParams(query);
    const take = (names: readonly string[], needed: readonly string[]) => {
      if (!needed.every((name) => isGood(name, url.get(name)))) return;
      for (const name of names) {
        const value = url.get(name);
        if (isGood(name, value)) parameters.set(name, value);
        else parameters.delete(name);
      }
    };
    take(CAMPAIGN, ['utm_source', 'utm_campaign']);
    take(EXPERIMENT, EXPERIMENT);
  }
  for (const [name, value] of parameters) {
    if (around.refused.has(`${server} ${name}=${value}`)) parameters.delete(name);
  }

  const query_ =
    kind === 'drawn' ? [...new URL(values.get('action') || server, location.href).searchParams] : [];
  const others = [...inside, ...query_].filter(([name, value]) => value && !isManaged(name));
  return { server, consent, parameters, others };
}
