import { FXA_URL, fxaServerUrl } from './addresses.js';
import { flowParameters, type Flow } from './flow.js';
import { isFormParameter, rejectionOf, type BrokenRule, type ParameterValues } from './parameters.js';

/** A link to FxA's own form, and what it had to leave out. */
export interface HostedForm {
  /** The link, for an `href` or a redirect. */
  readonly url: string;
  /** The values that FxA would have refused, each with its rule; empty where everything went along. */
  readonly rejections: readonly BrokenRule[];
}

/**
 * The link to the e-mail form that FxA hosts, for sites without a form of their own and for links beside one.
 *
 * It carries those of the `parameters` that belong on FxA's page. One off its rule is left out, alone; an absent or
 * empty one silently. Beside an `email`, FxA's page wants `action: 'email'` and `form_type: 'email'` too. Runs in
 * browsers and on servers, asks nothing and never throws.
 *
 * @param flow - the flow of a form on the same page, so that FxA counts the visitor once. FxA drops a flow two hours
 *   after it began, so make the link when it is about to be followed
 * @param fxaUrl - the FxA server; by default the one that everybody uses
 */
export function hostedFormUrl(parameters: ParameterValues, flow?: Flow, fxaUrl = FXA_URL): HostedForm {
  const rejections: BrokenRule[] = [];
  const server = fxaServerUrl(fxaUrl);
  if (!server) {
    const rule = 'an https: address without query or hash';
    rejections.push({ name: 'fxa-url', value: fxaUrl, reason: 'url', rule });
  }

  const url = new URL(server ?? FXA_URL);
  const { searchParams } = url;
  for (const [name, value] of Object.entries({ ...parameters, ...flowParameters(flow) })) {
    if (!value || !isFormParameter(name)) continue;
    const rejection = rejectionOf(name, value);
    if (rejection) rejections.push(rejection);
    else searchParams.set(name, value);
  }
  // FxA drops a flow id without its time, and a time without its id.
  if (!searchParams.has('flow_id') || !searchParams.has('flow_begin_time')) {
    for (const name of ['flow_id', 'flow_begin_time', 'device_id']) searchParams.delete(name);
  }
  return { url: url.href, rejections };
}
