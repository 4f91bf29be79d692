import { isAcceptableEmail } from './address.js';
import { isFirefoxForDesktop } from './firefox.js';
import { checkFlow, type FlowCheck } from './flow-id.js';
import { problemWith, SIGN_UP_RULES, type ParameterRule } from './rules.js';

/** One field of a query or a form body: its name and its decoded value. */
export type Field = readonly [name: string, value: string];

/**
 * What becomes of the flow that came along. Beside the outcomes of {@link checkFlow}: `absent`, none came, and FxA
 * goes on without metrics; `incomplete`, it is fine but has no device id, and the present page of FxA takes no flow without
 * one; `unknown`, this server never began it; `other-origin`, it was begun for another site.
 */
export type FlowVerdict = FlowCheck | 'absent' | 'incomplete' | 'unknown' | 'other-origin';

/** All of {@link Outcome}, from the least bad for the visitor to the worst. */
export const OUTCOMES = [
  'goes-on',
  'strips-address',
  'refuses-sign-up',
  'shows-error',
  'waits-for-ever',
  'update-required',
  'refuses-frame',
] as const;

/**
 * What FxA's page does: it goes on; it strips the address; it goes on to a sign-up that is then refused ("Invalid
 * parameter"); it shows an error at once; it waits for ever for an answer that only Firefox for desktop gives; it says
 * "Firefox update required"; it refuses to be shown in a frame.
 */
export type Outcome = (typeof OUTCOMES)[number];

/** One thing that FxA would refuse, drop or stumble over. */
export interface Problem {
  readonly name: string;
  /** The value as it came, `''` for a field that is missing. */
  readonly value: string;
  /** What is wrong, in words. */
  readonly problem: string;
  /** What FxA's page does because of it. `goes-on`: only the metrics suffer. */
  readonly outcome: Outcome;
}

/** What FxA would make of one visit to its page. */
export interface Verdict {
  readonly flow: FlowVerdict;
  readonly problems: readonly Problem[];
  /**
   * No problem, and nothing wrong with the flow: it is good, or there is none, or FxA itself gave no device id with it. A
   * sign-up without metrics is fine for FxA.
   */
  readonly good: boolean;
}

/** What a server remembers of a flow that it began. */
export interface KnownFlow {
  /** The origin that it was begun for. */
  readonly origin: string;
  /** The response held a device id. */
  readonly hasDeviceId: boolean;
}

/** What the server knows of the flows that it began. */
export interface FlowBook {
  /** The secret that flow ids are signed with. */
  readonly key: string;
  /** The server's time, in milliseconds since the epoch. */
  now(): number;
  /** A flow by its id, or `undefined` for one that this server never began. */
  knownFlow(flowId: string): KnownFlow | undefined;
}

/** One visit to FxA's page, as far as it is judged. */
export interface Visit {
  /** All fields, in order, from query and body. */
  readonly fields: readonly Field[];
  /** The site that the visit comes from, where the browser told. */
  readonly origin: string | undefined;
  /** The header `User-Agent`. */
  readonly userAgent: string;
}

type Values = ReadonlyMap<string, readonly string[]>;

/**
 * The parts of a flow under both names. The page of old read either; the present one reads only the second, so a flow is
 * heard everywhere only where it comes under both.
 */
const FLOW_PARTS = [
  { name: 'flow_id', presentName: 'flowId', rule: { pattern: /^[0-9a-f]{64}$/ } },
  { name: 'flow_begin_time', presentName: 'flowBeginTime', rule: { pattern: /^\d{13}$/ } },
  { name: 'device_id', presentName: 'deviceId', rule: { pattern: /^[0-9a-f]{32}$/ } },
] as const;

const FLOW_RULES = new Map<string, ParameterRule>(
  FLOW_PARTS.flatMap(({ name, presentName, rule }) => [
    [name, rule],
    [presentName, rule],
  ]),
);

/** These make FxA's page ask the browser whether the account may be linked, and wait until it answers. */
const SYNC_CONTEXTS = new Set(['fx_desktop_v3', 'fx_fennec_v1', 'oauth_webchannel_v1']);

/** These end at "Firefox update required". */
const DEAD_CONTEXTS = new Set(['fx_ios_v1', 'fx_desktop_v1', 'fx_desktop_v2', 'fx_firstrun_v2', 'iframe']);

const BLANK = 'blank';

/**
 * Judges a visit to FxA's page by what came with it.
 *
 * @param book - what the server knows of its flows
 * @param others - problems that were found before
 */
export function judge(visit: Visit, book: FlowBook, others: readonly Problem[] = []): Verdict {
  const values = new Map<string, string[]>();
  for (const [name, value] of visit.fields) values.set(name, [...(values.get(name) ?? []), value]);

  const known = new Set(others.map(({ name }) => name));
  const handedOver = isHandedOver(values, visit);
  const problems = [
    ...others,
    ...fieldProblems(values).filter(({ name }) => !known.has(name)),
    ...syncProblems(values, visit.userAgent),
    ...missingFields(values, handedOver),
    // Firefox refuses names that it does not know, so what it hands over has the flow under one spelling.
    ...(handedOver ? [] : spellingProblems(values)),
    ...missingParts(values, book),
  ];
  const flow = judgeFlow(values, visit.origin, book);
  const good = problems.length === 0 && ['good', 'absent', 'incomplete'].includes(flow);
  return { flow, problems, good };
}

/** The worst that comes of a verdict's problems. */
export function outcomeOf({ problems }: Verdict): Outcome {
  const worst = Math.max(0, ...problems.map(({ outcome }) => OUTCOMES.indexOf(outcome)));
  return OUTCOMES[worst] ?? 'goes-on';
}

/** The parts of the flow, each under the spelling that came. */
function flowOf(values: Values): (string | undefined)[] {
  return FLOW_PARTS.map(({ name, presentName }) => (values.get(name) ?? values.get(presentName))?.[0]);
}

function judgeFlow(values: Values, origin: string | undefined, book: FlowBook): FlowVerdict {
  const [flowId, flowBeginTime, deviceId] = flowOf(values);
  if (flowId === undefined && flowBeginTime === undefined) return 'absent';
  const check = checkFlow(book.key, flowId ?? '', flowBeginTime ?? '', book.now());
  if (check !== 'good') return check;

  const known = book.knownFlow(flowId ?? '');
  if (known === undefined) return 'unknown';
  if (origin !== undefined && origin !== known.origin) return 'other-origin';
  return deviceId === undefined ? 'incomplete' : 'good';
}

/**
 * Whether Firefox itself has opened the page, handed over to by a site. What it then calls itself is a preference; the
 * one of old is also what sites send, but in a form, from an origin and with a form type.
 */
function isHandedOver(values: Values, { origin, userAgent }: Visit): boolean {
  if (!isFirefoxForDesktop(userAgent)) return false;
  const context = values.get('context')?.[0];
  if (context === 'oauth_webchannel_v1') return true;
  return context === 'fx_desktop_v3' && origin === undefined && !values.has('form_type');
}

function fieldProblems(fields: Values): Problem[] {
  return [...fields].flatMap(([name, values]) => {
    const found = fieldProblem(name, values);
    return found ? [{ name, value: found.problem === BLANK ? '' : (values.at(-1) ?? ''), ...found }] : [];
  });
}

function fieldProblem(
  name: string,
  values: readonly string[],
): Pick<Problem, 'problem' | 'outcome'> | undefined {
  // Blank fields have broken FxA's pages, whatever their names.
  if (values.includes('')) return { problem: BLANK, outcome: 'shows-error' };
  if (name === 'email') {
    if (values.length > 1) return { problem: 'sent more than once', outcome: 'strips-address' };
    if (values.every(isAcceptableEmail)) return undefined;
    return { problem: 'not an address that FxA accepts', outcome: 'strips-address' };
  }
  const flowRule = FLOW_RULES.get(name);
  const rule = flowRule ?? SIGN_UP_RULES.get(name);
  const problem = rule && problemWith(rule, values);
  // A bad flow is dropped; a bad parameter goes on to the sign-up, which refuses it.
  return problem === undefined ? undefined : { problem, outcome: flowRule ? 'goes-on' : 'refuses-sign-up' };
}

function syncProblems(fields: Values, userAgent: string): Problem[] {
  const contexts = fields.get('context') ?? [];
  const dead = contexts.find((context) => DEAD_CONTEXTS.has(context));
  const problems: Problem[] = [];
  if (dead !== undefined) {
    const problem = 'no longer taken by FxA from any browser';
    problems.push({ name: 'context', value: dead, problem, outcome: 'update-required' });
  }
  if (isFirefoxForDesktop(userAgent)) return problems;

  const wait = { problem: 'only for Firefox for desktop', outcome: 'waits-for-ever' } as const;
  const context = contexts.find((one) => SYNC_CONTEXTS.has(one));
  if (context !== undefined) problems.push({ name: 'context', value: context, ...wait });
  if (fields.get('service')?.includes('sync')) problems.push({ name: 'service', value: 'sync', ...wait });
  return problems;
}

function missingFields(fields: Values, handedOver: boolean): Problem[] {
  if (!fields.has('email')) return [];
  const demand = (name: string, value: string): Problem[] => {
    const values = fields.get(name);
    if (values === undefined) {
      return [{ name, value: '', problem: 'missing beside email', outcome: 'goes-on' }];
    }
    if ((values.length === 1 && values[0] === value) || fieldProblem(name, values) !== undefined) return [];
    const problem = `has to be ${value} beside email`;
    return [{ name, value: values.at(-1) ?? '', problem, outcome: 'goes-on' }];
  };
  // Firefox itself sends no form type, and hands on none either.
  return [...demand('action', 'email'), ...(handedOver ? [] : demand('form_type', 'email'))];
}

function spellingProblems(fields: Values): Problem[] {
  return FLOW_PARTS.flatMap(({ name, presentName }) => {
    const [value, presentValue] = [fields.get(name)?.[0], fields.get(presentName)?.[0]];
    if (value === presentValue) return [];
    if (value === undefined) return [missing(name, presentName)];
    if (presentValue === undefined) return [missing(presentName, name)];
    return [{ name: presentName, value: presentValue, problem: `differs from ${name}`, outcome: 'goes-on' }];
  });
}

/** FxA reads a flow as a whole or not at all. */
function missingParts(fields: Values, book: FlowBook): Problem[] {
  const [flowId, flowBeginTime, deviceId] = flowOf(fields);
  if (flowId === undefined) {
    return flowBeginTime === undefined ? [] : [missing('flow_id', 'flow_begin_time')];
  }
  const problems = flowBeginTime === undefined ? [missing('flow_begin_time', 'flow_id')] : [];
  if (deviceId === undefined && book.knownFlow(flowId)?.hasDeviceId) {
    problems.push(missing('device_id', 'flow_id'));
  }
  return problems;
}

/** A part of the flow that did not come, without which its metrics are lost. */
function missing(name: string, beside: string): Problem {
  return { name, value: '', problem: `missing beside ${beside}`, outcome: 'goes-on' };
}
