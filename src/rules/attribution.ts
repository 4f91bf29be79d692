/** The page's own URL -> parameters. */
import { ownMembers } from './own-members.js';
import { admit, type DraftParameters, type ParameterName } from './parameters.js';
import type { ResolvedSettings } from './settings.js';

/** What counts only together: the names, and those of them without which the others are nothing. */
interface Group {
  readonly names: readonly ParameterName[];
  readonly required: readonly ParameterName[];
}

const PAIR: readonly ParameterName[] = ['entrypoint_experiment', 'entrypoint_variation'];

const GROUPS: readonly Group[] = [
  {
    names: ['utm_source', 'utm_campaign', 'utm_medium', 'utm_content', 'utm_term'],
    required: ['utm_source', 'utm_campaign'],
  },
  { names: PAIR, required: PAIR },
];

/**
 * The `settings` with what the page's URL says in place of the author's own values, as far as it may say anything: the
 * `utm_*` only where both `utm_source` and `utm_campaign` are there and good, the experiment and its variation only as a
 * pair, `entrypoint` never.
 *
 * Values are decoded exactly once; of a repeated name the first counts; one that breaks its rule is dropped, alone.
 *
 * @param pageQuery - as `location.search` has it
 */
export function withAttribution(settings: ResolvedSettings, pageQuery: string): ResolvedSettings {
  if (!settings.urlAttribution || !pageQuery) return settings;
  const values = new URLSearchParams(pageQuery);
  const parameters: DraftParameters = ownMembers(settings.parameters);
  const rejections = [...settings.rejections];
  for (const { names, required } of GROUPS) {
    const found: DraftParameters = ownMembers({});
    for (const name of names) admit(found, rejections, name, values.get(name));
    if (!required.every((name) => found[name])) continue;
    // The author's own values all give way, so that two campaigns never mix.
    for (const name of names) Reflect.deleteProperty(parameters, name);
    Object.assign(parameters, found);
  }
  return { ...settings, parameters, rejections };
}
