/** What FxA servers have refused with a `400` since the page was loaded, so that nobody sends it to them again. */
import type { ReactiveControllerHost } from 'lit';
import { ownMembers } from '../rules/own-members.js';
import { isParameterName, PARAMETERS, type BrokenRule, type ParameterValues } from '../rules/parameters.js';

/** Bound: one entry for each value that keeps all of the rules that are known here, and that a server still refused. */
const refusals = new Set<string>();

/**
 * The elements in the page: any of them may be about to send what has just been refused to another. Each puts itself there,
 * and takes itself away.
 */
export const senders = new Set<ReactiveControllerHost>();

const keyOf = (fxaUrl: string, name: string, value: string): string => `${fxaUrl} ${name}=${value}`;

/** The parameters for one server, and what is left out of them already. */
interface Sendable {
  readonly fxaUrl: string;
  readonly parameters: ParameterValues;
  readonly rejections: readonly BrokenRule[];
}

/** The `settings` without the values that their server has refused; these are among their `rejections` then. */
export function withoutRefused<Settings extends Sendable>(settings: Settings): Settings {
  if (!refusals.size) return settings;
  const { fxaUrl } = settings;
  const rejections = [...settings.rejections];
  const parameters = Object.entries(settings.parameters).filter(([name, value]) => {
    const refused = refusals.has(keyOf(fxaUrl, name, value));
    const rule = `a value that ${fxaUrl} does not refuse`;
    if (refused) rejections.push({ name, value, reason: 'pattern', rule });
    return !refused;
  });
  return { ...settings, parameters: ownMembers(Object.fromEntries(parameters)), rejections };
}

/** How many values have been refused so far. */
export const refusalCount = (): number => refusals.size;

/** Remembers that the server has refused the parameters of these `names`, and tells; returns whether there are new ones. */
export function refuse({ fxaUrl, parameters }: Sendable, names: readonly string[]): boolean {
  const before = refusals.size;
  for (const name of names) {
    const value = isParameterName(name) && !PARAMETERS[name].reserved && parameters[name];
    if (value) refusals.add(keyOf(fxaUrl, name, value));
  }
  if (refusals.size === before) return false;
  for (const sender of senders) sender.requestUpdate();
  return true;
}
