/** The parameters that a form sends, before FxA has seen them. */
import {
  isParameterName,
  PARAMETERS,
  rejectionOf,
  type ParameterName,
  type ParameterValues,
} from '../../rules/parameters.js';
import { excerpt } from '../printable.js';
import { failure, note, type Finding } from './findings.js';
import { parameterText } from './fxa-response.js';

/** The names of the parameters that a form can send with its request for a flow. */
export const CHECKED_PARAMETERS: readonly ParameterName[] = (
  Object.keys(PARAMETERS) as ParameterName[]
).filter((name) => PARAMETERS[name].request && PARAMETERS[name].form);

/** The parameters that FxA's documentation expects of every relying party. */
const EXPECTED = ['entrypoint', 'utm_source', 'utm_campaign'] as const;

/** The values of `given` that FxA accepts, and what is wrong with the others. */
export function readParameters(given: Readonly<Record<string, unknown>>): {
  readonly parameters: ParameterValues;
  readonly findings: Finding[];
} {
  const parameters: { [name in ParameterName]?: string } = {};
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!isParameterName(name) || !CHECKED_PARAMETERS.includes(name)) {
      const message = `${excerpt(name, 100)} has no place in a request for a flow, and was left out.`;
      findings.push({ ...note('parameter', message), parameter: excerpt(name, 100) });
      continue;
    }
    // Scripts without types pass what they like.
    const rule = typeof value === 'string' ? rejectionOf(name, value)?.rule : 'text';
    if (rule) findings.push(refused(name, value, rule));
    else parameters[name] = value as string;
  }
  return { parameters, findings };
}

const refused = (name: string, value: unknown, rule: string): Finding => ({
  ...failure(
    'parameter',
    `FxA would refuse ${parameterText(name, value)}, and with it the whole flow: it has to be ${rule}.`,
  ),
  parameter: name,
});

/** A note for each parameter that FxA expects of every site and that is not among the `names`, of an element or at all. */
export const missingParameters = (names: readonly string[], element?: string): Finding[] =>
  EXPECTED.filter((name) => !names.includes(name)).map((name) => ({
    ...note(
      'parameter',
      `${element === undefined ? `${name} is not set` : `${element} has no ${name}`}. FxA expects it of every site.`,
    ),
    parameter: name,
  }));
