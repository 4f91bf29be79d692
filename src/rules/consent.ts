/** Whether the visitor has agreed to metrics. */

/** `on`: yes; `off`: no; `pending`: not asked yet. Without a yes nothing is measured, and the form works. */
export type Consent = 'on' | 'off' | 'pending';

/** The browser's opt-out signals, as `navigator` has them. */
export interface PrivacySignals {
  /** https://w3c.github.io/gpc/ */
  readonly globalPrivacyControl?: boolean | undefined;
  /** https://www.w3.org/TR/tracking-dnt/ */
  readonly doNotTrack?: string | null | undefined;
}

/** Whether the browser signals that its user does not want to be tracked. */
export const isOptedOut = ({ globalPrivacyControl, doNotTrack }: PrivacySignals): boolean =>
  Boolean(globalPrivacyControl) || doNotTrack === '1';

/**
 * What the attribute `metrics` comes to: `auto` is a yes unless the browser signals an opt-out. Anything that is no known
 * value counts as a no.
 */
export function consentOf(metrics: string, optedOut: boolean): Consent {
  if (metrics === 'on' || metrics === 'pending') return metrics;
  return metrics === 'auto' && !optedOut ? 'on' : 'off';
}
