/** What FxA calls a flow, and the fields that carry it. */
import { camelCase } from './camel-case.js';
import { ownMembers } from './own-members.js';
import type { ParameterValues } from './parameters.js';

/**
 * One person's way from seeing the form to signing in, as FxA names it. The id is signed over the time, so both travel
 * exactly as they came.
 */
export interface Flow {
  /** 64 hexadecimal digits. */
  readonly flowId: string;
  /** When the flow began by FxA's clock: milliseconds since 1970 in 13 digits, as a number or as text. */
  readonly flowBeginTime: number | string;
  /** 32 hexadecimal digits; FxA may leave it out. */
  readonly deviceId?: string;
}

/** A flow under the names that Firefox takes from a page. It knows no others, and one more would make it do nothing. */
export function flowParameters(flow: Flow | undefined): ParameterValues {
  if (!flow) return {};
  const { flowId, flowBeginTime, deviceId } = ownMembers(flow);
  return {
    flow_id: flowId,
    flow_begin_time: String(flowBeginTime),
    ...(deviceId && { device_id: deviceId }),
  };
}

/** A flow under both spellings: FxA's older page reads `flow_id`, the newer one `flowId`, and neither minds the other. */
export function flowFields(flow: Flow | undefined): ParameterValues {
  const parameters = flowParameters(flow);
  return {
    ...parameters,
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [camelCase(name), value])),
  };
}
