/**
 * In which browsers a form may sign in to Sync.
 *
 * With `service=sync` or a `context`, FxA's page asks the browser whether the account may be linked, and waits for the
 * response without limit. Only Firefox for desktop responds as the page expects; elsewhere the sign-up would be lost.
 */
import type { DraftParameters, ParameterName } from './parameters.js';

/** What FxA's page expects of Firefox for desktop beside `service=sync`. */
const DESKTOP_CONTEXT = 'fx_desktop_v3';

/**
 * Whether `userAgent` is that of Firefox for desktop. Browsers that are made from Firefox but are not Firefox put a name
 * of their own before or after it; those for Android and TVs have another version of Gecko, or another system.
 */
export const isFirefoxDesktop = (userAgent: string): boolean =>
  /^Mozilla\/5\.0 \((Windows|Macintosh|X11)[^()]*; rv:[\d.]+\) Gecko\/20100101 Firefox\/[\d.]+$/.test(
    userAgent,
  );

type ParameterField = readonly [name: ParameterName, value: string];

/**
 * Takes `service=sync` and every `context` out of `draft`, unless `userAgent` is that of Firefox for desktop: there, a
 * missing `context` of `service=sync` is filled in.
 *
 * @param userAgent - the visitor's browser; `undefined` where it is not known, as in server-side rendering
 * @returns what was taken out
 */
export function settleSync(draft: DraftParameters, userAgent: string | undefined): ParameterField[] {
  const { context, service } = draft;
  if (userAgent && isFirefoxDesktop(userAgent)) {
    if (service === 'sync') draft.context ??= DESKTOP_CONTEXT;
    return [];
  }
  const taken: ParameterField[] = [];
  if (service === 'sync') {
    delete draft.service;
    taken.push(['service', service]);
  }
  if (context) {
    delete draft.context;
    taken.push(['context', context]);
  }
  return taken;
}
