/** What FxA calls a flow, and the fields that carry it. */
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

/** The fields that carry a flow to FxA. */
export const flowParameters = (flow: Flow | undefined): ParameterValues =>
  flow
    ? {
        flow_id: flow.flowId,
        flow_begin_time: String(flow.flowBeginTime),
        ...(flow.deviceId && { device_id: flow.deviceId }),
      }
    : {};
