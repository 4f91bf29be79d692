/** What a check finds. */

/**
 * What a finding is about: an option of the check itself; the origin on FxA's allow-list; a parameter; FxA's response;
 * the clock; the page, the element in it, the scripts that define the element, the frames that the page may stand in,
 * and the directives of its Content-Security-Policy.
 */
export type CheckedPart =
  | 'argument'
  | 'origin'
  | 'parameter'
  | 'response'
  | 'clock'
  | 'page'
  | 'element'
  | 'script'
  | 'frame'
  | 'connect-src'
  | 'form-action'
  | 'trusted-types';

/** `ok`: as it has to be; `note`: worth knowing; `failure`: FxA refuses the requests, or the form does not work. */
export type FindingLevel = 'ok' | 'note' | 'failure';

/** One thing that the check has found. */
export interface Finding {
  readonly part: CheckedPart;
  readonly level: FindingLevel;
  /** What was found and, where something is wrong, what to do. */
  readonly message: string;
  /** The FxA parameter that it is about, by its name on the wire. */
  readonly parameter?: string;
  /** The address of the page that it is about. */
  readonly page?: string;
}

/** A request that the check has sent to FxA. */
export interface CheckRequest {
  readonly url: string;
  /** Whether FxA has counted it as one `flow.begin`, as it does with every request that it accepts. */
  readonly counted: boolean;
}

/** What a check has found. */
export interface IntegrationReport {
  /** Whether there is no failure. */
  readonly ok: boolean;
  /** The requests to FxA; none where the options did not allow one, or no form on the pages sends one. */
  readonly requests: readonly CheckRequest[];
  readonly findings: readonly Finding[];
}

const finding =
  (level: FindingLevel) =>
  (part: CheckedPart, message: string): Finding => ({ part, level, message });

export const ok = finding('ok');
export const note = finding('note');
export const failure = finding('failure');

/** The findings without those that say the same. */
export function unique(findings: readonly Finding[]): Finding[] {
  const byText = new Map(findings.map((each) => [JSON.stringify(each), each]));
  return [...byText.values()];
}
