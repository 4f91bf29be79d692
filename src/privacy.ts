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

/**
 * What the attribute `metrics` comes to: `auto`, or nothing, is a yes unless the browser signals an opt-out. Anything
 * that is no known value counts as a no.
 */
export function consentOf(metrics: string, signals: PrivacySignals): Consent {
  if (metrics === 'on' || metrics === 'pending') return metrics;
  const optedOut = signals.globalPrivacyControl || signals.doNotTrack === '1';
  return (metrics === 'auto' || metrics === '') && !optedOut ? 'on' : 'off';
}
