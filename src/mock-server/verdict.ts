import { checkFlow, type FlowCheck } from './flow-id.js';
import { isAcceptableEmail, PARAMETER_RULES, problemWith } from './rules.js';

/** One field of a query or a form body: its name and its decoded value. */
export type Field = readonly [name: string, value: string];

/**
 * What becomes of the flow that came along. Beside the outcomes of {@link checkFlow}: `absent`, none came, and FxA
 * goes on without metrics; `unknown`, this server never began it; `other-origin`, it was begun for another site.
 */
export type FlowVerdict = FlowCheck | 'absent' | 'unknown' | 'other-origin';

/** One thing that FxA would refuse, drop or stumble over. */
export interface Problem {
  readonly name: string;
  /** The value as it came, `''` for a field that is missing. */
  readonly value: string;
  /** What is wrong, in words. */
  readonly problem: string;
}

/** What FxA would make of one visit to its page. */
export interface Verdict {
  readonly flow: FlowVerdict;
  readonly problems: readonly Problem[];
  /** No problem, and the flow is good, or there is none: a sign-up without metrics is fine for FxA. */
  readonly good: boolean;
}

/** What the server knows of the flows that it began. */
export interface FlowBook {
  /** The secret that flow ids are signed with. */
  readonly key: string;
  /** The server's time, in milliseconds since the epoch. */
  now(): number;
  /** The origin that a flow was begun for, or `undefined` for a flow that this server never began. */
  originOf(flowId: string): string | undefined;
}

/** These two belong to engage events, which a server sends to `/metrics-flow`: on the page they are unknown names. */
const ENGAGE_ONLY = new Set(['event_type', 'uid']);

const BLANK = 'blank';

/** What Firefox calls itself as `context` where it opens FxA's page by itself, handed over to by a page. */
const FIREFOX_CONTEXT = 'oauth_webchannel_v1';

/**
 * Judges a visit to FxA's page by what its fields say.
 *
 * @param fields - all fields of the visit, in order, from query and body
 * @param origin - the site that the visit comes from, where the browser told
 * @param book - what the server knows of its flows
 */
export function judge(fields: readonly Field[], origin: string | undefined, book: FlowBook): Verdict {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);

  const flow = judgeFlow(values.get('flow_id')?.[0], values.get('flow_begin_time')?.[0], origin, book);
  const problems = [...fieldProblems(values), ...missingFields(values)];
  return { flow, problems, good: problems.length === 0 && (flow === 'good' || flow === 'absent') };
}

function judgeFlow(
  flowId: string | undefined,
  flowBeginTime: string | undefined,
  origin: string | undefined,
  book: FlowBook,
): FlowVerdict {
  if (flowId === undefined && flowBeginTime === undefined) return 'absent';
  const check = checkFlow(book.key, flowId ?? '', flowBeginTime ?? '', book.now());
  if (check !== 'good') return check;

  const mintedFor = book.originOf(flowId ?? '');
  if (mintedFor === undefined) return 'unknown';
  return origin === undefined || origin === mintedFor ? 'good' : 'other-origin';
}

function fieldProblems(fields: ReadonlyMap<string, readonly string[]>): Problem[] {
  return [...fields].flatMap(([name, values]) => {
    const problem = fieldProblem(name, values);
    if (problem === undefined) return [];
    return [{ name, value: problem === BLANK ? '' : (values.at(-1) ?? ''), problem }];
  });
}

function fieldProblem(name: string, values: readonly string[]): string | undefined {
  // Blank fields have broken FxA's pages, whatever their names.
  if (values.includes('')) return BLANK;
  switch (name) {
    case 'flow_id':
      return problemWith({ pattern: /^[0-9a-f]{64}$/ }, values);
    case 'flow_begin_time':
      return problemWith({ pattern: /^\d{13}$/ }, values);
    case 'device_id':
      return problemWith({ pattern: /^[0-9a-f]{32}$/ }, values);
    case 'email':
      if (values.length > 1) return 'sent more than once';
      return values.every(isAcceptableEmail) ? undefined : 'not an address that FxA accepts';
    default: {
      const rule = ENGAGE_ONLY.has(name) ? undefined : PARAMETER_RULES.get(name);
      return rule && problemWith(rule, values);
    }
  }
}

function missingFields(fields: ReadonlyMap<string, readonly string[]>): Problem[] {
  const problems: Problem[] = [];
  const demand = (name: string, value: string, beside: string) => {
    const values = fields.get(name);
    if (values === undefined) {
      problems.push({ name, value: '', problem: `missing beside ${beside}` });
    } else if (!(values.length === 1 && values[0] === value) && fieldProblem(name, values) === undefined) {
      problems.push({ name, value: values.at(-1) ?? '', problem: `has to be ${value} beside ${beside}` });
    }
  };

  if (fields.has('email')) {
    demand('action', 'email', 'email');
    // Firefox itself sends no form type, and hands on none either.
    if (fields.get('context')?.[0] !== FIREFOX_CONTEXT) demand('form_type', 'email', 'email');
  }
  if (fields.has('flow_id') && !fields.has('flow_begin_time')) {
    problems.push({ name: 'flow_begin_time', value: '', problem: 'missing beside flow_id' });
  }
  if (fields.has('flow_begin_time') && !fields.has('flow_id')) {
    problems.push({ name: 'flow_id', value: '', problem: 'missing beside flow_begin_time' });
  }
  return problems;
}
