/** The page's own URL -> parameters. */
import {
  rejectionOf,
  type BrokenRule,
  type DraftParameters,
  type ParameterName,
  type ParameterValues,
} from './parameters.js';

/** What the page's URL says of how the visitor came. */
export interface Attribution {
  /** What replaces the author's own values. */
  readonly parameters: ParameterValues;
  /** The parameters of which the author's own values give way, so that two campaigns never mix. */
  readonly replaced: readonly ParameterName[];
  readonly rejections: readonly BrokenRule[];
}

const CAMPAIGN = ['utm_source', 'utm_campaign', 'utm_medium', 'utm_content', 'utm_term'] as const;
const EXPERIMENT = ['entrypoint_experiment', 'entrypoint_variation'] as const;

/**
 * Reads the query of the page's URL: the `utm_*` only where both `utm_source` and `utm_campaign` are there and good, the
 * experiment and its variation only as a pair, `entrypoint` never.
 *
 * Values are decoded exactly once; of a repeated name the first counts; one that breaks its rule is dropped, alone.
 *
 * @param query - as `location.search` has it
 */
export function readAttribution(query: string): Attribution {
  const values = new URLSearchParams(query);
  const parameters: DraftParameters = {};
  const replaced: ParameterName[] = [];
  const rejections: BrokenRule[] = [];

  const take = (names: readonly ParameterName[], required: readonly ParameterName[]) => {
    const good = Object.create(null) as DraftParameters;
    for (const name of names) {
      const value = values.get(name);
      if (!value) continue;
      const rejection = rejectionOf(name, value);
      if (rejection) rejections.push(rejection);
      else good[name] = value;
    }
    if (!required.every((name) => good[name])) return;
    Object.assign(parameters, good);
    replaced.push(...names);
  };
  take(CAMPAIGN, ['utm_source', 'utm_campaign']);
  take(EXPERIMENT, EXPERIMENT);
  return { parameters, replaced, rejections };
}
