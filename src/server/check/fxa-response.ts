/** What FxA's response to a check's request says. */
import type { ParameterValues } from '../../rules/parameters.js';
import { excerpt, quote } from '../printable.js';
import { explain, FXA_TEAM, type Reply, type RequestContext } from '../request-as.js';
import { failure, note, ok, type Finding } from './findings.js';

/** By how many milliseconds clocks may differ until it is worth a note. */
const CLOCK_TOLERANCE = 5_000;

/** A parameter as a message shows it. */
export const parameterText = (name: string, value: unknown): string => `${name}=${quote(value)}`;

/** Whether FxA accepts the origin and the parameters that were sent. */
export function responseFindings(
  reply: Reply,
  parameters: ParameterValues,
  context: RequestContext,
): Finding[] {
  const { result, headers } = reply;
  const { origin } = context;
  const listed = ok('origin', `FxA's allow-list has ${origin}.`);

  if ('flow' in result) {
    const readableBy = headers?.get('Access-Control-Allow-Origin') ?? null;
    const sent = Object.entries(parameters).map(([name, value]) => parameterText(name, value));
    return [
      listed,
      readableBy === origin || readableBy === '*'
        ? ok('response', "FxA's response holds a flow that the form can use.")
        : failure(
            'response',
            `No page of ${origin} can read FxA's response: its header Access-Control-Allow-Origin is ${excerpt(readableBy ?? 'missing')}. Check for a proxy between this machine and FxA.`,
          ),
      ok('parameter', `FxA accepts ${sent.join(', ')}.`),
    ];
  }

  const { status, rejected } = result.failure;
  const explained = failure(status === 401 ? 'origin' : 'response', explain(result.failure, reply, context));
  if (status !== 400) return [explained];
  // FxA looks at the origin before it looks at the parameters.
  if (!rejected?.length) return [listed, explained];
  const values = new Map(Object.entries(parameters));
  return [
    listed,
    ...rejected.slice(0, values.size).map((given) => {
      const name = excerpt(given, 100);
      const shown = parameterText(name, values.get(given) ?? '');
      return {
        ...failure(
          'parameter',
          `FxA refuses ${shown} (400), and with it the whole flow, although no known rule is broken. Leave it out, and ask the Mozilla accounts team: ${FXA_TEAM}`,
        ),
        parameter: name,
      };
    }),
  ];
}

/** Compares FxA's clock with the one here, which said `now` when FxA responded. */
export function clockFindings({ result, headers }: Reply, now: number): Finding[] {
  const theirs =
    'flow' in result ? Number(result.flow.flowBeginTime) : Date.parse(headers?.get('Date') ?? '');
  if (Number.isNaN(theirs)) return [];
  const ahead = now - theirs;
  if (Math.abs(ahead) <= CLOCK_TOLERANCE) {
    return [ok('clock', "The clock of this machine agrees with FxA's.")];
  }
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return [
    note(
      'clock',
      `The clock of this machine is ${seconds} seconds ${ahead > 0 ? 'ahead of' : 'behind'} FxA's. The form does not mind, but what compares times with FxA's on this machine does: let it set its clock by the network.`,
    ),
  ];
}
