/** What FxA servers have refused with a `400` since the page was loaded, so that nobody sends it to them again. */
import { isParameterName, PARAMETERS, type BrokenRule, type ParameterName } from '../rules/parameters.js';
import type { FlowRequest } from './shared-flow.js';

interface Refusal extends BrokenRule {
  readonly fxaUrl: string;
  readonly name: ParameterName;
}

/** Bound: one entry for each value that keeps all of the rules that are known here, and that a server still refused. */
const refusals = new Map<string, Refusal>();

/** What may have been refused: the parameters for one server, and the values that are left out of them already. */
interface Sendable extends Pick<FlowRequest, 'fxaUrl' | 'parameters'> {
  readonly rejections: readonly BrokenRule[];
}

/** The `settings` without the values that their server has refused; these are among their `rejections` then. */
export function withoutRefused<Settings extends Sendable>(settings: Settings): Settings {
  if (!refusals.size) return settings;
  const { fxaUrl, parameters, rejections } = settings;
  const named = [...refusals.values()].filter(
    (refusal) => refusal.fxaUrl === fxaUrl && refusal.value === parameters[refusal.name],
  );
  if (!named.length) return settings;
  const names: readonly string[] = named.map(({ name }) => name);
  const accepted = Object.entries(parameters).filter(([name]) => !names.includes(name));
  return { ...settings, parameters: Object.fromEntries(accepted), rejections: [...rejections, ...named] };
}

/** How many values have been refused so far. */
export const refusalCount = (): number => refusals.size;

/** Remembers that the server has refused the parameters of these `names`; says whether there are new ones. */
export function refuse({ fxaUrl, parameters }: FlowRequest, names: readonly string[]): boolean {
  const before = refusals.size;
  for (const name of names) {
    if (!isParameterName(name) || PARAMETERS[name].reserved) continue;
    const value = parameters[name];
    if (!value) continue;
    const rule = `a value that ${fxaUrl} does not refuse`;
    refusals.set(`${fxaUrl} ${name}=${value}`, { fxaUrl, name, value, reason: 'pattern', rule });
  }
  return refusals.size > before;
}
