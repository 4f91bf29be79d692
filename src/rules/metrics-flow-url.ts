import { isParameterName, PARAMETERS, type ParameterValues } from './parameters.js';

/**
 * The address of the request for a flow: `metrics-flow` on the server `fxaUrl` (which ends with a slash), with those of
 * the `parameters` that belong into the request. E-mail addresses never do.
 */
export function metricsFlowUrl(fxaUrl: string, parameters: ParameterValues): string {
  const query = Object.entries(parameters).filter(
    ([name]) => isParameterName(name) && PARAMETERS[name].request,
  );
  return `${fxaUrl}metrics-flow?${new URLSearchParams(query).toString()}`;
}
