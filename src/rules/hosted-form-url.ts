import { FXA_URL, safeUrl } from './addresses.js';
import { sentEmail } from './email-address.js';
import { flowFields, flowParameters, type Flow } from './flow.js';
import { withFields, type Field } from './page-url.js';
import {
  admit,
  isFormParameter,
  isParameterName,
  rejectionOf,
  type BrokenRule,
  type DraftParameters,
  type ParameterName,
  type ParameterValues,
} from './parameters.js';
import { settleSync } from './sync.js';

/** A link to FxA, and what it had to leave out. */
export interface HostedForm {
  /** The link, for an `href` or a redirect; `undefined` where the address that was asked for cannot be used. */
  readonly url: string | undefined;
  /** All that was left out, each with its rule; empty where everything went along. */
  readonly rejections: readonly BrokenRule[];
}

/** FxA's parameters, and others for which FxA's rules have no word, such as `client_id` and `state`. */
export type LinkParameters = ParameterValues & { readonly [name: string]: string | undefined };

/**
 * The link to the e-mail form that FxA hosts, or to another page, for sites without a form of their own and for links
 * beside one.
 *
 * It carries `parameters`. One of FxA's that is off its rule is left out, alone, and named among the rejections; an
 * absent or empty one is left out silently; others go along as they are. Beside an `email`, FxA's page wants
 * `action: 'email'` and `form_type: 'email'` too. Runs in browsers and on servers, requests nothing and never throws.
 *
 * @param flow - the flow of a form on the same page, so that FxA counts the visitor once; it is sent as a whole or,
 *   where its id or its time is bad, not at all. FxA drops a flow two hours after it began, so make the link when it is
 *   about to be followed
 * @param address - FxA's own form by default; a path on that server, such as `signin`; or any whole `https:` address
 *   (`http:` on this machine). Its path, query and hash stay. FxA's parameters in its query count where `parameters` has
 *   none of that name. An address that cannot be used is never replaced by another one: there is no `url` then, and a
 *   rejection named `address`
 * @param userAgent - the visitor's browser. `service: 'sync'` and every `context` are left out unless it is Firefox for
 *   desktop, since FxA's page never comes to an end with them in any other
 */
export function hostedFormUrl(
  parameters: LinkParameters,
  flow?: Flow,
  address = FXA_URL,
  userAgent?: string,
): HostedForm {
  const url = safeUrl(address || FXA_URL, FXA_URL);
  if (!url) {
    return {
      url,
      rejections: [{ name: 'address', value: address, reason: 'url', rule: 'a page at https:' }],
    };
  }

  const rejections: BrokenRule[] = [];
  const draft = Object.create(null) as DraftParameters;
  const extraFields: Field[] = [];
  const leaveOut = (name: string, value: string, rule: string) => {
    rejections.push({ name, value, reason: 'pattern', rule });
  };
  const take = (name: string, value: unknown) => {
    if (value === undefined || value === null || value === '') return;
    if (typeof value !== 'string') leaveOut(name, `[${typeof value}]`, 'text');
    else if (!isParameterName(name)) extraFields.push([name, value]);
    else if (!isFormParameter(name)) leaveOut(name, value, 'part of an engage event, not of a link');
    else if (/^(flow|device)/.test(name)) leaveOut(name, value, 'part of the flow, not of the parameters');
    else admit(draft, rejections, name, name === 'email' ? sentEmail(value) : value);
  };

  const given = Object.entries(parameters);
  for (const [name, value] of given) take(name, value);
  const names = new Set<string>();
  for (const [name, value] of url.searchParams) {
    if (!value || !isFormParameter(name) || given.some((entry) => entry[0] === name && entry[1])) continue;
    if (names.has(name)) leaveOut(name, value, 'given once');
    else take(name, value);
    names.add(name);
  }
  for (const [name, value] of settleSync(draft, userAgent))
    leaveOut(name, value, 'sent by Firefox for desktop alone');

  const flowRejections = Object.entries(flowParameters(flow)).flatMap(
    ([name, value]) => rejectionOf(name as ParameterName, value) ?? [],
  );
  rejections.push(...flowRejections);
  const fields = { ...draft, ...flowFields(soundPart(flow, flowRejections)) };
  return { url: withFields(url, [...Object.entries(fields), ...extraFields]), rejections };
}

/** FxA drops a flow id without its time, and a time without its id; the device is no part of that check. */
function soundPart(flow: Flow | undefined, rejections: readonly BrokenRule[]): Flow | undefined {
  if (!flow || !rejections.length) return flow;
  const { flowId, flowBeginTime } = flow;
  return rejections.every(({ name }) => name === 'device_id') ? { flowId, flowBeginTime } : undefined;
}
