import { createHmac, randomBytes } from 'node:crypto';

/** How old a flow may get, in milliseconds: two hours, by the server's clock. */
export const FLOW_LIFETIME = 2 * 60 * 60 * 1000;

/** Half of a flow id, in hexadecimal digits: the salt, and after it the signature. */
const HALF = 32;

/** A metrics flow as `/metrics-flow` answers with it. */
export interface MintedFlow {
  /** 32 lower-case hexadecimal digits. Not part of what the flow id signs. */
  readonly deviceId: string;
  /** When the flow began, in milliseconds since the epoch by the server's clock. */
  readonly flowBeginTime: number;
  /** 64 lower-case hexadecimal digits: a random salt, and a signature over the salt and `flowBeginTime`. */
  readonly flowId: string;
}

/** What FxA makes of a flow id and the time that came with it. */
export type FlowCheck = 'good' | 'malformed' | 'tampered' | 'stale' | 'future';

/**
 * Begins a flow.
 *
 * @param key - the server's secret
 * @param now - the server's time, in milliseconds since the epoch
 */
export function mintFlow(key: string, now: number): MintedFlow {
  const salt = randomBytes(HALF / 2).toString('hex');
  return {
    deviceId: randomBytes(16).toString('hex'),
    flowBeginTime: now,
    flowId: salt + signature(key, salt, now),
  };
}

/**
 * Checks a flow id as FxA does: it was signed by the holder of the key, for this very begin time, and is neither stale
 * nor from the server's future. FxA drops whatever comes with a flow that fails.
 *
 * @param key - the server's secret
 * @param flowId - `flow_id` as it came
 * @param flowBeginTime - `flow_begin_time` as it came: 13 digits
 * @param now - the server's time, in milliseconds since the epoch
 */
export function checkFlow(key: string, flowId: string, flowBeginTime: string, now: number): FlowCheck {
  if (!/^[0-9a-f]{64}$/.test(flowId) || !/^\d{13}$/.test(flowBeginTime)) return 'malformed';
  const began = Number(flowBeginTime);
  if (flowId.slice(HALF) !== signature(key, flowId.slice(0, HALF), began)) return 'tampered';
  if (began > now) return 'future';
  return now - began > FLOW_LIFETIME ? 'stale' : 'good';
}

/** The second half of a flow id, computed as the public mozilla/fxa server computes it. */
function signature(key: string, salt: string, flowBeginTime: number): string {
  return createHmac('sha256', key)
    .update(`${salt}\n${flowBeginTime.toString(16)}`)
    .digest('hex')
    .slice(0, HALF);
}
